// SPDX-License-Identifier: Apache-2.0
// socket.io-client against the product: chat, events to every connection of a user, nothing to others.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pixie, until } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start(); });
after(() => pixie.stop());

for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']]) {
  test(`a turn over ${transports.join(' then ')}`, async () => {
    const socket = await pixie.socket({ transports });
    const ack = await socket.timeout(10000).emitWithAck('chat:send', { text: 'buy stamps tomorrow' });
    assert.equal(ack.ok, true, JSON.stringify(ack));
    assert.match(ack.turn.reply.text, /stamps/i);
    await until(socket, () => socket.seen.some(([name]) => name === 'chat:message') && socket.seen.some(([name]) => name === 'task'));
    const [, change] = socket.seen.find(([name]) => name === 'task');
    assert.equal(change.verb, 'created');
    assert.equal(change.task.title, 'Buy stamps');
    socket.close();
  });
}

test('both clients of a user see a REST change, another user sees nothing', async () => {
  const other = await pixie.addUser('Other');
  const [one, two, stranger] = await Promise.all([
    pixie.socket({ transports: ['websocket'] }), pixie.socket({ transports: ['polling'] }), pixie.socket({ token: other.token })]);
  const { json } = await pixie.post('/api/v1/tasks', { title: 'seen by two' });
  const has = (socket) => socket.seen.some(([name, payload]) => name === 'task' && payload.task.id === json.id);
  await Promise.all([until(one, () => has(one)), until(two, () => has(two))]);
  // The stranger's own turn is the barrier: what was sent to him before it would be here by now.
  await stranger.timeout(10000).emitWithAck('chat:send', { text: 'hello' });
  assert.equal(has(stranger), false);
  assert.ok(!JSON.stringify(stranger.seen).includes('seen by two'));
  for (const socket of [one, two, stranger]) socket.close();
});

test('a wrong token and a missing one are refused', async () => {
  await assert.rejects(pixie.socket({ token: 'pxp_wrong' }), /not valid/);
  await assert.rejects(pixie.socket({ token: undefined, auth: {} }), /token/);
});

test('bad input gets an error in the ack', async () => {
  const socket = await pixie.socket();
  for (const [event, payload, code] of [['chat:send', { text: '' }, 'invalid'], ['chat:send', 'text', 'invalid'],
    ['chat:send', { text: 'x', surprise: 1 }, 'invalid'], ['chat:send', { text: 'x'.repeat(40000) }, 'too_large'],
    ['no:such', {}, 'not_found']]) {
    const ack = await socket.timeout(10000).emitWithAck(event, payload);
    assert.equal(ack.ok, false);
    assert.equal(ack.error.code, code, JSON.stringify(ack));
  }
  socket.close();
});

test('revoking a token disconnects its sockets', async () => {
  const made = (await pixie.post('/api/v1/tokens', { name: 'short-lived' })).json;
  const socket = await pixie.socket({ token: made.token });
  const gone = new Promise((resolve) => socket.once('disconnect', resolve));
  assert.equal((await pixie.delete(`/api/v1/tokens/${made.id}`)).status, 204);
  await gone;
  await assert.rejects(pixie.socket({ token: made.token }), /not valid/);
  assert.equal((await pixie.get('/api/v1/me', { token: made.token })).status, 401);
});

test('what a turn sends is no slow consumer, however small the queue', async () => {
  const small = await Pixie.start({ options: ['--socket-queue-bytes', '4096'] });
  try {
    const socket = await small.socket({ transports: ['websocket'] });
    for (let i = 0; i < 20; i++) {
      const ack = await socket.timeout(10000).emitWithAck('chat:send', { text: `buy ${'many '.repeat(60)}stamps ${i}` });
      assert.equal(ack.ok, true, JSON.stringify(ack));
    }
    assert.equal(socket.seen.filter(([name]) => name === 'chat:message').length, 20);
    assert.equal(socket.seen.filter(([name]) => name === 'task').length, 20);
    socket.close();
  } finally {
    await small.stop();
  }
});

test('a client_id is one message: again it is answered as before, with another text it is an error', async () => {
  const socket = await pixie.socket();
  const send = (text) => socket.timeout(10000).emitWithAck('chat:send', { text, client_id: 'once' });
  const first = await send('add task alpha');
  assert.equal((await send('add task alpha')).turn.message.id, first.turn.message.id);
  const other = await send('add task beta');
  assert.equal(other.ok, false);
  assert.equal(other.error.code, 'invalid');
  assert.match(JSON.stringify(other.error), /client_id/);
  const titles = (await pixie.get('/api/v1/tasks')).json.items.map((task) => task.title);
  assert.equal(titles.filter((title) => /alpha/i.test(title)).length, 1);
  assert.equal(titles.filter((title) => /beta/i.test(title)).length, 0);
  socket.close();
});

test('a client that has seen everything goes on after a restart; one that has not reloads', async () => {
  const own = await Pixie.start();
  const sync = async (socket, since) => (await socket.timeout(10000).emitWithAck('sync', { since })).sync;
  try {
    let socket = await own.socket();
    await socket.timeout(10000).emitWithAck('chat:send', { text: 'remind me to call Bob' });
    const before = await sync(socket, 0);
    assert.ok(before.seq > 0 && before.seq < 1000, `a small number of the user's own, not ${before.seq}`);
    socket.close();
    await own.process.kill('SIGTERM');
    await own.exited;
    await own.launch();
    socket = await own.socket();
    assert.deepEqual(await sync(socket, before.seq), { seq: before.seq, events: [] });
    assert.deepEqual(await sync(socket, before.seq - 1), { seq: before.seq, reload: true });
    await own.post('/api/v1/tasks', { title: 'Water the plants' });
    const after = await sync(socket, before.seq);
    assert.equal(after.seq, before.seq + 1);
    assert.deepEqual(after.events.map(([name, , number]) => [name, number]), [['task', before.seq + 1]]);
    socket.close();
  } finally {
    await own.stop();
  }
});
