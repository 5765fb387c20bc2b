// The database's own client for Node against the server that stands in for the database: what one side
// makes of the published interface is held to what those who publish it make of it.
//
//   node client.mjs CONNECTION STREAM    STREAM holds three events that this service appended

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  BACKWARDS,
  END,
  FORWARDS,
  KurrentDBClient,
  NO_STREAM,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
  jsonEvent,
} from "@kurrent/kurrentdb-client";

const [connection, ledger] = process.argv.slice(2);
const client = KurrentDBClient.connectionString(connection);
const stream = `foreign-${randomUUID()}`;

async function read(name, options) {
  const events = [];
  for await (const { event } of client.readStream(name, options)) events.push(event);
  return events;
}

function event(number) {
  return jsonEvent({ id: randomUUID(), type: "Foreign", data: { number }, metadata: { number } });
}

const revisions = (events) => events.map((event) => Number(event.revision));

const checks = {
  async "what this service appended is JSON with the names that the database's tools know"() {
    const events = await read(ledger, { fromRevision: START, direction: FORWARDS });
    assert.deepEqual(revisions(events), [0, 1, 2]);
    for (const { isJson, type, data, metadata, id } of events) {
      assert.ok(isJson && typeof data === "object", "the data are JSON");
      assert.match(type, /^[A-Z]/);
      assert.match(id, /^[0-9a-f-]{36}$/);
      assert.match(metadata.$correlationId, /^[0-9a-f-]{36}$/);
      assert.match(metadata.$causationId, /^[0-9a-f-]{36}$/);
    }
  },

  async "a stream is read in both directions and from within"() {
    const appended = [event(0), event(1), event(2)];
    const result = await client.appendToStream(stream, appended, { streamState: NO_STREAM });
    assert.equal(result.nextExpectedRevision, 2n);
    const events = await read(stream, { fromRevision: START });
    assert.deepEqual(events.map(({ id }) => id), appended.map(({ id }) => id));
    assert.deepEqual(events.map(({ data }) => data.number), [0, 1, 2]);
    assert.deepEqual(events.map(({ metadata }) => metadata.number), [0, 1, 2]);
    assert.deepEqual(revisions(await read(stream, { fromRevision: 1n, maxCount: 1 })), [1]);
    const backwards = { direction: BACKWARDS, fromRevision: END, maxCount: 2 };
    assert.deepEqual(revisions(await read(stream, backwards)), [2, 1]);
    assert.deepEqual(revisions(await read(stream, { fromRevision: 3n })), []);
    // The same ids again are answered as the first time.
    const again = await client.appendToStream(stream, appended, { streamState: NO_STREAM });
    assert.equal(again.nextExpectedRevision, 2n);
  },

  async "another revision than expected is told with the one that stands there"() {
    for (const streamState of [NO_STREAM, 1n, 7n]) {
      const refused = client.appendToStream(stream, [event(3)], { streamState });
      const error = await refused.then(() => assert.fail("it was appended"), (error) => error);
      assert.ok(error instanceof WrongExpectedVersionError, error);
      assert.equal(error.actualState, 2n);
    }
  },

  async "a stream that is not there is told from one that is"() {
    await assert.rejects(read(`no-${stream}`), StreamNotFoundError);
  },

  async "all streams are read in the order in which they were appended"() {
    const positions = [];
    for await (const { event } of client.readAll({ fromPosition: START, maxCount: 50 })) {
      positions.push(event.position.commit);
    }
    assert.ok(positions.length >= 6, `${positions.length} events`);
    assert.deepEqual(positions, positions.toSorted((a, b) => (a < b ? -1 : 1)));
  },

  async "a subscription catches up and then follows"() {
    const subscription = client.subscribeToStream(stream, { fromRevision: 0n });
    const caughtUp = new Promise((resolve) => subscription.once("caughtUp", resolve));
    const heard = [];
    for await (const { event: told } of subscription) {
      heard.push(Number(told.revision));
      if (heard.length === 2) await caughtUp;
      if (heard.length === 2) await client.appendToStream(stream, [event(3)], { streamState: 2n });
      if (heard.length === 3) break;
    }
    assert.deepEqual(heard, [1, 2, 3]);
  },

  async "a deleted stream is told as absent and goes on after its last revision"() {
    await client.deleteStream(stream, { expectedRevision: 3n });
    await assert.rejects(read(stream), StreamNotFoundError);
    const result = await client.appendToStream(stream, [event(4)], { streamState: NO_STREAM });
    assert.equal(result.nextExpectedRevision, 4n);
    assert.deepEqual(revisions(await read(stream)), [4]);
  },

  async "a tombstone is told as such by reads, appends and deletions"() {
    await client.tombstoneStream(stream);
    await assert.rejects(read(stream), StreamDeletedError);
    await assert.rejects(client.appendToStream(stream, [event(5)]), StreamDeletedError);
    await assert.rejects(client.tombstoneStream(stream), StreamDeletedError);
  },
};

const DEADLINE_MS = 20_000;

/** An error where it is not done in time: the server says nothing. */
async function inTime(doing) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  await Promise.race([doing, late]).finally(() => clearTimeout(timer));
}

let [passed, failed] = [0, 0];
for (const [what, check] of Object.entries(checks)) {
  try {
    await inTime(check());
    passed += 1;
    console.log(`ok      ${what}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${what}: ${error?.stack ?? error}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
