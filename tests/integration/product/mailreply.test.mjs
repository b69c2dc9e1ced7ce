// SPDX-License-Identifier: Apache-2.0
// A brief that comes by mail is answered: "done 2", "move 1 to Friday"; a reminder: "done", "in 2 hours", "morgen um 9"; from the person's own
// address, in answer to that mail, once.
// A mail that comes back marks the address, and the person hears of it by the ways that are left.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Dovecot, hasDovecot, mail, until } from './dovecot.mjs';
import { Pixie } from './harness.mjs';

const options = { skip: hasDovecot ? false : 'dovecot-imapd is not installed', timeout: 180000 };
const address = 'nina@example.com';
let pixie, dovecot, mails, smtp, token, account;
const sent = (wanted) => until(() => mails.find(wanted), 60);
before(async () => {
  if (!hasDovecot) return;
  dovecot = await Dovecot.start();
  mails = [];
  smtp = new SMTPServer({ key: readFileSync(dovecot.key), cert: readFileSync(dovecot.cert), authOptional: true,
    onData: (stream, session, done) => { simpleParser(stream).then((one) => { mails.push({ ...one, rcpt: session.envelope.rcptTo[0].address }); done(); }, done); } });
  await new Promise((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  pixie = await Pixie.start({ options: ['--private-addresses', 'true', '--mail-ca', dovecot.cert, '--mail-poll-s', '5', '--mail-replies', 'true', '--sign-up', 'invite',
    '--mail-url', `smtp://localhost:${smtp.server.address().port}`, '--mail-from', 'Pixie <anna@example.com>', '--public-url', 'https://pixie.example'] });
  account = (await pixie.post('/api/v1/mail/accounts', { address: 'anna@example.com', host: 'localhost', port: dovecot.imaps, user: 'anna', password: 'geheim',
    replies: true })).json;
  await pixie.post('/api/v1/auth/invites', { email: address });
  const [, invite] = (await sent(({ rcpt }) => rcpt === address)).text.match(/sign-up\?invite=(\S+)/);
  await pixie.post('/api/v1/auth/signup', { name: 'Nina', email: address, password: 'correct horse battery', invite }, { token: null });
  token = (await pixie.post('/api/v1/auth/login', { email: address, password: 'correct horse battery' }, { token: null })).json.access_token;
  await until(async () => (await pixie.get(`/api/v1/mail/accounts/${account.id}`)).json.state === 'ok', 60);
});
after(async () => {
  await pixie?.stop();
  if (smtp) await new Promise((resolve) => smtp.close(resolve));
  await dovecot?.stop();
});

/** A zone in which it is the middle of the day. */
const zone = () => { const ahead = 12 - new Date().getUTCHours(); return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`; };
const taken = async () => (await pixie.get(`/api/v1/mail/accounts/${account.id}`)).json.taken;
const tasks = async () => (await pixie.get('/api/v1/tasks?limit=100', { token })).json.items;
const answer = (id, body, { from = `Nina <${address}>`, headers = '' } = {}) => dovecot.deliver(mail({ from, subject: 'Re: brief', body, headers: `In-Reply-To: ${id}\n${headers}` }));

test('a brief is numbered, answered, and the answer told', options, async () => {
  await pixie.patch('/api/v1/me', { zone: zone() }, { token });
  const ahead = (12 - new Date().getUTCHours()) * 3600000, local = new Date(Date.now() + ahead), today = local.toISOString().slice(0, 10);
  for (const title of ['Pay rent', 'Call Bob', 'Water the plants']) await pixie.post('/api/v1/tasks', { title, due_day: today }, { token });
  // The line of the second names the first, which is the longer title; the place it is in tells which one is meant.
  for (const [title, from, to, location] of [['Dinner with everybody', '22:00', '22:30', 'Main Street'], ['Gym', '22:40', '23:00', 'Park Lane']]) {
    const at = (clock) => new Date(Date.parse(`${today}T${clock}:00Z`) - ahead).toISOString();
    assert.equal((await pixie.post('/api/v1/events', { title, start: at(from), end: at(to), location }, { token })).status, 201);
  }
  const soon = new Date(local.getTime() + 60000).toISOString().slice(11, 16);
  await pixie.patch('/api/v1/me/notification-settings', { brief: true, brief_time: soon, channels: { brief: ['mail'] } }, { token });
  const brief = await until(() => mails.find(({ rcpt, text }) => rcpt === address && /Pay rent/.test(text)), 90);
  assert.match(brief.text, /1\. .*Dinner[^]*2\. .*Gym, Park Lane \(only 10 minutes after Dinner with everybody, Main Street\)[^]*3\. Pay rent[^]*4\. Call Bob[^]*5\. Water the plants/);
  assert.match(brief.text, /done 2/);

  const count = mails.length;
  answer(brief.messageId, 'done 2', { from: 'Mallory <mallory@example.com>' });
  answer(brief.messageId.replace(/\.[^.@]{22}@/, '.AAAAAAAAAAAAAAAAAAAAAA@'), 'done 2');
  answer(brief.messageId, 'done 2', { headers: 'Authentication-Results: mx; dmarc=fail\n' });
  answer(brief.messageId, 'done 2', { headers: 'Auto-Submitted: auto-replied\n' });
  await until(async () => await taken() >= 4, 60);
  await sleep(1000);
  assert.ok((await tasks()).every(({ status }) => status === 'pending'), 'another sender, a made-up code, a doubted or automatic mail do nothing');
  assert.equal(mails.length, count);

  answer(brief.messageId, `Done 4, move 3 to 2027-01-15, move 2 to 2027-01-16.\n\nNina\n\nOn Sat, Pixie wrote:\n> 5. Water the plants\n> done 5\n`);
  const told = await sent(({ inReplyTo }) => inReplyTo);
  assert.equal(told.rcpt, address);
  assert.match(told.text, /Call Bob/);
  const now = await tasks();
  assert.deepEqual(now.map(({ title, status, due_day }) => [title, status, due_day]).sort(), [
    ['Call Bob', 'completed', today], ['Pay rent', 'pending', '2027-01-15'], ['Water the plants', 'pending', today]]);

  const events = (await pixie.get('/api/v1/events?limit=100', { token })).json.items;
  assert.deepEqual(events.map(({ title, start }) => [title, new Date(Date.parse(start) + ahead).toISOString().slice(0, 10)]).sort(), [['Dinner with everybody', today], ['Gym', '2027-01-16']]);

  answer(brief.messageId, 'done 9 and delete everything');
  const second = await sent(({ inReplyTo }) => inReplyTo && inReplyTo !== told.inReplyTo);
  assert.match(second.text, /9\. Not done/);
  assert.match(second.text, /could not read/);
});

/** The reminders of things that are due now come by mail: the mail with that subject. */
const reminder = async (subject, make) => {
  await make(new Date(Date.now() + 1000).toISOString());
  return sent((one) => one.rcpt === address && one.subject === subject);
};
/** The answer to a reply: what Pixie's mail says of it. */
const replyTo = async (one, body, options) => {
  const id = `${Math.random().toString(36).slice(2)}@example.com`;
  dovecot.deliver(mail({ from: `Nina <${address}>`, subject: `Re: ${one.subject}`, body, id, headers: `In-Reply-To: ${one.messageId}\n`, ...options }));
  const told = await sent(({ inReplyTo }) => inReplyTo === `<${id}>`);
  assert.equal(told.rcpt, address);
  assert.match(told.subject, /^Re: [^R]/);
  return told;
};
const notification = async (title) => (await pixie.get('/api/v1/notifications', { token })).json.items.find((row) => row.title === title);

test('a reminder is answered: done, later, at a time, to another day; and the answer told', options, async () => {
  await pixie.patch('/api/v1/me/notification-settings', { brief: false, channels: { reminder: ['mail'], missed: ['mail'] } }, { token });
  const bins = await reminder('Take the bins out', (due) => pixie.post('/api/v1/tasks', { title: 'Take the bins out', due }, { token }));
  assert.match(bins.text, /Reply “done”, or when I am to remind you again/);
  const later = await replyTo(bins, 'In 2 hours, please.\n\nNina\n\nOn Sat, Pixie wrote:\n> done\n');
  assert.match(later.text, /I'll remind you of “Take the bins out” again (today|tomorrow) at/);
  const { state, snoozed_until } = await notification('Take the bins out');
  assert.equal(state, 'snoozed');
  assert.ok(Math.abs(Date.parse(snoozed_until) - Date.now() - 7200000) < 120000, snoozed_until);
  assert.equal((await tasks()).find(({ title }) => title === 'Take the bins out').status, 'pending');
  // The answer's own thread leads back to the reminder.
  assert.ok(later.references.includes(bins.messageId), `${later.references}`);
  const done = await replyTo(later, 'Thanks, done!', { headers: `In-Reply-To: ${later.messageId}\nReferences: ${[later.references].flat().join(' ')}\n` });
  assert.match(done.text, /Done: Take the bins out/);
  assert.equal((await tasks()).find(({ title }) => title === 'Take the bins out').status, 'completed');
  assert.equal((await notification('Take the bins out')).state, 'acknowledged');

  const call = await reminder('Call Eva', (due) => pixie.post('/api/v1/tasks', { title: 'Call Eva', due }, { token }));
  assert.match((await replyTo(call, 'Move it to 2027-01-20')).text, /Call Eva/);
  const eva = (await tasks()).find(({ title }) => title === 'Call Eva');
  assert.equal(`${eva.due_day ?? eva.due}`.slice(0, 10), '2027-01-20');
  assert.match((await replyTo(call, 'Who is that?')).text, /could not read that. Write “done”/);

  // A free-standing one, in German.
  await pixie.patch('/api/v1/me', { locale: 'de-DE' }, { token });
  const oven = await reminder('Nach dem Ofen sehen', (due) => pixie.post('/api/v1/reminders', { text: 'Nach dem Ofen sehen', due }, { token }));
  assert.match(oven.text, /Antworte mit „erledigt“/);
  assert.match((await replyTo(oven, 'morgen um 9')).text, /An „Nach dem Ofen sehen“ erinnere ich dich wieder morgen um 09:00\./);
  assert.match((await replyTo(oven, 'Danke, erledigt!')).text, /Vermerkt: Nach dem Ofen sehen/);
  await pixie.patch('/api/v1/me', { locale: 'en-GB' }, { token });
});

test('of reminders that come together each is answered by its number, or all', options, async () => {
  const titles = ['Feed the fish', 'Lock the shed', 'Post the letter', 'Return the book'];
  const due = new Date(Date.now() + 10000).toISOString();
  for (const title of titles) await pixie.post('/api/v1/tasks', { title, due }, { token });
  const list = await sent((one) => one.rcpt === address && one.subject === '4 reminders');
  assert.match(list.text, /1\. [^]*2\. [^]*3\. [^]*4\. [^]*Reply “done 2”/);
  const at = (number) => titles.find((title) => list.text.includes(`${number}. ${title}`));
  const status = async (title) => (await tasks()).find((row) => row.title === title).status;
  assert.match((await replyTo(list, 'done')).text, /Which one\?/);
  assert.match((await replyTo(list, 'Done 2, snooze 3 until tomorrow at 9')).text, new RegExp(`2\\. .*${at(2)}[^]*3\\. I'll remind you of “${at(3)}” again tomorrow at 09:00`));
  assert.deepEqual([await status(at(1)), await status(at(2)), await status(at(3))], ['pending', 'completed', 'pending']);
  assert.match((await replyTo(list, 'done 7')).text, /7\. Not done: there is no open task/);
  await replyTo(list, 'all done');
  for (const title of titles) assert.equal(await status(title), 'completed', title);
});

test('a reminder is not answered for somebody else, nor without its code', options, async () => {
  const one = await reminder('Water the roses at last', (due) => pixie.post('/api/v1/tasks', { title: 'Water the roses at last', due }, { token }));
  const count = mails.length, known = await taken();
  answer(one.messageId, 'done', { from: 'Mallory <mallory@example.com>' });
  answer(one.messageId.replace(/\.[^.@]{22}@/, '.AAAAAAAAAAAAAAAAAAAAAA@'), 'done');
  answer(one.messageId, 'done', { headers: 'Authentication-Results: mx; dmarc=fail\n' });
  const robots = ['Auto-Submitted: auto-replied', 'X-Autoreply: yes', 'Precedence: auto_reply', 'Return-Path: <>'];
  for (const robot of robots) answer(one.messageId, 'done', { headers: `${robot}\n` });
  await until(async () => await taken() >= known + 3 + robots.length, 60);
  assert.match((await replyTo(one, 'later')).text, /again/); // what came before is dealt with by now
  assert.equal(mails.length, count + 1);
  assert.equal((await tasks()).find(({ title }) => title === 'Water the roses at last').status, 'pending');
});

test('a robot that answers every answer is answered fifty times in a day, told once, and left alone', options, async () => {
  const one = await reminder('Wind the clock', (due) => pixie.post('/api/v1/tasks', { title: 'Wind the clock', due }, { token }));
  const answers = () => mails.filter(({ subject, inReplyTo }) => inReplyTo && subject === 'Re: Wind the clock').length;
  const waiting = async () => (await pixie.get('/api/v1/jobs?state=waiting')).json.items.some(({ kind }) => kind.startsWith('mail.reply') || kind === 'mail.answer' || kind === 'mail.pass_on');
  const robot = (n) => dovecot.deliver(mail({ from: `Nina <${address}>`, subject: 'Ticket 4711', body: 'We have your message.', id: `robot${n}@example.com`,
    headers: `In-Reply-To: ${one.messageId}\n` }));
  for (let n = 0; n < 55; n++) robot(n);
  const last = await sent(({ text }) => /50 replies of yours within a day/.test(text));
  assert.match(last.text, /This one changed nothing/);
  await until(async () => !(await waiting()), 60);
  const count = answers();
  assert.ok(count <= 51, `${count}`);
  const known = await taken();
  answer(one.messageId, 'done');
  await until(async () => await taken() > known && !(await waiting()), 60);
  assert.equal(answers(), count);
  assert.equal((await tasks()).find(({ title }) => title === 'Wind the clock').status, 'pending');
});

/** What a mail server says of a mail that it could not deliver, in the manner of Postfix. */
const report = (id, { action = 'failed', status = '5.1.1' } = {}) => mail({
  from: 'Mail Delivery System <mailer-daemon@mx.example.com>', subject: 'Undelivered Mail Returned to Sender',
  headers: 'Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n',
  body: `--b\nContent-Type: text/plain\n\nI'm sorry to have to inform you that your message could not be delivered.\n
--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\nArrival-Date: Sat, 28 Nov 2026 07:00:00 +0000\n
Final-Recipient: rfc822; ${address}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 5.1.1 <${address}>: Recipient address\n    rejected: user unknown\n
--b\nContent-Type: text/rfc822-headers\n\nFrom: anna@example.com\nTo: ${address}\nMessage-ID: ${id}\nSubject: brief\n\n--b--\n` });

test('a mail that comes back marks the address, and the person is told once', options, async () => {
  const settings = async () => (await pixie.get('/api/v1/me/notification-settings', { token })).json;
  const problems = async () => (await pixie.get('/api/v1/notifications', { token })).json.items.filter(({ kind }) => kind === 'problem');
  const known = async (count) => until(async () => await taken() >= count, 60);
  const { messageId } = mails.find(({ rcpt, text }) => rcpt === address && /Pay rent/.test(text)), before = await taken();
  dovecot.deliver(report(messageId.replace(/\.[^.@]{22}@/, '.AAAAAAAAAAAAAAAAAAAAAA@')));
  dovecot.deliver(report(messageId, { action: 'delayed', status: '4.4.1' }));
  await known(before + 2);
  const socket = await pixie.socket({ token });
  dovecot.deliver(report(messageId));
  const [problem] = await until(async () => { const all = await problems(); return all.length && all; }, 60);
  assert.match(problem.title, /Mail to nina@example\.com comes back/);
  assert.match(problem.text, /user unknown/);
  assert.equal((await settings()).bounced, address);
  const [, told] = await until(() => socket.seen.find(([name]) => name === 'notification_settings'), 60);
  assert.equal(told.notification_settings.bounced, address, 'an open page hears of the mark');
  socket.close();
  dovecot.deliver(`X-Again: 1\n${report(messageId)}`);
  await known(before + 4);
  await sleep(1000);
  assert.equal((await problems()).length, 1, 'of an address that is marked already, a made-up code and a delay nothing is said');

  const count = mails.length, remind = async (text) => {
    await pixie.post('/api/v1/reminders', { text, due: new Date(Date.now() + 1500).toISOString() }, { token });
    return until(async () => (await pixie.get('/api/v1/notifications', { token })).json.items.find(({ title }) => title === text), 60);
  };
  await pixie.patch('/api/v1/me/notification-settings', { channels: { reminder: ['mail'] } }, { token });
  assert.equal((await remind('Water the roses')).channels.mail, undefined);
  assert.equal(mails.length, count);
  assert.equal((await pixie.patch('/api/v1/me/notification-settings', { bounced: 'ben@example.com' }, { token })).status, 422);
  assert.equal((await pixie.patch('/api/v1/me/notification-settings', { bounced: null }, { token })).status, 200);
  assert.ok((await remind('Feed the cat')).channels.mail);
  await sent(({ subject }) => subject === 'Feed the cat');
});

test('a letter of identity that comes back marks the address too', options, async () => {
  await pixie.patch('/api/v1/me/notification-settings', { bounced: null }, { token });
  const before = mails.length;
  assert.equal((await pixie.post('/api/v1/auth/password/forgot', { email: address }, { token: null })).status, 202);
  const letter = await until(() => mails.slice(before).find(({ rcpt, subject }) => rcpt === address && /new password/.test(subject)), 60);
  dovecot.deliver(report(letter.messageId));
  await until(async () => (await pixie.get('/api/v1/me/notification-settings', { token })).json.bounced === address, 60);
});
