// SPDX-License-Identifier: Apache-2.0
// Recurring events in the calendar: one occurrence, it and those after it, or all are moved, changed and deleted.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pixie } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start(); });
after(() => pixie.stop());

let people = 0;
/** A person with one series: at 10:00 of Berlin on four days around the change to summer time (31 March 2030). */
async function series(rule = 'FREQ=DAILY;COUNT=4', more = {}) {
  const { token } = await pixie.addUser(`Person ${people++}`);
  const options = { token };
  const made = await pixie.post('/api/v1/events', { title: 'Standup', start: '2030-03-29T09:00:00Z', end: '2030-03-29T09:30:00Z',
    zone: 'Europe/Berlin', recurrence: rule, ...more }, options);
  assert.equal(made.status, 201, made.text);
  const list = async (query = 'start=2030-03-01&end=2030-05-01') => (await pixie.get(`/api/v1/events?${query}&limit=100`, options)).json.items;
  const shown = async () => (await list()).map((row) => `${row.title} ${row.start.slice(5, 16)}`);
  const at = (n) => list().then((rows) => encodeURIComponent(rows[n].occurrence));
  return { options, event: made.json, path: `/api/v1/events/${made.json.id}`, list, shown, at };
}

test('lists name the occurrence, which is the start in the series', async () => {
  const s = await series();
  assert.deepEqual((await s.list()).map((row) => row.occurrence),
    ['2030-03-29T09:00:00Z', '2030-03-30T09:00:00Z', '2030-03-31T08:00:00Z', '2030-04-01T08:00:00Z']);
  await pixie.post('/api/v1/events', { title: 'Once', start: '2030-03-28T09:00:00Z', end: '2030-03-28T10:00:00Z' }, s.options);
  assert.equal((await s.list())[0].occurrence, null);
});

test('only this one is moved, and undone', async () => {
  const s = await series();
  const answer = await pixie.patch(`${s.path}?occurrence=${await s.at(1)}`, { start: '2030-03-30T14:00:00Z' }, s.options);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual([answer.json.recurrence, answer.json.end], [null, '2030-03-30T14:30:00Z']);
  assert.notEqual(answer.json.id, s.event.id);
  assert.deepEqual(await s.shown(), ['Standup 03-29T09:00', 'Standup 03-30T14:00', 'Standup 03-31T08:00', 'Standup 04-01T08:00']);
  await pixie.post(`/api/v1/actions/${answer.json.action_id}/undo`, undefined, s.options);
  assert.deepEqual(await s.shown(), ['Standup 03-29T09:00', 'Standup 03-30T09:00', 'Standup 03-31T08:00', 'Standup 04-01T08:00']);
});

test('this and following become a series of their own, which keeps its count, its gaps and its hour', async () => {
  const s = await series('FREQ=DAILY;COUNT=5');
  await pixie.delete(`${s.path}?occurrence=${await s.at(3)}`, s.options); // 1 April
  const answer = await pixie.patch(`${s.path}?occurrence=${await s.at(1)}&span=following`, { title: 'Later', start: '2030-03-30T15:00:00Z' }, s.options);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(await s.shown(), ['Standup 03-29T09:00', 'Later 03-30T15:00', 'Later 03-31T14:00', 'Later 04-02T14:00']);
  await pixie.post(`/api/v1/actions/${answer.json.action_id}/undo`, undefined, s.options);
  assert.deepEqual(await s.shown(), ['Standup 03-29T09:00', 'Standup 03-30T09:00', 'Standup 03-31T08:00', 'Standup 04-02T08:00']);
  await pixie.post(`/api/v1/actions/${answer.json.action_id}/redo`, undefined, s.options);
  assert.equal((await s.shown()).length, 4);
});

test('this and following of an endless series ends the old one; from the first on it is all of it', async () => {
  const s = await series('FREQ=WEEKLY');
  const one = await pixie.patch(`${s.path}?occurrence=${await s.at(2)}&span=following`, { recurrence: 'FREQ=WEEKLY;INTERVAL=2' }, s.options);
  assert.equal(one.status, 200, one.text);
  assert.deepEqual(await s.shown(), ['Standup 03-29T09:00', 'Standup 04-05T08:00', 'Standup 04-12T08:00', 'Standup 04-26T08:00']);
  assert.match((await pixie.get(s.path, s.options)).json.recurrence, /^FREQ=WEEKLY;UNTIL=20300412T075959Z$/);
  const t = await series('FREQ=DAILY;COUNT=2');
  const all = await pixie.patch(`${t.path}?occurrence=${await t.at(0)}&span=following`, { title: 'All' }, t.options);
  assert.equal(all.json.id, t.event.id);
  assert.deepEqual(await t.shown(), ['All 03-29T09:00', 'All 03-30T09:00']);
});

test('all of them move as this one was moved, across the change of the clock', async () => {
  const s = await series();
  const answer = await pixie.patch(`${s.path}?occurrence=${await s.at(2)}&span=all`,
    { start: '2030-03-31T11:00:00Z', end: '2030-03-31T12:00:00Z' }, s.options); // 10:00 -> 13:00 in summer time
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(await s.shown(), ['Standup 03-29T12:00', 'Standup 03-30T12:00', 'Standup 03-31T11:00', 'Standup 04-01T11:00']);
  assert.ok((await s.list()).every((row) => Date.parse(row.end) - Date.parse(row.start) === 3_600_000));
  assert.equal(answer.json.id, s.event.id);
});

test('all-day series keep their days', async () => {
  const s = await series('FREQ=DAILY;COUNT=4', { all_day: true, start: '2030-03-28T23:00:00Z', end: '2030-03-29T23:00:00Z' });
  const days = async () => (await s.list()).map((row) => `${row.title} ${new Date(row.start).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' })}`);
  assert.deepEqual(await days(), ['Standup 2030-03-29', 'Standup 2030-03-30', 'Standup 2030-03-31', 'Standup 2030-04-01']);
  const third = (await s.list())[2];
  await pixie.patch(`${s.path}?occurrence=${encodeURIComponent(third.occurrence)}&span=following`, { start: '2030-04-01T22:00:00Z' }, s.options);
  assert.deepEqual(await days(), ['Standup 2030-03-29', 'Standup 2030-03-30', 'Standup 2030-04-02', 'Standup 2030-04-03']);
});

test('one, those after it, or all are deleted', async () => {
  const s = await series();
  assert.equal((await pixie.delete(`${s.path}?occurrence=${await s.at(0)}&span=this`, s.options)).status, 204);
  assert.deepEqual(await s.shown(), ['Standup 03-30T09:00', 'Standup 03-31T08:00', 'Standup 04-01T08:00']);
  const gone = await pixie.delete(`${s.path}?occurrence=${await s.at(1)}&span=following`, s.options);
  assert.deepEqual(await s.shown(), ['Standup 03-30T09:00']);
  await pixie.post(`/api/v1/actions/${gone.headers.get('action-id')}/undo`, undefined, s.options);
  assert.equal((await s.shown()).length, 3);
  assert.equal((await pixie.delete(`${s.path}?occurrence=${await s.at(1)}&span=all`, s.options)).status, 204);
  assert.deepEqual(await s.shown(), []);
});

test('what does not take place then is not found, what is not said is asked for', async () => {
  const s = await series();
  for (const call of [(query) => pixie.patch(`${s.path}?${query}`, { title: 'x' }, s.options), (query) => pixie.delete(`${s.path}?${query}`, s.options)]) {
    assert.equal((await call('occurrence=2030-03-30T10:00:00Z')).status, 404);
    const unsaid = await call('span=following');
    assert.deepEqual([unsaid.status, unsaid.json.field], [422, 'occurrence']);
    assert.equal((await call('occurrence=2030-03-30T09:00:00Z&span=some')).status, 422);
  }
  const stale = await pixie.patch(`${s.path}?occurrence=${await s.at(1)}`, { title: 'x' }, { token: s.options.token, headers: { 'if-match': '"9"' } });
  assert.equal(stale.status, 412);
  const stranger = await pixie.addUser('Stranger');
  for (const span of ['this', 'following', 'all'])
    assert.equal((await pixie.patch(`${s.path}?occurrence=${await s.at(1)}&span=${span}`, { title: 'x' }, { token: stranger.token })).status, 404);
  assert.equal((await s.shown()).length, 4);
});

test('an event that does not recur is its only occurrence', async () => {
  const once = (await pixie.post('/api/v1/events', { title: 'Once', start: '2031-03-28T09:00:00Z', end: '2031-03-28T10:00:00Z' })).json;
  const moved = await pixie.patch(`/api/v1/events/${once.id}?occurrence=2031-03-28T09:00:00Z`, { start: '2031-03-28T12:00:00Z' });
  assert.deepEqual([moved.json.id, moved.json.end], [once.id, '2031-03-28T13:00:00Z']);
});
