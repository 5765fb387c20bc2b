// A real client of `graphql-transport-ws`: npm `graphql-ws` subscribes, receives, completes, and asks a query.
//
//     node ws.mjs ws://127.0.0.1:8480/graphql 'subscription { ... }' [RESULTS] [PAYLOAD]
//
// RESULTS is how many results to take before completing (default 1), PAYLOAD the JSON of connection_init.

import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, subscription, results = '1', payload = '{}'] = process.argv.slice(2);
if (!url || !subscription) {
  console.error('usage: node ws.mjs URL SUBSCRIPTION [RESULTS] [PAYLOAD]');
  process.exit(2);
}

const DEADLINE_MS = 10_000;
const outcomes = [];

async function check(name, act) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  try {
    await Promise.race([act(), late]);
    outcomes.push(true);
  } catch (error) {
    outcomes.push(false);
    console.log(`failed: ${name}: ${error?.message ?? JSON.stringify(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

const client = createClient({
  url,
  webSocketImpl: WebSocket,
  connectionParams: JSON.parse(payload),
  retryAttempts: 0,
  // One socket for all checks: a lazy client closes it after each operation, and races itself to the next.
  lazy: false,
});

await check('a subscription is received and completed by the client', async () => {
  let taken = 0;
  for await (const result of client.iterate({ query: subscription })) {
    if (result.errors) throw new Error(JSON.stringify(result.errors));
    taken += 1;
    if (taken === Number(results)) break;
  }
  if (taken !== Number(results)) throw new Error(`${taken} results came, not ${results}`);
});

await check('a query is answered once and completed by the service', async () => {
  const answers = [];
  for await (const answer of client.iterate({ query: '{ __typename }' })) answers.push(answer);
  if (answers.length !== 1 || !answers[0].data?.__typename) throw new Error(JSON.stringify(answers));
});

await check('an invalid query is an error of its operation, and the socket lives on', async () => {
  let refusal;
  try {
    for await (const _ of client.iterate({ query: '{ noSuchField }' }));
  } catch (error) {
    refusal = error;
  }
  if (!Array.isArray(refusal)) throw new Error(`no GraphQL errors came: ${refusal}`);
  for await (const _ of client.iterate({ query: '{ __typename }' }));
});

await client.dispose();
const passed = outcomes.filter(Boolean).length;
const failed = outcomes.length - passed;
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
