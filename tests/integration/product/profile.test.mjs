// SPDX-License-Identifier: Apache-2.0
// What clients ask first: what this Pixie can do, what they kept for the person, and the rows of the day.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pixie } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start({ options: ['--now', '2030-01-09T08:00:00Z', '--sign-up', 'invite'] }); });
after(() => pixie.stop());

const path = '/api/v1/me/preferences';

test('anybody may ask what is on', async () => {
  const answer = await pixie.get('/api/v1/features', { token: null });
  assert.equal(answer.status, 200, answer.text);
  const { version, ...features } = answer.json;
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(features, { memory: true, uploads: true, upload_mb: 25, models: false, speech: false, mail: false, push: true, sms: false, sign_up: 'invite' });
});

test('preferences are merged, kept for each person and over a restart', async () => {
  const folder = pixie.folder, other = await pixie.addUser('Other');
  const none = await pixie.get(path);
  assert.deepEqual([none.status, none.json], [200, {}]);
  const first = await pixie.patch(path, { theme: 'dark', keys: { single: true, undo: 'z' }, views: [{ name: 'Urgent' }] });
  assert.equal(first.status, 200, first.text);
  const second = await pixie.patch(path, { theme: null, keys: { undo: 'u' }, hours: { start: '09:00' } }, { headers: { 'if-match': first.headers.get('etag') } });
  const wanted = { keys: { single: true, undo: 'u' }, views: [{ name: 'Urgent' }], hours: { start: '09:00' } };
  assert.deepEqual(second.json, wanted);
  assert.deepEqual((await pixie.get(path)).json, wanted);
  assert.equal((await pixie.patch(path, { theme: 'light' }, { headers: { 'if-match': first.headers.get('etag') } })).status, 412);
  assert.deepEqual((await pixie.get(path, { token: other.token })).json, {}, 'another person has their own');
  assert.equal((await pixie.get(path, { headers: { 'if-none-match': second.headers.get('etag') } })).status, 304);
  await pixie.kill();
  await pixie.launch();
  assert.equal(pixie.folder, folder);
  assert.deepEqual((await pixie.get(path)).json, wanted);
});

test('preferences have bounds', async () => {
  const large = await pixie.patch(path, { big: 'x'.repeat(70000) });
  assert.deepEqual([large.status, large.json.field], [422, 'preferences'], large.text);
  let deep = {};
  for (let i = 0; i < 9; i++) deep = { deep };
  assert.equal((await pixie.patch(path, deep)).status, 422);
  for (const body of ['[]', '7', '"x"']) assert.ok((await pixie.patch(path, body)).status >= 400, body);
  const reader = (await pixie.post('/api/v1/tokens', { name: 'r', scopes: 'read' })).json.token;
  assert.equal((await pixie.patch(path, { theme: 'x' }, { token: reader })).status, 403);
});

test('the brief comes with its rows, each in its section', async () => {
  const { token } = await pixie.addUser('Briefed'), options = { token };
  const post = async (kind, body) => assert.equal((await pixie.post(`/api/v1/${kind}`, body, options)).status, 201);
  await post('tasks', { title: 'Old', due_day: '2030-01-07' });
  await post('tasks', { title: 'Now', due_day: '2030-01-09' });
  await post('tasks', { title: 'Next', due_day: '2030-01-10' });
  await post('events', { title: 'Standup', start: '2030-01-07T09:00:00Z', end: '2030-01-07T09:30:00Z', recurrence: 'FREQ=DAILY;COUNT=4' });
  await post('events', { title: 'Clash', start: '2030-01-09T09:15:00Z', end: '2030-01-09T10:00:00Z' });
  const answer = await pixie.post('/api/v1/tools/daily_brief', {}, options);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.json.data.map((row) => [row.section, row.entity, row.title, row.start, row.overlaps]), [
    ['overdue', 'task', 'Old', undefined, undefined],
    ['day', 'event', 'Standup', '2030-01-09T09:00:00Z', true], ['day', 'event', 'Clash', '2030-01-09T09:15:00Z', true],
    ['due', 'task', 'Now', undefined, undefined],
    ['coming', 'event', 'Standup', '2030-01-10T09:00:00Z', false],
    ['soon', 'task', 'Next', undefined, undefined]]);
  const then = await pixie.post('/api/v1/tools/daily_brief', { date: '2030-01-10' }, options);
  assert.ok(then.json.data.some((row) => row.title === 'Next' && row.section === 'due'));
});

test('tools answer with the rows that they are about', async () => {
  const made = await pixie.post('/api/v1/tools/create_task', { title: 'By tool' });
  assert.equal(made.json.data[0].title, 'By tool');
  const listed = await pixie.post('/api/v1/tools/list_tasks', {});
  assert.ok(listed.json.data.some((row) => row.title === 'By tool'), listed.text);
});
