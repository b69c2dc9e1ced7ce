// SPDX-License-Identifier: Apache-2.0
// Starts the real binary on a folder, as tests and the schema generator need it.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A running server: url, token, the welcome link if it printed one; stop() and kill() end it. */
export async function start(binary, folder, options = []) {
  // Our own names for the tests are no settings of the server, which refuses what it doesn't know.
  const { PIXIE_BINARY: _binary, PIXIE_WEB: _web, ...env } = process.env;
  const child = spawn(
    binary,
    ['serve', '--data', folder, '--port', '0', '--log-level', 'warn', '--zone', 'Europe/Berlin', ...options],
    {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exited = new Promise((resolve) => child.on('exit', resolve));
  let printed = '';
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const ready = printed.match(/ready at (\S+)/);
      if (ready && /your token/.test(printed)) resolve(ready[1]);
    });
    child.on('exit', () => reject(new Error(`pixie ended at start: ${printed}${errors}`)));
  });
  const end = async (signal) => {
    child.kill(signal);
    await exited;
  };
  return {
    url,
    port: new URL(url).port,
    pid: child.pid,
    welcome: printed.match(/\S+\/welcome#\S+/)?.[0] ?? null,
    token: (await readFile(join(folder, 'token'), 'utf8')).trim(),
    errors: () => errors,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
