// Checks the demonstration: its written files are what their scripts write, the story gives what is
// counted here, and told again it records nothing.
//
//     node demonstration/check.mjs PROGRAM

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Client } from './client.mjs';
import { BUILDINGS, MUNICIPALITIES } from './county.mjs';
import { placeOf } from './estate.mjs';
import { workbook } from './lokaler.mjs';
import { hubMap } from './nod-jarpen.mjs';
import { serving, stopped } from './serving.mjs';
import { DECIDER, PROPOSER, tell } from './story.mjs';

/** A date after every file came in, and before rooms change shape. */
const COUNTED_ON = '2026-10-01';

/** What there is on that date. */
const EXPECTED = {
  municipalities: 8, organisations: 10, units: 43, people: 394, buildings: 10, levels: 20, spaces: 277,
  rooms: 140, workstations: 346, counted: 93, fixed: 259, hubs: 5, open: 3, memberships: 5, imports: 6, reallocations: 6,
};

/** When three offices have become one room. */
const RESHAPED_ON = '2027-01-01';
const RESHAPED = { spaces: 275, studio: { name: 'Projektstudion', mode: 'FLEXIBLE', formedFrom: [3] } };

const STATUSES = {
  'Plan 1 i Järpen blir nod': 'COMPLETED',
  'Plan 2 och 3 blir nod': 'APPROVED',
  'Plan 2 i Bävern blir nod': 'APPROVED',
  'Lodjurets lediga landskap blir nod': 'APPROVED',
  'Utterns lediga landskap blir nod': 'PROPOSED',
  'Ekonomienheten i Krokom flyttar till Nod Torget': 'REJECTED',
};

function filesAreAsWritten() {
  assert.ok(workbook().equals(readFileSync(placeOf('lokaler.xlsx'))), 'lokaler.xlsx is not what lokaler.mjs writes');
  const written = Object.fromEntries(hubMap());
  assert.deepEqual(readdirSync(placeOf('nod-jarpen')).sort(), Object.keys(written).sort());
  for (const [name, text] of Object.entries(written)) {
    assert.equal(readFileSync(placeOf(`nod-jarpen/${name}`), 'utf8'), text, `${name} is not what nod-jarpen.mjs writes`);
  }
}

const QUERY = `query ($ref: UUID!, $on: Date!) {
  portfolio(ref: $ref, asOf: { on: $on }) {
    municipalities { totalCount nodes { code name population { people } buildings { totalCount } } }
    organisations { totalCount }
    units(first: 100) { totalCount nodes { headcount } }
    buildings(first: 100) { totalCount nodes { name municipality { code } } }
    levels { totalCount }
    spaces { totalCount }
    hubs { totalCount nodes { open municipality { code } } }
    memberships { totalCount }
    imports { totalCount nodes { completedRevision } }
    reallocations { totalCount nodes { title status } }
  }
}`;

/** Everything that can be given, page by page. */
async function resources(client, portfolio) {
  const query = `query ($ref: UUID!, $on: Date!, $after: String) { portfolio(ref: $ref, asOf: { on: $on }) {
    resources(first: 100, after: $after) { nodes { kind grade { grade } allocation { mode } } pageInfo { hasNextPage endCursor } } } }`;
  const all = [];
  for (let after = null; ;) {
    const data = await client.ask(query, { ref: portfolio, on: COUNTED_ON, after });
    const { nodes, pageInfo } = data.portfolio.resources;
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

async function counts(client, portfolio) {
  const { portfolio: found } = await client.ask(QUERY, { ref: portfolio, on: COUNTED_ON });
  const given = await resources(client, portfolio);
  const desks = given.filter(({ kind }) => kind === 'WORKSTATION');
  isTheCounty(found);
  const totals = ['municipalities', 'organisations', 'units', 'buildings', 'levels', 'spaces', 'hubs', 'memberships', 'imports', 'reallocations'];
  return {
    ...Object.fromEntries(totals.map((name) => [name, found[name].totalCount])),
    people: found.units.nodes.reduce((sum, { headcount }) => sum + headcount, 0),
    rooms: given.filter(({ kind }) => kind === 'ROOM').length,
    workstations: desks.length,
    counted: desks.filter(({ grade }) => grade.grade === 'COUNTED').length,
    fixed: given.filter(({ allocation }) => allocation.mode === 'FIXED').length,
    open: found.hubs.nodes.filter(({ open }) => open).length,
  };
}

/** Each municipality as it is described, with a building; hubs in five of them; every file read to its end. */
function isTheCounty({ municipalities, buildings, hubs, imports, reallocations }) {
  const described = MUNICIPALITIES.map(({ code, name, population }) => [code, name, population.people]);
  assert.deepEqual(municipalities.nodes.map(({ code, name, population }) => [code, name, population.people]).sort(), described.sort());
  assert.ok(municipalities.nodes.every((place) => place.buildings.totalCount > 0), 'a municipality has no building');
  assert.deepEqual(buildings.nodes.map(({ name }) => name).sort(), BUILDINGS.map(({ name }) => name).sort());
  assert.equal(new Set(hubs.nodes.map(({ municipality }) => municipality.code)).size, 5);
  assert.ok(imports.nodes.every(({ completedRevision }) => completedRevision !== null), 'an import is unfinished');
  assert.deepEqual(Object.fromEntries(reallocations.nodes.map(({ title, status }) => [title, status])), STATUSES);
}

async function reshaped(client, portfolio, studio) {
  const { portfolio: { spaces, space } } = await client.ask(`query ($ref: UUID!, $on: Date!, $studio: UUID!) {
    portfolio(ref: $ref, asOf: { on: $on }) {
      spaces { totalCount } space(ref: $studio) { name mode formedFrom { spaces { ref } } } } }`, { ref: portfolio, on: RESHAPED_ON, studio });
  const formedFrom = space.formedFrom.map(({ spaces: former }) => former.length);
  return { spaces: spaces.totalCount, studio: { ...space, formedFrom } };
}

async function told(client, decider) {
  const { portfolio, studio } = await tell(client, decider);
  assert.deepEqual(await reshaped(client, portfolio, studio), RESHAPED);
  const { portfolio: { revision, digest } } = await client.ask('query ($ref: UUID!) { portfolio(ref: $ref) { revision digest } }', { ref: portfolio });
  return { counted: await counts(client, portfolio), revision, digest };
}

filesAreAsWritten();
const { child, url } = await serving(process.argv[2], 'memory', '127.0.0.1:0');
try {
  const [client, decider] = [new Client(url, PROPOSER), new Client(url, DECIDER)];
  const first = await told(client, decider);
  assert.deepEqual(first.counted, EXPECTED);
  assert.deepEqual(await told(client, decider), first, 'told again, the story recorded more');
  console.log(Object.entries(first.counted).map(([what, count]) => `${count} ${what}`).join(', '));
} finally {
  await stopped(child);
}
