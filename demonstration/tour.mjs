// The README's tour: runs everything that it shows, and prints it. With a file's name after the
// program, compares what it printed with what stands in that file, and writes nothing.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Client, lasting } from './client.mjs';
import { serving, stopped } from './serving.mjs';
import { BEGINS, DECIDER, PROPOSER, tell } from './story.mjs';

const [program, compared] = process.argv.slice(2);
const lines = [];
const say = (text) => lines.push(text, '');
const shown = (language, text) => say(`\`\`\`${language}\n${text.trimEnd()}\n\`\`\``);

async function tour(url) {
  const proposer = new Client(url, PROPOSER);
  const decider = new Client(url, DECIDER);
  say('**A building comes in from the file that its manager has.** What the file says and what is assumed are kept apart; what cannot be read is said.');
  const story = await tell(proposer, decider, (_, portfolio) => imported(url, portfolio));
  await plans(proposer, story);
  await history(proposer, story);
  await refusal(proposer, story);
}

function imported(url, portfolio) {
  const words = ['import', 'ifc', 'demonstration/radhuset.ifc', '--building', 'Rådhuset', '--from', BEGINS];
  const rest = ['--to', url, '--portfolio', portfolio, '--actor', PROPOSER];
  const { stdout, stderr, status } = spawnSync(program, [...words, ...rest], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  shown('console', `$ thirdplace ${words.join(' ')} --to … --portfolio … --actor …\n${stdout}`);
}

async function plans(client, { portfolio, rooms }) {
  say('**The same rooms on three dates.** Two desks moved from the offices 203 and 204 into the hub\'s space 302 on 5 October 2026, where the desks that stood there became flexible too. The office landscape 201 is approved to follow in March 2027: the planned basis shows it, the actual one does not, until it is reported. Every read can also be asked as of an earlier revision or instant.');
  const query = `query ($ref: UUID!, $asOf: AsOf, $office: UUID!, $home: UUID!, $landscape: UUID!) {
  portfolio(ref: $ref, asOf: $asOf) {
    office: space(ref: $office) { ...use }
    home: space(ref: $home) { ...use }
    landscape: space(ref: $landscape) { ...use }
  }
}
fragment use on Space {
  number mode
  resources(first: 40) { edges { node { kind allocation { mode } } } }
}`;
  shown('graphql', query);
  const answers = [];
  for (const asOf of [
    { on: '2026-10-04' },
    { on: '2026-10-05' },
    { on: '2027-03-01', basis: 'ACTUAL' },
    { on: '2027-03-01', basis: 'PLANNED' },
  ]) {
    const refs = { office: rooms['203'].ref, home: rooms['302'].ref, landscape: rooms['201'].ref };
    const { portfolio: { office, home, landscape } } = await client.ask(query, { ref: portfolio, asOf, ...refs });
    answers.push(JSON.stringify(asOf), ...[office, home, landscape].map(used));
  }
  shown('text', answers.join('\n'));
}

/** One line for a space: its mode, and its workstations by how they are given. */
function used({ number, mode, resources }) {
  const desks = resources.edges.map(({ node }) => node).filter(({ kind }) => kind === 'WORKSTATION');
  const of = (wanted) => desks.filter(({ allocation }) => allocation.mode === wanted).length;
  const given = `${of('FIXED')} fixed, ${of('FLEXIBLE')} flexible, ${of('VACANT')} vacant`;
  return `  ${number}  ${mode.padEnd(8)}  workstations: ${given}`;
}

async function history(client, { portfolio, reallocation }) {
  say('**History is a sentence for each event**, with who, when, why and on which decision; the event itself stands beside it.');
  const query = `query ($ref: UUID!, $reallocation: UUID!) {
  portfolio(ref: $ref) { reallocation(ref: $reallocation) {
    history(first: 4) { edges { node { type sentence actor { name } } } }
  } }
}`;
  const data = await client.ask(query, { ref: portfolio, reallocation });
  const entries = data.portfolio.reallocation.history.edges.map(({ node }) => node);
  shown('text', entries.map(({ sentence, actor }) => `${actor.name}: ${sentence}`).join('\n'));
}

async function refusal(client, { portfolio, hub, health, kommun }) {
  say('**What is not allowed says why, and the way out.** It leaves no event.');
  const input = {
    commandId: lasting('too many'), portfolio, hub, unit: health, from: '2026-12-01',
    terms: { peopleServed: 30, seats: [{ kind: 'WORKSTATION', guaranteed: false, week: { monday: 20 } }] },
  };
  const { userErrors: [error] } = await client.mutate('membershipGrant', input);
  shown('text', `${error.code} at ${error.path.join('.')}: ${error.message}`);
}

const { child, url } = await serving(program, 'memory', '127.0.0.1:0');
try {
  await tour(url);
} finally {
  await stopped(child);
}
const text = lines.join('\n').trimEnd();
if (!compared) {
  console.log(text);
} else if (!readFileSync(compared, 'utf8').includes(text)) {
  console.error(`${compared} does not show what the program prints now, which is:\n\n${text}`);
  process.exitCode = 1;
}
