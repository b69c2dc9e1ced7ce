// SPDX-License-Identifier: Apache-2.0
// A page of the web app: it holds no token, the session cookie lets its socket in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setCookies } from '../cookies.mjs';
import { Pixie, until } from './harness.mjs';

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
