// The demonstration's story: hubs in five of the eight municipalities, who becomes a member, what is
// decided, carried out, turned down. Everything in it is invented. Told again, it records nothing more.

import { basis, caseNumberWasWrong, precondition, roomWasLater, settles, svegIsLate, transition } from './circumstances.mjs';
import { Client } from './client.mjs';
import { establish } from './estate.mjs';
import { money } from './money.mjs';
import { reshape } from './reshaping.mjs';

export { DECIDER, PROPOSER } from './estate.mjs';

const week = (seats) => ({ monday: seats, tuesday: seats, wednesday: seats, thursday: seats, friday: seats });
const weekdays = (opens, closes) => ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((weekday) => ({ weekday, opens, closes }));

/** Tells the story through a service and gives what it is about. */
export async function tell(proposer, decider, bringIn) {
  const estate = await establish(proposer, bringIn);
  const story = { ...await hubs(estate), estate, proposer, decider, portfolio: estate.portfolio };
  await occupation(estate);
  await delegations(story);
  const [shared, assessment] = [await transition(story), await precondition(story)];
  const townHall = await townHallBecomesHub(story, shared, assessment);
  const opened = await jarpenOpens(story);
  const bavern = await stromsundOpens(story);
  await svegIsPlanned(story);
  const sealed = await basis(story, await hammarstrandIsProposed(story));
  await krokomSaysNo(story);
  const studio = await reshape(story);
  await svegIsLate(story);
  await roomWasLater(story, opened);
  await caseNumberWasWrong(story, bavern);
  const lease = await money({ ...story, townHall });
  return { ...story, transition: shared, sealed, townHall, corrected: opened, studio, lease };
}

async function hubs(estate) {
  const plan = (name, host, municipality, opensOn, services) => estate.add('hub', `plan ${name}`, 'hubPlan', {
    opensOn, name, host: estate.organisations[host], municipality, services, openingHours: weekdays('07:30', '18:00'),
  });
  const torget = await plan('Nod Torget', 'Demokommunen Östersund', '2380', '2026-09-01', ['CO_WORKING', 'VIDEO', 'PROJECT_STUDIO']);
  const jarpen = await plan('Nod Järpen', 'Demokommunen Åre', '2321', '2026-06-01', ['CO_WORKING', 'RECEPTION', 'VIDEO', 'PROJECT_STUDIO']);
  const stromsund = await plan('Nod Strömsund', 'Demokommunen Strömsund', '2313', '2026-10-01', ['CO_WORKING', 'RECEPTION', 'VIDEO']);
  const sveg = await plan('Nod Sveg', 'Demokommunen Härjedalen', '2361', '2027-02-01', ['CO_WORKING', 'VIDEO']);
  const hammarstrand = await plan('Nod Hammarstrand', 'Demokommunen Ragunda', '2303', '2027-05-03', ['CO_WORKING']);
  await opens(estate, torget, '2026-09-01', { people: 24, source: 'FIRE', establishedOn: '2026-08-20' });
  await opens(estate, jarpen, '2026-06-01', { people: 30, source: 'COUNTED', establishedOn: '2026-05-20' });
  await opens(estate, stromsund, '2026-10-01', { people: 16, source: 'FIRE', establishedOn: '2026-09-17' });
  await holds(estate, sveg, '2027-02-01', { people: 10, source: 'VENTILATION', establishedOn: '2026-09-28' });
  await holds(estate, hammarstrand, '2027-05-03', { people: 8, source: 'FIRE', establishedOn: '2026-10-02' });
  return { torget, jarpen, stromsund, sveg, hammarstrand };
}

async function opens(estate, hub, on, capacity) {
  const { client, portfolio } = estate;
  await client.record(`opens ${hub}`, 'hubOpen', { portfolio, hub, on });
  await holds(estate, hub, on, capacity);
}

const holds = ({ client, portfolio }, hub, from, capacity) =>
  client.record(`holds ${hub}`, 'hubSetCapacity', { portfolio, hub, from, capacity });

/** Who sits where, beside what the lists say: in the buildings whose files name no units. */
async function occupation(estate) {
  const { Rådhuset: house, 'Nodhuset Järpen': nodhuset } = estate.rooms;
  const planning = [...house['201'].desks.slice(0, 6), house['203'].desks[0], house['204'].desks[0]];
  await gives(estate, planning, 'Plan- och byggenheten', '2026-02-01');
  await gives(estate, house['301'].desks.slice(0, 12), 'Ekonomi- och upphandlingsenheten Östersund', '2026-02-01');
  await gives(estate, nodhuset['Kontorslandskap Väster'].desks, 'Bygg- och miljökontoret Åre', '2026-05-04');
  const offices = ['Kontor 1', 'Kontor 2', 'Kontor 3'].map((name) => nodhuset[name].room);
  await gives(estate, offices, 'Kommunledningskontoret Åre', '2026-05-04');
  await counts(estate, [...planning, ...house['302'].desks], '2026-03-01');
}

async function gives({ client, portfolio, units }, resources, unit, from) {
  for (const resource of resources) {
    await client.record(`gives ${resource}`, 'allocationAssign', { portfolio, resource, unit: units[unit], from });
  }
}

async function counts({ client, portfolio }, resources, on) {
  for (const resource of resources) {
    await client.record(`counts ${resource}`, 'resourceRevise', { portfolio, resource, from: on, grade: { counted: { on } } });
  }
}

const spaceMoves = (hub, rooms) => rooms.map(({ ref }) => ({ subject: { space: ref }, fate: { converted: { hub } } }));
const deskMoves = (hub, desks) => desks.map((resource) => ({ subject: { resource }, fate: { converted: { hub } } }));
const on = (plannedOn, moves) => moves.map((move) => ({ ...move, plannedOn }));

const membership = (hub, unit, from, peopleServed, seats, guaranteed = false) => ({
  hub, unit, from, terms: { peopleServed, seats: [{ kind: 'WORKSTATION', guaranteed, week: week(seats) }], noticeMonths: 3 },
});

/** Proposed by one person. Gives the reallocation's reference and digest. */
async function proposes({ proposer, portfolio }, title, reason, moves, memberships, transition = null) {
  const { reallocation } = await proposer.record(`propose ${title}`, 'reallocationPropose', {
    portfolio, proposal: { title, reason, moves, memberships, transition },
  }, 'reallocation { ref digest }');
  return reallocation;
}

/** Decided on by another. */
async function decides({ decider, portfolio, estate }, name, { ref, digest }, organisation, decision, reason) {
  await decider.record(`${name} ${ref}`, name, {
    portfolio, reallocation: ref, digest, reason,
    decision: { organisation: estate.organisations[organisation], ...decision },
  });
}

/** Approved by the one who leads it, and then by every other organisation that it touches. */
async function isApproved(story, proposed, organisation, decision) {
  const { decider, portfolio } = story;
  await decides(story, 'reallocationApprove', proposed, organisation, decision);
  const query = `query ($portfolio: UUID!, $ref: UUID!) { portfolio(ref: $portfolio) { reallocation(ref: $ref) {
    status touched { organisation { ref name } decided } } } }`;
  const { portfolio: { reallocation } } = await decider.ask(query, { portfolio, ref: proposed.ref });
  if (reallocation.status !== 'PROPOSED') return;
  for (const { organisation: other, decided } of reallocation.touched) {
    if (decided) continue;
    await decider.record(`reallocationApprove ${proposed.ref} ${other.ref}`, 'reallocationApprove', {
      portfolio, reallocation: proposed.ref, digest: proposed.digest,
      decision: { organisation: other.ref, ...concurring(decision) },
    });
  }
}

/** What the others decide: in a case of their own, on the same day. */
const concurring = ({ caseNumber, decidedOn }) => board(`Dnr ${caseNumber.replace('KS ', '')}-2`, decidedOn, 'Styrelsen');

/** What the property managers of three municipalities may decide. */
async function delegations({ decider, portfolio, estate }) {
  const administrator = new Client(decider.url, decider.headers['x-actor'], 'administrator');
  for (const name of ['Demokommunen Östersund', 'Demokommunen Strömsund', 'Demokommunen Åre']) {
    const organisation = estate.organisations[name];
    await administrator.record(`delegates ${name}`, 'delegationGive', {
      portfolio, organisation, point: '4.2', from: '2026-02-01', delegate: 'Fastighetschefen',
      matters: ['REALLOCATION', 'MEMBERSHIP'], resourcesMax: 40, seatsMax: 25,
      decision: { organisation, ...board('KS 2026/9', '2026-01-12', 'Kommunfullmäktige') },
    });
  }
}

const delegated = (caseNumber, decidedOn) => ({ caseNumber, decidedOn, kind: 'DELEGATED', body: 'Fastighetschefen', delegationPoint: '4.2' });
const board = (caseNumber, decidedOn, body) => ({ caseNumber, decidedOn, kind: 'BOARD', body });

const reports = ({ proposer, portfolio }, { ref }, date, count) => proposer.record(`report ${ref}`, 'reallocationReport', {
  portfolio, reallocation: ref, on: date, moves: Array.from({ length: count }, (_, nth) => nth + 1),
});

/** Approved, and half carried out: the rest is planned for the spring. */
async function townHallBecomesHub(story, transition, assessment) {
  const { torget, estate: { units, rooms: { Rådhuset: house } } } = story;
  const relocated = (resource) => ({ subject: { resource }, fate: { relocated: { hub: torget, space: house['302'].ref } } });
  const first = [
    ...deskMoves(torget, house['302'].desks), relocated(house['203'].desks[0]), relocated(house['204'].desks[0]),
  ];
  const second = [
    ...spaceMoves(torget, [house['201']]), ...deskMoves(torget, house['201'].desks.slice(0, 6)),
    ...spaceMoves(torget, [house['208']]), ...deskMoves(torget, [house['208'].room]),
  ];
  await story.proposer.record('hub space', 'hubAddSpace', {
    portfolio: story.portfolio, hub: torget, space: house['302'].ref, from: '2026-09-01',
  });
  const proposed = await proposes(
    story, 'Plan 2 och 3 blir nod', 'Hälften av platserna står tomma de flesta dagar.',
    [...on('2026-10-01', first), ...on('2027-03-01', second)],
    [membership(torget, units['Plan- och byggenheten'], '2026-10-01', 14, 6), membership(torget, units['Folkhälsoenheten'], '2026-10-01', 8, 2, true)],
    transition,
  );
  await settles(story, assessment, proposed, '2026-09-10', 'Riskbedömning Rådhuset, protokoll 2');
  await isApproved(story, proposed, 'Demokommunen Östersund', delegated('KS 2026/118', '2026-09-15'));
  await reports(story, proposed, '2026-10-05', first.length);
  return proposed.ref;
}

/** Approved and carried out on the day on which the hub opened. Later a unit of a third authority joins. */
async function jarpenOpens(story) {
  const { jarpen, estate: { units, organisations, rooms: { 'Nodhuset Järpen': house } } } = story;
  const quiet = [house['Projektstudion'], house['Mötesrum Granen'], house['Tyst rum']];
  const moves = [
    ...spaceMoves(jarpen, [house['Kontorslandskap Storvall'], ...quiet]),
    ...deskMoves(jarpen, house['Kontorslandskap Storvall'].desks), ...deskMoves(jarpen, quiet.map(({ room }) => room)),
  ];
  const proposed = await proposes(
    story, 'Plan 1 i Järpen blir nod', 'Tre myndigheter har folk i Järpen och var sitt halvtomma kontor där.',
    on('2026-06-01', moves),
    [
      membership(jarpen, units['Socialkontoret Åre'], '2026-06-01', 12, 6),
      membership(jarpen, units['Handläggningsenheten'], '2026-06-01', 6, 4),
      membership(jarpen, units['Utvecklingsenheten'], '2026-06-01', 5, 2, true),
    ],
  );
  await isApproved(story, proposed, 'Demokommunen Åre', board('KS 2026/41', '2026-05-18', 'Kommunstyrelsen'));
  await reports(story, proposed, '2026-06-01', moves.length);
  await story.proposer.record('joins Järpen', 'membershipGrant', {
    portfolio: story.portfolio, ...membership(jarpen, units['Samhällsbyggnadskontoret Berg'], '2026-10-01', 7, 2),
    decisions: [
      { organisation: organisations['Demokommunen Åre'], ...delegated('KS 2026/97', '2026-09-21') },
      { organisation: organisations['Demokommunen Berg'], ...board('KS 2026/52', '2026-09-22', 'Kommunstyrelsen') },
    ],
  });
  return { ref: proposed.ref, number: moves.length };
}

/** The vacant landscape first; the one beside it follows in February. */
async function stromsundOpens(story) {
  const { stromsund, estate: { units, rooms: { 'Kontorshuset Bävern': house } } } = story;
  const first = [...spaceMoves(stromsund, [house['202']]), ...deskMoves(stromsund, house['202'].desks)];
  const second = [
    ...spaceMoves(stromsund, [house['201'], house['207']]), ...deskMoves(stromsund, [...house['201'].desks, house['207'].room]),
  ];
  const proposed = await proposes(
    story, 'Plan 2 i Bävern blir nod', 'Sex platser är lediga, och Demoverket söker plats i Strömsund.',
    [...on('2026-10-01', first), ...on('2027-02-01', second)],
    [membership(stromsund, units['Fältenheten'], '2026-10-01', 9, 4, true), membership(stromsund, units['Socialkontoret Strömsund'], '2027-02-01', 11, 7)],
  );
  await isApproved(story, proposed, 'Demokommunen Strömsund', delegated('KS 2026/203', '2026-09-22'));
  await reports(story, proposed, '2026-10-01', first.length);
  return proposed;
}

/** Approved, nothing done yet: the hub is to open in February. */
async function svegIsPlanned(story) {
  const { sveg, estate: { units, rooms: { 'Kontorshuset Lodjuret': house } } } = story;
  const moves = [...spaceMoves(sveg, [house['104'], house['109']]), ...deskMoves(sveg, [...house['104'].desks, house['109'].room])];
  const proposed = await proposes(
    story, 'Lodjurets lediga landskap blir nod', 'Landskapet är ledigt sedan i våras.', on('2027-02-01', moves),
    [
      membership(sveg, units['Samhällsbyggnadskontoret Härjedalen'], '2027-02-01', 9, 3),
      membership(sveg, units['Utvecklingsenheten'], '2027-02-01', 4, 2),
    ],
  );
  await isApproved(story, proposed, 'Demokommunen Härjedalen', board('KS 2026/77', '2026-10-05', 'Kommunstyrelsen'));
}

const HAMMARSTRAND = 'Fem platser är lediga. Det är 87 km fågelvägen till Östersund (räknat mellan orternas koordinater), '
  + 'och regionens folk i Hammarstrand har inget kontor där.';

/** Proposed, and not decided on. */
async function hammarstrandIsProposed(story) {
  const { hammarstrand, estate: { units, rooms: { 'Kontorshuset Uttern': house } } } = story;
  const moves = [...spaceMoves(hammarstrand, [house['103']]), ...deskMoves(hammarstrand, house['103'].desks)];
  return proposes(
    story, 'Utterns lediga landskap blir nod', HAMMARSTRAND,
    on('2027-05-03', moves), [membership(hammarstrand, units['Regionstaben'], '2027-05-03', 3, 1)],
  );
}

/** Turned down, with the reason. */
async function krokomSaysNo(story) {
  const { torget, estate: { units, rooms: { 'Kontorshuset Haren': haren, Rådhuset: house } } } = story;
  const moves = haren['202'].desks.map((resource) => ({ subject: { resource }, fate: { relocated: { hub: torget, space: house['302'].ref } } }));
  const proposed = await proposes(
    story, 'Ekonomienheten i Krokom flyttar till Nod Torget', 'Enheten arbetar mest med Östersund.',
    on('2027-01-11', moves), [membership(torget, units['Ekonomienheten Krokom'], '2027-01-11', 7, 5)],
  );
  const reason = 'Enheten behövs på plats under bokslutet; frågan tas upp igen efter sommaren.';
  await decides(story, 'reallocationReject', proposed, 'Demokommunen Krokom', board('KS 2026/155', '2026-09-29', 'Kommunstyrelsen'), reason);
}
