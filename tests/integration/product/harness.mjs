// SPDX-License-Identifier: Apache-2.0
// Starts the real binary on a fresh data folder and talks to it as clients do.
import { spawn, execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { after } from 'node:test';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { io } from 'socket.io-client';
import { checkAnswer } from './answers.mjs';
import { PATIENCE_S, short } from './patience.mjs';
import { databaseOf } from './postgres.mjs';

export { eventually } from './patience.mjs';

export const binary = process.env.TEST_BINARY ?? new URL('../../../build/dev/pixie', import.meta.url).pathname;
const run = promisify(execFile);

// A server that a failed test left running would keep the runner waiting for ever, and its report unread.
const running = new Set();
after(() => Promise.all([...running].map((pixie) => pixie.stop())));

/** A Pixie under test; `options` are extra words for `pixie serve`. */
export class Pixie {
  static async start({ folder, options = [] } = {}) {
    const pixie = new this();
    pixie.ownFolder = !folder;
    pixie.folder = folder ?? await mkdtemp(join(tmpdir(), 'pixie-test-'));
    pixie.options = options;
    await pixie.launch();
    return pixie;
  }

  /** The options, with limits that no test reaches by being fast or by asking often: tests of limits name their own. */
  words() {
    const unlimited = ['--rate-api', '--rate-chat'].filter((name) => !this.options.includes(name));
    return [...this.options, ...unlimited.flatMap((name) => [name, '10000000'])];
  }

  async launch() {
    this.process = spawn(binary, ['serve', '--data', this.folder, '--port', '0', '--log-level', 'warn',
      '--zone', 'Europe/Berlin', ...this.words()],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...databaseOf(this.folder) } });
    this.track();
    let text = '';
    this.greeting = '';
    this.url = await new Promise((resolve, reject) => {
      this.process.stdout.on('data', (chunk) => {
        text += chunk;
        this.greeting = text;
        const match = text.match(/ready at (\S+)/);
        if (match) resolve(match[1]);
      });
      this.process.on('exit', () => reject(new Error(`pixie ended at start: ${text}${this.errors}`)));
    });
    this.token = (await readFile(join(this.folder, 'token'), 'utf8')).trim();
  }

  /** Follows the process just started. */
  track() {
    running.add(this);
    this.ending = undefined;
    this.errors = '';
    this.process.stderr.on('data', (chunk) => { this.errors += chunk; });
    this.exited = new Promise((resolve) => this.process.on('exit', (code, signal) => {
      running.delete(this);
      resolve({ code, signal });
    }));
  }

  /** SIGTERM; fails the test if the server doesn't end cleanly.  May be called again. */
  stop() {
    return this.ending ??= this.end();
  }

  async end() {
    this.process.kill('SIGTERM');
    const { code, signal } = await this.exited;
    if (this.ownFolder) await rm(this.folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`pixie ended with ${code ?? signal}: ${this.errors}`);
  }

  async kill() {
    this.process.kill('SIGKILL');
    await this.exited;
  }

  /** One request; the answer, which must be as the OpenAPI document says, with its parsed body. */
  async call(method, path, body, { token = this.token, headers = {} } = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    });
    const text = await response.text();
    let json = null;
    try { json = text ? JSON.parse(text) : null; } catch { /* not JSON */ }
    checkAnswer(binary, method, path, { status: response.status, type: response.headers.get('content-type'), text });
    return { status: response.status, headers: response.headers, text, json };
  }

  get(path, options) { return this.call('GET', path, undefined, options); }
  post(path, body, options) { return this.call('POST', path, body, options); }
  patch(path, body, options) { return this.call('PATCH', path, body, options); }
  delete(path, options) { return this.call('DELETE', path, undefined, options); }

  async say(text, options) {
    const answer = await this.post('/api/v1/messages', { text }, options);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
    return answer.json;
  }

  /** The command line on the same folder. */
  cli(...words) {
    return run(binary, [...words, '--data', this.folder], { env: { ...process.env, ...databaseOf(this.folder), ASAN_OPTIONS: 'detect_leaks=0' } });
  }

  async addUser(name) {
    const answer = await this.post('/api/v1/users', { name });
    if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.text}`);
    return answer.json;
  }

  /** A connected socket; `seen` collects [event, payload]. */
  socket({ token = this.token, ...options } = {}) {
    const socket = io(this.url, { auth: { token }, forceNew: true, reconnection: false, ...options });
    socket.seen = [];
    socket.onAny((name, payload) => socket.seen.push([name, payload]));
    return new Promise((resolve, reject) => {
      socket.once('connect', () => resolve(socket));
      socket.once('connect_error', (error) => { socket.close(); reject(error); });
    });
  }
}

/** The promise, or after a minute an error that tells what was waited for and what `saw()` says of the state of things. */
export function within(promise, what, saw = () => '') {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${PATIENCE_S} s for ${what}; ${saw()}`)), PATIENCE_S * 1000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Waits until `condition()` is truthy, driven by the socket's own events. */
export function until(socket, condition, what = `that ${condition}`) {
  let check;
  const met = new Promise((resolve, reject) => {
    check = () => {
      try {
        if (condition()) resolve();
      } catch (error) {
        reject(error);
      }
    };
    socket.onAny(check);
    check();
  });
  const saw = () => `of ${socket.seen.length} events the last were ${socket.seen.slice(-8).map(short).join(', ')}`;
  return within(met, what, saw).finally(() => socket.offAny(check));
}

/**
 * Makes something due in a moment that the server hears of while it is still to come, however slow it is: if the answer
 * of `make(due)` comes too late, it is dropped and made again with more time.
 */
export async function inAMoment(make, drop = async () => {}) {
  for (let ms = 300; ; ms *= 2) {
    const due = Date.now() + ms, answer = await make(new Date(due).toISOString());
    if (Date.now() < due) return answer;
    await drop(answer);
  }
}
