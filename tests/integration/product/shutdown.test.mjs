// SPDX-License-Identifier: Apache-2.0
// Ending while work is under way on loops, shards and worker threads: nothing may outlive what it uses.
import test from 'node:test';
import { Pixie } from './harness.mjs';

test('SIGTERM with logins, messages and reads under way ends cleanly', async () => {
  for (let round = 0; round < 3; round++) {
    const pixie = await Pixie.start({ options: ['--drain-ms', '0', '--rate-login', '1000'] });
    const ignore = (promise) => promise.catch(() => {});
    const under = [];
    for (let i = 0; i < 40; i++) {
      under.push(ignore(pixie.post('/api/v1/auth/login',
        { email: `nobody${i}@example.org`, password: 'not the right one' }, { token: null })));
      under.push(ignore(pixie.post('/api/v1/messages', { text: `remind me to call ${i} tomorrow at 9` })));
      under.push(ignore(pixie.get('/api/v1/tasks', { token: `pxp_unknown${i}` })));
    }
    await Promise.race(under); // at least one answer: the rest is anywhere by now
    await pixie.stop();
    await Promise.all(under);
  }
});
