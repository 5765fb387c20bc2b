// Starts the program on a store and waits until it is ready.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Gives the process and the URL that it serves. Its log goes on to `logged`. */
export async function serving(program, store, listen, logged = () => {}) {
  const child = spawn(program, ['serve', '--store', store, '--listen', listen, '--log-format', 'json'], {
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const lines = createInterface({ input: child.stderr });
  const said = [];
  const url = await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(said.at(-1) ?? 'the program ended')));
    let address;
    lines.on('line', (line) => {
      said.push(line);
      logged(line);
      const { fields } = line.startsWith('{') ? JSON.parse(line) : {};
      address ??= fields?.address;
      if (fields?.message === 'ready') resolve(`http://${address}`);
    });
  });
  child.removeAllListeners('exit');
  return { child, url };
}

/** Asks the process to stop and waits until it has. */
export function stopped(child) {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}
