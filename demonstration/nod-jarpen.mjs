// Writes nod-jarpen/: an invented hub building as an IMDF package (OGC 20-094), two levels with
// rooms, doors and desks. Its plan is drawn here in metres and laid on the earth at its corner.
//
//     node demonstration/nod-jarpen.mjs demonstration/nod-jarpen

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The building's south-west corner: near Järpen, where no such house stands. */
const CORNER = { latitude: 63.352, longitude: 13.468 };
const [LONG, DEEP] = [36, 18];

/** Metres of the plan for a degree, on the ellipsoid of WGS 84 at the corner. */
const PER_DEGREE = (() => {
  const [axis, flat] = [6378137, 0.00669437999014];
  const turned = (CORNER.latitude * Math.PI) / 180;
  const bulge = 1 - flat * Math.sin(turned) ** 2;
  const degree = Math.PI / 180;
  return { north: (degree * axis * (1 - flat)) / bulge ** 1.5, east: (degree * axis * Math.cos(turned)) / Math.sqrt(bulge) };
})();

const at = ([x, y]) => [
  Number((CORNER.longitude + x / PER_DEGREE.east).toFixed(9)),
  Number((CORNER.latitude + y / PER_DEGREE.north).toFixed(9)),
];

/** A rectangle from its south-west corner, its width and its depth. */
const box = (x, y, width, depth) => {
  const ring = [[x, y], [x + width, y], [x + width, y + depth], [x, y + depth], [x, y]];
  return { type: 'Polygon', coordinates: [ring.map(at)] };
};

/** Ids that say nothing but which feature it is. */
const id = (number) => `0d0e0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const [VENUE, BUILDING, ADDRESS, FOOTPRINT] = [id(1), id(2), id(3), id(4)];
const label = (text) => (text ? { sv: text } : null);

/** South of the corridor, from west to east: kind, name, width, desks in rows of two. */
const [SOUTH, CORRIDOR, NORTH] = [{ y: 0, depth: 8 }, { y: 8, depth: 2 }, { y: 10, depth: 8 }];
const LEVELS = [
  { level: id(10), ordinal: 0, name: 'Plan 1', rooms: [
    [SOUTH, [['lobby', 'Entré', 6], ['lobby', 'Reception', 6], ['office', 'Kontorslandskap Storvall', 18, 14], ['phoneroom', 'Telefonrum', 3], ['phoneroom', 'Tyst rum', 3]]],
    [CORRIDOR, [['walkway', 'Korridor', 36]]],
    [NORTH, [['conferenceroom', 'Mötesrum Granen', 8], ['conferenceroom', 'Mötesrum Tallen', 6], ['conferenceroom', 'Projektstudion', 12], ['kitchen', 'Pentry', 4], ['restroom', 'WC', 2], ['restroom.wheelchair', 'RWC', 2]]],
  ] },
  { level: id(11), ordinal: 1, name: 'Plan 2', rooms: [
    [SOUTH, [['office', 'Kontorslandskap Väster', 14, 12], ['office', 'Kontor 1', 3, 1], ['office', 'Kontor 2', 3, 1], ['office', 'Kontorslandskap Öster', 16, 14]]],
    [CORRIDOR, [['walkway', 'Korridor', 36]]],
    [NORTH, [['conferenceroom', 'Mötesrum Björken', 8], ['office', 'Kontor 3', 3, 1], ['office', 'Kontor 4', 3, 1], ['office', 'Kontor 5', 3, 1], ['storage', 'Förråd', 3], ['lounge', 'Lounge', 6], ['phoneroom', 'Samtalsrum', 2], ['restroom', 'WC', 2], ['serverroom', 'Serverrum', 4]]],
  ] },
];

/** What the package holds, by file. */
function features() {
  const found = { unit: [], opening: [], fixture: [] };
  LEVELS.forEach(({ level, name, rooms }, floor) => {
    const next = (kind) => id((floor + 1) * 1000 + kind * 100 + found[['unit', 'opening', 'fixture'][kind]].length);
    for (const [{ y, depth }, along] of rooms) {
      let x = 0;
      for (const [category, called, width, desks = 0] of along) {
        const unit = { category, restriction: null, accessibility: null, name: label(called), alt_name: null, level_id: level, display_point: null };
        found.unit.push(feature('unit', next(0), box(x, y, width, depth), unit));
        if (depth > CORRIDOR.depth) found.opening.push(door(next(1), level, x + width / 2, y ? y : depth));
        for (let desk = 0; desk < desks; desk += 1) {
          const number = `${name.at(-1)}-${String(found.fixture.length + 1).padStart(2, '0')}`;
          found.fixture.push(placed(next(2), level, number, deskAt(x, y, desk)));
        }
        x += width;
      }
    }
    for (const [category, y, depth] of [['stairs', 10, 5], ['elevator', 15, 3]]) {
      const unit = { category, restriction: null, accessibility: null, name: null, alt_name: null, level_id: level, display_point: null };
      found.unit.push(feature('unit', next(0), box(34, y, 2, depth), unit));
    }
  });
  return found;
}

/** Desks stand along the room in rows of two, 1.6 by 0.8 metres. */
const deskAt = (x, y, desk) => box(x + 0.7 + Math.floor(desk / 2) * 2.2, desk % 2 ? y + 5.4 : y + 1.6, 1.6, 0.8);

function door(key, level, x, y) {
  const line = { type: 'LineString', coordinates: [at([x - 0.5, y]), at([x + 0.5, y])] };
  const leaf = { type: 'door', automatic: false, material: 'wood' };
  return feature('opening', key, line, { category: 'pedestrian', accessibility: null, access_control: null, door: leaf, name: null, alt_name: null, level_id: level, display_point: null });
}

const placed = (key, level, number, geometry) => feature('fixture', key, geometry, {
  category: 'desk', name: label(number), alt_name: null, anchor_id: null, level_id: level, display_point: null,
});

const feature = (kind, key, geometry, properties) => ({ id: key, type: 'Feature', feature_type: kind, geometry, properties });

function frame() {
  const named = label('Nodhuset Järpen (påhittat)');
  const outline = box(0, 0, LONG, DEEP);
  const point = { type: 'Point', coordinates: at([0, 0]) };
  const level = ({ level, ordinal, name }) => feature('level', level, outline, {
    category: 'unspecified', restriction: null, outdoor: false, ordinal, name: label(name), short_name: label(name.at(-1)),
    display_point: null, address_id: null, building_ids: [BUILDING],
  });
  const address = { address: 'Exempelvägen 5', unit: null, locality: 'Järpen', province: 'SE-Z', country: 'SE', postal_code: null, postal_code_ext: null };
  return {
    venue: [feature('venue', VENUE, outline, { category: 'businesscampus', restriction: null, name: named, alt_name: null, hours: null, phone: null, website: null, display_point: point, address_id: ADDRESS })],
    building: [feature('building', BUILDING, null, { category: 'unspecified', restriction: null, name: named, alt_name: null, display_point: point, address_id: ADDRESS })],
    address: [feature('address', ADDRESS, null, address)],
    footprint: [feature('footprint', FOOTPRINT, outline, { category: 'ground', name: null, building_ids: [BUILDING] })],
    level: LEVELS.map(level),
  };
}

/** The package's files by name, the same text each time. */
export function hubMap() {
  const manifest = { version: '1.0.0', created: '2026-05-04T08:00:00Z', generated_by: 'Thirdplace, for its demonstration', language: 'sv-SE' };
  const collected = Object.entries({ ...frame(), ...features() }).map(([name, all]) => {
    const lines = all.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
    return [`${name}.geojson`, `{\n  "type": "FeatureCollection",\n  "name": "${name}",\n  "features": [\n${lines}\n  ]\n}\n`];
  });
  return [...collected, ['manifest.json', `${JSON.stringify(manifest, null, 2)}\n`]].sort(([a], [b]) => (a < b ? -1 : 1));
}

const [, script, folder] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  if (!folder) throw new Error('say where: node demonstration/nod-jarpen.mjs FOLDER');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of hubMap()) writeFileSync(join(folder, name), text);
}
