// SPDX-License-Identifier: Apache-2.0
// What Pixie says by itself, from end to end: a reminder becomes a notification, by REST, socket and command line.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, inAMoment, Pixie, until } from './harness.mjs';

let pixie, socket;
before(async () => {
  pixie = await Pixie.start();
  socket = await pixie.socket();
});
after(async () => {
  socket.close();
  await pixie.stop();
});

const fromNow = (ms) => new Date(Date.now() + ms).toISOString();
/** A reminder that is due already: it is spoken of at once. */
const remind = (text) => pixie.post('/api/v1/reminders', { text, due: fromNow(0) });
const heard = (title, verb = 'created') => until(socket, () => find(title, verb));
const find = (title, verb = 'created') => socket.seen.find(([name, event]) =>
  name === 'notification' && event.verb === verb && event.notification.title === title)?.[1].notification;

test('a task due soon is spoken of when it is due, with a number in the sequence of events', async () => {
  const { json: made } = await pixie.post('/api/v1/tasks', { title: 'Check the oven', due: fromNow(3600000) });
  const planned = (await pixie.get(`/api/v1/reminders?subject_id=${made.id}`)).json.items;
  assert.deepEqual(planned.map((row) => [row.subject, row.lead, row.due]), [['task', '-PT0S', made.due]]);
  const { json: task } = await inAMoment((due) => pixie.patch(`/api/v1/tasks/${made.id}`, { due }));
  const spoken = () => socket.seen.map(([, event]) => event.notification).find((one) => one?.subject_id === made.id && one.planned === task.due);
  await until(socket, spoken, 'the task to be spoken of when it is due');
  const note = spoken();
  assert.equal(note.subject_id, task.id);
  assert.equal(note.state, 'unread');
  assert.ok(Date.parse(note.created) >= Date.parse(task.due), 'not before');
  assert.ok((await pixie.get('/api/v1/notifications/unread')).json.unread >= 1);
  assert.equal((await pixie.get(`/api/v1/reminders?subject_id=${task.id}`)).json.items.length, 0);
  const done = await pixie.post(`/api/v1/notifications/${note.id}/ack`, { done: true });
  assert.equal(done.json.state, 'acknowledged');
  assert.equal((await pixie.get(`/api/v1/tasks/${task.id}`)).json.status, 'completed');
  await heard('Check the oven', 'updated');
});

test('in chat, "remind me in a second" is heard of', async () => {
  const turn = await pixie.say('remind me in 1 second to look at the moon');
  assert.equal(turn.effects[0].entity, 'task');
  await until(socket, () => socket.seen.some(([name, event]) => name === 'notification' && /moon/i.test(event.notification.title)));
});

test('a reminder of its own is made, put off, said again and undone', async () => {
  const { json: row } = await pixie.post('/api/v1/reminders', { text: 'Drink water', due: fromNow(300) });
  await heard('Drink water');
  const note = find('Drink water');
  const later = await inAMoment((again) => pixie.post(`/api/v1/notifications/${note.id}/snooze`, { until: again }));
  assert.equal(later.json.state, 'snoozed');
  await until(socket, () => socket.seen.filter(([name, event]) => name === 'notification' && event.verb === 'created' &&
    event.notification.subject_id === row.id).length >= 2);
  for (const body of [{ for: 'soon' }, { until: '2020-01-01T00:00:00Z' }, { until: fromNow(3600000), for: 'PT5M' }, { for: 'PT0S' }])
    assert.equal((await pixie.post(`/api/v1/notifications/${note.id}/snooze`, body)).status, 422);
  const made = await pixie.post('/api/v1/reminders', { text: 'Never', due: '2040-01-01T10:00:00Z', recurrence: 'FREQ=YEARLY' });
  assert.equal(made.status, 201);
  assert.equal((await pixie.post('/api/v1/actions/undo')).status, 200);
  assert.equal((await pixie.get(`/api/v1/reminders/${made.json.id}`)).status, 404);
  assert.equal((await pixie.post('/api/v1/reminders', { text: 'When?' })).json.field, 'due');
});

test('in chat, "snooze" and "done" mean what was said last', async () => {
  const { token } = await pixie.addUser('Talker');
  const own = await pixie.socket({ token });
  const told = async (title) => {
    const { json: task } = await inAMoment((due) => pixie.post('/api/v1/tasks', { title, due }, { token }),
      ({ json }) => pixie.delete(`/api/v1/tasks/${json.id}`, { token }));
    await until(own, () => own.seen.some(([, event]) => event.verb === 'created' && event.notification?.subject_id === task.id), `"${title}" to be spoken of`);
    return task;
  };
  const task = await told('Check the oven');
  const off = await pixie.say('snooze 10 minutes', { token });
  assert.match(off.reply.text, /^Put off until /);
  const [later] = (await pixie.get(`/api/v1/reminders?subject_id=${task.id}`, { token })).json.items;
  assert.equal(later.lead, 'snooze');
  assert.ok(Math.abs(Date.parse(later.due) - Date.now() - 600000) < 30000);
  assert.match((await pixie.say('snooze until tomorrow morning', { token })).reply.text, /tomorrow/);
  const other = await told('Water the plants');
  const done = await pixie.say('done', { token });
  assert.deepEqual(done.effects.map((effect) => [effect.entity, effect.verb, effect.id]), [['task', 'completed', other.id]]);
  assert.equal((await pixie.get('/api/v1/notifications?state=open', { token })).json.items.length, 0);
  assert.equal((await pixie.post('/api/v1/actions/undo', undefined, { token })).status, 200);
  assert.equal((await pixie.get(`/api/v1/tasks/${other.id}`, { token })).json.status, 'pending');
  // It was not the last thing said any more: "done" is about nothing of the kind.
  assert.notEqual((await pixie.say('got it', { token })).intent, 'acknowledge_notification');
  own.close();
});

test('what is read is not unread', async () => {
  await remind('Read me');
  await heard('Read me');
  const note = find('Read me');
  assert.equal((await pixie.post(`/api/v1/notifications/${note.id}/read`)).json.state, 'read');
  await pixie.post('/api/v1/notifications/read');
  assert.deepEqual((await pixie.get('/api/v1/notifications/unread')).json, { unread: 0 });
  const open = (await pixie.get('/api/v1/notifications?state=open&order=desc')).json.items;
  assert.ok(open.some((row) => row.id === note.id));
});

test('settings decide the usual leads, for what is there already too', async () => {
  const { json: event } = await pixie.post('/api/v1/events', { title: 'Dentist', start: '2040-01-10T10:00:00Z', end: '2040-01-10T11:00:00Z' });
  const due = async () => (await pixie.get(`/api/v1/reminders?subject_id=${event.id}`)).json.items.map((row) => row.due);
  assert.deepEqual(await due(), ['2040-01-10T09:45:00Z']);
  const changed = await pixie.patch('/api/v1/me/notification-settings', { event_leads: ['-PT1H', '-P1D'] });
  assert.deepEqual(changed.json.event_leads, ['-PT1H', '-P1D']);
  assert.deepEqual(await eventually(due, (dues) => dues.length === 2, 'two leads'), ['2040-01-09T10:00:00Z', '2040-01-10T09:00:00Z']);
  for (const [body, field] of [[{ event_leads: ['soon'] }, 'event_leads'], [{ quiet_from: '25:00', quiet_to: '07:00' }, 'quiet_from'],
    [{ quiet_from: '22:00' }, 'quiet_to'], [{ brief_days: ['xx'] }, 'brief_days'], [{ channels: { reminder: ['pigeon'] } }, 'channels'],
    [{ ntfy_url: 'ftp://x' }, 'ntfy_url']])
    assert.equal((await pixie.patch('/api/v1/me/notification-settings', body)).json.field, field);
});

test('the command line lists them and deals with them', async () => {
  await remind('From the shell');
  await heard('From the shell');
  const { items } = JSON.parse((await pixie.cli('notifications', '--json')).stdout);
  assert.equal(items[0].title, 'From the shell');
  assert.match((await pixie.cli('notifications')).stdout, /From the shell/);
  assert.match((await pixie.cli('notifications', 'snooze', items[0].id, '--for', 'PT1H')).stdout, /Put off/);
  assert.match((await pixie.cli('notifications', 'ack', items[0].id)).stdout, /Dealt with/);
  assert.match((await pixie.cli('jobs')).stdout, /No job was given up/);
  assert.ok(Array.isArray(JSON.parse((await pixie.cli('jobs', '--state', 'waiting', '--json')).stdout).items));
  await assert.rejects(pixie.cli('jobs', 'retry', items[0].id));
});

test('the brief and the review can be asked for', async () => {
  await pixie.post('/api/v1/tasks', { title: 'Pay the rent', due_day: '2040-02-01' });
  const brief = (await pixie.get('/api/v1/brief?day=2040-02-01')).json;
  assert.match(brief.text, /Pay the rent/);
  assert.deepEqual(brief.tasks_due.map((task) => task.title), ['Pay the rent']);
  assert.equal((await pixie.get('/api/v1/brief?day=soon')).status, 422);
  assert.match((await pixie.get('/api/v1/review')).json.text, /^Your week from /);
  assert.match((await pixie.cli('brief', '2040-02-01')).stdout, /Pay the rent/);
  assert.match((await pixie.cli('brief', '--week')).stdout, /Your week from /);
  assert.equal(JSON.parse((await pixie.cli('brief', '2040-02-01', '--json')).stdout).day, '2040-02-01');
  await assert.rejects(pixie.cli('brief', 'soon'), /such as 2026-01-16/);
});

test('the brief comes at the time that was chosen, into the conversation too', async () => {
  // Eight in the morning in Berlin, to the second: the usual hour of the brief is past, the one that is chosen has come.
  const early = await Pixie.start({ options: ['--now', '2030-03-05T07:00:00Z'] });
  const { token } = await early.addUser('Early');
  const own = await early.socket({ token });
  assert.equal((await early.patch('/api/v1/me/notification-settings', { brief_time: '08:00' }, { token })).status, 200);
  await until(own, () => own.seen.some(([name]) => name === 'chat:message') && own.seen.some(([name]) => name === 'notification'), 'the brief');
  const [row] = (await early.get('/api/v1/notifications?kind=brief', { token })).json.items;
  assert.equal(row.planned, '2030-03-05T07:00:00Z');
  assert.match(row.text, /^Good morning, Early\./);
  const said = (await early.get('/api/v1/messages', { token })).json.items;
  assert.equal(said.at(-1).text, row.text);
  assert.equal(said.at(-1).role, 'assistant');
  own.close();
  await early.stop();
});
