// SPDX-License-Identifier: Apache-2.0
// The server with the thinker double (tests/integration/turns): what is thought is scripted by the message, and waits by name.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Pixie, binary, within } from './harness.mjs';

const program = process.env.TEST_THINKING ?? join(binary, '..', 'pixie-thinking');

export class Thinking extends Pixie {
  async launch() {
    this.process = spawn(program, ['--data', this.folder, '--port', '0', '--log-level', 'warn', '--zone', 'Europe/Berlin',
      ...this.words()], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.track();
    this.names = new Map(); // name: how many thoughts have come to wait for it
    this.heard = [];        // who waits for a name here
    let rest = '';
    await new Promise((resolve, reject) => {
      this.process.stdout.on('data', (chunk) => {
        rest += chunk;
        for (let end; (end = rest.indexOf('\n')) >= 0; rest = rest.slice(end + 1)) {
          const line = rest.slice(0, end);
          if (line.startsWith('ready at ')) {
            this.url = line.slice(9);
            resolve();
          } else {
            const name = line.slice(8);
            this.names.set(name, (this.names.get(name) ?? 0) + 1);
            for (const wake of this.heard.splice(0)) wake();
          }
        }
      });
      this.process.on('exit', () => reject(new Error(`pixie-thinking ended at start: ${this.errors}`)));
    });
    this.token = (await readFile(join(this.folder, 'token'), 'utf8')).trim();
  }

  /** Until so many thoughts have come to wait for the name. */
  async waits(name, count = 1) {
    const come = async () => {
      while ((this.names.get(name) ?? 0) < count) await new Promise((wake) => this.heard.push(wake));
    };
    await within(come(), `${count} thoughts to wait for "${name}"`, () => `there are ${JSON.stringify([...this.names])}`);
  }

  /** Lets one thought go on that waits for the name, now or later. */
  go(name) {
    this.process.stdin.write(`go ${name}\n`);
  }
}
