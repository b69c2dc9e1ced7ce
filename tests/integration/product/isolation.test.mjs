// SPDX-License-Identifier: Apache-2.0
// No REST route, socket event or tool of one user reaches a row of another: every operation of the OpenAPI
// document is tried with the other user's ids.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, Pixie } from './harness.mjs';

let pixie, alice, bob, rows;

/* A notification of a reminder that is due at once. */
const heardOf = async (options) => {
  await pixie.post('/api/v1/reminders', { text: 'secret notification', due: new Date().toISOString() }, options);
  const [row] = await eventually(async () => (await pixie.get('/api/v1/notifications', options)).json.items, (items) => items.length > 0, 'a notification');
  return row.id;
};

before(async () => {
  pixie = await Pixie.start();
  alice = await pixie.addUser('Alice');
  bob = await pixie.addUser('Bob');
  const options = { token: alice.token };
  const turn = await pixie.say('remind me to guard the secret plan', options);
  await pixie.say('remember that the secret code of the safe is plumtree', options);
  assert.match((await pixie.say('what is the secret code of the safe?', options)).reply.text, /plumtree/i);
  rows = {
    tasks: (await pixie.post('/api/v1/tasks', { title: 'secret task' }, options)).json.id,
    events: (await pixie.post('/api/v1/events', { title: 'secret event', start: '2030-01-01T10:00:00Z', end: '2030-01-01T11:00:00Z' }, options)).json.id,
    projects: (await pixie.post('/api/v1/projects', { name: 'secret project' }, options)).json.id,
    memories: (await pixie.get('/api/v1/memories', options)).json.items[0].id,
    conversations: turn.conversation_id,
    messages: turn.message.id,
    turns: turn.message.id, // of which there is none without a thinker: turns.test.mjs tries those
    proposals: turn.message.id, // likewise: ../llm/proposals.test.mjs
    documents: (await pixie.call('POST', '/api/v1/documents?title=secret', 'secret document', { ...options, headers: { 'content-type': 'text/plain' } })).json.id,
    files: (await pixie.call('POST', '/api/v1/files?name=secret', 'secret file', { ...options, headers: { 'content-type': 'text/plain' } })).json.id,
    actions: (await pixie.get('/api/v1/actions?limit=1', options)).json.items[0].id,
    tokens: (await pixie.get('/api/v1/tokens', options)).json.items[0].id,
    users: alice.id,
    reminders: (await pixie.post('/api/v1/reminders', { text: 'secret reminder', due: '2040-01-01T10:00:00Z' }, options)).json.id,
    notifications: await heardOf(options),
    push: (await pixie.post('/api/v1/push/subscriptions', { endpoint: 'https://push.example/secret', auth: 'AAAAAAAAAAAAAAAAAAAAAA',
      p256dh: `BA${'A'.repeat(85)}` }, options)).json.id,
    jobs: (await pixie.get('/api/v1/jobs?state=waiting')).json.items[0].id,
  };
  /* What is still being read would change by itself. */
  await eventually(async () => (await pixie.get(`/api/v1/documents/${rows.documents}`, options)).json, (row) => row.status !== 'reading', 'the document to be read');
});
after(() => pixie.stop());

const snapshot = async () => {
  const out = {};
  for (const path of ['tasks', 'events', 'projects', 'memories', 'documents', 'conversations', 'messages', 'actions', 'tokens', 'reminders', 'notifications']) {
    out[path] = (await pixie.get(`/api/v1/${path}`, { token: alice.token })).json;
  }
  return JSON.stringify(out);
};

// These are for administrators: others are refused whatever the id.
const REFUSED = { users: 403, jobs: 403 };

test('every operation with an id answers 404 to the other user and changes nothing', async () => {
  const before = await snapshot();
  const { json } = await pixie.get('/api/v1/openapi.json');
  let tried = 0;
  for (const [path, operations] of Object.entries(json.paths)) {
    const kind = path.match(/^\/api\/v1\/(\w+)\/\{id\}/)?.[1];
    if (!kind) continue;
    assert.ok(rows[kind], `the test has no row for ${kind}`);
    for (const method of Object.keys(operations)) {
      const body = operations[method].requestBody ? {} : undefined;
      const answer = await pixie.call(method.toUpperCase(), path.replace('{id}', rows[kind]), body, { token: bob.token });
      assert.equal(answer.status, path.endsWith('/signed') ? 403 : REFUSED[kind] ?? 404, `${method} ${path}: ${answer.status} ${answer.text}`);
      tried++;
    }
  }
  assert.ok(tried >= 12, `only ${tried} operations tried`);
  assert.equal(await snapshot(), before);
});

test('lists and searches show nothing of the other user', async () => {
  for (const path of ['tasks', 'tasks?q=secret', 'tasks?status=open', `tasks?project_id=${rows.projects}`, 'events', 'events?q=secret&start=2029-12-01&end=2030-03-01',
    'projects', 'projects?archived=true', 'memories', 'memories?kind=note', 'documents', 'files', 'search?q=secret', 'conversations', 'messages', 'actions', 'tokens', 'reminders', 'notifications']) {
    const answer = await pixie.get(`/api/v1/${path}`, { token: bob.token });
    assert.equal(answer.status, 200, path);
    assert.ok(!answer.text.includes('secret'), `${path}: ${answer.text}`);
  }
  assert.equal((await pixie.get(`/api/v1/messages?conversation_id=${rows.conversations}`, { token: bob.token })).status, 404);
  assert.equal((await pixie.get('/api/v1/users', { token: bob.token })).status, 403);
});

test('ids of another user inside a body are refused', async () => {
  const before = await snapshot();
  for (const body of [{ title: 'x', project_id: rows.projects }, { title: 'x', parent_id: rows.tasks }]) {
    const answer = await pixie.post('/api/v1/tasks', body, { token: bob.token });
    assert.ok([404, 422].includes(answer.status), `${JSON.stringify(body)}: ${answer.status}`);
  }
  const turn = await pixie.post('/api/v1/messages', { text: 'hello', conversation_id: rows.conversations }, { token: bob.token });
  assert.equal(turn.status, 404);
  assert.equal(await snapshot(), before);
});

test('an id that the other user has is free for one\'s own, and a batch reaches nobody else\'s rows', async () => {
  const before = await snapshot(), options = { token: bob.token };
  const bodies = { tasks: { title: 'mine' }, events: { title: 'mine', start: '2030-01-01T10:00:00Z', end: '2030-01-01T11:00:00Z' }, projects: { name: 'mine' },
    memories: { text: 'The door is green' }, conversations: { title: 'mine' } };
  for (const [kind, body] of Object.entries(bodies)) {
    for (const op of ['update', 'delete']) {
      const entity = { tasks: 'task', events: 'event', projects: 'project', memories: 'memory' }[kind];
      if (!entity) continue;
      const refused = await pixie.post('/api/v1/batch', { changes: [{ op, entity, id: rows[kind], fields: op === 'update' ? body : undefined }] }, options);
      assert.equal(refused.status, 404, `${op} ${entity}: ${refused.text}`);
    }
    const made = await pixie.post(`/api/v1/${kind}`, { id: rows[kind], ...body }, options);
    assert.equal(made.status, 201, `${kind}: ${made.text}`);
    if (kind !== 'conversations') assert.equal((await pixie.post(`/api/v1/actions/${made.json.action_id}/undo`, undefined, options)).status, 200);
    else assert.equal((await pixie.delete(`/api/v1/conversations/${rows[kind]}`, options)).status, 204);
  }
  assert.equal(await snapshot(), before);
});

test('every tool, by id and by words, leaves the other user alone', async () => {
  const before = await snapshot();
  const { json } = await pixie.get('/api/v1/tools', { token: bob.token });
  assert.equal(json.items.length, 26);
  for (const tool of json.items) {
    for (const reference of [{ id: rows.tasks }, { id: rows.events }, { target: 'secret task' }, { target: 'secret event' }, { id: rows.memories }, { id: rows.notifications }, { file: rows.files }, { file: 'last' }, { query: 'secret' }, { all: true }, {}]) {
      const answer = await pixie.post(`/api/v1/tools/${tool.name}`, { ...reference }, { token: bob.token });
      assert.ok(!/secret project|plumtree/i.test(answer.text), `${tool.name}: ${answer.text}`);
      assert.ok(!answer.text.includes(rows.tasks) && !answer.text.includes(rows.events), `${tool.name}: ${answer.text}`);
    }
  }
  assert.equal(await snapshot(), before);
});

test('a socket of the other user reaches nothing', async () => {
  const before = await snapshot();
  const socket = await pixie.socket({ token: bob.token });
  for (const text of ['mark the secret task as done', 'delete the secret event', 'what do I have to do?',
    'what is the secret code of the safe?', 'forget the secret code of the safe', 'undo']) {
    const ack = await socket.timeout(10000).emitWithAck('chat:send', { text });
    assert.equal(ack.ok, true, JSON.stringify(ack));
    assert.ok(!/plumtree/i.test(JSON.stringify(ack)), JSON.stringify(ack));
    assert.ok(!JSON.stringify(ack.turn?.effects ?? []).includes('secret'), JSON.stringify(ack));
  }
  const stolen = await socket.timeout(10000).emitWithAck('chat:send', { text: 'hi', conversation_id: rows.conversations });
  assert.equal(stolen.ok, false);
  assert.equal(stolen.error.code, 'not_found');
  socket.close();
  assert.equal(await snapshot(), before);
});
