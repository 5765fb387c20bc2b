// Rooms, units and hubs that change: desks counted and carried, walls taken down, a unit with another
// name and one in another authority. Told again, it records nothing more.

const STUDIO = '5d700000-0000-4000-8000-000000000205';
const STUDIO_FROM = '2026-12-01';

/** Tells what changes beside the reallocations. Gives the studio's reference. */
export async function reshape(story) {
  await desksAreCounted(story);
  await officesBecomeStudio(story);
  await deskIsCarried(story);
  await unitsChange(story);
  await story.proposer.record('longer hours', 'hubRevise', {
    portfolio: story.portfolio, hub: story.jarpen, from: '2027-01-01',
    openingHours: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((weekday) => ({ weekday, opens: '07:00', closes: '20:00' })),
  });
  return STUDIO;
}

/** One more than was assumed stands in the landscape on plan 3. */
const desksAreCounted = ({ proposer, portfolio, estate: { rooms: { Rådhuset: house } } }) =>
  proposer.record('counts the landscape', 'workstationsCount', {
    portfolio, space: house['301'].ref, on: '2026-10-05', workstations: 10, source: 'Inventering på plats, plan 3',
  });

/** Three offices that stand side by side and empty become one room, which serves the hub next door. */
async function officesBecomeStudio({ proposer, portfolio, torget, estate }) {
  const former = ['205', '206', '207'].map((number) => estate.rooms['Rådhuset'][number]);
  const gone = former.flatMap(({ desks, room }) => [...desks, room]);
  await proposer.record('three offices become a studio', 'spaceReshape', {
    portfolio, spaces: former.map(({ ref }) => ref), from: STUDIO_FROM,
    into: [{ new: {
      ref: STUDIO, level: former[0].level, number: '205', name: 'Projektstudion', function: 'Projektrum', category: 'MEETING',
      polygon: { outer: [[7200, 0], [17900, 0], [17900, 6100], [7200, 6100]] },
      areas: [{ measure: 'as modelled', squareMetres: '65.27' }], seats: 16,
    } }],
    resources: gone.map((resource) => ({ resource, destination: { retires: {} } })),
    reason: 'Väggarna mellan tre tomma kontor tas ned.',
  });
  await proposer.record('studio as a whole', 'resourceAdd', {
    portfolio, space: STUDIO, from: STUDIO_FROM, kind: 'ROOM', owner: estate.organisations['Demokommunen Östersund'],
    number: '205', grade: { counted: { on: '2026-10-05' } },
  });
  await proposer.record('studio serves', 'hubAddSpace', { portfolio, hub: torget, space: STUDIO, from: STUDIO_FROM });
}

const deskIsCarried = ({ proposer, portfolio, estate: { rooms: { 'Nodhuset Järpen': house } } }) =>
  proposer.record('carries a desk', 'resourcesMove', {
    portfolio, resources: house['Kontor 5'].desks, to: house['Kontor 4'].ref, from: '2026-10-05', reason: 'Kontor 5 blir förhandlingsrum.',
  });

/** History keeps the name of its time. */
async function unitsChange({ proposer, portfolio, estate: { units, organisations } }) {
  await proposer.record('new name', 'unitRevise', {
    portfolio, unit: units['Gatu- och parkenheten'], from: '2026-10-01',
    name: 'Gatu-, park- och naturenheten', parent: units['Kommunledningskontoret Östersund'],
  });
  await proposer.record('another authority', 'unitMove', {
    portfolio, unit: units['Kollektivtrafikenheten'], organisation: organisations['Demoverket för landsbygd'], from: '2027-01-01',
    reason: 'Kollektivtrafiken blir en uppgift för verket.',
  });
}
