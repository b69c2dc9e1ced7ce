// SPDX-License-Identifier: Apache-2.0
// What a run stands on: one PostgreSQL that waits for its disk at each commit, one Redis, and on them nodes of Pixie or of the peer.
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);
export const top = new URL('../../', import.meta.url).pathname;
const here = new URL('.', import.meta.url).pathname;
const binary = process.env.TEST_BINARY ?? join(top, 'build/release/pixie');
const TICKS = 100; // of /proc, a second
const MANY = '10000000';

export const option = (name, fallback) => { const at = process.argv.indexOf(name); return at < 0 ? fallback : process.argv[at + 1]; };
export const median = (list) => { const sorted = [...list].sort((a, b) => a - b); return sorted.length ? (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2 : undefined; };
export const rounded = (value, digits) => Number(value.toFixed(digits));
export const loadAverage = () => Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);

if (!existsSync(binary)) {
  console.error(`${binary} is not there: cmake --preset release && cmake --build --preset release --target pixie`);
  process.exit(2);
}

export const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
});

// However this ends, nothing stays behind.
const children = new Set();
export function start(command, words, { ready, ...options } = {}) {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  children.add(child);
  child.ended = new Promise((resolve) => { child.on('exit', (code, signal) => { children.delete(child); resolve(code ?? signal); }); });
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      text = (text + chunk).slice(-4000);
      const match = text.match(ready);
      if (match) resolve({ child, pid: child.pid, url: match[1] });
    });
    child.on('error', reject);
    void child.ended.then((how) => reject(new Error(`${command} ended (${how}): ${text}`)));
  });
}
export async function stop({ child }, signal = 'SIGTERM') { child.kill(signal); await child.ended; }

/** Seconds of processor time of a process so far, its own and of children that ended. */
export function cpu(pid, withChildren = false) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').map(Number);
  return (fields[11] + fields[12] + (withChildren ? fields[13] + fields[14] : 0)) / TICKS;
}

export class Stack {
  async start() {
    this.folder = await mkdtemp(join(tmpdir(), 'pixie-bench-'));
    this.names = 0;
    process.on('exit', () => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(this.folder, { recursive: true, force: true });
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
    await run('chmod', ['755', this.folder]); // PostgreSQL is another user
    this.host = join(this.folder, 'pg');
    const settings = '-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c max_connections=400 -c shared_buffers=256MB -c max_wal_size=4GB';
    await run(join(top, 'tests/support/postgres'), ['start', this.host, String(process.pid)], { env: { ...process.env, PG_OPTIONS: settings } });
    this.postmaster = Number((await readFile(join(this.host, 'data/postmaster.pid'), 'utf8')).split('\n')[0]);
    const port = await freePort();
    this.redis = await start('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], { ready: /(Ready to accept)/ });
    this.redisUrl = `redis://127.0.0.1:${port}`;
  }

  /** SQL as the owner; rows as lists of texts. */
  async sql(text, database = 'postgres') {
    const psql = [join(this.host, 'server/embedded_postgres/pginstall/bin/psql'), join(top, '.test-tools/postgres/embedded_postgres/pginstall/bin/psql')].find(existsSync);
    const { stdout } = await run(psql, ['-h', this.host, '-U', 'pixie', '-d', database, '-AtqX', '-F', '\t', '-c', text]);
    return stdout.trim().split('\n').filter(Boolean).map((line) => line.split('\t'));
  }

  /** A database that nobody has used. */
  async database() {
    const name = `bench${++this.names}`;
    await this.sql(`CREATE DATABASE ${name}`);
    return { name, url: `postgres:///${name}?host=${this.host}&user=pixie` };
  }
  async forget({ name }) { await this.sql(`DROP DATABASE ${name} WITH (FORCE)`); }

  /** Processor time of the PostgreSQL server: of all that it started. */
  databaseCpu() {
    const list = readFileSync(`/proc/${this.postmaster}/task/${this.postmaster}/children`, 'utf8').trim().split(' ').filter(Boolean);
    let sum = cpu(this.postmaster, true);
    for (const pid of list) {
      try { sum += cpu(pid); } catch { /* it has just ended, and is its parent's now */ }
    }
    return sum;
  }

  pixieWords(data, database, port, more) {
    return ['serve', '--data', data, '--port', String(port), '--log-level', 'error', '--database', database.url, '--redis-url', this.redisUrl,
      '--redis-prefix', database.name, '--rate-api', MANY, '--rate-chat', MANY, '--rate-login', MANY, '--rate-connect', MANY,
      '--http-connections-per-address', '100000', '--idle-sessions-per-address', '0', ...more]; // one address stands for many
  }

  nodeFolder(database, n) { return join(this.folder, `${database.name}-${n}`); }
  startNode(database, n, port, more) {
    return start(binary, this.pixieWords(this.nodeFolder(database, n), database, port, more), { ready: /ready at (\S+)/ });
  }

  /** `count` nodes of Pixie with people on a new database: { nodes, tokens, database }. */
  async pixie(count, people, more = ['--nodes', 'true']) {
    const database = await this.database(), nodes = [], folder = (n) => this.nodeFolder(database, n);
    for (let n = 0; n < count; n++) {
      if (n) await cp(folder(0), folder(n), { recursive: true, filter: (name) => !name.endsWith('/server') });
      nodes.push(await this.startNode(database, n, await freePort(), more));
    }
    const owner = (await readFile(join(folder(0), 'token'), 'utf8')).trim();
    const tokens = await addPeople(nodes[0].url, owner, people);
    return { nodes, tokens, database };
  }

  /** A node that ended, at the address that it had. */
  again({ nodes, database }, n, more = ['--nodes', 'true']) { return this.startNode(database, n, new URL(nodes[n].url).port, more); }

  async peer(count, people, manner = 'steps') {
    const database = await this.database(), nodes = [];
    for (let n = 0; n < count; n++)
      nodes.push(await start(process.execPath, [join(here, 'peer.mjs'), database.url, this.redisUrl, manner, ...(n ? [] : [String(people)])], { ready: /ready at (\S+)/ }));
    return { nodes, tokens: Array.from({ length: people }, (_, n) => `token-${n}`), database };
  }

  async end({ nodes, database }) {
    await Promise.all(nodes.map((node) => stop(node)));
    await this.forget(database);
  }

  async stop() {
    await stop(this.redis);
    await run(join(top, 'tests/support/postgres'), ['stop', this.host]);
  }
}

export async function addPeople(url, owner, count) {
  const tokens = [];
  for (let begun = 0; begun < count; begun += 20) {
    tokens.push(...await Promise.all(Array.from({ length: Math.min(20, count - begun) }, async (_, n) => {
      const answer = await fetch(`${url}/api/v1/users`, { method: 'POST', headers: { authorization: `Bearer ${owner}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: `User ${begun + n}` }) });
      if (answer.status !== 201) throw new Error(`a user: ${answer.status} ${await answer.text()}`);
      return (await answer.json()).token;
    })));
  }
  return tokens;
}
