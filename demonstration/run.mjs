// make run: serves the demonstration and says what to try. Ctrl-C stops it; its store stays.

import { mkdirSync } from 'node:fs';
import { Client } from './client.mjs';
import { DECIDER, PROPOSER, tell } from './story.mjs';
import { serving, stopped } from './serving.mjs';

const [program, listen = '127.0.0.1:8480'] = process.argv.slice(2);
const STORE = 'data/jamtland.sqlite';
mkdirSync('data', { recursive: true });

// Both this script and the service hear Ctrl-C; the service stops in order, and then we do.
process.on('SIGINT', () => {});
let child, url;
try {
  ({ child, url } = await serving(program, `sqlite:${STORE}`, listen));
} catch (error) {
  console.error(`The service did not start: ${error.message}`);
  process.exit(1);
}

let story;
try {
  story = await tell(new Client(url, PROPOSER), new Client(url, DECIDER));
} catch (error) {
  await stopped(child);
  console.error(`The demonstration could not be told: ${error.message}
Where ${STORE} holds an older story, move it away and start again.`);
  process.exit(1);
}
const { portfolio, estate, townHall, jarpen } = story;
const level = estate.rooms['Rådhuset']['201'].level;

const query = (body) => `curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"${body.replaceAll('"', '\\"')}"}'`;
const within = (fields, asOf = '') => query(`{ portfolio(ref: "${portfolio}"${asOf && `, asOf: {${asOf}}`}) { ${fields} } }`);
const plan = `floorPlan(level: "${level}") { totals { modes { mode spaces } } }`;
console.log(`
Thirdplace serves the demonstration at ${url}: the eight municipalities of Jämtland county,
with ten invented authorities, ten invented buildings and five hubs. What is real in it and what
is not, and where the facts come from, stands in demonstration/README.md.

What to try:

  The hubs: where they are, what they hold, to whom their seats are promised:
    ${within('hubs { nodes { name open municipality { name } capacity { people source } seats { countedWorkstations promised { monday } } members(first: 20) { nodes { unit { name organisation { name } } } } } }')}

  A level of the town hall as it was the day before the first moves, and as it is planned for next spring:
    ${within(plan, 'on: "2026-10-04"')}
    ${within(plan, 'on: "2027-03-01", basis: PLANNED')}

  What happened to a reallocation, and on whose decision; and one that was turned down:
    ${within(`reallocation(ref: "${townHall}") { title status history(first: 20) { edges { node { recordedAt sentence actor { name } } } } }`)}
    ${within('history(last: 5, filter: { caseNumber: "KS 2026/155" }) { edges { node { sentence reason } } }')}

  What a hub refuses, with the way out: more seats than it holds.
    ${refused()}

  A list that came in is known; change a room in it with a text editor, and see what differs:
    ${program} import rooms demonstration/lokaler-stromsund-2.csv --from 2026-10-01 --to ${url} --portfolio ${portfolio} --actor ${PROPOSER}

  The ledger itself, and whether it is whole:
    ${program} log --to ${url} --portfolio ${portfolio}
    ${program} check --to ${url} --portfolio ${portfolio}

  The published schema: ${url}/schema.graphql

Ctrl-C stops it. What was recorded stays in ${STORE}.`);

function refused() {
  const unit = estate.units['IT-enheten'];
  const input = `commandId: "00000000-0000-4000-8000-000000000001", portfolio: "${portfolio}", hub: "${jarpen}", unit: "${unit}", from: "2026-12-01", `
    + 'terms: { peopleServed: 22, seats: [{ kind: WORKSTATION, guaranteed: false, week: { monday: 22 } }] }, '
    + `decisions: [${['Demokommunen Åre', 'Demoregionen Fjällänet'].map(decision).join(', ')}]`;
  const call = query(`mutation { membershipGrant(input: { ${input} }) { userErrors { code message } } }`);
  return call.replace("' -d", `' -H 'x-actor: ${PROPOSER}' -H 'x-role: manager' -d`);
}

function decision(name) {
  return `{ organisation: "${estate.organisations[name]}", caseNumber: "Dnr 2026/31", kind: BOARD, body: "Styrelsen", decidedOn: "2026-10-01" }`;
}

const code = await new Promise((resolve) => child.once('exit', resolve));
process.exit(code ?? 0);
