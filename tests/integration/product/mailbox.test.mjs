// SPDX-License-Identifier: Apache-2.0
// Mailboxes that Pixie reads, on a real Dovecot: each mail once, whatever breaks, and a status that says what is wrong.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cutter, Dovecot, hasDovecot, mail, until } from './dovecot.mjs';
import { Pixie } from './harness.mjs';

const options = { skip: hasDovecot ? false : 'dovecot-imapd is not installed', timeout: 300000 };
let pixie, dovecot, cutter;
before(async () => {
  if (!hasDovecot) return;
  dovecot = await Dovecot.start();
  cutter = await Cutter.start(dovecot.imaps);
  pixie = await Pixie.start({ options: ['--private-addresses', 'true', '--mail-ca', dovecot.cert, '--mail-poll-s', '5'] });
});
after(async () => {
  await pixie?.stop();
  await cutter?.stop();
  await dovecot?.stop();
});

const account = async (id) => (await pixie.get(`/api/v1/mail/accounts/${id}`)).json;
const mails = async (id) => (await pixie.get(`/api/v1/mail/messages?account_id=${id}&limit=1000`)).json.items;
const add = async (body) => {
  const answer = await pixie.post('/api/v1/mail/accounts', { address: 'anna@example.com', host: 'localhost', port: dovecot.imaps,
    user: 'anna', password: 'geheim', ...body });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
};
const idle = (count) => until(async () => (await pixie.get('/metrics')).text.includes(`pixie_mailboxes_idle ${count}\n`));
const inState = (id, state) => until(async () => { const row = await account(id); return row.state === state && row; });
/** Pixie hangs up, too. */
const remove = async (id) => {
  assert.equal((await pixie.delete(`/api/v1/mail/accounts/${id}`)).status, 204);
  await idle(0);
};

test('an account is added, tested, changed; its password never comes back', options, async () => {
  const { id } = await add({ enabled: false });
  assert.equal((await account(id)).state, 'off');
  for (const path of [`/api/v1/mail/accounts/${id}`, '/api/v1/mail/accounts']) assert.ok(!(await pixie.get(path)).text.includes('geheim'));
  assert.deepEqual((await pixie.post(`/api/v1/mail/accounts/${id}/test`)).json, { ok: true, problem: null, folders: ['INBOX'] });
  const changed = await pixie.patch(`/api/v1/mail/accounts/${id}`, { host: 'elsewhere.example' });
  assert.deepEqual([changed.status, changed.json.field], [422, 'password'], 'another server does not get the old password');
  assert.equal((await pixie.post('/api/v1/mail/accounts', { address: 'anna@example.com', host: 'localhost', port: dovecot.imaps, user: 'anna',
    password: 'x' })).status, 409);
  assert.equal((await pixie.post('/api/v1/mail/accounts', { address: 'no address', host: 'localhost', password: 'x' })).json.field, 'address');
  const wrong = await add({ user: 'nobody', enabled: false });
  const tested = (await pixie.post(`/api/v1/mail/accounts/${wrong.id}/test`)).json;
  assert.equal(tested.ok, false);
  assert.match(tested.problem, /refused the sign-in/);
  await remove(wrong.id);
  await remove(id);
});

test('what arrives is taken at once, and what was there before is not', options, async () => {
  dovecot.deliver(mail({ subject: 'Old' }));
  const { id } = await add({});
  await inState(id, 'ok');
  await idle(1);
  dovecot.deliver(mail({ subject: 'Grüße aus Köln', from: 'Ben Müller <ben@example.com>' }));
  const started = Date.now();
  const [row] = await until(async () => { const list = await mails(id); return list.length && list; });
  assert.ok(Date.now() - started < 4000, 'IDLE told of it before a poll would have');
  assert.deepEqual([row.subject, row.sender, row.sender_name, row.folder, row.state], ['Grüße aus Köln', 'ben@example.com', 'Ben Müller', 'INBOX', 'read']);
  await sleep(300);
  assert.equal((await mails(id)).length, 1);
  await remove(id);
});

test('mails of days before, in folders chosen, STARTTLS', options, async () => {
  dovecot.deliver(mail({ subject: 'In a folder' }), { folder: 'Rechnungen' });
  const { id } = await add({ port: dovecot.imap, security: 'starttls', back_days: 3, folders: ['INBOX', 'Rechnungen', 'Gone'] });
  const row = await inState(id, 'ok');
  assert.match(row.problem, /Gone can't be opened/);
  await until(async () => (await mails(id)).length === 3);
  assert.deepEqual(new Set((await mails(id)).map(({ folder }) => folder)), new Set(['INBOX', 'Rechnungen']));
  await remove(id);
});

test('a restart of either side, and a cut in the middle of a fetch, lose nothing and take nothing twice', options, async () => {
  const { id } = await add({ port: cutter.port });
  await inState(id, 'ok');
  const body = `${'All work and no play makes mails long.\n'.repeat(2000)}`;
  cutter.after = 200000; // in the middle of the third mail or so
  for (let i = 0; i < 12; i++) dovecot.deliver(mail({ subject: `Long ${i}`, body }));
  await until(() => cutter.cuts > 0);
  const broken = await until(async () => { const row = await account(id); return row.state === 'unreachable' && row; });
  assert.match(broken.problem, /closed the connection|broke/);
  assert.ok(broken.failures > 0 && Date.parse(broken.next) > Date.now());
  cutter.after = Infinity;
  await pixie.post(`/api/v1/mail/accounts/${id}/read`);
  await until(async () => (await mails(id)).length === 12);
  await dovecot.halt();
  await dovecot.launch();
  dovecot.deliver(mail({ subject: 'After the restart of Dovecot' }));
  await pixie.post(`/api/v1/mail/accounts/${id}/read`);
  await until(async () => (await mails(id)).length === 13);
  await pixie.kill();
  dovecot.deliver(mail({ subject: 'While Pixie was down' }));
  await pixie.launch();
  await until(async () => (await mails(id)).length === 14);
  const subjects = (await mails(id)).map(({ subject }) => subject);
  assert.equal(new Set(subjects).size, 14);
  await remove(id);
});

test('a slow server is read in several visits of a limited time, each mail once', options, async () => {
  await pixie.stop();
  pixie.options.push('--mail-visit-s', '1');
  await pixie.launch();
  const visits = async () => Number((await pixie.get('/metrics')).text.match(/^pixie_mailbox_visits_total (\d+)/m)[1]);
  const { id } = await add({ port: cutter.port });
  await inState(id, 'ok');
  const before = await visits();
  cutter.delay = 30;
  const body = `${'All work and no play makes mails long.\n'.repeat(25000)}`; // 1 MB: four of them are asked for by one command
  for (let i = 0; i < 12; i++) dovecot.deliver(mail({ subject: `Slow ${i}`, body }));
  await until(async () => (await mails(id)).length === 12);
  cutter.delay = 0;
  assert.equal(new Set((await mails(id)).map(({ subject }) => subject)).size, 12);
  assert.ok((await visits()) - before >= 3, 'it took several visits');
  assert.equal((await account(id)).failures, 0);
  await remove(id);
});

test('a folder that is numbered anew is looked through, and known mails are not taken again', options, async () => {
  const { id } = await add({});
  await inState(id, 'ok');
  for (let i = 0; i < 3; i++) dovecot.deliver(mail({ subject: `Before ${i}` }));
  await until(async () => (await mails(id)).length === 3);
  await dovecot.renumber();
  dovecot.deliver(mail({ subject: 'After' }));
  await pixie.post(`/api/v1/mail/accounts/${id}/read`);
  await until(async () => (await mails(id)).some(({ subject }) => subject === 'After'));
  const subjects = (await mails(id)).map(({ subject }) => subject).filter((one) => /^(Before|After)/.test(one));
  assert.deepEqual(subjects.filter((one) => one === 'After' || one.startsWith('Before')).sort(), ['After', 'Before 0', 'Before 1', 'Before 2']);
  await remove(id);
});

test('a wrong password is said, is not tried all the time, and the right one mends it', options, async () => {
  const { id } = await add({});
  await inState(id, 'ok');
  dovecot.setPassword('changed');
  await dovecot.halt();
  await dovecot.launch();
  await pixie.post(`/api/v1/mail/accounts/${id}/read`);
  const row = await until(async () => {
    const now = await account(id);
    if (now.state === 'unreachable') await pixie.post(`/api/v1/mail/accounts/${id}/read`);
    return now.state === 'refused' && now;
  });
  assert.match(row.problem, /refused the sign-in/);
  assert.ok(Date.parse(row.next) - Date.now() > 10 * 60 * 1000);
  assert.equal((await pixie.patch(`/api/v1/mail/accounts/${id}`, { password: 'changed' })).status, 200);
  await inState(id, 'ok');
  dovecot.setPassword('geheim');
  await remove(id);
});

test('a port at which something else answers is told as that', options, async () => {
  const open = new Set();
  const web = createServer((socket) => { open.add(socket); socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'); });
  await new Promise((resolve) => web.listen(0, '127.0.0.1', resolve));
  for (const [port, security, state, problem] of [[dovecot.imap, 'tls', 'unreachable', /no TLS could be begun at port \d+ of localhost: is it another port, or STARTTLS\?/],
    [web.address().port, 'tls', 'unreachable', /no TLS could be begun/], [web.address().port, 'starttls', 'refused', /does not speak IMAP/]]) {
    const { id } = (await pixie.post('/api/v1/mail/accounts', { address: 'port@example.com', host: 'localhost', port, security, user: `u${port}`, password: 'geheim' })).json;
    const seen = await until(async () => { const { json } = await pixie.get(`/api/v1/mail/accounts/${id}`); return json.state !== 'new' && json; }, 60);
    assert.equal(seen.state, state);
    assert.match(seen.problem, problem);
    await pixie.delete(`/api/v1/mail/accounts/${id}`);
  }
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => web.close(resolve));
});

test('XOAUTH2: a token is got, got anew when it is taken back, and a dead refresh token is said', options, async () => {
  const tokens = { auth: 'xoauth2', token_url: `https://localhost:${dovecot.tokenPort}/token`, client_id: 'pixie', refresh_token: 'refresh me', password: undefined };
  assert.equal((await pixie.post('/api/v1/mail/accounts', { address: 'anna@example.com', host: 'localhost', auth: 'xoauth2', refresh_token: 'x',
    token_url: 'http://localhost/token', client_id: 'pixie' })).json.field, 'token_url', 'not without TLS');
  const { id } = await add(tokens);
  await inState(id, 'ok');
  const before = dovecot.refreshed; // one, unless a busy Dovecot asked for the token too late
  assert.ok(before >= 1);
  dovecot.tokens.clear();
  await dovecot.halt();
  await idle(0);
  await dovecot.launch();
  dovecot.deliver(mail({ subject: 'By token' }));
  await pixie.post(`/api/v1/mail/accounts/${id}/read`);
  await until(async () => (await mails(id)).length === 1);
  assert.ok(dovecot.refreshed > before);
  await pixie.patch(`/api/v1/mail/accounts/${id}`, { refresh_token: 'no more' });
  assert.match((await inState(id, 'refused')).problem, /invalid_grant/);
  await remove(id);
});

test('reading changes nothing in the mailbox: no mail is seen, moved or gone', options, async () => {
  const { id } = await add({});
  await inState(id, 'ok');
  const before = dovecot.mailFiles().length;
  dovecot.deliver(mail({ subject: 'Not seen yet' }));
  await until(async () => (await mails(id)).some(({ subject }) => subject === 'Not seen yet'));
  const files = dovecot.mailFiles();
  assert.equal(files.length, before + 1);
  assert.deepEqual(files.filter((name) => /:2,./.test(name)), [], 'mails with flags');
  await remove(id);
});

test('a server without IDLE is asked every few seconds', options, async () => {
  await dovecot.offerIdle(false);
  const { id } = await add({});
  await inState(id, 'ok');
  for (let i = 0; i < 2; i++) {
    dovecot.deliver(mail({ subject: `Polled ${i}` }));
    await until(async () => (await mails(id)).length === i + 1, 30);
  }
  assert.match((await pixie.get('/metrics')).text, /^pixie_mailboxes_idle 0$/m, 'nobody listens');
  await remove(id);
  await dovecot.offerIdle(true);
});

test('a mail of more than 25 MB is named and not read, and those around it are', options, async () => {
  const { id } = await add({});
  await inState(id, 'ok');
  await idle(1);
  dovecot.deliver(mail({ subject: 'Before the large one' }));
  dovecot.deliver(mail({ subject: 'Large', body: `${'All work and no play makes mails long.\n'.repeat(700000)}` })); // 27 MB
  dovecot.deliver(mail({ subject: 'After the large one' }));
  await until(async () => (await mails(id)).length === 3);
  const rows = await mails(id);
  const large = rows.find(({ problem }) => problem);
  assert.match(large.problem, /larger than 25 MB/);
  assert.deepEqual(rows.filter(({ problem }) => !problem).map(({ subject, state }) => [subject, state]).sort(),
    [['After the large one', 'read'], ['Before the large one', 'read']]);
  assert.equal((await account(id)).state, 'ok');
  await remove(id);
});
