// SPDX-License-Identifier: Apache-2.0
// A page of the web app: a link lets the owner in the first time; it holds no token, the session cookie lets its socket in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { setCookies } from '../cookies.mjs';
import { eventually, Pixie, until } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start({ options: ['--sign-up', 'open', '--rate-login', '10000', '--origins', 'https://app.example'] }); });
after(() => pixie.stop());

const none = { token: null };
const password = 'correct horse battery staple';
let people = 0;

/** A browser that has logged in: its cookies and what it sends to change things. */
async function browser() {
  const email = `page${people++}@example.org`;
  await pixie.post('/api/v1/auth/signup', { name: 'A Person', email, password }, none);
  const answer = await pixie.post('/api/v1/auth/login', { email, password, cookies: true }, none);
  assert.equal(answer.status, 200, answer.text);
  return pageOf(answer);
}

/** What a page does with the answer to a login. */
function pageOf(answer) {
  const jar = Object.fromEntries(setCookies(answer.headers).map((line) => line.match(/^([^=]+)=([^;]*)/).slice(1)));
  const cookie = Object.entries(jar).map(([name, value]) => `${name}=${value}`).join('; ');
  return { cookie, jar, options: { token: null, headers: { cookie, 'x-csrf-token': jar['pixie-csrf'] } } };
}

const join = (cookie, more = {}, transports = ['websocket']) =>
  pixie.socket({ auth: {}, transports, extraHeaders: { cookie, ...more } });

for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']]) {
  test(`a socket joins by the session cookie over ${transports.join(' then ')}`, async () => {
    const page = await browser();
    const socket = await join(page.cookie, { origin: pixie.url }, transports);
    const { json } = await pixie.post('/api/v1/tasks', { title: 'Seen by the page' }, page.options);
    await until(socket, () => socket.seen.some(([name, payload]) => name === 'task' && payload.task.id === json.id));
    assert.equal((await socket.timeout(10000).emitWithAck('sync', { since: 0 })).ok, true);
    assert.equal((await socket.timeout(10000).emitWithAck('chat:send', { text: 'buy stamps tomorrow' })).ok, true);
    socket.close();
  });
}

test('another origin has to send a token, also one that may call us', async () => {
  const { cookie } = await browser();
  await assert.rejects(join(cookie, { origin: 'https://app.example' }), /send a token/);
  await assert.rejects(join(cookie, { origin: pixie.url, 'sec-fetch-site': 'same-site' }), /send a token/);
  await assert.rejects(join(cookie, { origin: 'https://evil.example' }), /websocket error|403/);
  const socket = await join(cookie, { origin: pixie.url, 'sec-fetch-site': 'same-origin' });
  socket.close();
});

test('a cookie that is none, an ended session and a socket without a cookie are refused', async () => {
  await assert.rejects(join('pixie=nonsense'), /not valid/);
  await assert.rejects(join('other=1'), /send a token/);
  const page = await browser();
  assert.equal((await pixie.post('/api/v1/auth/logout', undefined, page.options)).status, 204);
  await assert.rejects(join(page.cookie), /not valid/);
});

test('logging out cuts the page\'s sockets', async () => {
  const page = await browser();
  const socket = await join(page.cookie);
  const gone = new Promise((resolve) => socket.once('disconnect', resolve));
  assert.equal((await pixie.post('/api/v1/auth/logout', undefined, page.options)).status, 204);
  assert.equal(await gone, 'io server disconnect');
});

test('a token that the page sends counts more than its cookie', async () => {
  const page = await browser();
  await assert.rejects(pixie.socket({ token: 'pxp_wrong', transports: ['websocket'], extraHeaders: { cookie: page.cookie } }), /not valid/);
});

test('the link that serve prints lets the owner in once, until there is a password', async () => {
  const web = await mkdtemp(path(tmpdir(), 'pixie-web-'));
  await writeFile(path(web, 'index.html'), '<!doctype html>');
  const folder = await mkdtemp(path(tmpdir(), 'pixie-data-'));
  const server = await Pixie.start({ folder, options: ['--web', web, '--rate-login', '1000'] });
  const redeem = (link, more = {}) => server.post('/api/v1/auth/welcome', { code: link.split('#')[1], ...more }, none);
  try {
    await eventually(() => server.greeting, (text) => /your token/.test(text), 'the greeting');
    const link = server.greeting.match(/http:\S+\/welcome#\S+/)[0];
    assert.ok(link.startsWith(`${server.url}/welcome#`));
    const answer = await redeem(link, { cookies: true });
    assert.equal(answer.status, 200, answer.text);
    assert.ok(!answer.json.access_token);
    const page = pageOf(answer);
    assert.equal((await redeem(link)).status, 401, 'it is spent');
    assert.equal((await redeem('#pxt_nonsense')).status, 401);
    assert.equal((await server.get('/api/v1/auth/sessions', page.options)).json.items[0].method, 'link');
    // A new link, by the command, ends the one before.
    const [one, two] = [(await server.cli('welcome')).stdout.trim(), (await server.cli('welcome', '--json')).stdout];
    assert.equal((await redeem(one)).status, 401);
    assert.equal((await redeem(JSON.parse(two).link)).status, 200);
    const me = await server.patch('/api/v1/me', { name: 'Ada', zone: 'Europe/Lisbon', email: 'ada@example.org' }, page.options);
    assert.deepEqual([me.status, me.json.name, me.json.zone], [200, 'Ada', 'Europe/Lisbon']);
    const admin = (await server.post('/api/v1/tokens', { name: 'backup', scopes: 'admin' })).json.token;
    assert.equal((await server.post('/api/v1/auth/welcome/link', {}, { token: admin })).status, 403, 'a link gives more than it has');
    const last = (await server.cli('welcome')).stdout.trim();
    assert.equal((await server.post('/api/v1/auth/password', { password }, page.options)).status, 200);
    assert.equal((await server.get('/api/v1/me', page.options)).status, 200, 'this session goes on');
    assert.equal((await redeem(last)).status, 401, 'there is a password now');
    await assert.rejects(server.cli('welcome'), /this account has a password/);
    assert.equal((await server.post('/api/v1/auth/login', { email: 'ada@example.org', password }, none)).status, 200);
    await server.stop();
    await server.launch();
    await eventually(() => server.greeting, (text) => /your token/.test(text), 'the greeting');
    assert.doesNotMatch(server.greeting, /welcome#/);
  } finally {
    await server.stop();
    for (const made of [web, folder]) await rm(made, { recursive: true });
  }
});

test('guessing codes is limited by address', async () => {
  const server = await Pixie.start({ options: ['--rate-login', '3'] });
  const seen = [];
  for (let i = 0; i < 5; i++) seen.push((await server.post('/api/v1/auth/welcome', { code: `pxt_${'a'.repeat(43)}` }, none)).status);
  assert.deepEqual(seen, [401, 401, 401, 429, 429]);
  await server.stop();
});
