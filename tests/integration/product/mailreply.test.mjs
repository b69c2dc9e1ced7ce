// SPDX-License-Identifier: Apache-2.0
// A brief that comes by mail is answered: "done 2", "move 1 to Friday"; from the person's own address, in answer to that mail, once.
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
  await until(async () => (await pixie.get('/api/v1/mail/messages')).json.items.length >= 4, 60);
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
  const known = async (count) => until(async () => (await pixie.get('/api/v1/mail/messages')).json.items.length >= count, 60);
  const { messageId } = mails.find(({ rcpt, text }) => rcpt === address && /Pay rent/.test(text)), before = (await pixie.get('/api/v1/mail/messages')).json.items.length;
  dovecot.deliver(report(messageId.replace(/\.[^.@]{22}@/, '.AAAAAAAAAAAAAAAAAAAAAA@')));
  dovecot.deliver(report(messageId, { action: 'delayed', status: '4.4.1' }));
  await known(before + 2);
  dovecot.deliver(report(messageId));
  const [problem] = await until(async () => { const all = await problems(); return all.length && all; }, 60);
  assert.match(problem.title, /Mail to nina@example\.com comes back/);
  assert.match(problem.text, /user unknown/);
  assert.equal((await settings()).bounced, address);
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
