// The demonstration's story. Organisations, people and the building are invented.

import { fileURLToPath } from 'node:url';
import { lasting } from './client.mjs';

export const PROPOSER = lasting('person who proposes');
export const DECIDER = lasting('person who decides');

const BUILDING_FILE = fileURLToPath(new URL('radhuset.ifc', import.meta.url));
export const BEGINS = '2026-01-01';
const week = (seats) => ({ monday: seats, tuesday: seats, wednesday: seats, thursday: seats, friday: seats });

/** Tells the story through a service; again, it records nothing more. Gives what it is about. How the
 *  building's file comes in is the caller's to say. */
export async function tell(proposer, decider, bringIn = upload) {
  const estate = await foundations(proposer);
  await bringIn(proposer, estate.portfolio, estate.house);
  const rooms = await building(proposer, estate);
  await hub(proposer, estate, rooms);
  await occupation(proposer, estate, rooms);
  const reallocation = await reallocate(proposer, decider, estate, rooms);
  return { ...estate, rooms, reallocation };
}

async function foundations(client) {
  const opened = await client.record('open', 'portfolioOpen', {
    name: 'Fjällänet (demonstration)', currency: 'SEK', timeZone: 'Europe/Stockholm', openedBy: 'The one who proposes',
  }, 'portfolio { ref }');
  const portfolio = opened.portfolio.ref;
  const add = async (thing, words, name, input) => {
    const payload = await client.record(words, name, { portfolio, ...input }, `${thing} { ref }`);
    return payload[thing].ref;
  };
  await client.record('decider', 'personRegister', { portfolio, ref: DECIDER, name: 'The one who decides' });
  await client.record('place', 'municipalityAdd', { portfolio, code: '9999', name: 'Fjällbygden' });
  const kommun = await add('organisation', 'kommun', 'organisationRegister', { from: BEGINS, name: 'Fjällbygdens kommun' });
  const region = await add('organisation', 'region', 'organisationRegister', { from: BEGINS, name: 'Region Fjällänet' });
  const planning = await add('unit', 'planning', 'unitRegister', {
    from: BEGINS, name: 'Plan- och byggenheten', organisation: kommun, headcount: 14, municipality: '9999', attendance: week(9),
  });
  const health = await add('unit', 'health', 'unitRegister', {
    from: BEGINS, name: 'Folkhälsoenheten', organisation: region, headcount: 8, municipality: '9999', attendance: week(4),
  });
  const house = await add('building', 'house', 'buildingAdd', {
    from: BEGINS, name: 'Rådhuset', owner: kommun, municipality: '9999', address: 'Torget 1',
  });
  return { portfolio, kommun, region, planning, health, house, add };
}

const upload = (client, portfolio, house) => client.upload(BUILDING_FILE, portfolio, house, BEGINS);

async function building(client, { portfolio }) {
  const data = await client.ask(
    `query ($ref: UUID!, $on: Date) { portfolio(ref: $ref, asOf: { on: $on }) {
      spaces(first: 100) { edges { node { ref number level { ref } resources(first: 40) { edges { node { ref kind number } } } } } } } }`,
    { ref: portfolio, on: BEGINS },
  );
  return Object.fromEntries(data.portfolio.spaces.edges.map(({ node }) => {
    const resources = node.resources.edges.map((edge) => edge.node);
    const desks = resources.filter((resource) => resource.kind === 'WORKSTATION');
    desks.sort((a, b) => a.number.localeCompare(b.number, 'en', { numeric: true }));
    const room = resources.find((resource) => resource.kind === 'ROOM');
    return [node.number, { ref: node.ref, level: node.level.ref, desks: desks.map((desk) => desk.ref), room: room?.ref }];
  }));
}

async function hub(client, estate, rooms) {
  const { portfolio, kommun } = estate;
  estate.hub = await estate.add('hub', 'hub', 'hubPlan', {
    opensOn: '2026-09-01', name: 'Nod Torget', host: kommun, municipality: '9999',
    services: ['CO_WORKING', 'VIDEO', 'PROJECT_STUDIO'], openingHours: [],
  });
  const { hub } = estate;
  await client.record('hub opens', 'hubOpen', { portfolio, hub, on: '2026-09-01' });
  await client.record('hub capacity', 'hubSetCapacity', {
    portfolio, hub, from: '2026-09-01', capacity: { people: 24, source: 'FIRE', establishedOn: '2026-08-20' },
  });
  await client.record('hub space', 'hubAddSpace', { portfolio, hub, space: rooms['302'].ref, from: '2026-09-01' });
}

async function occupation(client, { portfolio, planning }, rooms) {
  const given = [...rooms['201'].desks.slice(0, 6), rooms['203'].desks[0], rooms['204'].desks[0]];
  for (const [nth, resource] of given.entries()) {
    await client.record(`gives ${nth}`, 'allocationAssign', { portfolio, resource, unit: planning, from: '2026-02-01' });
  }
  for (const [nth, resource] of [...given, ...rooms['302'].desks].entries()) {
    await client.record(`counts ${nth}`, 'resourceRevise', {
      portfolio, resource, from: '2026-03-01', grade: { counted: { on: '2026-03-01' } },
    });
  }
}

async function reallocate(proposer, decider, estate, rooms) {
  const { portfolio, hub, kommun, planning, health } = estate;
  const converted = { converted: { hub } };
  const relocated = { relocated: { hub, space: rooms['302'].ref } };
  const first = [
    ...rooms['302'].desks.map((resource) => ({ subject: { resource }, fate: converted })),
    { subject: { resource: rooms['203'].desks[0] }, fate: relocated },
    { subject: { resource: rooms['204'].desks[0] }, fate: relocated },
  ];
  const second = [
    { subject: { space: rooms['201'].ref }, fate: converted },
    ...rooms['201'].desks.slice(0, 6).map((resource) => ({ subject: { resource }, fate: converted })),
    { subject: { space: rooms['208'].ref }, fate: converted },
    { subject: { resource: rooms['208'].room }, fate: converted },
  ];
  const moves = [
    ...first.map((move) => ({ ...move, plannedOn: '2026-10-01' })),
    ...second.map((move) => ({ ...move, plannedOn: '2027-03-01' })),
  ];
  const member = (unit, peopleServed, seats, guaranteed) => ({
    hub, unit, from: '2026-10-01',
    terms: { peopleServed, seats: [{ kind: 'WORKSTATION', guaranteed, week: week(seats) }], noticeMonths: 3 },
  });
  const proposed = await proposer.record('propose', 'reallocationPropose', {
    portfolio,
    proposal: {
      title: 'Plan 2 och 3 blir nod', reason: 'Hälften av platserna står tomma de flesta dagar.',
      moves, memberships: [member(planning, 14, 6, false), member(health, 8, 2, true)],
    },
  }, 'reallocation { ref digest }');
  const { ref, digest } = proposed.reallocation;
  await decider.record('approve', 'reallocationApprove', {
    portfolio, reallocation: ref, digest,
    decision: {
      organisation: kommun, caseNumber: 'KS 2026/118', kind: 'DELEGATED', body: 'Fastighetschefen',
      delegationPoint: '4.2', decidedOn: '2026-09-15',
    },
  });
  await proposer.record('report', 'reallocationReport', {
    portfolio, reallocation: ref, on: '2026-10-05', moves: first.map((_, place) => place + 1),
  });
  return ref;
}
