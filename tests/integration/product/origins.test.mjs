// SPDX-License-Identifier: Apache-2.0
// What browsers and proxies are told and believed: CORS, security headers, caching, forwarded addresses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { request } from 'node:http';
import { Pixie, until } from './harness.mjs';

const page = 'https://app.example';
let pixie;
before(async () => {
  pixie = await Pixie.start({ options: ['--origins', `${page}, https://other.example`,
    '--trusted-proxies', '127.0.0.0/8', '--rate-login', '3'] });
});
after(() => pixie.stop());

/** One request with headers that fetch would not let us set; status and raw headers. */
function raw(method, path, headers = {}, server = pixie) {
  return new Promise((resolve, reject) => {
    const outgoing = request(server.url + path, { method, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

const auth = () => ({ authorization: `Bearer ${pixie.token}` });

test('a preflight of an allowed origin names methods and headers, of another one nothing', async () => {
  const asks = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' };
  const allowed = await raw('OPTIONS', '/api/v1/tasks', { origin: page, ...asks });
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers['access-control-allow-origin'], page);
  assert.equal(allowed.headers['access-control-allow-credentials'], 'true');
  assert.match(allowed.headers['access-control-allow-methods'], /GET.*POST/);
  assert.match(allowed.headers['access-control-allow-headers'], /Idempotency-Key/);
  assert.match(allowed.headers.vary, /Origin/);
  const other = await raw('OPTIONS', '/api/v1/tasks', { origin: 'https://evil.example', ...asks });
  assert.equal(other.headers['access-control-allow-origin'], undefined);
  assert.equal((await raw('OPTIONS', '/api/v1/tasks')).status, 405);
});

test('answers, problems and cached answers carry the permission, for allowed origins only', async () => {
  for (let i = 0; i < 2; i++) { // the second one comes from the cache
    const answer = await raw('GET', '/api/v1/projects', { origin: page, ...auth() });
    assert.equal(answer.headers['access-control-allow-origin'], page);
    assert.match(answer.headers['access-control-expose-headers'], /ETag/);
  }
  const problem = await raw('GET', '/api/v1/projects', { origin: page });
  assert.equal(problem.status, 401);
  assert.equal(problem.headers['access-control-allow-origin'], page);
  const evil = await raw('GET', '/api/v1/projects', { origin: 'https://evil.example', ...auth() });
  assert.equal(evil.headers['access-control-allow-origin'], undefined);
});

test('every answer carries the security headers, and API answers are nobody else\'s to keep', async () => {
  for (const [path, headers] of [['/api/v1/tasks', auth()], ['/api/v1/tasks', {}], ['/healthz', {}], ['/nothing', {}]]) {
    const answer = await raw('GET', path, headers);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff', path);
    assert.equal(answer.headers['referrer-policy'], 'no-referrer', path);
  }
  const list = await raw('GET', '/api/v1/tasks', auth());
  assert.equal(list.headers['cache-control'], 'private, no-cache');
  assert.match(list.headers['content-security-policy'], /default-src 'none'/);
  assert.equal((await raw('GET', '/api/v1/tokens', auth())).headers['cache-control'], 'no-store');
});

test('a refused token says how to come in', async () => {
  const none = await raw('GET', '/api/v1/tasks');
  assert.match(none.headers['www-authenticate'], /^Bearer realm="pixie"$/);
  const wrong = await raw('GET', '/api/v1/tasks', { authorization: 'Bearer pxp_0000000000000000000000000000000000000000000' });
  assert.equal(wrong.status, 401);
  assert.match(wrong.headers['www-authenticate'], /error="invalid_token"/);
});

test('limits by address go by the address that a trusted proxy forwards', async () => {
  const login = (address) => pixie.post('/api/v1/auth/login', { email: 'a@example.org', password: 'wrong password' },
    { token: null, headers: { 'x-forwarded-for': address } });
  for (let i = 0; i < 3; i++) assert.notEqual((await login(`203.0.113.9, 198.51.100.1`)).status, 429);
  assert.equal((await login('192.0.2.77, 198.51.100.1')).status, 429, 'what the client wrote in front is not believed');
  assert.notEqual((await login('198.51.100.2')).status, 429);
});

test('If-Match answers 412 with the same status inside; another conflict stays 409', async () => {
  const first = await pixie.post('/api/v1/projects', { name: 'One' });
  await pixie.post('/api/v1/projects', { name: 'Two' });
  const path = `/api/v1/projects/${first.json.id}`;
  const stale = await pixie.patch(path, { name: 'New' }, { headers: { 'if-match': '"9"' } });
  assert.deepEqual([stale.status, stale.json.status], [412, 412]);
  const taken = await pixie.patch(path, { name: 'Two' }, { headers: { 'if-match': '"1"' } });
  assert.deepEqual([taken.status, taken.json.status], [409, 409]);
});

test('what is overdue is not answered from memory', async () => {
  const local = new Date(Date.now() + 3_600_000).toISOString();
  await pixie.post('/api/v1/tasks', { title: 'Soon', due_day: local.slice(0, 10) });
  const seen = [];
  for (let i = 0; i < 2; i++) {
    await pixie.get('/api/v1/tasks?overdue=true');
    const metrics = (await pixie.get('/metrics')).text;
    seen.push(metrics.match(/cache_hits\S* (\d+)/)?.[1] ?? metrics.match(/hits\S* (\d+)/)[1]);
  }
  assert.equal(seen[0], seen[1]);
});

test('an Idempotency-Key on a message makes a repetition answer with the first turn', async () => {
  const headers = { 'idempotency-key': 'say-once' };
  const first = await pixie.post('/api/v1/messages', { text: 'remind me to water the ficus tomorrow' }, { headers });
  const again = await pixie.post('/api/v1/messages', { text: 'remind me to water the ficus tomorrow' }, { headers });
  assert.equal(again.json.message.id, first.json.message.id);
  const tasks = (await pixie.get('/api/v1/tasks?q=ficus')).json.items;
  assert.equal(tasks.length, 1);
});

test('the login address is the account\'s: a token without admin scope can\'t change it', async () => {
  const token = (await pixie.post('/api/v1/tokens', { name: 'w', scopes: 'read,write' })).json.token;
  assert.equal((await pixie.patch('/api/v1/me', { email: 'mine@evil.example' }, { token })).status, 403);
  assert.equal((await pixie.patch('/api/v1/me', { name: 'Still me' }, { token })).status, 200);
});

test('chat:cancel is answered honestly', async () => {
  const socket = await pixie.socket();
  const answer = await socket.emitWithAck('chat:cancel', { client_id: 'x' });
  assert.equal(answer.ok, false);
  assert.equal(answer.error.code, 'not_found');
  socket.close();
});

test('a token that may not read is told nothing by socket either', async () => {
  const token = (await pixie.post('/api/v1/tokens', { name: 'writer', scopes: 'write' })).json.token;
  const blind = await pixie.socket({ token });
  const seeing = await pixie.socket();
  await pixie.post('/api/v1/tasks', { title: 'Not for everybody' });
  await until(seeing, () => seeing.seen.some(([name]) => name === 'task'));
  await blind.emitWithAck('chat:cancel', {}); // answered after whatever was sent before
  assert.deepEqual(blind.seen, []);
  blind.close();
  seeing.close();
});

test('a socket handshake comes from our own origin, the public one or an allowed one, default ports or not', async () => {
  const server = await Pixie.start({ options: ['--public-url', 'https://pixie.example/', '--origins', 'https://app.example/'] });
  const handshake = async (host, origin) =>
    (await raw('GET', '/socket.io/?EIO=4&transport=polling', { host, origin }, server)).status;
  try {
    for (const [host, origin, status] of [
      ['other.example:443', 'https://other.example', 200], // the proxy wrote the port
      ['other.example:80', 'http://other.example', 200],
      ['other.example', 'https://other.example:443', 200],
      ['other.example:80', 'https://other.example', 403],
      ['other.example:444', 'https://other.example', 403],
      ['127.0.0.1:9101', 'https://pixie.example', 200], // the proxy wrote its own Host
      ['127.0.0.1:9101', 'http://pixie.example', 403],
      ['127.0.0.1:9101', 'https://app.example', 200],
      ['127.0.0.1:9101', 'https://app.example:443', 200],
      ['127.0.0.1:9101', 'https://evil.example', 403],
      ['127.0.0.1:9101', 'null', 403],
    ]) assert.equal(await handshake(host, origin), status, `${origin} at ${host}`);
  } finally {
    await server.stop();
  }
});

test('an origin that never could match is refused at start', async () => {
  for (const origins of ['app.example', 'https://app.example/path', 'https://a.example https://b.example'])
    await assert.rejects(Pixie.start({ options: ['--origins', origins] }), /is not an origin such as/, origins);
});
