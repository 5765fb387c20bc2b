// Rooms and organisations that change shape: a wall taken down, a unit moved to another authority,
// desks counted and carried. Each act is told only to a service whose schema has it, so that the
// story runs on one that does not have them yet.

/** Tells what comes after the first year's moves. Gives the names of the acts that were told. */
export async function reshape({ proposer, portfolio, torget, jarpen, estate }) {
  const { units, organisations, rooms: { Rådhuset: house, 'Nodhuset Järpen': nodhuset } } = estate;
  const acts = await actsOf(proposer);
  const told = [];
  const tell = async (words, act, input) => {
    if (!acts.has(act)) return;
    await proposer.record(words, act, { portfolio, ...input });
    told.push(act);
  };

  await tell('counts the landscape', 'workstationsCount', {
    space: house['301'].ref, on: '2026-10-05', workstations: 10, source: 'Inventering på plats, plan 3',
  });
  await tell('three offices become a studio', 'spaceReshape', studio(house));
  if (acts.has('spaceReshape')) await furnishStudio(proposer, portfolio, torget, organisations['Demokommunen Östersund']);
  await tell('carries a desk', 'resourcesMove', {
    resources: nodhuset['Kontor 5'].desks, to: nodhuset['Kontor 4'].ref, from: '2026-10-05', reason: 'Kontor 5 blir förhandlingsrum.',
  });
  await tell('longer hours', 'hubRevise', {
    hub: jarpen, from: '2027-01-01',
    openingHours: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((weekday) => ({ weekday, opens: '07:00', closes: '20:00' })),
  });
  await tell('another authority', 'unitMove', {
    unit: units['Kollektivtrafikenheten'], organisation: organisations['Demoverket för landsbygd'], from: '2027-01-01',
    reason: 'Kollektivtrafiken blir en uppgift för verket.',
  });
  return told;
}

async function actsOf(client) {
  const { __type } = await client.ask('{ __type(name: "Mutation") { fields { name } } }');
  return new Set(__type.fields.map(({ name }) => name));
}

const STUDIO = '5d700000-0000-4000-8000-000000000205';
const STUDIO_FROM = '2026-12-01';

/** The offices 205, 206 and 207 of plan 2, which stand side by side and empty, become one room. */
function studio(house) {
  const former = ['205', '206', '207'].map((number) => house[number]);
  const gone = former.flatMap(({ desks, room }) => [...desks, room]);
  return {
    spaces: former.map(({ ref }) => ref),
    from: STUDIO_FROM,
    into: [{ new: {
      ref: STUDIO, level: former[0].level, number: '205', name: 'Projektstudion', function: 'Projektrum', category: 'MEETING',
      polygon: { outer: [[7200, 0], [17900, 0], [17900, 6100], [7200, 6100]] },
      areas: [{ measure: 'as modelled', squareMetres: '65.27' }], seats: 16,
    } }],
    resources: gone.map((resource) => ({ resource, destination: { retires: {} } })),
    reason: 'Väggarna mellan tre tomma kontor tas ned.',
  };
}

/** The studio is a room that can be given as a whole, and serves the hub next door. */
async function furnishStudio(client, portfolio, hub, owner) {
  await client.record('studio as a whole', 'resourceAdd', {
    portfolio, space: STUDIO, from: STUDIO_FROM, kind: 'ROOM', owner, number: '205', grade: { counted: { on: '2026-10-05' } },
  });
  await client.record('studio serves', 'hubAddSpace', { portfolio, hub, space: STUDIO, from: STUDIO_FROM });
}
