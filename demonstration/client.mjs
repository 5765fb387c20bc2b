// A caller of the service: GraphQL over HTTP, and files uploaded.

import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { zip } from './zip.mjs';

/** A UUID that is the same whenever it is made from the same words. */
export function lasting(words) {
  const hex = createHash('sha256').update(`thirdplace demonstration: ${words}`).digest('hex');
  const variant = ((parseInt(hex[16], 16) & 0x3) | 0x8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32)];
  return parts.join('-');
}

export class Client {
  constructor(url, actor, role = 'manager') {
    this.url = url;
    this.headers = { 'x-actor': actor, 'x-role': role };
  }

  /** The data of an answer without errors. */
  async ask(query, variables = {}) {
    const answer = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
    return data;
  }

  /** A mutation's payload. */
  async mutate(name, input, shown = '') {
    const kind = `${name[0].toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${kind}!) { payload: ${name}(input: $input) {
      ${shown} revision userErrors { code message path } } }`;
    return (await this.ask(query, { input })).payload;
  }

  /** A mutation that must be accepted. Its command's id follows from its words, so that asking again
   *  records nothing more. */
  async record(words, name, input, shown = '') {
    const payload = await this.mutate(name, { commandId: lasting(words), ...input }, shown);
    const [refused] = payload.userErrors;
    if (refused) throw new Error(`${name} (${words}): ${refused.message}`);
    return payload;
  }

  /** Uploads a file, or a folder as one zip. `asked` says of which kind it is, from when what it says
   *  holds, and what else `POST /imports` takes. Gives the summary, which is the answer's last line. */
  async upload({ fileName, body }, portfolio, asked) {
    const query = new URLSearchParams({ portfolio, fileName, ...asked });
    const answer = await fetch(`${this.url}/imports?${query}`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/octet-stream' },
      body,
    });
    const lines = (await answer.text()).trim().split('\n').map((line) => JSON.parse(line));
    const last = lines.at(-1);
    if (!last.summary) throw new Error(`${fileName}: ${last.error ?? last.detail ?? 'the upload was refused'}`);
    return last.summary;
  }

  /** Brings a file in unless it came in before: what was changed here since stays. Where it differs
   *  from what is recorded, `confirmed` says that what would be shown is wanted. */
  async bringIn(path, portfolio, asked, confirmed = false) {
    const file = await packed(path);
    if (await this.cameIn(file, portfolio)) return;
    const { outcome, difference } = await this.upload(file, portfolio, asked);
    if (outcome !== 'asks') return;
    if (!confirmed) throw new Error(`${file.fileName} differs from what is recorded`);
    await this.upload(file, portfolio, { ...asked, confirm: difference });
  }

  async cameIn({ body }, portfolio) {
    const data = await this.ask(
      'query ($ref: UUID!) { portfolio(ref: $ref) { imports(first: 100) { nodes { fileDigest completedRevision } } } }',
      { ref: portfolio },
    );
    const digest = createHash('sha256').update(body).digest('hex');
    return data.portfolio.imports.nodes.some((known) => known.fileDigest === digest && known.completedRevision !== null);
  }
}

async function packed(path) {
  const fileName = basename(path);
  if (!(await stat(path)).isDirectory()) return { fileName, body: await readFile(path) };
  const names = (await readdir(path)).sort();
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))]));
  return { fileName: `${fileName}.zip`, body: zip(files) };
}
