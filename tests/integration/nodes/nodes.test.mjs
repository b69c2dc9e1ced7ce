// SPDX-License-Identifier: Apache-2.0
// Three Pixies on one PostgreSQL and one Redis.  People talk to whichever they happen to reach while one is killed and
// Redis is: nothing that was acknowledged is lost or there twice, each person's order is kept, and what happens on one
// node is heard on the others by that person alone.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Pixie, eventually, within } from '../product/harness.mjs';
import { newDatabase } from '../product/postgres.mjs';

const PEOPLE = 6, TURNS = 20, NODES = 3;
const nodes = [], folders = [], people = [];
let redis, port, options;

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = server.address();
    server.close(() => resolve(free));
  });
});

const listens = () => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

async function startRedis() {
  redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--logfile', '/dev/null'], { stdio: 'ignore' });
  await eventually(listens, (yes) => yes, 'redis-server to listen');
}

const pick = (list) => list[Math.floor(Math.random() * list.length)];

/** As a client does that is told to reload: looks at what there is. */
function reload(person) {
  person.reloads.push(ask((node) => node.get('/api/v1/tasks?limit=100', { token: person.token }))
    .then(({ json }) => { for (const { title } of json.items) person.heard.add(title); }));
}

function hear(person, name, payload) {
  if (name === 'reload') reload(person);
  if (name === 'task') person.heard.add(payload.task.title);
}

/** The events of a person by one node: those that come, and by `sync` those that were missed. */
async function listen(person, node) {
  person.node = node;
  person.socket = await nodes[node].socket({ token: person.token });
  person.socket.onAny((name, payload, seq) => {
    hear(person, name, payload);
    if (Number.isInteger(seq)) person.seq = Math.max(person.seq, seq);
  });
  const { sync } = await within(person.socket.emitWithAck('sync', { since: person.seq }), 'the answer to sync');
  if (sync.reload || person.seq === 0) reload(person); // who knows of nothing yet begins with all there is
  for (const [name, payload] of sync.events ?? []) hear(person, name, payload);
  person.seq = Math.max(person.seq, sync.seq);
}

/** Asks any node, another one if that fails or its answer is lost, until one has done it. */
async function ask(act) {
  for (let tries = 0; tries < 600; tries++) {
    try {
      const answer = await act(pick(nodes));
      if (answer.status < 300) return answer;
      assert.ok([409, 429, 500, 502, 503].includes(answer.status), `${answer.status}: ${answer.text}`);
    } catch (error) {
      if (error.name === 'AssertionError') throw error;
    }
    await delay(50 + Math.random() * 100);
  }
  throw new Error('no node did it');
}

/** A person's turns, one after the other, half of them by words and half by REST. */
async function talk(person) {
  for (let n = 0; n < TURNS; n++) {
    const title = `${person.name} thing ${n}`, key = randomUUID();
    if (n % 2) {
      await ask((node) => node.post('/api/v1/tasks', { title }, { token: person.token, headers: { 'idempotency-key': key } }));
    } else {
      const { json } = await ask((node) => node.post('/api/v1/messages',
        { text: `add task "${title}"`, client_id: key, conversation_id: person.conversation }, { token: person.token }));
      person.conversation ??= json.conversation_id;
    }
    person.done.push(title);
    await delay(Math.random() * 30);
  }
}

async function start(n) {
  nodes[n] = await Pixie.start({ folder: folders[n], options });
}

const kill = async (n) => { await nodes[n].kill(); };

before(async () => {
  port = await freePort();
  await startRedis();
  options = ['--database', newDatabase(), '--redis-url', `redis://127.0.0.1:${port}`, '--nodes', 'true', '--drain-wait-ms', '300'];
  const top = await mkdtemp(join(tmpdir(), 'pixie-nodes-'));
  for (let n = 0; n < NODES; n++) {
    folders[n] = join(top, String(n));
    if (n) await cp(folders[0], folders[n], { recursive: true, filter: (name) => !name.endsWith('/server') });
    await start(n);
  }
  folders.top = top;
  for (let n = 0; n < PEOPLE; n++) {
    const name = `P${n}x`, { id, token } = await nodes[0].addUser(name);
    people.push({ name, id, token, heard: new Set(), done: [], seq: 0, reloads: [] });
  }
});

after(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  redis.kill('SIGKILL');
  await rm(folders.top, { recursive: true, force: true });
});

test('a process that is not one of several is kept out', async () => {
  const folder = join(folders.top, 'alone');
  await cp(folders[0], folder, { recursive: true, filter: (name) => !name.endsWith('/server') });
  await assert.rejects(Pixie.start({ folder, options: options.slice(0, 2) }), /another Pixie uses this database/);
});

test('what happens on one node is heard on another, by that person alone', async () => {
  const [anna, ben] = people, times = [];
  const near = await nodes[1].socket({ token: anna.token }), other = await nodes[1].socket({ token: ben.token });
  for (let n = 0; n < 20; n++) {
    const title = `far ${n}`, begun = performance.now();
    const heard = new Promise((resolve) => near.on('task', (payload) => { if (payload.task.title === title) resolve(); }));
    const { status } = await nodes[2].post('/api/v1/tasks', { title }, { token: anna.token });
    assert.equal(status, 201);
    await within(heard, `the task "${title}" on the other node`);
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  console.log(`# from the request to the event on the other node: p50 ${times[10].toFixed(1)} ms, most ${times[19].toFixed(1)} ms`);
  assert.deepEqual(other.seen.filter(([name]) => name === 'task'), []);
  // And read by a third: what one node has acknowledged all others show.
  const { json } = await nodes[0].get('/api/v1/tasks?limit=100', { token: anna.token });
  assert.equal(json.items.filter(({ title }) => title.startsWith('far ')).length, 20);
  near.close();
  other.close();
});

test('a token that is revoked on one node is none on the others, and its sockets go', async () => {
  const { status, json } = await nodes[0].post('/api/v1/tokens', { name: 'phone', scopes: 'read' });
  assert.equal(status, 201);
  const socket = await nodes[1].socket({ token: json.token });
  assert.equal((await nodes[2].get('/api/v1/me', { token: json.token })).status, 200);
  const gone = new Promise((resolve) => { socket.on('disconnect', resolve); });
  assert.equal((await nodes[0].delete(`/api/v1/tokens/${json.id}`)).status, 204);
  await within(gone, 'the socket on the other node to be closed');
  await eventually(async () => (await nodes[2].get('/api/v1/me', { token: json.token })).status, (is) => is === 401, '401 on the third');
});

test('wrong passwords on one node make all nodes wait', async () => {
  const [anna] = people, email = 'guessed@example.org';
  const login = (node) => node.post('/api/v1/auth/login', { email, password: 'a wrong password' }, { token: null });
  const near = await nodes[1].socket({ token: anna.token });
  for (let n = 0; n < 8; n++) await login(nodes[0]); // some of them are refused already
  // What a node tells arrives in order, so once this did, those have.
  const heard = new Promise((resolve) => near.on('task', ({ task }) => { if (task.title === 'far 99') resolve(); }));
  assert.equal((await nodes[0].post('/api/v1/tasks', { title: 'far 99' }, { token: anna.token })).status, 201);
  await within(heard, 'the task on the other node');
  const { status, headers } = await login(nodes[1]);
  assert.equal(status, 429);
  assert.ok(Number(headers.get('retry-after')) >= 1);
  near.close();
});

test('three nodes give one budget of requests', async () => {
  const BUDGET = 30, ben = await nodes[0].addUser('Ben'), limited = [];
  for (let n = 0; n < NODES; n++) {
    const folder = join(folders.top, `limited${n}`);
    await cp(folders[0], folder, { recursive: true, filter: (name) => !name.endsWith('/server') });
    limited.push(await Pixie.start({ folder, options: [...options, '--rate-chat', String(BUDGET)] }));
  }
  const shares = async (node) => (await node.get('/metrics')).text.match(/^pixie_limits_shared (\d)/m)[1];
  for (const node of limited) await eventually(() => shares(node), (is) => is === '1', 'limits to be shared');
  const begun = Date.now();
  let served = 0;
  for (const node of limited) {
    for (;;) {
      const { status } = await node.post('/api/v1/messages', { text: 'what time is it?' }, { token: ben.token });
      if (status === 429) break;
      assert.equal(status, 200);
      served++;
    }
  }
  // Each node may serve some before it hears what the others did, and tokens come back all the while; alone it would serve them all.
  const back = (Date.now() - begun) / 60_000 * BUDGET;
  assert.ok(served >= BUDGET && served < BUDGET * 2 + back, `${served} of ${BUDGET}, ${back} came back`);
  await Promise.all(limited.map((node) => node.stop()));
});

test('people talk to any node while one is killed and Redis is: nothing is lost, doubled or told to others', async () => {
  await Promise.all(people.map((person, n) => listen(person, n % NODES)));
  const talking = Promise.all(people.map(talk));
  const half = () => people.reduce((sum, { done }) => sum + done.length, 0);
  await eventually(half, (done) => done > PEOPLE * TURNS / 4, 'a quarter of the turns');
  await kill(1);
  for (const person of people.filter(({ node }) => node === 1)) {
    person.socket.close();
    await listen(person, 2);
  }
  redis.kill('SIGKILL');
  await eventually(half, (done) => done > PEOPLE * TURNS / 2, 'half of the turns');
  await startRedis();
  await start(1);
  await talking;

  for (const person of people) {
    const { json } = await ask((node) => node.get('/api/v1/tasks?limit=100', { token: person.token }));
    const titles = json.items.map(({ title }) => title).filter((title) => title.includes(' thing '));
    assert.deepEqual([...titles].sort(), [...person.done].sort(), `the tasks of ${person.name}`);
    const said = (await ask((node) => node.get(`/api/v1/messages?conversation_id=${person.conversation}&limit=100`, { token: person.token })))
      .json.items.filter(({ role }) => role === 'user').map(({ text }) => Number(text.match(/thing (\d+)/)[1]));
    const order = person.done.map((_, n) => n).filter((n) => n % 2 === 0);
    assert.deepEqual(said[0] > said.at(-1) ? said.reverse() : said, order, `the order in which ${person.name} spoke`);
    // Everything was heard, or seen when the node said to look anew.
    await eventually(() => person.done.filter((title) => !person.heard.has(title)), (list) => !list.length, `${person.name} to hear of everything`);
    person.socket.close();
    await listen(person, pick([0, 1, 2]));
    person.socket.close();
    await Promise.all(person.reloads);
    for (const title of person.heard) assert.ok(title.startsWith(person.name) || title.startsWith('far '), `${person.name} was told of ${title}`);
  }
  console.log(`# ${people.reduce((sum, { reloads }) => sum + reloads.length, 0)} times somebody was told to reload`);
});

test('what a node planned and did not live to do is done by another', async () => {
  const [anna] = people, text = 'Look at the moon';
  const made = await nodes[1].post('/api/v1/reminders', { text, due: new Date(Date.now() + 3000).toISOString() }, { token: anna.token });
  assert.equal(made.status, 201);
  await kill(1);
  const said = async () => (await nodes[0].get('/api/v1/notifications', { token: anna.token })).json.items.filter(({ title, body }) => `${title} ${body}`.includes(text));
  await eventually(said, (list) => list.length > 0, 'the reminder');
  await start(1);
  assert.equal((await said()).length, 1);
});

test('a node that stops says so first, and its clients go elsewhere', async () => {
  const [anna] = people, socket = await nodes[2].socket({ token: anna.token });
  const gone = new Promise((resolve) => { socket.on('disconnect', resolve); });
  assert.equal((await nodes[2].get('/readyz')).status, 200);
  const stopped = nodes[2].stop();
  await eventually(async () => (await nodes[2].get('/readyz').catch(() => ({ status: 0 }))).status, (is) => is === 503 || is === 0, '/readyz to say no');
  assert.notEqual(await within(gone, 'the socket to be closed'), 'io server disconnect'); // after which clients would not come back
  await stopped;
  await start(2);
});
