// SPDX-License-Identifier: Apache-2.0
// Small print of the API, each point once: what is left out, empty or at its limit.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pixie, until } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start(); });
after(() => pixie.stop());

const refused = (answer, status, field) => {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.field, field, answer.text);
};

test('a message says something', async () => {
  for (const body of [{}, { text: '' }, { text: ' \n\t ' }]) refused(await pixie.post('/api/v1/messages', body), 422, 'text');
  const socket = await pixie.socket();
  for (const input of [{}, { text: '' }, { text: ' \n ' }]) {
    const ack = await socket.timeout(10000).emitWithAck('chat:send', input);
    assert.equal(ack.ok, false);
    assert.equal(ack.error.field, 'text', JSON.stringify(ack));
  }
  socket.close();
  assert.deepEqual((await pixie.get('/api/v1/messages')).json.items, []);
});

test('projects that are put away are listed only when asked for', async () => {
  const { json: { id } } = await pixie.post('/api/v1/projects', { name: 'Old house', archived: true });
  await pixie.post('/api/v1/projects', { name: 'New house' });
  const names = async (query) => (await pixie.get(`/api/v1/projects${query}`)).json.items.map(({ name }) => name);
  assert.deepEqual(await names(''), ['New house']);
  assert.deepEqual(await names('?archived=false'), ['New house']);
  assert.deepEqual(await names('?archived=true'), ['New house', 'Old house']);
  assert.equal((await pixie.patch(`/api/v1/projects/${id}`, { notes: 'sold' })).json.notes, 'sold');
  assert.equal((await pixie.patch(`/api/v1/projects/${id}`, { name: 'OLD HOUSE' })).json.name, 'OLD HOUSE');
  refused(await pixie.patch(`/api/v1/projects/${id}`, { name: 'new house' }), 409, 'name');
});

test('a login is renewed by its own token only, and told what else is wrong', async () => {
  const socket = await pixie.socket();
  const renew = (input) => socket.timeout(10000).emitWithAck('auth:refresh', input);
  assert.deepEqual(await renew({ token: pixie.token }), { ok: true });
  for (const [input, code, field] of [[{}, 'invalid', 'token'], ['x', 'invalid', undefined], [{ token: 'pxp_x' }, 'unauthorized', 'token']]) {
    const ack = await renew(input);
    assert.equal(ack.ok, false);
    assert.equal(ack.error.code, code, JSON.stringify(ack));
    if (field) assert.equal(ack.error.field, field, JSON.stringify(ack));
  }
  socket.close();
});

test('a message that is repeated is told to nobody again', async () => {
  const socket = await pixie.socket();
  const say = async (text, client_id) => (await pixie.post('/api/v1/messages', { text, client_id })).json;
  const told = (turn) => socket.seen.filter(([name, payload]) => name === 'chat:message' && payload.message.id === turn.message.id).length;
  const first = await say('add task polish the boots', 'a-1');
  assert.equal((await say('add task polish the boots', 'a-1')).message.id, first.message.id);
  const last = await say('add task brush the cat', 'a-2');
  await until(socket, () => told(last) === 1); // what came before it would be here by now
  assert.equal(told(first), 1);
  assert.equal(socket.seen.filter(([name]) => name === 'task').length, 2);
  socket.close();
});
