// What the premises of the demonstration cost: a lease that follows an index and was prolonged because
// nobody gave notice, rooms let by one authority to another, owned buildings with what was invested in
// them, what two hubs charge, budgets, and the invoices of a landlord. Every amount is invented, and so
// is the index.

import { Client } from './client.mjs';
import { BEGINS } from './county.mjs';

const currency = 'SEK';
const INDEX = 'DEMO-KPI';

const board = (organisation, caseNumber, decidedOn, body = 'Kommunstyrelsen') => ({ organisation, caseNumber, decidedOn, kind: 'BOARD', body });

/** Tells the money of the story; gives the lease of the landlord outside. */
export async function money(story) {
  const { decider } = story;
  const administrator = new Client(decider.url, decider.headers['x-actor'], 'administrator');
  const of = { ...story, administrator, organisations: story.estate.organisations, buildings: story.estate.buildings };
  await index(of);
  await vat(of);
  const lease = await leases(of);
  await ownedHouse(of);
  await hubs(of);
  await reallocationCosts(of);
  await budgets(of);
  await invoices(of, lease);
  return lease;
}

const index = ({ administrator, portfolio }) => administrator.record('index', 'indexPublish', {
  portfolio, series: INDEX, source: 'Påhittade tal för demonstrationen',
  figures: [['2021-10', '350.5'], ['2022-10', '386.4'], ['2023-10', '411.6'], ['2024-10', '418.2'], ['2025-10', '422.7']]
    .map(([month, value]) => ({ month, value })),
});

async function vat({ administrator, portfolio, organisations }) {
  for (const [name, organisation] of Object.entries(organisations)) {
    await administrator.record(`vat ${name}`, 'vatTreat', {
      portfolio, organisation, from: BEGINS, treatment: name.startsWith('Demoverket') ? 'COST' : 'COMPENSATED',
    });
  }
}

async function leases({ proposer, portfolio, organisations, buildings, estate }) {
  const notices = [
    { party: 'TENANT', purpose: 'TERMINATION', months: 9 }, { party: 'LANDLORD', purpose: 'TERMINATION', months: 9 },
    { party: 'TENANT', purpose: 'CHANGED_TERMS', months: 9 },
  ];
  const sign = async (words, input) => {
    const { lease } = await proposer.record(words, 'leaseSign', { portfolio, currency, ...input }, 'lease { ref }');
    return lease.ref;
  };
  const lodjuret = await sign('lease of Lodjuret', {
    from: BEGINS, landlord: { outside: 'Exempelfastigheter AB' }, tenant: organisations['Demokommunen Härjedalen'],
    terms: {
      regime: 'PREMISES', building: buildings['Kontorshuset Lodjuret'], area: { measure: 'LOA', squareMetres: '640' },
      rentPerYear: '736000',
      index: { series: INDEX, baseAmount: '736000', shareThousandths: 750, baseMonth: '2024-10', compareMonth: 10, stepMonth: 1, floor: '736000' },
      supplements: [{ kind: 'HEAT', perYear: '92800' }, { kind: 'PROPERTY_TAX', perYear: '38400', followsIndex: true }],
      fitOuts: [{ amount: '240000', from: '2026-01', months: 60, interest: 450 }],
      invoicing: { paid: 'QUARTERLY', inAdvance: true, rounding: 'UNIT', vatThousandths: 250, account: '6011' },
      to: '2027-01-01', prolongationMonths: 36, notices,
    },
    decisions: [board(organisations['Demokommunen Härjedalen'], 'KS 2026/4', '2026-01-12')],
  });
  const ornen = Object.values(estate.rooms['Verkshuset Örnen']).slice(0, 2).map(({ ref }) => ref);
  await sign('lease in Örnen', {
    from: '2026-04-01', landlord: { organisation: organisations['Demoverket för landsbygd'] }, tenant: organisations['Demoregionen Fjällänet'],
    terms: {
      regime: 'PREMISES', building: buildings['Verkshuset Örnen'], spaces: ornen, rentPerYear: '84000',
      invoicing: { paid: 'MONTHLY', rounding: 'HUNDREDTH', account: '6012' }, to: '2029-04-01', prolongationMonths: 12, notices,
    },
    decisions: [
      board(organisations['Demoverket för landsbygd'], 'Dnr 2026/14', '2026-02-16', 'Styrelsen'),
      board(organisations['Demoregionen Fjällänet'], 'RS 2026/31', '2026-02-18', 'Regionstyrelsen'),
    ],
  });
  return lodjuret;
}

const costs = (story) => async (name, input) => {
  const { cost } = await story.proposer.record(`cost ${name}`, 'costRecord', { portfolio: story.portfolio, currency, name, ...input }, 'cost { ref }');
  return cost.ref;
};

/** The town hall belongs to its municipality. */
async function ownedHouse(story) {
  const { organisations, buildings } = story;
  const cost = costs(story);
  const common = { object: { building: buildings['Rådhuset'] }, organisation: organisations['Demokommunen Östersund'], from: BEGINS };
  await cost('Ombyggnad 2026', { ...common, kind: 'CAPITAL', account: '7821', amount: { once: { amount: '9600000', writtenOffMonths: 480, interest: 275 } } });
  await cost('Drift och tillsyn', { ...common, kind: 'OPERATION', account: '5110', amount: { perYear: { amount: '318000' } }, vatThousandths: 250 });
  await cost('Värme och el', { ...common, kind: 'ENERGY', account: '5120', amount: { perYear: { amount: '246000' } }, vatThousandths: 250 });
  await cost('Lokalvård', { ...common, kind: 'CLEANING', account: '5160', amount: { perYear: { amount: '189600' } }, vatThousandths: 250 });
  await story.proposer.record('key of Rådhuset', 'commonKeyChoose', { portfolio: story.portfolio, building: buildings['Rådhuset'], from: BEGINS, key: 'AREA' });
}

async function hubs(story) {
  const { proposer, portfolio, organisations, torget, jarpen } = story;
  const cost = costs(story);
  await cost('Reception och kaffe', {
    kind: 'SERVICE', object: { hub: jarpen }, organisation: organisations['Demokommunen Åre'], from: '2026-06-01',
    account: '5190', amount: { perYear: { amount: '156000' } }, vatThousandths: 250,
  });
  await cost('Företag i bygden', {
    kind: 'OUTSIDE_MEMBERS', object: { hub: jarpen }, organisation: organisations['Demokommunen Åre'], from: '2026-08-01',
    account: '3410', amount: { perSeatAndYear: { amount: '21600', seats: 3 } },
  });
  await proposer.record('tariff of Torget', 'hubTariffAgree', {
    portfolio, currency, hub: torget, from: '2026-09-01', tariff: { shareOfCost: { denominator: 24 } },
    decision: board(organisations['Demokommunen Östersund'], 'KS 2026/119', '2026-08-24'),
  });
  await proposer.record('tariff of Järpen', 'hubTariffAgree', {
    portfolio, currency, hub: jarpen, from: '2026-06-01', tariff: { perSeatAndMonth: { amount: '1450' } },
    decision: board(organisations['Demokommunen Åre'], 'KS 2026/42', '2026-05-18'),
  });
}

/** What the reallocation in the town hall costs once: half of it is carried out. */
async function reallocationCosts(story) {
  const { organisations, townHall } = story;
  const cost = costs(story);
  const common = { object: { reallocation: townHall }, organisation: organisations['Demokommunen Östersund'], vatThousandths: 250 };
  await cost('Ommöblering plan 3', { ...common, kind: 'CONVERSION', from: '2026-10-01', account: '5410', amount: { once: { amount: '184000' } } });
  await cost('Ommöblering plan 2', { ...common, kind: 'CONVERSION', from: '2027-03-01', account: '5410', amount: { once: { amount: '226000' } } });
  await cost('Flytt av arkiv', { ...common, kind: 'MOVING', from: '2026-10-05', account: '5690', amount: { once: { amount: '18500' } } });
}

async function budgets({ administrator, portfolio, organisations }) {
  const budget = (name, year, running, oneOff, caseNumber, decidedOn) => administrator.record(`budget ${name} ${year}`, 'budgetDecide', {
    portfolio, currency, organisation: organisations[name], year, running, oneOff,
    decision: board(organisations[name], caseNumber, decidedOn, 'Fullmäktige'),
  });
  await budget('Demokommunen Östersund', 2026, '1350000', '210000', 'KF 2026/3', '2026-01-26');
  await budget('Demokommunen Östersund', 2027, '1325000', '240000', 'KF 2026/91', '2026-09-28');
  await budget('Demokommunen Härjedalen', 2026, '1050000', '0', 'KF 2026/2', '2026-01-22');
}

/** The landlord's invoices of the year as the books have them: the one for the third quarter is too high. */
async function invoices({ proposer, administrator, portfolio, organisations }, lease) {
  const quarters = [
    ['2026-01', '2026-03', '233043', '2025-12-15'], ['2026-04', '2026-06', '232908', '2026-03-16'],
    ['2026-07', '2026-09', '238200', '2026-06-15'], ['2026-10', '2026-12', '232638', '2026-09-15'],
  ];
  for (const [number, [from, through, net, issuedOn]] of quarters.entries()) {
    await proposer.record(`invoice ${from}`, 'invoiceRecord', {
      portfolio, currency, organisation: organisations['Demokommunen Härjedalen'], voucher: `L 2026-00${number + 1}`,
      supplier: 'Exempelfastigheter AB', subject: { lease }, issuedOn, paidOn: issuedOn.replace(/..$/, '28'), from, through,
      net, vat: (Number(net) / 4).toString(), account: '6011',
    });
  }
  await administrator.record('books of Härjedalen', 'periodClose', {
    portfolio, organisation: organisations['Demokommunen Härjedalen'], through: '2026-09',
  });
}
