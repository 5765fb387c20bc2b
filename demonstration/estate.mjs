// The estate: a portfolio with municipalities, and what the files bring in. Again, it records
// nothing more.

import { fileURLToPath } from 'node:url';
import { BEGINS, BUILDINGS, FILES, MUNICIPALITIES } from './county.mjs';
import { lasting } from './client.mjs';

export const PROPOSER = lasting('person who proposes');
export const DECIDER = lasting('person who decides');

/** Where a file of the demonstration lies. */
export const placeOf = (file) => fileURLToPath(new URL(file, import.meta.url));

const upload = (client, portfolio, { file, asked, confirmed }) => client.bringIn(placeOf(file), portfolio, asked, confirmed);

/** Tells the estate to a service. How a file comes in is the caller's to say. */
export async function establish(client, bringIn = upload) {
  const estate = new Estate(client, await opened(client));
  const [units, ...buildings] = FILES;
  await bringIn(client, estate.portfolio, units);
  await estate.readOrganisations();
  await estate.addBuildings();
  for (const file of buildings) await bringIn(client, estate.portfolio, file);
  await estate.readRooms();
  return estate;
}

async function opened(client) {
  const { portfolio: { ref: portfolio } } = await client.record('open', 'portfolioOpen', {
    name: 'Fjällänet (demonstration: invented buildings and authorities)', currency: 'SEK',
    timeZone: 'Europe/Stockholm', openedBy: 'The one who proposes',
  }, 'portfolio { ref }');
  await client.record('decider', 'personRegister', { portfolio, ref: DECIDER, name: 'The one who decides' });
  for (const place of MUNICIPALITIES) {
    await client.record(`municipality ${place.code}`, 'municipalityAdd', { portfolio, ...place });
  }
  return portfolio;
}

class Estate {
  constructor(client, portfolio) {
    this.client = client;
    this.portfolio = portfolio;
    this.buildings = {};
  }

  /** Reads the portfolio on a date. */
  async read(fields, on = BEGINS) {
    const query = `query ($ref: UUID!, $on: Date) { portfolio(ref: $ref, asOf: { on: $on }) { ${fields} } }`;
    return (await this.client.ask(query, { ref: this.portfolio, on })).portfolio;
  }

  /** A thing's new reference. */
  async add(thing, words, name, input) {
    const payload = await this.client.record(words, name, { portfolio: this.portfolio, ...input }, `${thing} { ref }`);
    return payload[thing].ref;
  }

  async readOrganisations() {
    const { organisations, units } = await this.read('organisations(first: 100) { nodes { ref name } } units(first: 100) { nodes { ref name } }');
    const byName = ({ nodes }) => Object.fromEntries(nodes.map(({ name, ref }) => [name, ref]));
    this.organisations = byName(organisations);
    this.units = byName(units);
  }

  async addBuildings() {
    for (const { owner, ...building } of BUILDINGS) {
      this.buildings[building.name] = await this.add('building', `building ${building.name}`, 'buildingAdd', {
        ...building, owner: this.organisations[owner], from: BEGINS,
      });
    }
  }

  /** The rooms of each building by number, else by name, as its file gave them. */
  async readRooms() {
    this.rooms = {};
    const { levels } = await this.read('levels(anyDate: true, first: 100) { nodes { ref building { name } } }');
    for (const { ref, building } of levels.nodes) {
      const rooms = this.rooms[building.name] ??= {};
      for (const space of await this.spacesOf(ref, firstDate(building.name))) rooms[space.number ?? space.name] = room(space, ref);
    }
  }

  async spacesOf(level, on) {
    const { spaces } = await this.read(`spaces(first: 100, filter: { level: "${level}" }) { nodes {
      ref number name resources(first: 40) { nodes { ref kind number } } } }`, on);
    return spaces.nodes;
  }
}

/** The date from which a building's rooms came in. */
const firstDate = (name) => ({ 'Nodhuset Järpen': '2026-05-04', 'Kontorshuset Bävern': '2026-08-24' })[name] ?? BEGINS;

function room({ ref, resources: { nodes } }, level) {
  const desks = nodes.filter(({ kind }) => kind === 'WORKSTATION');
  desks.sort((a, b) => a.number.localeCompare(b.number, 'en', { numeric: true }));
  const whole = nodes.find(({ kind }) => kind === 'ROOM');
  return { ref, level, desks: desks.map((desk) => desk.ref), room: whole?.ref };
}
