// SPDX-License-Identifier: Apache-2.0
// What people plan by: an order of their own, estimates, time set aside, reminders as data; long lists page by page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pixie } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start(); });
after(() => pixie.stop());

const make = async (body, token) => {
  const answer = await pixie.post('/api/v1/tasks', body, token ? { token } : {});
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
};
const change = (id, body) => pixie.patch(`/api/v1/tasks/${id}`, body);

test('tasks have an order of their own: of creation, until they are moved', async () => {
  const { token } = await pixie.addUser('Orders');
  const rows = [await make({ title: 'a' }, token), await make({ title: 'b' }, token), await make({ title: 'c' }, token)];
  const titles = async (query) => (await pixie.get(`/api/v1/tasks?${query}`, { token })).json.items.map((row) => row.title).join('');
  assert.equal(await titles('sort=position'), 'abc');
  const between = Math.floor((rows[0].position + rows[1].position) / 2);
  assert.ok(between > rows[0].position && between < rows[1].position, 'there is room between two');
  assert.equal((await pixie.patch(`/api/v1/tasks/${rows[2].id}`, { position: between }, { token })).status, 200);
  assert.equal(await titles('sort=position'), 'acb');
  assert.equal(await titles('sort=position&status=open&order=desc'), 'bca');
  const both = await pixie.post('/api/v1/batch', { changes: ['d', 'e'].map((title) => ({ op: 'create', entity: 'task', fields: { title } })) }, { token });
  assert.ok(both.json.items[0].position < both.json.items[1].position);
  assert.equal(await titles('sort=position'), 'acbde');
});

test('a task has an estimate and time set aside, which moves as a whole', async () => {
  const row = await make({ title: 'Write', estimate: 90, planned_start: '2030-01-07T09:00:00Z' });
  assert.deepEqual([row.estimate, row.planned_end], [90, '2030-01-07T10:30:00Z']);
  const moved = await change(row.id, { planned_start: '2030-01-08T14:00:00Z' });
  assert.equal(moved.json.planned_end, '2030-01-08T15:30:00Z');
  const longer = await change(row.id, { planned_end: '2030-01-08T18:00:00Z' });
  assert.deepEqual([longer.json.planned_start, longer.json.planned_end], ['2030-01-08T14:00:00Z', '2030-01-08T18:00:00Z']);
  const none = await change(row.id, { planned_start: null });
  assert.deepEqual([none.json.planned_start, none.json.planned_end], [null, null]);
  assert.equal((await make({ title: 'An hour', planned_start: '2030-01-07T09:00:00Z' })).planned_end, '2030-01-07T10:00:00Z');
  for (const [body, field] of [[{ planned_end: '2030-01-07T10:00:00Z' }, 'planned_start'],
    [{ planned_start: '2030-01-07T10:00:00Z', planned_end: '2030-01-07T10:00:00Z' }, 'planned_end'],
    [{ planned_start: '2030-01-07T10:00:00Z', planned_end: '2030-01-17T10:00:00Z' }, 'planned_end'],
    [{ estimate: -5 }, 'estimate'], [{ estimate: 1e9 }, 'estimate'], [{ position: -1 }, 'position']]) {
    const answer = await change(row.id, body);
    assert.deepEqual([answer.status, answer.json.field], [422, field], answer.text);
  }
});

test('the time set aside was for this occurrence: the next one has none', async () => {
  const row = await make({ title: 'Water', due_day: '2030-01-07', recurrence: 'FREQ=DAILY', planned_start: '2030-01-07T09:00:00Z', reminders: ['-PT15M'] });
  const next = (await pixie.post(`/api/v1/tasks/${row.id}/complete`)).json;
  assert.deepEqual([next.due_day, next.planned_start, next.planned_end, next.reminders], ['2030-01-08', null, null, ['-PT15M']]);
  const done = (await pixie.get('/api/v1/tasks?status=completed')).json.items.find((task) => task.title === 'Water');
  assert.equal(done.planned_start, '2030-01-07T09:00:00Z');
});

test('reminders are kept as they are meant and undone like all else', async () => {
  const task = await make({ title: 'Call', due: '2030-01-07T10:00:00Z', reminders: ['-PT15M', '2030-01-07T08:00:00+01:00'] });
  assert.deepEqual(task.reminders, ['-PT15M', '2030-01-07T07:00:00Z']);
  assert.deepEqual((await make({ title: 'None' })).reminders, []);
  const event = (await pixie.post('/api/v1/events', { title: 'E', start: '2030-01-01T10:00:00Z', end: '2030-01-01T11:00:00Z', reminders: ['-P1D'] })).json;
  assert.deepEqual(event.reminders, ['-P1D']);
  const changed = (await pixie.patch(`/api/v1/events/${event.id}`, { reminders: [] })).json;
  assert.deepEqual(changed.reminders, []);
  await pixie.post(`/api/v1/actions/${changed.action_id}/undo`);
  assert.deepEqual((await pixie.get(`/api/v1/events/${event.id}`)).json.reminders, ['-P1D']);
  for (const reminders of [['soon'], ['PT15M'], Array.from({ length: 11 }, (_, i) => `-PT${i}M`), 'PT0S'])
    assert.equal((await change(task.id, { reminders })).json.field, 'reminders', JSON.stringify(reminders));
});

test('lists go on to the end by pages of up to 1,000, whatever the order', async () => {
  const { token } = await pixie.addUser('Has many');
  const changes = (from) => Array.from({ length: 500 }, (_, i) => {
    const n = from + i;
    return { op: 'create', entity: 'task', fields: { title: `T${n}`, priority: ['low', 'normal', 'high', 'urgent'][n % 4],
      ...(n % 3 === 0 ? {} : n % 3 === 1 ? { due_day: `2030-01-${String(n % 28 + 1).padStart(2, '0')}` } : { due: `2030-01-${String(n % 28 + 1).padStart(2, '0')}T${String(n % 24).padStart(2, '0')}:00:00Z` }) } };
  });
  for (const from of [0, 500, 1000]) assert.equal((await pixie.post('/api/v1/batch', { changes: changes(from) }, { token })).status, 200);
  for (const query of ['sort=due', 'status=open', 'status=open&sort=due', 'sort=position', 'sort=position&status=open', 'sort=created&order=desc']) {
    for (const limit of [1000, 333]) {
      const seen = [];
      let cursor = '';
      do {
        const page = (await pixie.get(`/api/v1/tasks?${query}&limit=${limit}${cursor}`, { token })).json;
        seen.push(...page.items);
        cursor = page.next ? `&cursor=${page.next}` : '';
      } while (cursor);
      assert.equal(new Set(seen.map((row) => row.id)).size, 1500, query);
      assert.equal(seen.length, 1500, query);
      if (query.includes('due') || query === 'status=open') {
        const due = seen.map((row) => row.due ?? (row.due_day ? `${row.due_day}T00:00:00Z` : 'Z'));
        assert.deepEqual(due.map((text) => text.slice(0, 10)), due.map((text) => text.slice(0, 10)).sort(), query);
      }
    }
  }
  assert.equal((await pixie.get('/api/v1/tasks?limit=1001', { token })).status, 422);
  assert.equal((await pixie.get('/api/v1/tasks?sort=due&cursor=x_y', { token })).status, 422);
  assert.equal((await pixie.get('/api/v1/tasks?sort=due&order=desc', { token })).status, 422);
  assert.equal((await pixie.get('/api/v1/tasks?q=T1&sort=position', { token })).status, 422);
});

test('subtasks can be listed by due date too', async () => {
  const whole = await make({ title: 'Whole' });
  await make({ title: 'Late', parent_id: whole.id, due_day: '2030-02-01' });
  await make({ title: 'Soon', parent_id: whole.id, due_day: '2030-01-01' });
  const rows = (await pixie.get(`/api/v1/tasks?parent_id=${whole.id}&sort=due`)).json.items;
  assert.deepEqual(rows.map((row) => row.title), ['Soon', 'Late']);
});
