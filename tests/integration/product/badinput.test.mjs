// SPDX-License-Identifier: Apache-2.0
// Whatever arrives, the answer is a clear 4xx and the server goes on.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { Pixie } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start(); });
after(() => pixie.stop());

const clear4xx = (answer, what) => {
  assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
  assert.ok(answer.json?.title, what);
};

test('bodies that are not what was asked for', async () => {
  const deep = '['.repeat(100000) + ']'.repeat(100000);
  for (const [what, body] of [
    ['random bytes', randomBytes(1 << 20)], ['truncated UTF-8', Buffer.from([0x7b, 0x22, 0xe2, 0x82, 0x22, 0x7d])],
    ['deep arrays', deep], ['deep objects', '{"a":'.repeat(5000) + '1' + '}'.repeat(5000)], ['an array', '[1]'],
    ['half an object', '{"title": "x"'], ['two documents', '{} {}'], ['duplicate keys', '{"title":"a","title":"b"}'],
    ['a NUL', '{"title":"a\\u0000b"}'], ['a lone surrogate', '{"title":"\\ud800"}'], ['a number too large', '{"title":1e999}'],
    ['over the body limit', JSON.stringify({ title: 'x'.repeat(2 << 20) })]]) {
    for (const path of ['/api/v1/tasks', '/api/v1/messages', '/api/v1/tools/create_task']) {
      clear4xx(await pixie.post(path, body), `${what} to ${path}`);
    }
  }
});

test('messages at and over the limit', async () => {
  clear4xx(await pixie.post('/api/v1/messages', { text: 'x'.repeat(1000000) }), '10^6 characters');
  clear4xx(await pixie.post('/api/v1/messages', { text: 'x'.repeat(32769) }), 'one over');
  assert.equal((await pixie.post('/api/v1/messages', { text: 'word '.repeat(6553) })).status, 200);
});

test('absurd dates are refused or kept as words, never guessed', async () => {
  for (const body of [{ title: 'x', due_day: '0000-00-00' }, { title: 'x', due_day: '-2026-01-01' }, { title: 'x', due_day: '99999-01-01' },
    { title: 'x', due: '2026-01-01T25:00:00Z' }, { title: 'x', due: 'yesterday' }, { title: 'x', due: -5 }]) {
    clear4xx(await pixie.post('/api/v1/tasks', body), JSON.stringify(body));
  }
  for (const due of ['9999-12-31', '0001-01-01', '-5', 'the 45th of Octember']) {
    clear4xx(await pixie.post('/api/v1/tools/create_task', { title: 'x', due }), due);
  }
});

test('messages in strange alphabets are kept as they are', async () => {
  for (const text of ['купить молоко', '牛乳を買う', '🥛🥛🥛', 'a\u202Eb', '<script>alert(1)</script>', "'; drop table tasks; --", '\\', '%s%n', '‮‮‮']) {
    const answer = await pixie.post('/api/v1/messages', { text });
    assert.equal(answer.status, 200, text);
    assert.equal(answer.json.message.text, text);
  }
});

/** Sends raw bytes and collects the whole answer until the server closes. */
const raw = (bytes) => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(pixie.url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => { text += chunk.toString('latin1'); });
  socket.on('error', reject);
  socket.on('close', () => resolve(text));
  socket.end(bytes);
});

test('bytes that are not HTTP', async () => {
  for (const bytes of [randomBytes(4096), Buffer.from('GET / HTTP/9.9\r\n\r\n'), Buffer.from('\x16\x03\x01\x02\x00\x01\x00'), Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    Buffer.from('POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')]) {
    const answer = await raw(bytes);
    assert.match(answer, /^HTTP\/1\.1 (4\d\d|505|501) /);
  }
  assert.equal((await pixie.get('/healthz')).status, 200);
});
