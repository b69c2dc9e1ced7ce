// SPDX-License-Identifier: Apache-2.0
// The peer: Fastify 5, pg, and npm socket.io with @socket.io/redis-adapter, doing what Pixie's POST of a task, its list and a turn by rules do.
//   node peer.mjs DATABASE-URL REDIS-URL steps|one [USERS]
// steps: a transaction as it is usually written, a round trip for each statement.  one: all its rows in one statement, which
// commits by itself.  USERS, for the first process: makes the schema and so many people.
// Each write takes the person's next number, keeps what undo needs, and leaves the jobs that follow, as Pixie does.
import { createAdapter } from '@socket.io/redis-adapter';
import * as chrono from 'chrono-node';
import Fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { bearer, body, list, task as shape } from '../http/task.mjs';

const [, , database, redisUrl, manner, users] = process.argv;
const { searchParams, pathname } = new URL(database.replace(/^postgres:\/\/\//, 'postgres://x/'));
const pool = new pg.Pool({ host: searchParams.get('host'), user: searchParams.get('user'), database: pathname.slice(1), max: 20 });

const schema = `
CREATE TABLE users (id text PRIMARY KEY, token text NOT NULL UNIQUE, zone text NOT NULL, seq bigint NOT NULL);
CREATE TABLE tasks (id text PRIMARY KEY, user_id text NOT NULL REFERENCES users, title text NOT NULL, notes text, status text NOT NULL,
  priority text NOT NULL, due_day text, due bigint, zone text, project_id text, parent_id text, recurrence text, after_completion boolean NOT NULL,
  tags jsonb NOT NULL, created bigint NOT NULL, updated bigint NOT NULL, completed bigint, version bigint NOT NULL);
CREATE INDEX tasks_user ON tasks (user_id, id);
CREATE INDEX tasks_due ON tasks (user_id, due) WHERE due IS NOT NULL;
CREATE TABLE actions (id text PRIMARY KEY, user_id text NOT NULL, seq bigint NOT NULL, tool text NOT NULL, changes jsonb NOT NULL, created bigint NOT NULL);
CREATE INDEX actions_user ON actions (user_id, seq);
CREATE TABLE jobs (id text PRIMARY KEY, user_id text NOT NULL, kind text NOT NULL, key text NOT NULL, due bigint NOT NULL);
CREATE INDEX jobs_due ON jobs (due);
CREATE TABLE conversations (id text PRIMARY KEY, user_id text NOT NULL, updated bigint NOT NULL);
CREATE TABLE messages (id text PRIMARY KEY, user_id text NOT NULL, conversation_id text NOT NULL, seq bigint NOT NULL, role text NOT NULL, text text NOT NULL,
  created bigint NOT NULL);
CREATE INDEX messages_talk ON messages (conversation_id, seq);
CREATE TABLE reminders (id text PRIMARY KEY, user_id text NOT NULL, task_id text NOT NULL, due bigint NOT NULL, said bigint);
CREATE INDEX reminders_due ON reminders (user_id, due) WHERE said IS NULL;`;
if (users) {
  await pool.query(schema);
  await pool.query(`INSERT INTO users SELECT 'user-' || n, 'token-' || n, 'Etc/UTC', 0 FROM generate_series(0, $1::int - 1) AS n`, [Number(users)]);
  await pool.query(`INSERT INTO conversations SELECT 'talk-' || n, 'user-' || n, 0 FROM generate_series(0, $1::int - 1) AS n`, [Number(users)]);
}

// Parts of a transaction; {seq} is the person's new number.
const INSERT_TASK = 'INSERT INTO tasks VALUES ($1, $2, $3, NULL, \'pending\', $4, $5, $6, \'Etc/UTC\', NULL, NULL, NULL, false, \'[]\', $7, $7, NULL, 1)';
const taskValues = (task) => [task.id, task.user_id, task.title, task.priority, task.due_day, task.due, task.created];
const actionValues = (task, seq) => [randomUUID(), task.user_id, seq, 'add_task', JSON.stringify([{ row: task, was: null }]), task.created];

async function inSteps(work) {
  const client = await pool.connect();
  const run = (name, text, values) => client.query({ name, text, values });
  try {
    await run('begin', 'BEGIN', []);
    const result = await work(run);
    await run('commit', 'COMMIT', []);
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
const takeSeq = async (run, user) => Number((await run('seq', 'UPDATE users SET seq = seq + 1 WHERE id = $1 RETURNING seq', [user])).rows[0].seq);
const addTask = (run, task) => run('task', INSERT_TASK, taskValues(task));
const addAction = (run, task, seq) => run('action', 'INSERT INTO actions VALUES ($1, $2, $3, $4, $5, $6)', actionValues(task, seq));
const addJob = (run, user, kind, key, due) => run('job', 'INSERT INTO jobs VALUES ($1, $2, $3, $4, $5)', [randomUUID(), user, kind, key, due]);

const writeTask = {
  steps: (task) => inSteps(async (run) => {
    const seq = await takeSeq(run, task.user_id);
    await addTask(run, task);
    await addAction(run, task, seq);
    await addJob(run, task.user_id, 'index', task.id, task.created);
    return seq;
  }),
  one: async (task) => {
    const text = `WITH s AS (UPDATE users SET seq = seq + 1 WHERE id = $2 RETURNING seq),
      t AS (${INSERT_TASK}), a AS (INSERT INTO actions SELECT $8, $2, seq, 'add_task', $9::jsonb, $7 FROM s),
      j AS (INSERT INTO jobs VALUES ($10, $2, 'index', $1, $7)) SELECT seq FROM s`;
    const values = [...taskValues(task), randomUUID(), JSON.stringify([{ row: task, was: null }]), randomUUID()];
    return Number((await pool.query({ name: 'task-one', text, values })).rows[0].seq);
  },
}[manner];

// "remind me to water the plants tomorrow at 7"
const understand = (text, now) => {
  const [, rest] = text.match(/^(?:please )?(?:remind me to|add(?: a)? task(?: to)?) (.+)$/i) ?? [];
  if (!rest) return undefined;
  const [found] = chrono.parse(rest, new Date(now), { forwardDate: true });
  const title = (found ? rest.slice(0, found.index) + rest.slice(found.index + found.text.length) : rest).trim();
  return { title: title[0].toUpperCase() + title.slice(1), due: found ? found.start.date().getTime() : null };
};
const turn = (user, talk, text) => inSteps(async (run) => {
  const now = Date.now(), seq = await takeSeq(run, user);
  const addMessage = (id, at, role, words) => run('message', 'INSERT INTO messages VALUES ($1, $2, $3, $4, $5, $6, $7)', [id, user, talk, at, role, words, now]);
  const said = { id: randomUUID(), role: 'user', text }, meant = understand(text, now);
  const task = { id: randomUUID(), user_id: user, title: meant.title, priority: 'normal', due_day: null, due: meant.due, created: now };
  const reply = { id: randomUUID(), role: 'assistant', text: `I'll remind you to ${task.title} at ${new Date(task.due).toISOString()}.` };
  await addMessage(said.id, seq, said.role, said.text);
  await addTask(run, task);
  await run('reminder', 'INSERT INTO reminders VALUES ($1, $2, $3, $4, NULL)', [randomUUID(), user, task.id, task.due]);
  await addAction(run, task, seq);
  await addJob(run, user, 'index', task.id, now);
  await addJob(run, user, 'ring', user, task.due);
  await addMessage(reply.id, seq, reply.role, reply.text);
  await run('talk', 'UPDATE conversations SET updated = $2 WHERE id = $1', [talk, now]);
  return { seq, said, reply, task };
});

const tokens = new Map((await pool.query('SELECT id, token FROM users')).rows.map(({ id, token }) => [token, id]));
const redis = createClient({ url: redisUrl }), reader = redis.duplicate(), cache = redis.duplicate();
await Promise.all([redis.connect(), reader.connect(), cache.connect()]);

const instant = (ms) => (ms === null || ms === undefined ? null : new Date(Number(ms)).toISOString());
const encode = (row) => ({
  notes: null, status: 'pending', zone: 'Etc/UTC', project_id: null, parent_id: null, recurrence: null, after_completion: false, tags: [], version: 1,
  ...row, due: instant(row.due), created: instant(row.created), updated: instant(row.updated ?? row.created), completed: instant(row.completed),
});

const app = Fastify();
const io = new Server(app.server, { adapter: createAdapter(redis, reader) });
io.use((socket, next) => { socket.user = tokens.get(socket.handshake.auth.token); next(socket.user ? undefined : new Error('Who are you?')); });
io.on('connection', (socket) => socket.join(`user:${socket.user}`));
app.addHook('onRequest', bearer(tokens));
const readList = async (user) => ({ items: (await pool.query({ name: 'list', text: 'SELECT * FROM tasks WHERE user_id = $1 ORDER BY id LIMIT 50', values: [user] })).rows.map(encode), next: null });
app.get('/api/v1/tasks', { schema: { response: { 200: list } } }, (request) => readList(request.user));
// The same, from answers kept in Redis for 60 s; a write of the person's would remove theirs.
app.get('/cached/tasks', async (request, reply) => {
  reply.type('application/json');
  const key = `tasks:${request.user}`, kept = await cache.get(key);
  if (kept) return kept;
  const text = JSON.stringify(await readList(request.user));
  await cache.set(key, text, { EX: 60 });
  return text;
});
app.post('/api/v1/tasks', {
  schema: {
    body,
    response: { 201: shape },
  },
}, async (request, reply) => {
  const { title, priority = 'normal', due_day = null } = request.body;
  const task = { id: randomUUID(), user_id: request.user, title, priority, due_day, due: null, created: Date.now() };
  const seq = await writeTask(task), told = encode(task);
  io.to(`user:${request.user}`).emit('task', { task: told }, seq);
  reply.code(201);
  return told;
});
app.post('/api/v1/messages', {
  schema: { body: { type: 'object', required: ['text'], additionalProperties: false, properties: { text: { type: 'string', minLength: 1, maxLength: 10000 } } } },
}, async (request) => {
  const { seq, said, reply, task } = await turn(request.user, request.user.replace('user', 'talk'), request.body.text);
  const room = io.to(`user:${request.user}`);
  room.emit('chat:message', said, seq);
  room.emit('task', { task: encode(task) }, seq);
  room.emit('chat:message', reply, seq);
  return { message: said, reply, effects: [{ title: task.title, id: task.id }] };
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`ready at http://127.0.0.1:${app.server.address().port}`);
