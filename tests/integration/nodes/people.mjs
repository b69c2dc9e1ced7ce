// SPDX-License-Identifier: Apache-2.0
// People who talk to Pixie by way of a balancer, each one thing after the other, with one socket: what they did, what they were told, and whether it fits.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../product/patience.mjs';

const { io } = createRequire(new URL('../product/harness.mjs', import.meta.url))('socket.io-client');

const ATTEMPT_MS = 20_000; // longer than any time-out of ours: who waits so long has no answer
const GIVEN_UP_MS = 90_000;
const AGAIN = new Set([409, 429, 500, 502, 503, 504]);

/** Every attempt of everybody: { at, until, needs, ok, status }. */
export const attempts = [];

export class Person {
  constructor(url, { name, id, token }, thinkMs) {
    Object.assign(this, { url, name, id, token, thinkMs });
    this.said = [];              // texts of turns, in their order
    this.made = new Set();       // titles of tasks that were acknowledged
    this.files = new Map();      // id of a document -> its text
    this.tasks = new Map();      // id -> title: what the socket told, as a client keeps it
    this.seq = 0;
    this.foreign = [];
    this.reloads = this.syncs = 0;
    this.chain = Promise.resolve();
  }

  async fetch(method, path, body, headers = {}) {
    const response = await fetch(this.url + path, { method, signal: AbortSignal.timeout(ATTEMPT_MS),
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  }

  /** Until one node has done it.  `needs`: the part that this can't be done without, besides PostgreSQL and nodes. */
  async ask(method, path, body, { headers, needs = '' } = {}) {
    for (const begun = Date.now(); ;) {
      const attempt = { at: Date.now(), needs };
      let answer;
      try {
        answer = await this.fetch(method, path, body, headers);
      } catch (error) {
        answer = { status: error.name === 'TimeoutError' ? 'no answer' : 'no connection' };
      }
      Object.assign(attempt, { until: Date.now(), status: answer.status, ok: answer.status < 400, what: `${method} ${path.split('?')[0]}` });
      attempts.push(attempt);
      if (attempt.ok) return JSON.parse(answer.text || 'null');
      if (typeof answer.status === 'number' && !AGAIN.has(answer.status)) throw new Error(`${this.name}: ${method} ${path}: ${answer.status} ${answer.text}`);
      if (Date.now() - begun > GIVEN_UP_MS) throw new Error(`${this.name}: ${method} ${path} is not done in ${GIVEN_UP_MS} ms: ${answer.status} ${answer.text ?? ''}`);
      await delay((needs ? 1000 : 100) + Math.random() * 200);
    }
  }

  // ---------------------------------------------------------------- the socket

  hear(name, payload) {
    const text = JSON.stringify(payload ?? null);
    for (const [, other] of text.matchAll(/\b(P\d+x)\b/g)) if (other !== this.name) this.foreign.push(`${name}: ${text}`);
    if (name === 'reload') this.reload();
    if (name === 'task') this.tasks.set(payload.task.id, payload.task.title);
  }

  /** As a client does that is told to: looks at all there is. */
  reload() {
    this.reloads++;
    this.chain = this.chain.then(async () => { for (const { id, title } of await this.list('/api/v1/tasks')) this.tasks.set(id, title); });
  }

  connect() {
    this.socket = io(this.url, { auth: { token: this.token }, forceNew: true, transports: ['websocket'], reconnectionDelay: 200, reconnectionDelayMax: 2000 });
    this.socket.onAny((name, payload, seq) => {
      this.hear(name, payload);
      if (Number.isInteger(seq)) this.seq = Math.max(this.seq, seq);
    });
    this.socket.on('connect', () => { if (!this.socket.recovered) this.sync(); });
    return new Promise((resolve) => { this.socket.once('connect', resolve); });
  }

  async sync() {
    this.syncs++;
    try {
      const since = this.seq, answer = await this.socket.timeout(10_000).emitWithAck('sync', { since });
      if (!answer.ok) throw new Error(JSON.stringify(answer));
      const { seq, events = [], reload } = answer.sync;
      if (reload || since === 0) this.reload(); // who knows of nothing yet begins with all there is
      for (const [name, payload] of events) this.hear(name, payload);
      this.seq = Math.max(this.seq, seq);
    } catch (error) {
      if (process.env.CLUSTER_VERBOSE) console.log(`# ${this.name}: sync: ${error.message}`);
      if (this.socket.connected && !this.leaving) { await delay(200); await this.sync(); }
    }
  }

  // ---------------------------------------------------------------- what they do

  async say(text) {
    const { conversation_id: id } = await this.ask('POST', '/api/v1/messages', { text, client_id: randomUUID(), conversation_id: this.conversation });
    this.conversation ??= id;
    this.said.push(text);
  }

  async act(n) {
    const dice = n % 10, title = `${this.name} thing ${n}`;
    if (dice < 6) {
      await this.say(`add task "${title}"`);
      this.made.add(title);
    } else if (dice < 8) {
      await this.ask('POST', '/api/v1/tasks', { title }, { headers: { 'idempotency-key': randomUUID() } });
      this.made.add(title);
    } else if (dice === 8) {
      await this.say(`remember that the ${this.name} box number ${n} is behind the blue door`);
      await this.ask('GET', `/api/v1/search?q=${encodeURIComponent(`box number ${n}`)}`);
    } else {
      const text = `${this.name} wrote down ${n}: ${randomUUID()}`;
      const { id } = await this.ask('POST', '/api/v1/documents', text, { headers: { 'content-type': 'text/plain' }, needs: 's3' });
      this.files.set(id, text);
    }
    await this.ask('GET', '/api/v1/tasks?limit=20');
  }

  async talk(isOver) {
    await delay(Math.random() * this.thinkMs);
    for (let n = 0; !isOver(); n++) {
      await this.act(n);
      await delay(this.thinkMs * (0.5 + Math.random()));
    }
  }

  // ---------------------------------------------------------------- what is there

  async list(path) {
    const all = [];
    for (let cursor = ''; cursor !== null;) {
      const page = await this.ask('GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      all.push(...page.items);
      cursor = page.next ?? null;
    }
    return all;
  }

  /** Complaints: what was acknowledged and is not there, or twice, or in another order; what the client believes that is not so. */
  async judge() {
    const bad = [], titles = (await this.list('/api/v1/tasks')).map(({ title }) => title);
    const count = (list) => list.reduce((map, text) => map.set(text, (map.get(text) ?? 0) + 1), new Map());
    const there = count(titles);
    for (const title of this.made) if (!there.has(title)) bad.push(`lost: ${title}`);
    for (const [title, times] of there) if (times > 1) bad.push(`doubled: ${title}`);
    for (const title of there.keys()) if (!this.made.has(title)) bad.push(`never asked for: ${title}`);

    const said = this.conversation ? (await this.list(`/api/v1/messages?conversation_id=${this.conversation}`))
      .filter(({ role }) => role === 'user').map(({ text }) => text) : [];
    const number = (text) => Number(text.match(/(?:thing|number) (\d+)/)[1]);
    if (said.length > 1 && number(said[0]) > number(said.at(-1))) said.reverse();
    if (JSON.stringify(said) !== JSON.stringify(this.said)) bad.push(`said in another order: ${JSON.stringify(said)} for ${JSON.stringify(this.said)}`);

    for (const [id, text] of this.files) {
      const response = await fetch(`${this.url}/api/v1/documents/${id}/file`, { headers: { authorization: `Bearer ${this.token}` } });
      const kept = await response.text();
      if (response.status !== 200 || kept !== text) bad.push(`file: ${id} is ${response.status} ${kept}`);
    }
    for (const text of this.foreign) bad.push(`heard of somebody else: ${text}`);
    return bad.map((text) => `${this.name}: ${text}`);
  }

  /** Waits until the client knows, by events, `sync` and what it was told to reload, all that there is. */
  async catchUp() {
    await this.sync();
    await eventually(async () => {
      await this.chain;
      const known = new Set(this.tasks.values());
      return [...this.made].filter((title) => !known.has(title));
    }, (unknown) => unknown.length === 0, `${this.name} to hear of everything after sync`);
  }

  leave() {
    this.leaving = true;
    this.socket.close();
  }
}
