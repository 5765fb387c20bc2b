// The README's tour: runs everything that it shows, and prints it. With a file's name after the
// program, compares what it printed with what stands in that file, and writes nothing.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Client, lasting } from './client.mjs';
import { placeOf } from './estate.mjs';
import { serving, stopped } from './serving.mjs';
import { DECIDER, PROPOSER, tell } from './story.mjs';

const [program, compared] = process.argv.slice(2);
const lines = [];
const say = (text) => lines.push(text, '');
const shown = (language, text) => say(`\`\`\`${language}\n${text.trimEnd()}\n\`\`\``);

async function tour(url) {
  const proposer = new Client(url, PROPOSER);
  const decider = new Client(url, DECIDER);
  const story = await tell(proposer, decider, (client, portfolio, file) => bringIn(client, url, portfolio, file));
  await plans(proposer, story);
  await history(proposer, story);
  await names(proposer, story);
  await doubt(proposer, story);
  await correction(proposer, story);
  await progress(proposer, story);
  await alternatives(proposer, story);
  await costs(proposer, story);
  await comparison(proposer, story);
  await leaseDays(proposer, story);
  await refusal(proposer, story);
}

/** What the tour shows of a file that comes in; the others come in unseen. */
const SHOWN = { 'radhuset.ifc': model, 'lokaler-stromsund.csv': list, 'lokaler-stromsund-2.csv': listAgain };

function bringIn(client, url, portfolio, { file, asked }) {
  const show = SHOWN[file];
  if (!show) return client.bringIn(placeOf(file), portfolio, asked);
  const { kind, ...options } = asked;
  const flags = Object.entries(options).map(([name, value]) => [`--${name === 'countedOn' ? 'counted-on' : name}`, value]);
  const words = ['import', kind, `demonstration/${file}`, ...flags.flat()];
  return show(words, ['--to', url, '--portfolio', portfolio, '--actor', PROPOSER]);
}

/** Runs the program as a person would, and gives what it printed. `ends` is how it is to end. */
function printed(words, rest, ends = 0) {
  const { stdout, stderr, status } = spawnSync(program, [...words, ...rest], { encoding: 'utf8' });
  if (status !== ends) throw new Error(`ended with ${status}: ${stderr}`);
  return stdout;
}

/** How an import ends that waits to be confirmed. */
const ASKS = 3;

const typed = (words, filter = '') => `$ thirdplace ${words.join(' ')} --to … --portfolio … --actor …${filter}\n`;

function model(words, rest) {
  say('**A building comes in from the file that its manager has.** What the file says and what is assumed are kept apart; what cannot be read is said.');
  shown('console', typed(words) + printed(words, rest));
}

function list(words, rest) {
  say('**Another has a room list out of a spreadsheet**, with a Swedish heading for each column, decimal commas and a total at the end. How each column was understood is said, and so is every row that is no room.');
  shown('console', typed(words) + printed(words, rest));
}

/** The list as it is a month later: shown, then confirmed, then known. */
function listAgain(words, rest) {
  say('**The same list a month later** records nothing until somebody has seen what differs, and confirms that.');
  const differs = printed(words, rest, ASKS);
  const confirmed = [...words, '--confirm', /--confirm (\S+)/.exec(differs)[1]];
  const last = (output) => output.trimEnd().split('\n').at(-1);
  shown('console', [
    typed(words, " | sed -n '/differs/,$p'") + differs.slice(differs.indexOf('What is recorded differs')),
    `${typed(confirmed, ' | tail -n 1')}${last(printed(confirmed, rest))}\n`,
    `${typed(words, ' | tail -n 1')}${last(printed(words, rest))}`,
  ].join(''));
}

async function plans(client, { portfolio, estate }) {
  const { Rådhuset: rooms } = estate.rooms;
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

async function history(client, { portfolio, townHall: reallocation }) {
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

async function names(client, { portfolio, studio, estate: { units } }) {
  say('**Rooms and organisations change**, and each is told from what it came and by the name of its time.');
  const query = `query ($ref: UUID!, $studio: UUID!, $renamed: UUID!, $moved: UUID!) { portfolio(ref: $ref, asOf: { on: "2026-12-01" }) {
    studio: space(ref: $studio) { history(first: 2) { ...told } }
    renamed: unit(ref: $renamed) { history(first: 2) { ...told } }
    moved: unit(ref: $moved) { history(last: 1) { ...told } }
  } }
  fragment told on History { edges { node { sentence } } }`;
  const [renamed, moved] = [units['Gatu- och parkenheten'], units['Kollektivtrafikenheten']];
  const data = await client.ask(query, { ref: portfolio, studio, renamed, moved });
  const told = Object.values(data.portfolio).flatMap(({ history: { edges } }) => edges.map(({ node }) => node.sentence));
  shown('text', told.join('\n'));
}

async function doubt(client, { portfolio, sveg }) {
  say('**A fact is recorded whatever was decided.** The hub in Sveg opens three months late: what was approved for it is in doubt, with the cause, and is not carried out before it is amended and decided again.');
  const query = `query ($ref: UUID!, $hub: UUID!) { portfolio(ref: $ref) { hub(ref: $hub) { history(last: 2) { edges { node { revision sentence } } } } } }`;
  const { portfolio: { hub: { history: told } } } = await client.ask(query, { ref: portfolio, hub: sveg });
  shown('text', told.edges.map(({ node: { revision, sentence } }) => `${revision}: ${sentence}`).join('\n'));
}

async function correction(client, { portfolio, corrected }) {
  say('**A mistake is corrected by a new event.** A quiet room in Järpen was reported moved on 1 June and was in truth free two days later. What is known now differs from what was known then, and both can be asked.');
  const query = `query ($ref: UUID!, $reallocation: UUID!) { portfolio(ref: $ref) { reallocation(ref: $reallocation) {
    history(first: 100) { edges { node { revision type sentence correctedBy { revision kind } } } } } } }`;
  const data = await client.ask(query, { ref: portfolio, reallocation: corrected.ref });
  const entries = data.portfolio.reallocation.history.edges.map(({ node }) => node);
  const wrong = entries.find(({ correctedBy }) => correctedBy.length > 0);
  const from = wrong.correctedBy[0].revision;
  const since = entries.filter(({ revision, type }) => revision >= from && type !== 'ReallocationCompleted');
  const lines = [wrong, ...since].map(({ revision, sentence }) => `${revision}: ${sentence}`);
  const move = `query ($ref: UUID!, $asOf: AsOf, $reallocation: UUID!) { portfolio(ref: $ref, asOf: $asOf) { reallocation(ref: $reallocation) { moves { number done { on } } } } }`;
  for (const asOf of [{ revision: from - 1 }, {}]) {
    const { portfolio: { reallocation } } = await client.ask(move, { ref: portfolio, asOf, reallocation: corrected.ref });
    const { done } = reallocation.moves.find(({ number }) => number === corrected.number);
    lines.push(`as known ${asOf.revision ? `at revision ${asOf.revision}` : 'now'}: done on ${done.on}`);
  }
  shown('text', lines.join('\n'));
}

async function progress(client, { portfolio, transition }) {
  say('**A transition has figures to reach**, and what was promised when its reallocations were approved stands beside what was done.');
  const query = `query ($ref: UUID!, $transition: UUID!) { portfolio(ref: $ref, asOf: { on: "2026-11-01" }) { transition(ref: $transition) {
    description { name goal } progress {
      targets { kind by wanted value numerator denominator leftOut measure }
      milestones { number name due state }
      promised { flexibleResources seats { monday } } realised { flexibleResources seats { monday } } } } } }`;
  const { portfolio: { transition: { description, progress: found } } } = await client.ask(query, { ref: portfolio, transition });
  const effect = ({ flexibleResources, seats }) => `${flexibleResources} flexible resources, ${seats.monday} seats on a Monday`;
  shown('text', [
    `${description.name}: ${description.goal}`,
    ...found.targets.map(({ kind, by, wanted, value, numerator, denominator }) => `  ${kind} ${wanted} by ${by}: ${value} (${numerator} over ${denominator})`),
    ...found.milestones.map(({ number, name, due, state }) => `  milestone ${number}, ${name}, due ${due}: ${state}`),
    `  promised: ${effect(found.promised)}`, `  realised: ${effect(found.realised)}`,
  ].join('\n'));
}

async function alternatives(client, { portfolio, sealed }) {
  say('**A basis for a decision is sealed**: what a proposal would bring, beside doing nothing, with its assumptions and a digest that the decision can cite and an auditor can compute.');
  const query = `query ($ref: UUID!, $sealed: UUID!) { portfolio(ref: $ref) { decisionBasis(ref: $sealed) {
    title on assumptions nothing { ...figures } alternatives { title figures { ...figures } objections { code } } } } }
  fragment figures on BasisFigures { fixed flexible vacant released }`;
  const { portfolio: { decisionBasis: basis } } = await client.ask(query, { ref: portfolio, sealed });
  const figures = ({ fixed, flexible, vacant, released }) => `${fixed} resources fixed, ${flexible} flexible, ${vacant} vacant; ${released} spaces released`;
  shown('text', [
    `${basis.title}, as planned on ${basis.on}; assumed: ${basis.assumptions.join(' ')}`,
    `  nothing is done: ${figures(basis.nothing)}`,
    ...basis.alternatives.map((found) => `  ${found.title}: ${found.figures ? figures(found.figures) : found.objections.map(({ code }) => code).join(', ')}`),
  ].join('\n'));
}

async function costs(client, { portfolio, jarpen }) {
  say('**Costs agree with the invoice, and have one total under every grouping.** A lease, what was invested in an owned house and what hubs cost is divided among those who have the rooms; what members pay is income of the host. Every sum names the events behind it. Before a space is given up its preview says which rent that frees and from when, what is due twice until then, and which lease runs on unless somebody acts. The same comes as CSV or a workbook from `GET /ledgers/{portfolio}/costs`.');
  const query = `query ($ref: UUID!, $hub: UUID!) { portfolio(ref: $ref, asOf: { basis: PLANNED }) {
    organisations: costs(from: "2026-01", through: "2026-12", groupBy: [ORGANISATION]) { totals { net } rows(first: 20) { nodes { of { organisation { name } } sums { net } } } }
    lines: costs(from: "2026-01", through: "2026-12", groupBy: [LINE]) { totals { net } }
    hub: costs(from: "2026-06", through: "2026-12", groupBy: [BEARING, LINE], scope: { hub: $hub }) { totals { net } rows(first: 20) { nodes { of { bearing line } sums { net } } } }
  } }`;
  const { portfolio: found } = await client.ask(query, { ref: portfolio, hub: jarpen });
  const one = ({ of, sums }) => `  ${[of.organisation?.name, of.bearing, of.line].filter(Boolean).join(', ')}: ${sums.net}`;
  shown('text', [
    `2026 as planned, by organisation: ${found.organisations.totals.net}; by kind of line: ${found.lines.totals.net}`,
    ...found.organisations.rows.nodes.map(one),
    `Nod Järpen from June through December: ${found.hub.totals.net}`,
    ...found.hub.rows.nodes.map(one),
  ].join('\n'));
}

async function comparison(client, { portfolio, estate: { organisations } }) {
  say('**What was computed, decided and invoiced** stands side by side, and each difference says what it is.');
  const query = `query ($ref: UUID!, $organisation: UUID!) { portfolio(ref: $ref) { costComparison(organisation: $organisation, year: 2026) {
    running { cost } budgetRunning invoiced { net }
    compared(first: 10) { nodes { from through computedNet invoicedNet differences { explanation } } }
  } } }`;
  const data = await client.ask(query, { ref: portfolio, organisation: organisations['Demokommunen Härjedalen'] });
  const { running, budgetRunning, invoiced, compared } = data.portfolio.costComparison;
  shown('text', [
    `Demokommunen Härjedalen 2026: computed ${running.cost}, budget ${budgetRunning}, invoiced ${invoiced.net}`,
    ...compared.nodes.map(({ from, through, computedNet, invoicedNet, differences }) =>
      `  ${from} to ${through}: computed ${computedNet}, invoiced ${invoicedNet}${differences.map(({ explanation }) => `; ${explanation}`).join('')}`),
  ].join('\n'));
}

async function leaseDays(client, { portfolio }) {
  say('**No date of a lease is forgotten**: until when who can act, what follows if nobody does, what it is worth and what rests on it. It is also a calendar to subscribe to.');
  const query = `query ($ref: UUID!) { portfolio(ref: $ref) { leaseCalendar(from: "2026-01-01", to: "2029-12-31", first: 6) {
    nodes { actBy lease { tenant { name } } party purpose takesEffect otherwise prolongedTo rentPerYear rests { spaces units hubs } } } } }`;
  const { portfolio: { leaseCalendar } } = await client.ask(query, { ref: portfolio });
  shown('text', leaseCalendar.nodes.map(({ actBy, lease, party, purpose, takesEffect, otherwise, prolongedTo, rentPerYear, rests }) =>
    `${actBy}: ${lease.tenant.name}, ${party} ${purpose} for ${takesEffect}; else ${otherwise}${prolongedTo ? ` to ${prolongedTo}` : ''}; ${rentPerYear} a year; ${rests.spaces} spaces, ${rests.units} units, ${rests.hubs} hubs`).join('\n'));
}

async function refusal(client, { portfolio, torget: hub, estate: { organisations, units } }) {
  say('**What is not allowed says why, and the way out.** It leaves no event.');
  const input = {
    commandId: lasting('too many'), portfolio, hub, unit: units['Folkhälsoenheten'], from: '2026-12-01',
    terms: { peopleServed: 30, seats: [{ kind: 'WORKSTATION', guaranteed: false, week: { monday: 20 } }] },
    decisions: ['Demokommunen Östersund', 'Demoregionen Fjällänet'].map((name) => (
      { organisation: organisations[name], caseNumber: 'Dnr 2026/31', kind: 'BOARD', body: 'Styrelsen', decidedOn: '2026-10-01' }
    )),
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
