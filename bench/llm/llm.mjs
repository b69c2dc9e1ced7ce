// SPDX-License-Identifier: Apache-2.0
// What a turn with a model costs us besides the model: a double of an OpenAI server stands in for it.
//
//   node bench/llm/llm.mjs [--program build/release/pixie] [--turns 100] [--waiting 1000] [--json FILE]
//
//   overhead   processor time of a turn with about 8,000 tokens of context, from the message to its end
//   first      from the double's first piece of text to the same text at a client that streams
//   waiting    memory of each turn that waits for its model, and what turns of others take meanwhile
//   day        200 labelled turns (day.mjs, or with --day two day_two.mjs): who answers them, and what they cost
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { day as dayOne } from './day.mjs';
import { dayTwo } from './day_two.mjs';

const { values } = parseArgs({ options: { program: { type: 'string', default: 'build/release/pixie' }, turns: { type: 'string', default: '100' },
  waiting: { type: 'string', default: '1000' }, json: { type: 'string' }, only: { type: 'string' }, day: { type: 'string', default: 'one' } } });
const day = values.day === 'two' ? dayTwo : dayOne;
const wanted = (name) => !values.only || values.only.split(',').includes(name);

/* ------------------------------------------------------------------ the double */

const chunk = (delta, finish_reason = null) => `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm',
  choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
const usage = (prompt, completion) => `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [],
  usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion } })}\n\ndata: [DONE]\n\n`;

/** Answers by `this.mode`; `models` tells whom each request was for. */
class Double {
  mode = 'answer';
  models = [];
  hanging = [];
  size = 0;
  firstAt = 0n;

  async start() {
    this.server = http.createServer((req, res) => {
      const chunks = [];
      req.on('data', (piece) => chunks.push(piece));
      req.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        this.size = text.length;
        const { model, tools } = JSON.parse(text);
        if (tools) this.models.push(model); // else it is a job's, which sums up older talk
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        if (this.mode === 'hang') {
          res.write(': hold\n\n');
          this.hanging.push(res);
          this.wake?.();
          return;
        }
        res.write(chunk({ role: 'assistant', content: '' }));
        setTimeout(() => {
          this.firstAt = process.hrtime.bigint();
          res.write(chunk({ content: 'So ' }));
          res.write(chunk({ content: 'it is, as far as anybody knows.' }));
          res.end(chunk({}, 'stop') + usage(Math.round(text.length / 4), 300));
        }, 5); // its own piece, as over a network
      });
    });
    this.server.maxConnections = 20000;
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }
}

/* ------------------------------------------------------------------- Pixie */

class Pixie {
  static async start(options) {
    const pixie = new this();
    pixie.folder = await mkdtemp(join(tmpdir(), 'bench-llm-'));
    pixie.process = spawn(values.program, ['serve', '--data', pixie.folder, '--port', '0', '--log-level', 'warn', '--rate-chat', '1000000',
      '--rate-api', '1000000', '--rate-login', '1000000', '--turns-waiting', '1000', '--turn-seconds', '600', '--llm-first-ms', '600000',
      '--llm-between-ms', '600000', '--zone', 'Europe/Berlin', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    process.on('exit', () => pixie.process.kill('SIGKILL'));
    pixie.url = await new Promise((resolve, reject) => {
      let text = '';
      pixie.process.on('exit', (code) => reject(new Error(`pixie ended with ${code}`)));
      pixie.process.stdout.on('data', (piece) => { text += piece; const found = text.match(/ready at (\S+)/); if (found) resolve(found[1]); });
    });
    pixie.token = (await readFile(join(pixie.folder, 'token'), 'utf8')).trim();
    return pixie;
  }

  async call(method, path, body, token = this.token) {
    const answer = await fetch(this.url + path, { method, body: body && JSON.stringify(body),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text && JSON.parse(text);
  }

  say(text, { token, conversation } = {}) {
    return this.call('POST', '/api/v1/messages', { text, ...(conversation && { conversation_id: conversation }) }, token);
  }

  /** Milliseconds of processor time so far: of all threads, and of those that embed what was said. */
  async cpu() {
    let all = 0, embedding = 0;
    for (const task of await readdir(`/proc/${this.process.pid}/task`)) {
      const of = (file) => readFile(`/proc/${this.process.pid}/task/${task}/${file}`, 'utf8').catch(() => '0');
      const ms = Number((await of('schedstat')).split(' ')[0]) / 1e6;
      all += ms;
      if ((await of('comm')).startsWith('px-embed')) embedding += ms;
    }
    return { all, embedding };
  }

  resident() {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.process.pid)]).toString());
  }

  async stop() {
    this.process.kill('SIGTERM');
    await new Promise((resolve) => this.process.on('exit', resolve));
    await rm(this.folder, { recursive: true });
  }
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const spread = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  return { p50: Number(at(sorted, 0.5).toFixed(2)), p99: Number(at(sorted, 0.99).toFixed(2)) };
};
const HARD = 'compare a heat pump with a gas boiler and explain which one pays off, seen from year';

/** Facts, tasks, notes and a conversation that fill the parts of the context. */
async function furnish(pixie) {
  const words = 'the boiler room needs a careful look because the pressure falls slowly over the winter months and nobody knows the reason for it yet';
  const items = [];
  for (let i = 0; i < 80; i++) items.push({ id: `n${i}`, kind: 'note', text: `Heat pump and boiler note ${i}: ${words}.` });
  await pixie.call('POST', '/api/v1/import', { items });
  for (let i = 0; i < 40; i++) await pixie.call('POST', '/api/v1/memories', { text: `My thing number ${i} is in the boiler room, ${words}` });
  for (let i = 0; i < 20; i++) await pixie.call('POST', '/api/v1/tasks', { title: `Look after part ${i} of the heating, ${words}` });
  for (let i = 0; i < 12; i++) await pixie.say(`${HARD} ${i}: ${words}, ${words}, ${words}`);
}

/* ------------------------------------------------------------------ figures */

async function overhead(results) {
  const double = await new Double().start();
  const pixie = await Pixie.start(['--llm-simple', 'openai:s', '--llm-strong', 'openai:m', '--openai-url', `${double.url}/v1`]);
  await furnish(pixie);
  const cpu = [], embedding = [], first = [];
  let before = await pixie.cpu();
  for (let i = 0; i < Number(values.turns); i++) {
    const turn = await pixie.say(`${HARD} ${1900 + i}`);
    if (turn.reply.text !== 'So it is, as far as anybody knows.') throw new Error(`not the model's: ${turn.reply.text}`);
    const now = await pixie.cpu();
    cpu.push(now.all - before.all);
    embedding.push(now.embedding - before.embedding);
    before = now;
  }
  for (let i = 0; i < Number(values.turns); i++) {
    const answer = await fetch(`${pixie.url}/api/v1/messages`, { method: 'POST', body: JSON.stringify({ text: `${HARD} ${2100 + i}` }),
      headers: { authorization: `Bearer ${pixie.token}`, 'content-type': 'application/json', accept: 'text/event-stream' } });
    const decoder = new TextDecoder();
    let text = '', seen = false;
    for await (const piece of answer.body) {
      text += decoder.decode(piece, { stream: true });
      if (!seen && text.includes('event: chat:delta')) {
        seen = true;
        first.push(Number(process.hrtime.bigint() - double.firstAt) / 1e6);
      }
    }
  }
  results.overhead = { ...spread(cpu), embedding: spread(embedding), context_bytes: double.size, context_tokens: Math.round(double.size / 4) };
  results.first = spread(first);
  await pixie.stop();
  double.server.closeAllConnections();
  double.server.close();
}

async function others(pixie, n) {
  const taken = [];
  for (let i = 0; i < n; i++) {
    const start = performance.now();
    await pixie.say('lunch with Priya tomorrow 12:30');
    taken.push(performance.now() - start);
  }
  return spread(taken);
}

async function waiting(results) {
  const count = Number(values.waiting), double = await new Double().start();
  const pixie = await Pixie.start(['--llm-simple', 'openai:s', '--llm-strong', 'openai:m', '--openai-url', `${double.url}/v1`, '--turns-waiting', '1000']);
  const users = [];
  for (let i = 0; i < 100; i++) users.push(await pixie.call('POST', '/api/v1/users', { name: `User ${i}` }));
  const conversations = [];
  for (let i = 0; i < count; i++) {
    const { token } = users[i % users.length];
    conversations.push({ token, conversation: (await pixie.call('POST', '/api/v1/conversations', {}, token)).id });
  }
  await others(pixie, 50);
  const alone = await others(pixie, 300);
  double.mode = 'hang';
  const answers = [];
  const ask = async (from, to) => {
    for (let i = from; i < to; i++) answers.push(pixie.say(`${HARD} ${i}`, conversations[i]).catch((error) => error));
    while (double.hanging.length < to) await new Promise((resolve) => { double.wake = resolve; });
  };
  /* The first half makes what users have anyway: contexts, indexes, pages of the store. */
  await ask(0, count / 2);
  const before = pixie.resident();
  await ask(count / 2, count);
  const after = pixie.resident();
  results.waiting = { turns: count, kb_each: Number(((after - before) / (count / 2)).toFixed(1)), prompt_bytes: double.size,
    others_alone: alone, others_meanwhile: await others(pixie, 300) };
  for (const res of double.hanging) res.end(chunk({ content: 'Yes.' }) + chunk({}, 'stop') + usage(5000, 10));
  await Promise.all(answers);
  await pixie.stop();
  double.server.closeAllConnections();
  double.server.close();
}

const PRICES = { simple: 'openai:gpt-4o-mini', strong: 'openai:gpt-4o' };

/** The day under some lists of models; who answered each turn, and what all cost. */
async function live(options) {
  const double = await new Double().start(), routes = [];
  const pixie = await Pixie.start([...options, '--openai-url', `${double.url}/v1`, '--now', '2026-01-12T07:00:00Z']);
  for (const { text } of day()) {
    const asked = double.models.length;
    await pixie.say(text);
    const model = double.models[asked];
    routes.push(model === undefined ? 'engine' : model === 'gpt-4o' ? 'strong' : 'simple');
  }
  const { total } = await pixie.call('GET', '/api/v1/usage?from=2026-01-01&to=2027-12-31');
  await pixie.stop();
  double.server.closeAllConnections();
  double.server.close();
  return { routes, total };
}

async function scripted(results) {
  const turns = day(), mine = await live(['--llm-simple', PRICES.simple, '--llm-strong', PRICES.strong, '--llm-cache', 'false']);
  const wrong = turns.map((turn, i) => ({ ...turn, route: mine.routes[i] })).filter(({ label, route }) => label !== route);
  // What each turn would cost if the strong model got it: the mean of its own turns in this day, tools and context included.
  const all = await live(['--llm-simple', PRICES.strong, '--llm-strong', PRICES.strong, '--llm-cache', 'false']);
  const asked = all.routes.filter((route) => route !== 'engine').length;
  const every = all.total.cost / asked * turns.length;
  results.day = { turns: turns.length, engine_share: mine.routes.filter((route) => route === 'engine').length / turns.length,
    wrong_share: wrong.length / turns.length, wrong, cost: mine.total.cost / 1e6, cost_all_strong: every / 1e6,
    cost_strong_where_a_model_answers: all.total.cost / 1e6, saved: 1 - mine.total.cost / every };
}

const results = { program: values.program, at: new Date().toISOString() };
if (wanted('overhead')) await overhead(results);
if (wanted('waiting')) await waiting(results);
if (wanted('day')) await scripted(results);
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 1)}\n`);
console.log(JSON.stringify(results, null, 1));
process.exit(0);
