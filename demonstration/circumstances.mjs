// What surrounds the reallocations of the demonstration: the transition that they are part of, what is
// to be settled before one is approved, a basis for a decision, and what went otherwise than recorded.

import { Client } from './client.mjs';

const EARLY = '2026-01-01';

const administrator = ({ decider }) => new Client(decider.url, decider.headers['x-actor'], 'administrator');

/** Two authorities have a goal together, with figures and steps. */
export async function transition({ proposer, portfolio, estate: { organisations } }) {
  const { transition: { ref } } = await proposer.record('start the transition', 'transitionStart', {
    portfolio, from: EARLY, until: '2028-12-31', name: 'Kontor som delas',
    goal: 'Färre egna kontor, fler platser där myndigheter möts.',
    organisations: [organisations['Demokommunen Östersund'], organisations['Demoregionen Fjällänet']],
    targets: [
      { flexibleShare: { thousandths: 300, by: '2027-12-31' } },
      { areaPerEmployee: { squareMetres: '9', measure: 'quantity: NetFloorArea', by: '2028-12-31' } },
    ],
    milestones: [
      { number: 1, name: 'Första noden är öppen', due: '2026-09-30' },
      { number: 2, name: 'Plan 2 i Rådhuset är nod', due: '2027-03-31' },
    ],
  }, 'transition { ref }');
  await proposer.record('reach milestone 1', 'milestoneReach', { portfolio, transition: ref, milestone: 1, on: '2026-09-01' });
  return ref;
}

/** The municipality of the town hall asks for a risk assessment before it approves anything. */
export async function precondition(story) {
  const { portfolio, estate: { organisations } } = story;
  const { portfolio: { preconditions } } = await administrator(story).record('require a risk assessment', 'preconditionRequire', {
    portfolio, organisation: organisations['Demokommunen Östersund'], from: EARLY,
    kind: 'RISK_ASSESSMENT', name: 'Riskbedömning av arbetsmiljön',
  }, 'portfolio { preconditions { nodes { ref } } }');
  return preconditions.nodes[0].ref;
}

export const settles = ({ proposer, portfolio }, precondition, { ref, digest }, date, document) =>
  proposer.record(`settle ${ref}`, 'preconditionSettle', {
    portfolio, reallocation: ref, digest, precondition, on: date, document,
  });

/** What the proposal that waits would bring, beside doing nothing: sealed, to be cited by whoever decides. */
export async function basis({ proposer, portfolio }, { ref }) {
  const { basis: sealed } = await proposer.record('seal a basis', 'basisSeal', {
    portfolio, title: 'Utterns lediga landskap', on: '2030-01-01',
    assumptions: ['Regionens folk i Hammarstrand har inget kontor där i dag.'],
    alternatives: [{ title: 'Landskapet blir nod', reallocations: [ref] }],
  }, 'basis { ref }');
  return sealed.ref;
}

/** The hub in Sveg opens three months late: what was approved for it is in doubt. */
export const svegIsLate = ({ proposer, portfolio, sveg }) => proposer.record('Sveg is late', 'hubMoveOpening', {
  portfolio, hub: sveg, opensOn: '2027-05-01', reason: 'Ventilationen byts ut först.',
});

/** The quiet room in Järpen was free two days later than reported. Whoever decided decides on that too. */
export async function roomWasLater({ decider, portfolio }, { ref, number }) {
  const { portfolio: { reallocation } } = await decider.ask(`query ($portfolio: UUID!, $ref: UUID!) { portfolio(ref: $portfolio) {
    reallocation(ref: $ref) { touched { organisation { ref } } } } }`, { portfolio, ref });
  await decider.record('the quiet room was later', 'correctFact', {
    portfolio, fact: { move: { reallocation: ref, number, doneOn: '2026-06-03' } }, reason: 'Rummet var upptaget till den 3 juni.',
    decisions: reallocation.touched.map(({ organisation }) => ({
      organisation: organisation.ref, caseNumber: 'Dnr 2026/88', kind: 'BOARD', body: 'Styrelsen', decidedOn: '2026-09-07',
    })),
  });
}

/** A case number was written with two digits the wrong way round. */
export async function caseNumberWasWrong({ proposer, portfolio, estate: { organisations } }, { ref }) {
  const organisation = organisations['Demokommunen Strömsund'];
  const { portfolio: { reallocation } } = await proposer.ask(`query ($portfolio: UUID!, $ref: UUID!) { portfolio(ref: $portfolio) {
    reallocation(ref: $ref) { decisions { revision decision { organisation { ref } } } } } }`, { portfolio, ref });
  const { revision } = reallocation.decisions.find(({ decision }) => decision.organisation.ref === organisation);
  await proposer.record('a case number was wrong', 'correctClerically', {
    portfolio, corrects: revision, correction: { decision: { organisation, caseNumber: 'KS 2026/230' } }, reason: 'Omkastade siffror.',
  });
}
