// What the demonstration is about. The municipalities are the eight of Jämtland county, with facts
// whose sources stand in README.md. Authorities, units and buildings are invented.

/** From when the portfolio is described. */
export const BEGINS = '2026-01-01';

const POPULATION_ON = '2024-12-31';

const municipality = (code, name, people, latitude, longitude) => ({
  code, name, seat: { latitude, longitude }, population: { people, on: POPULATION_ON },
});

/** Code, name, population, and where the seat town lies. */
export const MUNICIPALITIES = [
  municipality('2380', 'Östersund', 64979, '63.18', '14.64'),
  municipality('2309', 'Krokom', 15680, '63.33', '14.45'),
  municipality('2321', 'Åre', 12693, '63.35', '13.46'),
  municipality('2313', 'Strömsund', 11023, '63.85', '15.58'),
  municipality('2361', 'Härjedalen', 10175, '62.03', '14.35'),
  municipality('2326', 'Berg', 7108, '62.77', '14.45'),
  municipality('2305', 'Bräcke', 6035, '62.75', '15.42'),
  municipality('2303', 'Ragunda', 5146, '63.1', '16.35'),
];

/** Building, owner, municipality, address: all invented but the municipality. */
const building = (name, owner, municipality, address) => ({ name, owner, municipality, address });

export const BUILDINGS = [
  building('Rådhuset', 'Demokommunen Östersund', '2380', 'Exempeltorget 1, Östersund'),
  building('Regionhuset Älgen', 'Demoregionen Fjällänet', '2380', 'Exempelgatan 12, Östersund'),
  building('Verkshuset Örnen', 'Demoverket för landsbygd', '2380', 'Exempelgatan 30, Östersund'),
  building('Kontorshuset Haren', 'Demokommunen Krokom', '2309', 'Exempelvägen 3, Krokom'),
  building('Nodhuset Järpen', 'Demokommunen Åre', '2321', 'Exempelvägen 5, Järpen'),
  building('Kontorshuset Bävern', 'Demokommunen Strömsund', '2313', 'Exempelgatan 8, Strömsund'),
  building('Kontorshuset Lodjuret', 'Demokommunen Härjedalen', '2361', 'Exempelgatan 2, Sveg'),
  building('Kontorshuset Järven', 'Demokommunen Berg', '2326', 'Exempelvägen 7, Svenstavik'),
  building('Kontorshuset Ekorren', 'Demokommunen Bräcke', '2305', 'Exempelgatan 4, Bräcke'),
  building('Kontorshuset Uttern', 'Demokommunen Ragunda', '2303', 'Exempelgatan 6, Hammarstrand'),
];

/** The files that bring in units and rooms, in their order: `asked` is what `POST /imports` is told,
 *  `confirmed` that what differs from what is recorded is wanted. */
export const FILES = [
  { file: 'enheter.csv', asked: { kind: 'units', from: BEGINS } },
  { file: 'radhuset.ifc', asked: { kind: 'ifc', building: 'Rådhuset', from: BEGINS } },
  { file: 'lokaler.xlsx', asked: { kind: 'rooms', from: BEGINS } },
  { file: 'nod-jarpen', asked: { kind: 'map', building: 'Nodhuset Järpen', from: '2026-05-04' } },
  { file: 'lokaler-stromsund.csv', asked: { kind: 'rooms', from: '2026-08-24', countedOn: '2026-08-24' } },
  { file: 'lokaler-stromsund-2.csv', asked: { kind: 'rooms', from: '2026-09-15', countedOn: '2026-08-24' }, confirmed: true },
];
