// SPDX-License-Identifier: Apache-2.0
// kill -9 at random points under load: every acknowledged turn is there exactly once, and no half turn is.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { Pixie } from './harness.mjs';
import { onPostgres } from './postgres.mjs';

const rounds = Number(process.env.TEST_KILLS ?? 200);
const clients = 4;
const life = onPostgres ? 400 : 40; // ms at most; there its first turn waits for connections

/** Sends turns one after the other until the server dies; `acknowledged` collects what was answered. */
async function client(pixie, name, acknowledged, tried) {
  // fetch() may forget a request whose connection dies under it: its promise is then never settled.
  const dead = pixie.exited.then(() => delay(1000)).then(() => { throw new Error('the server is dead'); });
  dead.catch(() => {});
  for (let n = 0; ; n++) {
    const title = `Kill ${name} ${n}`;
    tried.add(title);
    try {
      const answer = await Promise.race([dead, pixie.post('/api/v1/messages', { text: `remind me to "${title}"` })]);
      if (answer.status !== 200) return;
      assert.equal(answer.json.effects.length, 1, answer.text);
      acknowledged.add(title);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return;
    }
  }
}

async function all(pixie, path) {
  const items = [];
  let cursor = '';
  do {
    const { json } = await pixie.get(`/api/v1/${path}?limit=200${cursor}`);
    items.push(...json.items);
    cursor = json.next ? `&cursor=${encodeURIComponent(json.next)}` : null;
  } while (cursor);
  return items;
}

test(`${rounds} kills lose, double and halve nothing`, { timeout: 900000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pixie-kill-'));
  const acknowledged = new Set(), tried = new Set();
  let pixie = await Pixie.start({ folder, options: ['--rate-chat', '10000000', '--rate-api', '10000000'] });
  for (let round = 0; round < rounds; round++) {
    const running = Array.from({ length: clients }, (_, i) => client(pixie, `${round}-${i}`, acknowledged, tried));
    await delay(Math.random() * life); // the random point; not a synchronisation
    await pixie.kill();
    await Promise.all(running);
    await pixie.launch();
  }
  assert.ok(acknowledged.size > 0, 'no turn was acknowledged before a kill: nothing was tested');
  const tasks = await all(pixie, 'tasks'), messages = await all(pixie, 'messages'), actions = await all(pixie, 'actions');
  const count = new Map();
  for (const { title } of tasks) count.set(title, (count.get(title) ?? 0) + 1);
  for (const title of acknowledged) assert.equal(count.get(title), 1, `acknowledged "${title}"`);
  for (const [title, n] of count) assert.ok(n === 1 && tried.has(title), `"${title}" is there ${n} times`);
  // A turn is its message, task, action and answer, or nothing of them.
  const asked = messages.filter((m) => m.role === 'user'), answered = messages.filter((m) => m.role === 'assistant');
  assert.equal(asked.length, tasks.length);
  assert.equal(answered.length, tasks.length);
  assert.equal(actions.length, tasks.length);
  console.log(`${rounds} kills: ${acknowledged.size} acknowledged turns, ${tasks.length} kept, 0 lost, 0 doubled, 0 halved`);
  await pixie.stop();
  await rm(folder, { recursive: true, force: true });
});
