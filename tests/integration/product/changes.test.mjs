// SPDX-License-Identifier: Apache-2.0
// Changes as the web app makes them: with ids of its own, many at once, undone and done again by their action.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pixie, until } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start(); });
after(() => pixie.stop());

let made = 0;
/** A UUIDv7 as a browser makes it. */
function newId() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${(made++).toString(16).padStart(3, '0')}-8000-${Math.random().toString(16).slice(2, 14).padStart(12, '0')}`;
}
const start = '2030-01-01T10:00:00Z', end = '2030-01-01T11:00:00Z';
const bodies = { tasks: { title: 'Own id' }, events: { title: 'Own id', start, end }, projects: { name: 'Own id' },
  memories: { text: 'The spare key is with Gudrun' }, conversations: { title: 'Own id' } };

for (const [kind, body] of Object.entries(bodies)) {
  test(`${kind} are made under an id of the client's, once`, async () => {
    const id = newId();
    const answer = await pixie.post(`/api/v1/${kind}`, { id, ...body });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.json.id, id);
    assert.equal(answer.headers.get('location'), `/api/v1/${kind}/${id}`);
    const again = await pixie.post(`/api/v1/${kind}`, { id, ...body });
    assert.deepEqual([again.status, again.json.field], [409, 'id'], again.text);
    for (const bad of ['00000000-0000-0000-0000-000000000000', '0196f4ae-0000-4000-8000-000000000000', 'x', null]) {
      const refused = await pixie.post(`/api/v1/${kind}`, { ...body, id: bad });
      assert.deepEqual([refused.status, refused.json.field], [422, 'id'], `${bad}: ${refused.text}`);
    }
    assert.equal((await pixie.patch(`/api/v1/${kind}/${id}`, { id: newId() })).status, 422);
  });
}

test('a subtask may name a parent of the same batch', async () => {
  const parent = newId(), part = newId();
  const answer = await pixie.post('/api/v1/batch', { changes: [
    { op: 'create', entity: 'task', fields: { id: parent, title: 'Whole' } },
    { op: 'create', entity: 'task', fields: { id: part, title: 'Part', parent_id: parent } }] });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.json.items.map((row) => [row.id, row.parent_id]), [[parent, null], [part, parent]]);
});

test('every change says which action it is, in the answer and in the event', async () => {
  const socket = await pixie.socket();
  const created = await pixie.post('/api/v1/tasks', { title: 'Told' });
  const { id, action_id: action } = created.json;
  assert.match(action, /^[0-9a-f-]{36}$/);
  assert.equal(created.headers.get('action-id'), action);
  const patched = await pixie.patch(`/api/v1/tasks/${id}`, { priority: 'high' });
  assert.notEqual(patched.json.action_id, action);
  const same = await pixie.patch(`/api/v1/tasks/${id}`, { priority: 'high' });
  assert.deepEqual([same.json.action_id, same.headers.get('action-id')], [null, null]);
  const completed = await pixie.post(`/api/v1/tasks/${id}/complete`);
  const deleted = await pixie.delete(`/api/v1/tasks/${id}`);
  assert.equal(deleted.status, 204);
  const wanted = [action, patched.json.action_id, completed.json.action_id, deleted.headers.get('action-id')];
  const told = () => socket.seen.filter(([name, payload]) => name === 'task' && payload.task.id === id).map(([, payload]) => payload.action_id);
  await until(socket, () => told().length === 4);
  assert.deepEqual(told(), wanted);
  for (const [path, body] of [['events', { title: 'E', start, end }], ['projects', { name: 'P' }], ['memories', { text: 'The cellar is dry' }]])
    assert.match((await pixie.post(`/api/v1/${path}`, body)).json.action_id, /^[0-9a-f-]{36}$/, path);
  const turn = await pixie.say('buy stamps tomorrow');
  assert.match(turn.effects[0].action_id, /^[0-9a-f-]{36}$/);
  assert.equal((await pixie.post(`/api/v1/actions/${turn.effects[0].action_id}/undo`)).status, 200);
  socket.close();
});

test('a repeated request tells the same action', async () => {
  const headers = { 'idempotency-key': 'once-only' };
  const first = await pixie.post('/api/v1/tasks', { title: 'Once' }, { headers });
  const again = await pixie.post('/api/v1/tasks', { title: 'Once' }, { headers });
  assert.equal(again.json.action_id, first.json.action_id);
});

test('what was taken back can be done again, and taken back again', async () => {
  const { id, action_id: action } = (await pixie.post('/api/v1/tasks', { title: 'Back and forth' })).json;
  const undone = await pixie.post(`/api/v1/actions/${action}/undo`);
  assert.deepEqual(undone.json.action_ids, [action]);
  assert.equal((await pixie.get(`/api/v1/tasks/${id}`)).status, 404);
  assert.equal((await pixie.post(`/api/v1/actions/${action}/undo`)).status, 409);
  const redone = await pixie.post(`/api/v1/actions/${action}/redo`);
  assert.equal(redone.status, 200, redone.text);
  assert.deepEqual(redone.json.effects.map((effect) => [effect.verb, effect.id]), [['created', id]]);
  assert.equal((await pixie.get(`/api/v1/tasks/${id}`)).json.title, 'Back and forth');
  assert.equal((await pixie.post(`/api/v1/actions/${action}/redo`)).status, 409);
  assert.equal((await pixie.post(`/api/v1/actions/${action}/undo`)).status, 200);
  assert.equal((await pixie.get(`/api/v1/tasks/${id}`)).status, 404);
  const note = redone.headers.get('action-id');
  assert.equal((await pixie.post(`/api/v1/actions/${note}/redo`)).status, 409);
});

test('redo does not run over what was changed since', async () => {
  const { id } = (await pixie.post('/api/v1/tasks', { title: 'One' })).json;
  const action = (await pixie.patch(`/api/v1/tasks/${id}`, { title: 'Two' })).json.action_id;
  await pixie.post(`/api/v1/actions/${action}/undo`);
  await pixie.patch(`/api/v1/tasks/${id}`, { title: 'Three' });
  const answer = await pixie.post(`/api/v1/actions/${action}/redo`);
  assert.deepEqual([answer.status, answer.json.field], [409, 'title'], answer.text);
  assert.match(answer.json.detail, /can't be done again: it was changed/);
});

test('a batch is one action: 500 changes go back with one undo', async () => {
  const socket = await pixie.socket();
  const ids = Array.from({ length: 500 }, newId);
  const changes = ids.map((id, i) => ({ op: 'create', entity: 'task', fields: { id, title: `Bulk ${i}` } }));
  const answer = await pixie.post('/api/v1/batch', { changes });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.json.items.map((row) => row.id), ids);
  const count = async () => (await pixie.get('/api/v1/tasks?status=open&q=Bulk&limit=1')).json.total;
  assert.equal(await count(), 500);
  await until(socket, () => socket.seen.filter(([name, payload]) => name === 'task' && payload.action_id === answer.json.action_id).length === 500);
  assert.equal((await pixie.post(`/api/v1/actions/${answer.json.action_id}/undo`)).status, 200);
  assert.equal(await count(), 0);
  socket.close();
});

test('a batch changes and deletes rows of several kinds', async () => {
  const task = (await pixie.post('/api/v1/tasks', { title: 'T' })).json, event = (await pixie.post('/api/v1/events', { title: 'E', start, end })).json;
  const project = (await pixie.post('/api/v1/projects', { name: 'Bulk project' })).json;
  const answer = await pixie.post('/api/v1/batch', { changes: [
    { op: 'update', entity: 'task', id: task.id, version: task.version, fields: { project_id: project.id, status: 'completed' } },
    { op: 'update', entity: 'event', id: event.id, fields: { title: 'Moved', start: '2030-01-02T10:00:00Z' } },
    { op: 'delete', entity: 'project', id: project.id }] });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.items[0].status, 'completed');
  assert.equal(answer.json.items[1].end, '2030-01-02T11:00:00Z');
  assert.equal(answer.json.items[2], null);
  await pixie.post(`/api/v1/actions/${answer.json.action_id}/undo`);
  assert.equal((await pixie.get(`/api/v1/projects/${project.id}`)).status, 200);
  assert.equal((await pixie.get(`/api/v1/tasks/${task.id}`)).json.status, 'pending');
});

test('the first refusal of a batch refuses all of it and is named', async () => {
  const task = (await pixie.post('/api/v1/tasks', { title: 'Stays' })).json;
  const good = { op: 'update', entity: 'task', id: task.id, fields: { title: 'Changed' } };
  for (const [bad, status, field] of [
    [{ op: 'create', entity: 'task', fields: {} }, 422, 'changes.1.title'],
    [{ op: 'create', entity: 'task', fields: { title: 'x', surprise: 1 } }, 422, 'changes.1.surprise'],
    [{ op: 'create', entity: 'task', fields: { id: task.id, title: 'x' } }, 409, 'changes.1.id'],
    [{ op: 'update', entity: 'task', id: task.id, version: 7, fields: { title: 'x' } }, 409, 'changes.1.version'],
    [{ op: 'update', entity: 'task', id: newId(), fields: { title: 'x' } }, 404, 'changes.1.id'],
    [{ op: 'update', entity: 'task', fields: { title: 'x' } }, 422, 'changes.1.id'],
    [{ op: 'update', entity: 'task', id: task.id }, 422, 'changes.1.fields'],
    [{ op: 'delete', entity: 'token', id: task.id }, 422, 'changes.1.entity'],
    [{ op: 'burn', entity: 'task', id: task.id }, 422, 'changes.1.op'],
  ]) {
    const answer = await pixie.post('/api/v1/batch', { changes: [good, bad] });
    assert.deepEqual([answer.status, answer.json.field], [status, field], answer.text);
  }
  for (const changes of [[], Array.from({ length: 501 }, () => good)])
    assert.equal((await pixie.post('/api/v1/batch', { changes })).status, 422);
  assert.equal((await pixie.get(`/api/v1/tasks/${task.id}`)).json.title, 'Stays');
});

test('a batch sent twice under one key is done once', async () => {
  const headers = { 'idempotency-key': 'bulk-once' };
  const changes = [{ op: 'create', entity: 'task', fields: { title: 'Bulk once' } }];
  const first = await pixie.post('/api/v1/batch', { changes }, { headers });
  const again = await pixie.post('/api/v1/batch', { changes }, { headers });
  assert.deepEqual(again.json, first.json);
});

test('a conversation is renamed', async () => {
  const made = (await pixie.post('/api/v1/conversations', { title: 'Old' })).json;
  const path = `/api/v1/conversations/${made.id}`;
  const answer = await pixie.patch(path, { title: 'New' }, { headers: { 'if-match': `"${made.version}"` } });
  assert.deepEqual([answer.status, answer.json.title], [200, 'New'], answer.text);
  assert.equal((await pixie.patch(path, { title: 'x' }, { headers: { 'if-match': `"${made.version}"` } })).status, 412);
  assert.equal((await pixie.patch(path, { title: 'x'.repeat(501) })).status, 422);
  assert.equal((await pixie.get(path)).json.title, 'New');
});
