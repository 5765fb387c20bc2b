// make run: serves the demonstration and says what to try. Ctrl-C stops it; its store stays.

import { mkdirSync } from 'node:fs';
import { Client } from './client.mjs';
import { DECIDER, PROPOSER, tell } from './story.mjs';
import { serving } from './serving.mjs';

const [program, listen = '127.0.0.1:8480'] = process.argv.slice(2);
mkdirSync('data', { recursive: true });

// Both this script and the service hear Ctrl-C; the service stops in order, and then we do.
process.on('SIGINT', () => {});
let child, url;
try {
  ({ child, url } = await serving(program, 'sqlite:data/demonstration.sqlite', listen));
} catch (error) {
  console.error(`The service did not start: ${error.message}`);
  process.exit(1);
}
const story = await tell(new Client(url, PROPOSER), new Client(url, DECIDER));
const { portfolio, rooms, reallocation } = story;
const level = rooms['201'].level;

const query = (body) => `curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"${body}"}'`;
console.log(`
Thirdplace serves the demonstration at ${url}: an invented town hall, two organisations,
one hub, and a reallocation that is approved and half carried out.

What to try:

  The second level as it was the day before the first moves, and as it is planned for next spring:
    ${query(`{ portfolio(ref: \\"${portfolio}\\", asOf: {on: \\"2026-10-04\\"}) { floorPlan(level: \\"${level}\\") { totals { modes { mode spaces } } } } }`)}
    ${query(`{ portfolio(ref: \\"${portfolio}\\", asOf: {on: \\"2027-03-01\\", basis: PLANNED}) { floorPlan(level: \\"${level}\\") { totals { modes { mode spaces } } } } }`)}

  What happened to the reallocation, and on whose decision:
    ${query(`{ portfolio(ref: \\"${portfolio}\\") { reallocation(ref: \\"${reallocation}\\") { title status history(first: 20) { edges { node { recordedAt sentence actor { name } } } } } } }`)}

  The ledger itself, and whether it is whole:
    ${program} log --to ${url} --portfolio ${portfolio}
    ${program} check --to ${url} --portfolio ${portfolio}

  The published schema: ${url}/schema.graphql

Ctrl-C stops it. What was recorded stays in data/demonstration.sqlite.`);
const code = await new Promise((resolve) => child.once('exit', resolve));
process.exit(code ?? 0);
