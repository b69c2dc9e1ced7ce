// SPDX-License-Identifier: Apache-2.0
// A brief that comes by mail is answered: "done 2", "move 1 to Friday"; from the person's own address, in answer to that mail, once.
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
  const local = new Date(Date.now() + (12 - new Date().getUTCHours()) * 3600000), today = local.toISOString().slice(0, 10);
  for (const title of ['Pay rent', 'Call Bob', 'Water the plants']) await pixie.post('/api/v1/tasks', { title, due_day: today }, { token });
  const soon = new Date(local.getTime() + 60000).toISOString().slice(11, 16);
  await pixie.patch('/api/v1/me/notification-settings', { brief: true, brief_time: soon, channels: { brief: ['mail'] } }, { token });
  const brief = await until(() => mails.find(({ rcpt, text }) => rcpt === address && /Pay rent/.test(text)), 90);
  assert.match(brief.text, /1\. Pay rent[^]*2\. Call Bob[^]*3\. Water the plants/);
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

  answer(brief.messageId, `Done 2, move 1 to 2027-01-15.\n\nNina\n\nOn Sat, Pixie wrote:\n> 3. Water the plants\n> done 3\n`);
  const told = await sent(({ inReplyTo }) => inReplyTo);
  assert.equal(told.rcpt, address);
  assert.match(told.text, /Call Bob/);
  const now = await tasks();
  assert.deepEqual(now.map(({ title, status, due_day }) => [title, status, due_day]).sort(), [
    ['Call Bob', 'completed', today], ['Pay rent', 'pending', '2027-01-15'], ['Water the plants', 'pending', today]]);

  answer(brief.messageId, 'done 9 and delete everything');
  const second = await sent(({ inReplyTo }) => inReplyTo && inReplyTo !== told.inReplyTo);
  assert.match(second.text, /9\. Not done/);
  assert.match(second.text, /could not read/);
});
