// Holds a running service to the draft of GraphQL over HTTP: every audit of npm `graphql-http` must say "ok".
// A "warn" or a "notice" is a failure here: the service promises more than the audits demand.
//
//     node audit.mjs http://127.0.0.1:8480/graphql

import { serverAudits } from 'graphql-http';

const url = process.argv[2];
if (!url) {
  console.error('usage: node audit.mjs URL');
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const audit of serverAudits({ url, fetchFn: fetch })) {
  const result = await audit.fn().catch((error) => ({ status: 'error', reason: error.cause ?? error }));
  if (result.status === 'ok') {
    passed += 1;
  } else {
    failed += 1;
    console.log(`${result.status}: ${audit.id} ${audit.name}: ${result.reason}`);
  }
}

// An empty list of audits would pass without having asked anything.
if (passed + failed === 0) {
  console.log('error: graphql-http brought no audits');
  failed += 1;
}
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
