// SPDX-License-Identifier: Apache-2.0
// All that several nodes stand on, each a process of its own that can be killed, stopped and started again: HAProxy, three Pixies, PostgreSQL with a
// standby that each commit waits for, Redis, Qdrant's engine behind a double, SeaweedFS.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../product/patience.mjs';

const run = promisify(execFile);
const top = new URL('../../../', import.meta.url).pathname;
const binary = process.env.TEST_BINARY ?? join(top, 'build/dev/pixie');
const weed = join(top, '.test-tools/seaweedfs/weed');
export const NODES = 3;

/** What can't be had, or nothing. */
export function missing() {
  const has = (name) => process.env.PATH.split(':').some((folder) => existsSync(join(folder, name))) || existsSync(`/usr/sbin/${name}`);
  return ['haproxy', 'redis-server'].filter((name) => !has(name))
    .concat(['postgres', 'qdrant', 'seaweedfs'].filter((name) => !existsSync(join(top, '.test-tools', name))));
}

const taken = new Set();
/** One whose twin 10000 above is free, too, which SeaweedFS takes for itself; both below those that the system gives to who connects. */
async function freePort() {
  for (;;) {
    const port = 10000 + Math.floor(Math.random() * 12000);
    if (taken.has(port) || await Promise.all([port, port + 10000].map(listens)).then((list) => list.some(Boolean))) continue;
    if (!await new Promise((resolve) => {
      const server = createServer().once('error', () => resolve(false)).listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    })) continue;
    taken.add(port);
    return port;
  }
}

const listens = (port, host = '127.0.0.1') => new Promise((resolve) => {
  const socket = connect(port, host, () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

const ip = (...words) => run('ip', words);

/**
 * A network namespace for each server, joined by a bridge: its cable can be pulled, and what is sent to it then gets no answer, and some seconds
 * later "no route".  Where that is not allowed (it takes root and `ip`), all are on loopback and `start` says no.
 */
class Cables {
  constructor() {
    this.bridge = `pxb${process.pid}`;
    this.net = `10.98.${process.pid % 254 + 1}`;
    this.spaces = [];
  }

  async start() {
    if (process.getuid() !== 0) {
      console.log('# not root, so no network namespaces: nothing is cut off, only stopped');
      return false;
    }
    process.on('exit', () => this.stop());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
    try {
      await ip('link', 'add', this.bridge, 'type', 'bridge');
      await ip('addr', 'add', `${this.net}.1/24`, 'dev', this.bridge);
      await ip('link', 'set', this.bridge, 'up');
      await this.place(); // that namespaces can be made is known once one is
      return true;
    } catch (error) {
      console.log(`# no network namespaces here, so nothing is cut off, only stopped: ${error.message.trim().split('\n').at(-1)}`);
      this.stop();
      return false;
    }
  }

  /** Where a server can live: its address, what its command begins with, and its cable. */
  async place() {
    const n = this.spaces.length + 2, space = `${this.bridge}n${n}`, cable = `v${this.bridge}n${n}`.slice(-15), host = `${this.net}.${n}`;
    this.spaces.push(space);
    await ip('netns', 'add', space);
    await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
    await ip('link', 'set', cable, 'master', this.bridge, 'up');
    await ip('-n', space, 'addr', 'add', `${host}/24`, 'dev', 'eth0');
    await ip('-n', space, 'link', 'set', 'eth0', 'up');
    await ip('-n', space, 'link', 'set', 'lo', 'up');
    return { host, before: ['ip', 'netns', 'exec', space], cut: () => ip('link', 'set', cable, 'down'), mend: () => ip('link', 'set', cable, 'up') };
  }

  stop() {
    for (const space of this.spaces.splice(0)) try { execFileSync('ip', ['netns', 'del', space], { stdio: 'ignore' }); } catch { /* was not made */ }
    try { execFileSync('ip', ['link', 'del', this.bridge], { stdio: 'ignore' }); } catch { /* the same */ }
  }
}

const LOOPBACK = { host: '127.0.0.1', before: [] };

const running = new Set();
process.on('exit', () => { for (const child of running) child.kill('SIGKILL'); });

/** A program that is started again with the same words. */
class Server {
  constructor(name, command, words, { port, env = {}, input, place = LOOPBACK } = {}) {
    Object.assign(this, { name, port, env, input, place, host: place.host, at: `${place.host}:${port}` });
    [this.command, ...this.words] = [...place.before, command, ...words];
  }

  async start() {
    this.process = spawn(this.command, this.words, { stdio: [this.input ? 'pipe' : 'ignore', 'ignore', 'pipe'], env: { ...process.env, ...this.env } });
    const child = this.process;
    running.add(child);
    this.errors = '';
    this.process.stderr.on('data', (chunk) => { this.errors = (this.errors + chunk).slice(-20000); });
    this.exited = new Promise((resolve) => {
      this.process.on('exit', (code, signal) => resolve({ code, signal }));
      this.process.on('error', ({ message }) => { this.errors += message; resolve({ code: -1 }); });
    });
    let gone;
    void this.exited.then((how) => { running.delete(child); gone = how; });
    await eventually(() => gone ?? listens(this.port, this.host), (is) => is, `${this.name} to listen`);
    if (gone) throw new Error(`${this.name} ended: ${this.errors}`);
  }

  async kill(signal = 'SIGKILL') {
    this.process.kill(signal);
    return this.exited;
  }

  /** Takes what comes, and answers nothing. */
  freeze() { this.process.kill('SIGSTOP'); }
  thaw() { this.process.kill('SIGCONT'); }

  get hasCable() { return Boolean(this.place.cut); }
  cut() { return this.place.cut(); }
  mend() { return this.place.mend(); }
}

/** The primary, and the standby that takes its place. */
class Postgres {
  constructor(folder) {
    this.folders = [join(folder, 'pg1'), join(folder, 'pg2')];
    this.url = `postgres:///postgres?host=${this.folders.join(',')}&user=pixie`;
  }

  script(...words) { return run(join(top, 'tests/support/postgres'), words); }

  async start() {
    await this.script('start', this.folders[0], String(process.pid));
    await this.script('standby', this.folders[1], this.folders[0], String(process.pid));
  }

  kill() { return this.script('kill', this.folders[0]); }
  promote() { return this.script('promote', this.folders[1]); }
  async stop() { for (const folder of this.folders) await this.script('stop', folder); }
}

const S3_USERS = JSON.stringify({ identities: [{ name: 'pixie', credentials: [{ accessKey: 'pixie-id', secretKey: 'pixie-secret' }],
  actions: ['Admin', 'Read', 'Write', 'List'] }] });

async function seaweed(folder, place) {
  await mkdir(join(folder, 's3'));
  await writeFile(join(folder, 's3.json'), S3_USERS);
  const [port, master, volume, filer] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const server = new Server('SeaweedFS', weed, ['server', `-ip=${place.host}`, `-ip.bind=${place.host}`, `-dir=${join(folder, 's3')}`, '-s3',
    `-s3.config=${join(folder, 's3.json')}`, `-s3.port=${port}`, '-s3.port.lance=0', '-s3.port.iceberg=0', `-master.port=${master}`,
    `-volume.port=${volume}`, `-filer.port=${filer}`, '-volume.max=20', '-master.volumeSizeLimitMB=64', '-master.electionTimeout=1s', '-master.telemetry=false'], { port, place });
  server.makeBucket = () => eventually(() => fetch(`http://${place.host}:${filer}/buckets/pixie/`, { method: 'POST' }).then(({ ok }) => ok, () => false),
    (ok) => ok, 'a bucket');
  return server;
}

/** What deploy/compose has, at our addresses, and for as many connections as a test may open. */
async function balancing(port, nodes) {
  const text = await readFile(join(top, 'deploy/compose/haproxy.cfg'), 'utf8');
  return text.replace('maxconn 50000', 'maxconn 4000').replace('bind :8080', `bind 127.0.0.1:${port}`).replace(/node(\d):8787/g, (_, n) => nodes[n - 1].at);
}

export class Stack {
  async start() {
    this.folder = await mkdtemp(join(tmpdir(), 'pixie-cluster-'));
    const [redisPort, qdrantPort, port] = [await freePort(), await freePort(), await freePort()];
    this.cables = new Cables();
    const wired = await this.cables.start(), place = () => wired ? this.cables.place() : LOOPBACK;
    const redisPlace = await place(), qdrantPlace = await place();
    await run('chmod', ['755', this.folder]); // PostgreSQL is another user
    this.postgres = new Postgres(this.folder);
    this.redis = new Server('Redis', 'redis-server', ['--port', String(redisPort), '--bind', redisPlace.host, '--protected-mode', 'no', '--save', '', '--logfile', '/dev/null'],
      { port: redisPort, place: redisPlace });
    this.qdrant = new Server('Qdrant', 'python3', [join(top, 'tests/support/qdrant_double.py'), join(this.folder, 'qdrant'), 'key'],
      { port: qdrantPort, env: { QDRANT_DOUBLE_HOST: qdrantPlace.host, QDRANT_DOUBLE_PORT: String(qdrantPort) }, input: true, place: qdrantPlace });
    this.s3 = await seaweed(this.folder, await place());
    await Promise.all([this.postgres.start(), this.redis.start(), this.qdrant.start(), this.s3.start()]);
    await this.s3.makeBucket();
    await this.startNodes(place);
    await writeFile(join(this.folder, 'haproxy.cfg'), await balancing(port, this.nodes));
    this.balancer = new Server('HAProxy', 'haproxy', ['-f', join(this.folder, 'haproxy.cfg'), '-db'], { port });
    await this.balancer.start();
    this.url = `http://127.0.0.1:${port}`;
    await eventually(() => fetch(`${this.url}/readyz`).then(({ status }) => status, () => 0), (status) => status === 200, 'a node to be ready');
  }

  async startNodes(place) {
    const env = { PIXIE_S3_SECRET: 'pixie-secret', PIXIE_QDRANT_KEY: 'key' };
    this.nodes = [];
    for (let n = 0; n < NODES; n++) {
      const folder = join(this.folder, `node${n}`), port = await freePort(), mine = await place();
      if (n) await cp(join(this.folder, 'node0'), folder, { recursive: true, filter: (name) => !name.endsWith('/server') });
      this.nodes.push(new Server(`node ${n}`, binary, ['serve', '--data', folder, '--host', mine.host, '--insecure-bind', 'true', '--port', String(port), '--log-level', 'warn', '--nodes', 'true',
        '--database', this.postgres.url, '--redis-url', `redis://${this.redis.at}`, '--qdrant-url', `http://${this.qdrant.at}`,
        '--s3-url', `http://${this.s3.at}/pixie`, '--s3-key-id', 'pixie-id', '--zone', 'Europe/Berlin', '--drain-wait-ms', '6000',
        '--trusted-proxies', `127.0.0.1,${this.cables.net}.1`, '--rate-api', '10000000', '--rate-chat', '10000000', '--rate-connect', '10000000', '--rate-login', '10000000',
        '--http-connections-per-address', '10000'], { port, env, place: mine }));
      if (!n) await this.nodes[n].start(); // it makes the schema, and the keys that all have
    }
    await Promise.all(this.nodes.slice(1).map((node) => node.start()));
    this.token = (await readFile(join(this.folder, 'node0/token'), 'utf8')).trim();
  }

  /** What the sanitizers and the log of errors say, of nodes that ended of themselves. */
  complaints() {
    return (this.nodes ?? []).map(({ name, errors }) => ({ name, errors })).filter(({ errors }) => /Sanitizer|assert|"level":"fatal"/.test(errors));
  }

  async stop() {
    for (const node of this.nodes ?? []) if (node.process?.exitCode === null && !node.process.signalCode) node.thaw();
    for (const server of [...this.nodes ?? [], this.redis, this.qdrant, this.s3]) if (server?.hasCable) await server.mend();
    const ends = await Promise.all((this.nodes ?? []).map((node) => node.kill('SIGTERM')));
    for (const server of [this.balancer, this.redis, this.qdrant, this.s3]) await server?.kill();
    await this.postgres?.stop();
    this.cables?.stop();
    await rm(this.folder, { recursive: true, force: true });
    return ends;
  }
}
