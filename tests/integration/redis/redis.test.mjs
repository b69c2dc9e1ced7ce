// SPDX-License-Identifier: Apache-2.0
// The real binary, a Redis server, and Socket.IO's own packages on it: events go both ways.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer as createHttp } from 'node:http';
import { connect, createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createAdapter } from '@socket.io/redis-adapter';
import { Emitter } from '@socket.io/redis-emitter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { Pixie, eventually, until, within } from '../product/harness.mjs';

let redis, port, url, pixie, room, http;
const clients = [];

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = server.address();
    server.close(() => resolve(free));
  });
});

const listens = () => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

async function startRedis() {
  redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--logfile', '/dev/null'], { stdio: 'ignore' });
  await eventually(listens, (yes) => yes, 'redis-server to listen');
}

async function client() {
  const made = createClient({ url });
  made.on('error', () => {}); // it is killed below
  await made.connect();
  clients.push(made);
  return made;
}

/** Until the condition holds, doing something again and again: what is published while nobody listens is lost by design. */
async function repeat(act, condition, what) {
  await eventually(async () => { act(); await delay(50); return condition(); }, (yes) => yes, what);
}

before(async () => {
  port = await freePort();
  url = `redis://127.0.0.1:${port}`;
  await startRedis();
  pixie = await Pixie.start({ options: ['--redis-url', url] });
  room = `user:${(await pixie.get('/api/v1/me')).json.id}`;
});

after(async () => {
  for (const made of clients) made.destroy();
  http?.closeAllConnections();
  http?.close();
  redis.kill('SIGKILL');
});

test("an emitter's events reach the sockets of their room alone", async () => {
  const other = await pixie.addUser('Ben');
  const ours = await pixie.socket(), theirs = await pixie.socket({ token: other.token });
  const emitter = new Emitter(await client());
  const payload = { text: 'café', list: [1, -2, 3.5, null, true], deep: { a: {} } };
  await repeat(() => emitter.to(room).emit('hello', payload), () => ours.seen.some(([name]) => name === 'hello'), 'the event');
  assert.deepEqual(ours.seen.find(([name]) => name === 'hello')[1], payload);
  await pixie.post('/api/v1/tasks', { title: 'after' });
  await until(ours, () => ours.seen.some(([name]) => name === 'task'));
  assert.deepEqual(theirs.seen.filter(([name]) => name === 'hello'), []);
  ours.close();
  theirs.close();
});

test("Pixie's events reach a room of another Socket.IO server, once, and its own do not come back", async () => {
  http = createHttp();
  const server = new Server(http, { adapter: createAdapter(await client(), await client()) });
  server.on('connection', (socket) => socket.join(room));
  await new Promise((resolve) => { http.listen(0, '127.0.0.1', resolve); });
  const far = io(`http://127.0.0.1:${http.address().port}`, { transports: ['websocket'], forceNew: true });
  far.seen = [];
  far.onAny((name, payload) => far.seen.push([name, payload]));
  await within(new Promise((resolve) => { far.on('connect', resolve); }), 'the other server');
  const near = await pixie.socket();
  let n = 0;
  const title = () => `far ${n}`;
  await repeat(() => { n++; pixie.post('/api/v1/tasks', { title: title() }); },
    () => far.seen.some(([name]) => name === 'task'), 'the task at the other server');
  await pixie.post('/api/v1/tasks', { title: 'the last one' });
  const last = ({ seen }) => seen.filter(([, payload]) => payload?.task?.title === 'the last one');
  await until(far, () => last(far).length > 0);
  await until(near, () => last(near).length > 0);
  assert.equal(last(far).length, 1);
  assert.equal(last(near).length, 1);
  assert.deepEqual(last(far)[0], last(near)[0]);
  server.to(room).emit('from afar', 1);
  await until(near, () => near.seen.some(([name]) => name === 'from afar'));
  near.close();
  far.close();
  server.disconnectSockets(true);
});

test('without Redis everything goes on here, and events go out again once it is back', async () => {
  const near = await pixie.socket();
  redis.kill('SIGKILL');
  await eventually(listens, (yes) => !yes, 'Redis to be gone');
  const { status } = await pixie.post('/api/v1/messages', { text: 'remind me to "water the plants" tomorrow' });
  assert.equal(status, 200);
  await until(near, () => near.seen.some(([name]) => name === 'task'));
  await startRedis();
  const emitter = new Emitter(await client());
  await repeat(() => emitter.to(room).emit('again', 1), () => near.seen.some(([name]) => name === 'again'), 'the event after the return');
  near.close();
});
