// SPDX-License-Identifier: Apache-2.0
// What Pixie says by itself, from end to end: a reminder becomes a notification, by REST, socket and command line.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Pixie, until } from './harness.mjs';

let pixie, socket;
before(async () => {
  pixie = await Pixie.start();
  socket = await pixie.socket();
});
after(async () => {
  socket.close();
  await pixie.stop();
});

const soon = (ms) => new Date(Date.now() + ms).toISOString();
const heard = (title, verb = 'created') => until(socket, () => find(title, verb));
const find = (title, verb = 'created') => socket.seen.find(([name, event]) =>
  name === 'notification' && event.verb === verb && event.notification.title === title)?.[1].notification;

test('a task due soon is spoken of when it is due, with a number in the sequence of events', async () => {
  const { json: made } = await pixie.post('/api/v1/tasks', { title: 'Check the oven', due: soon(3600000) });
  const planned = (await pixie.get(`/api/v1/reminders?subject_id=${made.id}`)).json.items;
  assert.deepEqual(planned.map((row) => [row.subject, row.lead, row.due]), [['task', '-PT0S', made.due]]);
  const { json: task } = await pixie.patch(`/api/v1/tasks/${made.id}`, { due: soon(300) });
  await heard('Check the oven');
  const note = find('Check the oven');
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
  const { json: row } = await pixie.post('/api/v1/reminders', { text: 'Drink water', due: soon(300) });
  await heard('Drink water');
  const note = find('Drink water');
  const later = await pixie.post(`/api/v1/notifications/${note.id}/snooze`, { until: soon(400) });
  assert.equal(later.json.state, 'snoozed');
  await until(socket, () => socket.seen.filter(([name, event]) => name === 'notification' && event.verb === 'created' &&
    event.notification.subject_id === row.id).length === 2);
  for (const body of [{ for: 'soon' }, { until: '2020-01-01T00:00:00Z' }, { until: soon(1000), for: 'PT5M' }, { for: 'PT0S' }])
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
  const told = (count) => until(own, () => own.seen.filter(([name, event]) => name === 'notification' && event.verb === 'created').length === count);
  const { json: task } = await pixie.post('/api/v1/tasks', { title: 'Check the oven', due: soon(300) }, { token });
  await told(1);
  const off = await pixie.say('snooze 10 minutes', { token });
  assert.match(off.reply.text, /^Put off until /);
  const [later] = (await pixie.get(`/api/v1/reminders?subject_id=${task.id}`, { token })).json.items;
  assert.equal(later.lead, 'snooze');
  assert.ok(Math.abs(Date.parse(later.due) - Date.now() - 600000) < 30000);
  assert.match((await pixie.say('snooze until tomorrow morning', { token })).reply.text, /tomorrow/);
  const { json: other } = await pixie.post('/api/v1/tasks', { title: 'Water the plants', due: soon(300) }, { token });
  await told(2);
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
  await pixie.post('/api/v1/reminders', { text: 'Read me', due: soon(100) });
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
  for (let tries = 0; (await due()).length !== 2 && tries < 200; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(await due(), ['2040-01-09T10:00:00Z', '2040-01-10T09:00:00Z']);
  for (const [body, field] of [[{ event_leads: ['soon'] }, 'event_leads'], [{ quiet_from: '25:00', quiet_to: '07:00' }, 'quiet_from'],
    [{ quiet_from: '22:00' }, 'quiet_to'], [{ brief_days: ['xx'] }, 'brief_days'], [{ channels: { reminder: ['pigeon'] } }, 'channels'],
    [{ ntfy_url: 'ftp://x' }, 'ntfy_url']])
    assert.equal((await pixie.patch('/api/v1/me/notification-settings', body)).json.field, field);
});

test('the command line lists them and deals with them', async () => {
  await pixie.post('/api/v1/reminders', { text: 'From the shell', due: soon(100) });
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
});

test('the brief comes at the time that was chosen, into the conversation too', async () => {
  const { token } = await pixie.addUser('Early');
  const own = await pixie.socket({ token });
  // Somewhere where it is nine in the morning, and the next full minute: it is waited for at most that long.
  const hours = 9 - new Date().getUTCHours(), east = hours < -12 ? hours + 24 : hours; // zones go from 12 west to 14 east
  const zone = `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
  assert.equal((await pixie.patch('/api/v1/me', { zone }, { token })).status, 200);
  const clock = new Intl.DateTimeFormat('de-DE', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date(Date.now() + 60000));
  assert.equal((await pixie.patch('/api/v1/me/notification-settings', { brief_time: clock }, { token })).status, 200);
  await until(own, () => own.seen.some(([name]) => name === 'chat:message') && own.seen.some(([name]) => name === 'notification'));
  const [row] = (await pixie.get('/api/v1/notifications?kind=brief', { token })).json.items;
  assert.match(row.text, /^Good morning, Early\./);
  const said = (await pixie.get('/api/v1/messages', { token })).json.items;
  assert.equal(said.at(-1).text, row.text);
  assert.equal(said.at(-1).role, 'assistant');
  own.close();
});
