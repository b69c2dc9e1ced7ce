// SPDX-License-Identifier: Apache-2.0
// What a request may hold: paths, preconditions, codings, query parameters, keys; and what its answer must.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { Pixie } from './harness.mjs';

let pixie, document;
before(async () => {
  pixie = await Pixie.start({ options: ['--rate-login', '10000'] });
  document = (await pixie.get('/api/v1/openapi.json')).json;
});
after(() => pixie.stop());

test('an encoded slash is not routed as one', async () => {
  for (const path of ['/api/v1%2Fme', '/api%2fv1/me', '/api/v1%5cme']) {
    const { hostname, port } = new URL(pixie.url);
    const status = await new Promise((resolve) => http.get({ hostname, port, path,
      headers: { authorization: `Bearer ${pixie.token}` } }, (answer) => { answer.resume(); resolve(answer.statusCode); }));
    assert.equal(status, 400, path);
  }
});

test('If-Match: what is weak, altered or old is 412, what is no tag 422', async () => {
  const make = {
    tasks: { title: 'x' }, projects: { name: `p${Date.now()}` }, conversations: {},
    events: { title: 'x', start: '2031-01-01T10:00:00Z', end: '2031-01-01T11:00:00Z' }, memories: { text: 'x' },
  };
  for (const [kind, body] of Object.entries(make)) {
    const made = await pixie.post(`/api/v1/${kind}`, body);
    assert.equal(made.status, 201, made.text);
    const path = `/api/v1/${kind}/${made.json.id}`, change = kind === 'projects' ? { notes: 'y' } : kind === 'memories' ? { pinned: true } : { title: 'y' };
    for (const [tag, status] of [['W/"1"', 412], ['"1-gzip"', 412], ['"9"', 412], ['"01"', 412], ['"9", W/"1"', 412], ['1', 422], ['"1', 422], ['', 422]]) {
      const headers = { 'if-match': tag };
      if (kind !== 'conversations') assert.equal((await pixie.patch(path, change, { headers })).status, status, `PATCH ${kind} ${tag}`);
      assert.equal((await pixie.delete(path, { headers })).status, status, `DELETE ${kind} ${tag}`);
    }
    assert.equal((await pixie.delete(path, { headers: { 'if-match': '"7", "1"' } })).status, 204, kind);
  }
  const me = (await pixie.get('/api/v1/me')).headers.get('etag');
  assert.equal((await pixie.patch('/api/v1/me', { name: 'N' }, { headers: { 'if-match': `W/${me}` } })).status, 412);
  assert.equal((await pixie.patch('/api/v1/me', { name: 'N' }, { headers: { 'if-match': me } })).status, 200);
  const task = (await pixie.post('/api/v1/tasks', { title: 'x' })).json;
  const complete = (tag) => pixie.post(`/api/v1/tasks/${task.id}/complete`, undefined, { headers: { 'if-match': tag } });
  assert.equal((await complete('"2"')).status, 412);
  assert.equal((await complete('*')).status, 200);
});

test('a change that is meant for another user is refused, and nothing is done', async () => {
  const other = (await pixie.post('/api/v1/users', { name: 'Other' })).json, me = (await pixie.get('/api/v1/me')).json;
  const total = async () => (await pixie.get('/api/v1/tasks')).json.items.length, before = await total();
  const send = (user, method = 'post', path = '/api/v1/tasks', body = { title: 'queued' }) => pixie[method](path, body, { headers: { 'x-user-id': user } });
  const refused = await send(other.user?.id ?? other.id);
  assert.equal(refused.status, 409, refused.text);
  assert.match(refused.text, /X-User-Id/);
  for (const user of ['', 'me', `${me.id}0`]) assert.equal((await send(user)).status, 422, user);
  assert.equal(await total(), before);
  assert.equal((await send(me.id)).status, 201);
  assert.equal((await send(other.user?.id ?? other.id, 'patch', '/api/v1/me', { name: 'X' })).status, 409);
  assert.equal((await pixie.post('/api/v1/messages', { text: 'hello' }, { headers: { 'x-user-id': other.user?.id ?? other.id } })).status, 409);
  // What only reads answers whoever asks.
  assert.equal((await pixie.get('/api/v1/me', { headers: { 'x-user-id': other.user?.id ?? other.id } })).status, 200);
});

test('a body in a content coding is refused with what is taken', async () => {
  const body = gzipSync(JSON.stringify({ title: 'packed' }));
  for (const [path, coding] of [['/api/v1/tasks', 'gzip'], ['/api/v1/auth/login', 'br'], ['/api/v1/messages', 'gzip, identity']]) {
    const answer = await pixie.post(path, body, { headers: { 'content-encoding': coding } });
    assert.equal(answer.status, 415, answer.text);
    assert.equal(answer.headers.get('accept-encoding'), 'identity');
  }
  assert.equal((await pixie.post('/api/v1/tasks', { title: 'plain' }, { headers: { 'content-encoding': 'identity' } })).status, 201);
});

test('a 201 says where the new thing is, also when it is repeated', async () => {
  const headers = { 'idempotency-key': 'where' };
  for (let i = 0; i < 2; i++) {
    const made = await pixie.post('/api/v1/tasks', { title: 'x' }, { headers });
    assert.equal(made.headers.get('location'), `/api/v1/tasks/${made.json.id}`);
    assert.equal((await pixie.get(made.headers.get('location'))).json.id, made.json.id);
  }
  for (const [path, body] of [['tokens', { name: 't' }], ['users', { name: 'U' }], ['auth/invites', {}], ['projects', { name: 'Located' }],
    ['conversations', {}], ['events', { title: 'x', start: '2031-01-01T10:00:00Z', end: '2031-01-01T11:00:00Z' }]]) {
    const made = await pixie.post(`/api/v1/${path}`, body);
    assert.equal(made.status, 201, made.text);
    assert.equal(made.headers.get('location'), `/api/v1/${path}/${made.json.id}`, path);
    const there = await pixie.get(made.headers.get('location'));
    assert.deepEqual([there.status, there.json.id], [200, made.json.id], path);
    assert.ok(!there.text.includes(made.json.token ?? made.json.invite ?? 'pxt_'), 'a secret is shown once');
  }
});

test('a second factor that is begun is found where it says', async () => {
  const { token } = await pixie.addUser('Factor');
  await pixie.patch('/api/v1/me', { email: 'factor@example.org' }, { token });
  const begun = await pixie.post('/api/v1/auth/mfa', undefined, { token });
  assert.deepEqual([begun.status, begun.headers.get('location')], [201, '/api/v1/auth/mfa'], begun.text);
});

test('an invitation can be taken back', async () => {
  const made = await pixie.post('/api/v1/auth/invites', { email: 'guest@example.org' });
  const there = made.headers.get('location');
  assert.equal((await pixie.get(there)).json.used, null);
  assert.equal((await pixie.delete(there)).status, 204);
  assert.ok((await pixie.get(there)).json.used);
  assert.equal((await pixie.delete(there)).status, 404);
});

test('query parameters: what is not in the document, stands twice or has another type is 422 on every route', async () => {
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (operation.operationId === 'oidcCallback') continue; // issuers add what they like
      const url = path.replace('{id}', '00000000-0000-7000-8000-000000000000').replace(/\{\w+\}/, 'x');
      const ask = (query) => pixie.call(method.toUpperCase(), `${url}?${query}`);
      const unknown = await ask('limti=1');
      assert.equal(unknown.status, 422, `${method} ${path}: ${unknown.text}`);
      for (const { in: where, name, schema } of operation.parameters) {
        if (where !== 'query') continue;
        const good = schema.enum?.[0] ?? { integer: '1', boolean: 'true' }[schema.type]
          ?? (schema.format === 'uuid' ? '00000000-0000-7000-8000-000000000000' : schema.pattern ? '2026-01-01' : 'x');
        const twice = await ask(`${name}=${good}&${name}=${good}`);
        assert.deepEqual([twice.status, twice.json.field], [422, name], `${path} ${name} twice: ${twice.text}`);
        const bad = schema.type === 'string' && !schema.enum && !schema.format && !schema.pattern
          ? 'x'.repeat(schema.maxLength + 1) : 'no such value';
        const wrong = await ask(`${name}=${bad}`);
        assert.deepEqual([wrong.status, wrong.json.field], [422, name], `${path} ${name}: ${wrong.text}`);
      }
    }
  }
  for (const [query, field] of [['status=open&cursor=_00000000-0000-7000-8000-000000000000', 'cursor'], ['q=x&sort=updated', 'sort'],
    ['sort=due&order=desc', 'order']]) {
    const answer = await pixie.get(`/api/v1/tasks?${query}`);
    assert.deepEqual([answer.status, answer.json.field], [422, field], answer.text);
  }
  assert.equal((await pixie.get('/api/v1/tasks?limit=1&&status=open')).status, 200);
});

test('bodies of identity are strict, and the document says the limits', async () => {
  const cases = [
    ['/api/v1/auth/login', { email: 'a@b.c', password: 'x', remember: true }, 'remember'],
    ['/api/v1/auth/login', { email: 'a@b.c' }, 'password'],
    ['/api/v1/auth/signup', { name: 'x', email: 'a@b.c', password: 'short' }, 'password'],
    ['/api/v1/auth/refresh', { refresh_token: 7 }, 'refresh_token'],
    ['/api/v1/auth/email/verify', { token: '' }, 'token'],
    ['/api/v1/tokens', { name: 'x', days: 3 }, 'days'],
    ['/api/v1/users', { name: 'x', admin: true }, 'admin'],
  ];
  for (const [path, body, field] of cases) {
    const answer = await pixie.post(path, body);
    assert.deepEqual([answer.status, answer.json.field], [422, field], `${path}: ${answer.text}`);
  }
  const { schemas } = document.components;
  assert.deepEqual(schemas.UserCreate.required, ['name']);
  assert.equal(schemas.SignUp.properties.password.minLength, 10);
  assert.equal(schemas.TaskCreate.properties.title['x-maxBytes'], 500);
  const parameters = document.paths['/api/v1/tasks/{id}'].patch.parameters;
  assert.equal(parameters.find((p) => p.name === 'Idempotency-Key').schema.maxLength, 255);
  assert.ok(parameters.find((p) => p.name === 'If-Match').schema.pattern);
  assert.ok(!document.paths['/api/v1/tokens/{id}'].delete.parameters.some((p) => p.name === 'If-Match'));
});

test('a key of 255 characters repeats a message; with another text it is refused', async () => {
  const headers = { 'idempotency-key': 'k'.repeat(255) };
  const first = await pixie.post('/api/v1/messages', { text: 'add task alpha' }, { headers });
  assert.equal(first.status, 200, first.text);
  const again = await pixie.post('/api/v1/messages', { text: 'add task alpha' }, { headers });
  assert.equal(again.json.message.id, first.json.message.id);
  const other = await pixie.post('/api/v1/messages', { text: 'add task beta' }, { headers });
  assert.deepEqual([other.status, other.json.field], [422, 'Idempotency-Key'], other.text);
  assert.equal((await pixie.get('/api/v1/tasks?q=beta')).json.items.length, 0);
  const client = await pixie.post('/api/v1/messages', { text: 'add task gamma', client_id: 'k'.repeat(255) });
  assert.deepEqual([client.status, client.json.field], [422, 'client_id'], client.text);
  const long = await pixie.post('/api/v1/messages', { text: 'x' }, { headers: { 'idempotency-key': 'k'.repeat(256) } });
  assert.equal(long.status, 422);
});

test('the 101st token is one too many', async () => {
  const { token } = await pixie.addUser('Tokens');
  let answer;
  for (let i = 0; i < 100; i++) answer = await pixie.post('/api/v1/tokens', { name: 't' }, { token });
  assert.equal(answer.status, 409, answer.text);
});
