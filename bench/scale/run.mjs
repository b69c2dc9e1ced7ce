// SPDX-License-Identifier: Apache-2.0
// bench/scale: 1, 2 and 3 nodes on one PostgreSQL and Redis, beside Fastify + pg + npm socket.io with @socket.io/redis-adapter.
//   node run.mjs [--seconds 5] [--rounds 3] [--only post,turn,get,events] [--nodes 1,2,3] [--json FILE]
// post: a task.  turn: "remind me to water the plants tomorrow at 7".  Both are one transaction each, acknowledged when it is on
// the disk, by REST over 48 connections in all (wrk), from 96 people in turn.  get: 50 tasks as JSON.  events: a task is made on one
// node; how long until a socket on another node hears of it.
//
// All processes share the machine.  So a second node on it adds no processor, and requests a second say little about more
// machines; processor time of a request, of the node and of PostgreSQL, says what each of them could do on a machine of its own.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { Stack, cpu, loadAverage, median, option, rounded, run } from './stack.mjs';

const seconds = Number(option('--seconds', 5)), rounds = Number(option('--rounds', 3)), events = Number(option('--events', 300));
const only = option('--only', 'post,turn,get,events').split(','), counts = option('--nodes', '1,2,3').split(',').map(Number);
const PEOPLE = 96, CONNECTIONS = 48, TASKS = 50, WARM = 2000;
const TURN = 'remind me to water the plants tomorrow at 7';
const requests = {
  post: { method: 'POST', path: '/api/v1/tasks', body: JSON.stringify({ title: 'Prepare the quarterly report, part 1', priority: 'high', due_day: '2030-01-18' }) },
  turn: { method: 'POST', path: '/api/v1/messages', body: JSON.stringify({ text: TURN }) },
  get: { method: 'GET', path: '/api/v1/tasks?limit=50' },
};
const stack = new Stack();
await stack.start();
const result = {
  machine: `${cpus()[0].model}, ${cpus().length} cores`, node: process.version, seconds, rounds, people: PEOPLE, connections: CONNECTIONS, tests: {},
};

async function wrk(url, tokens, { method, path, body }, connections, n, seconds) {
  const script = join(stack.folder, `load-${n}.lua`);
  await writeFile(script, `
local tokens = {${tokens.map((token) => `"${token}"`).join(',')}}
local n = ${Math.floor(n * tokens.length / 3)}
request = function()
  n = n + 1
  local headers = { ["Authorization"] = "Bearer " .. tokens[n % #tokens + 1] }
  ${body ? `headers["Content-Type"] = "application/json"
  return wrk.format("${method}", "${path}", headers, '${body}')` : `return wrk.format("${method}", "${path}", headers)`}
end
done = function(summary, latency)
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration, summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, latency:percentile(50), latency:percentile(99)))
end`);
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', '-s', script, url]);
  const [, count, duration, errors, p50, p99] = stdout.match(/RESULT (\d+) (\d+) (\d+) (\d+) (\d+)/).map(Number);
  if (errors) throw new Error(`${url}: ${errors} errors\n${stdout}`);
  return { count, per_second: count / (duration / 1e6), p50, p99 };
}

/** All nodes at once. */
async function load({ nodes, tokens }, request) {
  const nodeCpu = () => nodes.reduce((sum, { pid }) => sum + cpu(pid), 0);
  const all = (duration) => Promise.all(nodes.map(({ url }, n) => wrk(url, tokens, request, CONNECTIONS / nodes.length, n, duration)));
  /* Connections, plans, compiled code: as many requests for whoever is slow, within reason. */
  for (let warm = 0, tries = 0; warm < WARM && tries < 5; tries++) warm += (await all(2)).reduce((sum, part) => sum + part.count, 0);
  const before = [nodeCpu(), stack.databaseCpu()];
  const parts = await all(seconds);
  const count = parts.reduce((sum, part) => sum + part.count, 0), micros = (after, was) => Math.round((after - was) * 1e6 / count);
  return {
    per_second: Math.round(parts.reduce((sum, part) => sum + part.per_second, 0)), p50_ms: rounded(median(parts.map(({ p50 }) => p50)) / 1000, 2),
    p99_ms: rounded(Math.max(...parts.map(({ p99 }) => p99)) / 1000, 2), node_cpu_us: micros(nodeCpu(), before[0]), postgres_cpu_us: micros(stack.databaseCpu(), before[1]),
  };
}

/** One request, which has to be done right before it is measured. */
async function proof({ nodes, tokens }, { method, path, body }) {
  const answer = await fetch(nodes[0].url + path, { method, body, headers: { authorization: `Bearer ${tokens[0]}`, ...(body && { 'content-type': 'application/json' }) } });
  const json = await answer.json();
  const right = path.includes('messages') ? json.effects?.length === 1 : method === 'POST' ? answer.status === 201 && json.title : json.items?.length === TASKS;
  if (!right) throw new Error(`${nodes[0].url}${path}: ${answer.status} ${JSON.stringify(json).slice(0, 500)}`);
}

async function seed({ nodes, tokens }) {
  const { method, path, body } = requests.post;
  await Promise.all(tokens.map(async (token) => {
    for (let n = 0; n < TASKS; n++)
      await (await fetch(nodes[0].url + path, { method, body, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } })).text();
  }));
}

const note = (test, kind, one) => {
  ((result.tests[test] ??= {})[kind] ??= { rounds: [] }).rounds.push(one);
  console.error(`${test.padEnd(6)} ${kind.padEnd(22)} ${JSON.stringify(one)}`);
};

async function writes(test) {
  for (const count of counts) {
    const kinds = { [`pixie ${count}`]: () => stack.pixie(count, PEOPLE), [`fastify ${count}`]: () => stack.peer(count, PEOPLE) };
    if (test === 'post') kinds[`fastify one ${count}`] = () => stack.peer(count, PEOPLE, 'one');
    for (const [kind, make] of Object.entries(kinds)) {
      const system = await make();
      await proof(system, requests[test]);
      note(test, kind, await load(system, requests[test]));
      await stack.end(system);
    }
  }
}

async function reads() {
  const kinds = {
    'pixie, ready answers': [() => stack.pixie(1, PEOPLE, []), requests.get],
    'pixie of several': [() => stack.pixie(1, PEOPLE), requests.get],
    'fastify, redis': [() => stack.peer(1, PEOPLE), { ...requests.get, path: '/cached/tasks' }],
    fastify: [() => stack.peer(1, PEOPLE), requests.get],
  };
  for (const [kind, [make, request]] of Object.entries(kinds)) {
    const system = await make();
    await seed(system);
    await proof(system, request);
    note('get', kind, await load(system, request));
    await stack.end(system);
  }
}

/** Two sockets of one person on two nodes, and tasks that are made one after the other by a request to the first. */
async function hearing({ nodes, tokens }) {
  const [token] = tokens, heard = new Map();
  const sockets = await Promise.all(nodes.map(({ url }, n) => new Promise((resolve, reject) => {
    const socket = io(url, { auth: { token }, transports: ['websocket'], forceNew: true });
    socket.on('task', ({ task }) => heard.get(task.title)?.(n));
    socket.on('connect', () => resolve(socket));
    socket.on('connect_error', reject);
  })));
  const all = [], hops = [];
  for (let i = 0; i < events; i++) {
    const title = `Event ${i}`, at = [];
    const both = new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`${title} was not heard: ${at}`)), 20000);
      heard.set(title, (n) => { at[n] ??= performance.now(); if (at[0] && at[1]) { clearTimeout(limit); resolve(); } });
    });
    const begun = performance.now();
    const answer = await fetch(`${nodes[0].url}/api/v1/tasks`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ title }) });
    await answer.text();
    await both;
    if (i < 20) continue; // connections, plans, compiled code
    all.push(at[1] - begun);
    hops.push(at[1] - at[0]);
  }
  for (const socket of sockets) socket.close();
  const at = (list, part) => rounded([...list].sort((a, b) => a - b)[Math.floor(part * (list.length - 1))], 2);
  return { from_request_p50_ms: at(all, 0.5), from_request_p99_ms: at(all, 0.99), after_own_node_p50_ms: at(hops, 0.5), after_own_node_p99_ms: at(hops, 0.99) };
}

async function eventsTest() {
  for (const [kind, make] of Object.entries({ pixie: () => stack.pixie(2, 1), 'socket.io': () => stack.peer(2, 1) })) {
    const system = await make();
    note('events', kind, await hearing(system));
    await stack.end(system);
  }
}

for (let round = 0; round < rounds; round++) {
  for (const test of only) {
    (result.load ??= []).push(loadAverage());
    if (test === 'get') await reads();
    else if (test === 'events') await eventsTest();
    else await writes(test);
  }
}
await stack.stop();
result.load.push(loadAverage());

for (const kinds of Object.values(result.tests))
  for (const kind of Object.values(kinds))
    kind.median = Object.fromEntries(Object.keys(kind.rounds[0]).map((key) => [key, rounded(median(kind.rounds.map((one) => one[key])), 2)]));
const of = (test, kind) => result.tests[test]?.[kind]?.median;
const judge = (name, value, met, bar) => { if (value !== undefined) (result.acceptance ??= {})[name] = { value, bar, met: met(value) }; };
for (const test of ['post', 'turn'])
  for (const count of counts) {
    const [ours, theirs, one] = [`pixie ${count}`, `fastify ${count}`, `fastify one ${count}`].map((kind) => of(test, kind));
    if (!ours) continue;
    judge(`${test}, ${count} nodes: requests a second, ratio`, rounded(ours.per_second / theirs.per_second, 2), (value) => value >= 3, '>= 3');
    judge(`${test}, ${count} nodes: requests a second of a node's processor, ratio`, rounded(theirs.node_cpu_us / ours.node_cpu_us, 2), (value) => value >= 3, '>= 3');
    if (one) judge(`${test}, ${count} nodes: the same, to a peer with one statement`, rounded(one.node_cpu_us / ours.node_cpu_us, 2), (value) => value >= 3, '>= 3');
  }
judge('event to a client on another node, from the request, p50 ms', of('events', 'pixie')?.from_request_p50_ms, (value) => value <= 3, '<= 3');
judge('the same, after its own node\'s client, p50 ms', of('events', 'pixie')?.after_own_node_p50_ms, (value) => value <= 3, '<= 3');
for (const [test, kinds] of Object.entries(result.tests)) {
  console.log(`\n${test}`);
  console.table(Object.fromEntries(Object.entries(kinds).map(([kind, { median: one }]) => [kind, one])));
}
console.table(result.acceptance);
const out = option('--json');
if (out) await writeFile(out, `${JSON.stringify(result, null, 2)}\n`);
process.exit(Object.values(result.acceptance ?? {}).every(({ met }) => met) ? 0 : 1);
