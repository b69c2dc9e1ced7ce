// SPDX-License-Identifier: Apache-2.0
// The peer: Fastify 5 and better-sqlite3, WAL, synchronous=FULL, doing what Pixie's task list and insert do:
// bearer token, one user's 50 tasks as JSON, a validated durable insert.
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import { bearer, body, list, task } from './task.mjs';

const [, , file, users] = process.argv;
const db = new Database(file);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`CREATE TABLE tasks (id TEXT PRIMARY KEY, user_id TEXT NOT NULL, title TEXT NOT NULL, notes TEXT, status TEXT NOT NULL,
  priority TEXT NOT NULL, due_day TEXT, due INTEGER, zone TEXT, project_id TEXT, parent_id TEXT, recurrence TEXT,
  after_completion INTEGER NOT NULL, tags TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, completed INTEGER,
  version INTEGER NOT NULL) STRICT;
  CREATE INDEX tasks_user ON tasks (user_id, id);`);
const insert = db.prepare(`INSERT INTO tasks VALUES (@id, @user_id, @title, NULL, 'pending', @priority, @due_day, NULL, 'Etc/UTC', NULL, NULL, NULL,
  0, '[]', @now, @now, NULL, 1)`);
const listed = db.prepare('SELECT * FROM tasks WHERE user_id = ? ORDER BY id LIMIT 50');
const tokens = new Map();
for (let i = 0; i < Number(users); i++) tokens.set(`token-${i}`, `user-${i}`);

const instant = (ms) => (ms === null ? null : new Date(ms).toISOString());
const encode = (row) => ({
  ...row, after_completion: !!row.after_completion, tags: JSON.parse(row.tags), due: instant(row.due),
  created: instant(row.created), updated: instant(row.updated), completed: instant(row.completed),
});

const app = Fastify();
app.addHook('onRequest', bearer(tokens));
app.get('/api/v1/tasks', {
  schema: { response: { 200: list } },
}, (request, reply) => {
  reply.send({ items: listed.all(request.user).map(encode), next: null });
});
app.post('/api/v1/tasks', {
  schema: {
    body,
    response: { 201: task },
  },
}, (request, reply) => {
  const now = Date.now();
  const row = { id: randomUUID(), user_id: request.user, title: request.body.title, priority: request.body.priority ?? 'normal', due_day: request.body.due_day ?? null, now };
  insert.run(row);
  reply.code(201).send(encode({ ...row, notes: null, status: 'pending', due: null, zone: 'Etc/UTC', project_id: null, parent_id: null,
    recurrence: null, after_completion: 0, tags: '[]', created: now, updated: now, completed: null, version: 1 }));
});
await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`ready at http://127.0.0.1:${app.server.address().port}`);
