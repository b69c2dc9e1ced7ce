// SPDX-License-Identifier: Apache-2.0
// A full disk: everybody hears the reason, nothing is half done, and with room again all goes on by itself.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Pixie } from './harness.mjs';

const run = promisify(execFile);
const limit = (pixie, bytes) => run('prlimit', ['--pid', `${pixie.process.pid}`, `--fsize=${bytes}:`]);

test('a full disk is told to everybody and forgotten once there is room', async () => {
  const pixie = await Pixie.start();
  const socket = await pixie.socket();
  const kept = await pixie.post('/api/v1/tasks', { title: 'Before' });
  assert.equal(kept.status, 201);
  assert.equal((await pixie.get('/readyz', { token: null })).status, 200);
  const { size } = await stat(join(pixie.folder, 'pixie.db-wal'));
  await limit(pixie, size);
  for (const [method, path, body] of [['POST', '/api/v1/tasks', { title: 'During' }], ['DELETE', `/api/v1/tasks/${kept.json.id}`],
    ['POST', '/api/v1/messages', { text: 'buy stamps tomorrow' }]]) {
    const answer = await pixie.call(method, path, body);
    assert.equal(answer.status, 507, `${method} ${path}: ${answer.text}`);
    assert.equal(answer.json.code, 'no_space');
    assert.match(answer.json.detail, /the disk is full/);
  }
  const ack = await socket.timeout(10000).emitWithAck('chat:send', { text: 'buy stamps tomorrow' });
  assert.equal(ack.ok, false);
  assert.match(JSON.stringify(ack), /the disk is full/);
  const ready = await pixie.get('/readyz', { token: null });
  assert.equal(ready.status, 503);
  assert.equal(ready.json.reason, 'the disk is full');
  assert.deepEqual((await pixie.get('/api/v1/tasks')).json.items.map((task) => task.title), ['Before']); // reading goes on
  await limit(pixie, 'unlimited');
  assert.equal((await pixie.get('/readyz', { token: null })).status, 200);
  assert.equal((await pixie.post('/api/v1/tasks', { title: 'After' })).status, 201);
  assert.deepEqual((await pixie.get('/api/v1/tasks')).json.items.map((task) => task.title), ['Before', 'After']);
  socket.disconnect();
  await pixie.stop();
});
