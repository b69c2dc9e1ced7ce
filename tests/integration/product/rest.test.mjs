// SPDX-License-Identifier: Apache-2.0
// REST resources: creating, reading, changing, paging, preconditions, idempotency, problems.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Pixie } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start(); });
after(() => pixie.stop());

test('a task lives through its REST life', async () => {
  const created = await pixie.post('/api/v1/tasks', { title: 'Fix the auth bug', priority: 'high', due_day: '2030-01-18', tags: ['work'] });
  assert.equal(created.status, 201);
  assert.equal(created.json.title, 'Fix the auth bug');
  assert.equal(created.json.priority, 'high');
  assert.equal(created.json.status, 'pending');
  assert.equal(created.json.due_day, '2030-01-18');
  assert.deepEqual(created.json.tags, ['work']);
  assert.equal(created.json.version, 1);
  const path = `/api/v1/tasks/${created.json.id}`;
  const { action_id: action, ...row } = created.json;
  assert.match(action, /^[0-9a-f-]{36}$/);
  assert.deepEqual((await pixie.get(path)).json, row);
  const changed = await pixie.patch(path, { title: 'Fix it', due_day: null }, { headers: { 'if-match': '"1"' } });
  assert.equal(changed.status, 200);
  assert.equal(changed.json.title, 'Fix it');
  assert.equal(changed.json.due_day, null);
  assert.equal(changed.json.version, 2);
  assert.equal(changed.headers.get('etag'), '"2"');
  const stale = await pixie.patch(path, { title: 'Older' }, { headers: { 'if-match': '"1"' } });
  assert.equal(stale.status, 412);
  const done = await pixie.post(`${path}/complete`);
  assert.equal(done.json.status, 'completed');
  assert.ok(done.json.completed);
  assert.equal((await pixie.delete(path)).status, 204);
  assert.equal((await pixie.get(path)).status, 404);
  const undone = await pixie.post('/api/v1/actions/undo');
  assert.equal(undone.status, 200);
  const [effect] = undone.json.effects; // as in a turn: the row itself, with entity and verb
  assert.deepEqual([effect.entity, effect.verb, effect.id, effect.status], ['task', 'created', created.json.id, 'completed']);
  assert.equal((await pixie.get(path)).json.status, 'completed');
});

test('without a web app, the printed address shows what to do', async () => {
  const page = await fetch(`${pixie.url}/`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type'), /^text\/html/);
  assert.match(page.headers.get('content-security-policy'), /default-src 'none'/);
  assert.match(await page.text(), /Pixie is running/);
  assert.equal((await fetch(`${pixie.url}/`, { method: 'POST' })).status, 404);
  assert.equal((await fetch(`${pixie.url}/other`)).status, 404);
});

test('conditional GET answers 304 until the row changes', async () => {
  const { json } = await pixie.post('/api/v1/tasks', { title: 'Cached' });
  const path = `/api/v1/tasks/${json.id}`;
  const first = await pixie.get(path);
  const again = await pixie.get(path, { headers: { 'if-none-match': first.headers.get('etag') } });
  assert.equal(again.status, 304);
  await pixie.patch(path, { notes: 'changed' });
  const later = await pixie.get(path, { headers: { 'if-none-match': first.headers.get('etag') } });
  assert.equal(later.status, 200);
  assert.equal(later.json.notes, 'changed');
});

test('a list read after a write holds the write', async () => {
  for (let i = 0; i < 50; i++) {
    const { json } = await pixie.post('/api/v1/tasks', { title: `fresh ${i}` });
    const { json: list } = await pixie.get('/api/v1/tasks?order=desc&limit=1');
    assert.equal(list.items[0].id, json.id);
  }
});

test('pages go through everything exactly once', async () => {
  const user = await pixie.addUser('Pages');
  const options = { token: user.token };
  const made = [];
  for (let i = 0; i < 25; i++) made.push((await pixie.post('/api/v1/tasks', { title: `t${i}` }, options)).json.id);
  for (const query of ['limit=7', 'limit=7&order=desc', 'limit=5&sort=updated']) {
    const seen = [];
    let cursor = '';
    do {
      const { json } = await pixie.get(`/api/v1/tasks?${query}${cursor}`, options);
      seen.push(...json.items.map((item) => item.id));
      cursor = json.next ? `&cursor=${encodeURIComponent(json.next)}` : null;
    } while (cursor);
    assert.equal(seen.length, 25, query);
    assert.deepEqual([...seen].sort(), [...made].sort(), query);
  }
  assert.equal((await pixie.get('/api/v1/tasks?cursor=nonsense', options)).status, 422);
});

test('projects come all at once, or in pages by name', async () => {
  const options = { token: (await pixie.addUser('Projects')).token };
  for (const name of ['Delta', 'alpha', 'Charlie', 'bravo']) await pixie.post('/api/v1/projects', { name }, options);
  const list = async (query) => (await pixie.get(`/api/v1/projects${query}`, options)).json;
  const names = (page) => page.items.map((project) => project.name);
  const all = await list('');
  assert.deepEqual([names(all), all.next, all.total], [['alpha', 'bravo', 'Charlie', 'Delta'], null, 4]);
  assert.deepEqual(names(await list('?limit=200')), names(all));
  const first = await list('?limit=3');
  assert.deepEqual([names(first), first.total], [['alpha', 'bravo', 'Charlie'], 4]);
  const last = await list(`?limit=3&cursor=${first.next}`);
  assert.deepEqual([names(last), last.next], [['Delta'], null]);
  for (const query of ['?cursor=nonsense', `?cursor=_${randomUUID()}`, '?limit=0', '?limit=1001'])
    assert.equal((await pixie.get(`/api/v1/projects${query}`, options)).status, 422);
});

test('filters select', async () => {
  const user = await pixie.addUser('Filters');
  const options = { token: user.token };
  const project = (await pixie.post('/api/v1/projects', { name: 'Avenue' }, options)).json;
  await pixie.post('/api/v1/tasks', { title: 'one', project_id: project.id, priority: 'urgent', tags: ['a', 'b'] }, options);
  await pixie.post('/api/v1/tasks', { title: 'two', due_day: '2020-01-01' }, options);
  await pixie.post('/api/v1/tasks', { title: 'three', status: 'completed' }, options);
  const titles = async (query) => (await pixie.get(`/api/v1/tasks?${query}`, options)).json.items.map((t) => t.title).sort();
  assert.deepEqual(await titles(`project_id=${project.id}`), ['one']);
  assert.deepEqual(await titles('priority=urgent'), ['one']);
  assert.deepEqual(await titles('tag=b'), ['one']);
  assert.deepEqual(await titles('status=completed'), ['three']);
  assert.deepEqual(await titles('status=open'), ['one', 'two']);
  assert.deepEqual(await titles('overdue=true'), ['two']);
  assert.deepEqual(await titles('q=tw'), ['two']);
  assert.equal((await pixie.get('/api/v1/tasks?status=sleepy', options)).status, 422);
});

test('an idempotency key repeats the answer, not the effect', async () => {
  const headers = { 'idempotency-key': 'k-1' };
  const first = await pixie.post('/api/v1/tasks', { title: 'once' }, { headers });
  const again = await pixie.post('/api/v1/tasks', { title: 'once' }, { headers });
  assert.equal(again.status, 201);
  assert.deepEqual(again.json, first.json);
  assert.equal(again.headers.get('idempotency-replayed'), 'true');
  const other = await pixie.post('/api/v1/tasks', { title: 'other' }, { headers });
  assert.equal(other.status, 422);
  const { json } = await pixie.get('/api/v1/tasks?q=once');
  assert.equal(json.items.length, 1);
});

test('a repeated client_id repeats the turn', async () => {
  const first = await pixie.post('/api/v1/messages', { text: 'remind me to test turns', client_id: 'c-1' });
  const again = await pixie.post('/api/v1/messages', { text: 'remind me to test turns', client_id: 'c-1' });
  assert.equal(again.status, 200);
  assert.equal(again.json.message.id, first.json.message.id);
  assert.equal(again.json.reply.text, first.json.reply.text);
  const one = await pixie.get(`/api/v1/messages/${first.json.message.id}`);
  assert.equal(one.json.text, 'remind me to test turns');
  assert.equal((await pixie.get('/api/v1/messages/0192a000-0000-7000-8000-000000000000')).status, 404);
  const found = await pixie.get('/api/v1/messages?q=TEST%20turns');
  assert.deepEqual(found.json.items.filter((m) => m.role === 'user').map((m) => m.id), [first.json.message.id]);
  assert.equal((await pixie.get('/api/v1/messages?q=no%20such%20words')).json.items.length, 0);
});

test('events tell what they overlap', async () => {
  const user = await pixie.addUser('Events');
  const options = { token: user.token };
  const lunch = await pixie.post('/api/v1/events', { title: 'Lunch', start: '2030-05-01T12:30:00Z', end: '2030-05-01T13:30:00Z' }, options);
  assert.equal(lunch.status, 201);
  assert.deepEqual(lunch.json.conflicts, []);
  const daily = await pixie.post('/api/v1/events', { title: 'Stand-up', start: '2030-04-01T13:00:00Z', end: '2030-04-01T13:15:00Z', recurrence: 'FREQ=DAILY' }, options);
  assert.deepEqual(daily.json.conflicts.map((e) => e.title), ['Lunch']);
  const dentist = await pixie.post('/api/v1/events', { title: 'Dentist', start: '2030-05-01T12:45:00Z', end: '2030-05-01T13:45:00Z' }, options);
  assert.deepEqual(dentist.json.conflicts.map((e) => e.title).sort(), ['Lunch', 'Stand-up']);
  const after = await pixie.post('/api/v1/events', { title: 'After', start: '2030-05-01T13:45:00Z', end: '2030-05-01T14:45:00Z' }, options);
  assert.deepEqual(after.json.conflicts, []);
  const window = await pixie.get('/api/v1/events?start=2030-05-01&end=2030-05-03', options);
  assert.deepEqual(window.json.items.map((e) => e.title), ['Lunch', 'Dentist', 'Stand-up', 'After', 'Stand-up']);
});

test('a patch takes what was given, and lets only the rest follow', async () => {
  const user = await pixie.addUser('Patches');
  const options = { token: user.token };
  const event = (await pixie.post('/api/v1/events', { title: 'Visit', start: '2030-05-01T10:00:00Z', end: '2030-05-01T12:00:00Z' }, options)).json;
  const moved = await pixie.patch(`/api/v1/events/${event.id}`, { start: '2030-05-01T11:00:00Z', end: '2030-05-01T12:00:00Z' }, options);
  assert.deepEqual([moved.json.start, moved.json.end], ['2030-05-01T11:00:00Z', '2030-05-01T12:00:00Z']);
  const later = await pixie.patch(`/api/v1/events/${event.id}`, { start: '2030-05-01T15:00:00Z' }, options);
  assert.deepEqual([later.json.start, later.json.end], ['2030-05-01T15:00:00Z', '2030-05-01T16:00:00Z']);
  const task = (await pixie.post('/api/v1/tasks', { title: 'Call', due: '2030-05-01T10:00:00Z' }, options)).json;
  const both = await pixie.patch(`/api/v1/tasks/${task.id}`, { due: '2030-05-01T10:00:00Z', due_day: '2030-05-02' }, options);
  assert.equal(both.status, 422);
  assert.equal(both.json.field, 'due');
  const day = await pixie.patch(`/api/v1/tasks/${task.id}`, { due_day: '2030-05-02' }, options);
  assert.deepEqual([day.json.due, day.json.due_day], [null, '2030-05-02']);
  const none = await pixie.patch(`/api/v1/tasks/${task.id}`, { due_day: null }, options);
  assert.deepEqual([none.json.due, none.json.due_day, none.json.zone], [null, null, null]);
});

test('problems say what is wrong', async () => {
  const cases = [
    ['POST', '/api/v1/tasks', {}, 422, 'title'],
    ['POST', '/api/v1/tasks', { title: '' }, 422, 'title'],
    ['POST', '/api/v1/tasks', { title: 'x'.repeat(501) }, 422, 'title'],
    ['POST', '/api/v1/tasks', { title: 'x', tags: ['t'.repeat(83)] }, 422, 'tags'],
    ['POST', '/api/v1/tasks', { title: 'x', tags: Array.from({ length: 200 }, (_, i) => `t${i}`) }, 422, 'tags'],
    ['POST', '/api/v1/messages', { text: 'x'.repeat(32769) }, 422, 'text'],
    ['POST', '/api/v1/auth/login', { email: 'x'.repeat(5000), password: 'x' }, 422, 'email'],
    ['POST', '/api/v1/tasks', { title: 'x', colour: 'red' }, 422, 'colour'],
    ['POST', '/api/v1/tasks', { title: 'x', 'Content-Type': 'x' }, 422, 'Content-Type'],
    ['POST', '/api/v1/tasks', { title: 'x', id: '00000000-0000-4000-8000-000000000000' }, 422, 'id'],
    ['POST', '/api/v1/tasks', { title: 'x', version: 3 }, 422, 'version'],
    ['POST', '/api/v1/tasks', { title: 'x', priority: 'huge' }, 422, 'priority'],
    ['POST', '/api/v1/tasks', { title: 'x', due_day: '2026-02-30' }, 422, 'due_day'],
    ['POST', '/api/v1/tasks', { title: 'x', recurrence: 'FREQ=SOMETIMES' }, 422, 'recurrence'],
    ['POST', '/api/v1/tasks', { title: 'x', project_id: '00000000-0000-7000-8000-000000000000' }, 422, 'project_id'],
    ['POST', '/api/v1/events', { title: 'x', start: '2030-01-01T10:00:00Z', end: '2030-01-01T09:00:00Z' }, 422, 'end'],
    ['PATCH', '/api/v1/me', { zone: 'Mars/Base' }, 422, 'zone'],
    ['POST', '/api/v1/messages', { text: '' }, 422, 'text'],
    ['POST', '/api/v1/messages', { text: 7 }, 422, 'text'],
    ['POST', '/api/v1/tokens', { name: 'x', scopes: 'everything' }, 422, 'scopes'],
  ];
  for (const [method, path, body, status, field] of cases) {
    const answer = await pixie.call(method, path, body);
    assert.equal(answer.status, status, `${path} ${JSON.stringify(body)}: ${answer.text}`);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
    assert.equal(answer.json.field, field, answer.text);
    assert.ok(answer.json.detail.length > 5);
    assert.ok(answer.json.request_id);
  }
});

test('a body of another type is refused as such', async () => {
  const headers = { authorization: `Bearer ${pixie.token}`, 'content-type': 'text/plain' };
  const answer = await fetch(`${pixie.url}/api/v1/tasks`, { method: 'POST', headers, body: '{"title":"Plain"}' });
  assert.equal(answer.status, 415);
  assert.equal((await answer.json()).field, 'Content-Type');
});

test('unknown addresses and methods are told apart', async () => {
  assert.equal((await pixie.get('/api/v1/nothing')).status, 404);
  const wrong = await pixie.call('PUT', '/api/v1/tasks', {});
  assert.equal(wrong.status, 405);
  assert.match(wrong.headers.get('allow'), /GET/);
  assert.equal((await pixie.get('/api/v1/tasks/not-an-id')).status, 404);
});

test('health needs no token, everything else does', async () => {
  assert.equal((await pixie.get('/healthz', { token: null })).status, 200);
  assert.equal((await pixie.get('/readyz', { token: null })).status, 200);
  for (const path of ['/api/v1/me', '/api/v1/tasks', '/api/v1/openapi.json', '/metrics']) {
    const answer = await pixie.get(path, { token: null });
    assert.equal(answer.status, 401, path);
    assert.match(answer.headers.get('www-authenticate'), /^Bearer/);
    assert.equal((await pixie.get(path, { token: 'pxp_wrong' })).status, 401, path);
  }
});

test('metrics count', async () => {
  const { text } = await pixie.get('/metrics');
  for (const name of ['pixie_http_requests_total', 'pixie_request_seconds_bucket', 'pixie_turn_seconds_count',
    'pixie_shard_queue', 'pixie_store_transactions_total', 'pixie_http_connections', 'pixie_sockets']) {
    assert.match(text, new RegExp(`^${name}[ {]`, 'm'), name);
  }
});

test('the same idempotency key at the same moment does the thing once, and everybody gets the one answer', async () => {
  const headers = { 'idempotency-key': 'k-at-once' };
  const answers = await Promise.all(Array.from({ length: 20 }, () =>
    pixie.post('/api/v1/tasks', { title: 'Only one of me' }, { headers })));
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [201]);
  assert.equal(new Set(answers.map((answer) => answer.json.id)).size, 1);
  assert.equal((await pixie.get('/api/v1/tasks?q=only%20one%20of%20me')).json.items.length, 1);
});

test('HEAD and If-None-Match answer alike with and without the answer cache', async () => {
  const plain = await Pixie.start({ options: ['--cache-mb', '0'] });
  try {
    for (const server of [pixie, plain]) {
      const list = await server.get('/api/v1/tasks');
      const etag = list.headers.get('etag');
      assert.match(etag, /^"[0-9a-f]+"$/);
      const head = await server.call('HEAD', '/api/v1/tasks');
      assert.deepEqual([head.status, head.text, head.headers.get('etag')], [200, '', etag]);
      assert.equal(head.headers.get('content-length'), String(Buffer.byteLength(list.text)));
      for (const value of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        const same = await server.get('/api/v1/tasks', { headers: { 'if-none-match': value } });
        assert.deepEqual([same.status, same.text, same.headers.get('etag')], [304, '', etag], value);
      }
      assert.equal((await server.get('/api/v1/tasks', { headers: { 'if-none-match': '"x"' } })).status, 200);
    }
  } finally {
    await plain.stop();
  }
});

test('work that was given up is shown to administrators, tried again and removed', async () => {
  const user = await pixie.addUser('Worker');
  assert.equal((await pixie.get('/api/v1/jobs', { token: user.token })).status, 403);
  const dead = await pixie.get('/api/v1/jobs');
  assert.deepEqual(dead.json.items, []);
  const waiting = (await pixie.get('/api/v1/jobs?state=waiting')).json.items;
  const hourly = waiting.find((job) => job.kind === 'maintenance.answers');
  assert.ok(Date.parse(hourly.due) > Date.now());
  assert.equal(hourly.payload, undefined);
  assert.equal((await pixie.post(`/api/v1/jobs/${hourly.id}/retry`, {})).status, 409); // it is not dead
  assert.equal((await pixie.delete(`/api/v1/jobs/${hourly.id}`)).status, 204);
  assert.equal((await pixie.post(`/api/v1/jobs/${hourly.id}/retry`, {})).status, 404);
});
