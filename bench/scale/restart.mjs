// SPDX-License-Identifier: Apache-2.0
// bench/scale: a node with 10,000 connected clients dies (kill -9) and is started again at once.
//   node restart.mjs [--clients 10000] [--json FILE]
// Each client is a person of their own, comes from one of two addresses, waits as socket.io-client does by itself before it tries again
// (a second, then longer, half more or less), and is back when its `sync` is answered.  Meanwhile eight people on another node of the
// same PostgreSQL make tasks and list them: how long they wait says what the return costs others.  Limits for one address are off (stack.mjs),
// as thousands of people stand behind each of the two; how many may be on their way in at once (idle-sessions) is as it is by itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Stack, cpu, loadAverage, option, rounded, stop, top } from './stack.mjs';

const clients = Number(option('--clients', 10000)), WATCHERS = 8, BAR_S = 20, GIVEN_UP_S = 90;
const generator = join(top, 'build/release/bench_realtime');
if (!existsSync(generator)) {
  console.error(`${generator} is not there: cmake --build --preset release --target bench_realtime`);
  process.exit(2);
}
const stack = new Stack();
await stack.start();
const system = await stack.pixie(2, clients + WATCHERS), [, other] = system.nodes;
const tokens = join(stack.folder, 'tokens');
await writeFile(tokens, `${system.tokens.slice(0, clients).join('\n')}\n`);
console.error(`${clients} people are there`);

// What PostgreSQL does, looked at ten times a second.
const watch = new pg.Client({ host: stack.host, user: 'pixie', database: 'postgres' });
await watch.connect();
const samples = [];
async function look() {
  const { rows: [row] } = await watch.query(`SELECT count(*) FILTER (WHERE state <> 'idle')::int AS busy, count(*)::int AS sessions,
    (SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = $1)::int AS ended
    FROM pg_stat_activity WHERE datname = $1`, [system.database.name]);
  samples.push({ at: performance.now(), cpu: stack.databaseCpu(), ...row });
}
let over = false;
const looking = (async () => { while (!over) { await look(); await delay(100); } })();

const waits = []; // of the people on the other node
const watching = Promise.all(system.tokens.slice(clients).map(async (token) => {
  for (let n = 0; !over; n++) {
    const at = performance.now();
    const answer = await fetch(`${other.url}/api/v1/tasks${n % 2 ? '' : '?limit=20'}`, { method: n % 2 ? 'POST' : 'GET', body: n % 2 ? JSON.stringify({ title: `Thing ${n}` }) : undefined,
      headers: { authorization: `Bearer ${token}`, ...(n % 2 && { 'content-type': 'application/json' }) } }).catch((error) => ({ status: error.message, text: () => '' }));
    await answer.text();
    waits.push({ at, ms: performance.now() - at, ok: answer.status < 300 });
    await delay(50);
  }
}));

const node = system.nodes[0], port = new URL(node.url).port;
const load = spawn(generator, [port, 'return', `n=${clients}`, `each=${Math.ceil(clients / 2)}`, `seconds=${GIVEN_UP_S}`, `tokens=${tokens}`, 'event=["sync",{"since":1}]'],
  { stdio: ['ignore', 'pipe', 'inherit'] });
process.on('exit', () => load.kill('SIGKILL'));
let text = '';
load.stdout.on('data', (chunk) => { text += chunk; });
const ended = once(load, 'close');
await once(load.stdout, 'data');
console.error(`all are connected: ${text.trim()}`);
await delay(6000); // what others wait without it

const killed = performance.now(), postgresBefore = stack.databaseCpu();
await stop(node, 'SIGKILL');
const again = await stack.again(system, 0);
const ready_ms = Math.round(performance.now() - killed);
system.nodes[0] = again;
await ended;
const back = performance.now(), postgres_cpu_s = rounded(stack.databaseCpu() - postgresBefore, 2), node_cpu_s = cpu(again.pid);
await delay(1500); // sessions of PostgreSQL tell their counts once a second
over = true;
await Promise.all([looking, watching]);
await watch.end();
const { connected, errors, tries, turned_away, back: all, p50_ms, p99_ms, max_ms } = JSON.parse(text.trim().split('\n').at(-1));
await stack.end(system);
await stack.stop();

const at = (list, part) => { const sorted = [...list].sort((a, b) => a - b); return rounded(sorted[Math.floor(part * (sorted.length - 1))] ?? 0, 1); };
const during = samples.filter((one) => one.at >= killed && one.at <= back), between = (one) => one.at >= killed && one.at <= back;
const others = (which) => { const list = waits.filter(which), ms = list.map((one) => one.ms); return { requests: list.length, failed: list.filter(({ ok }) => !ok).length, p50_ms: at(ms, 0.5), p99_ms: at(ms, 0.99) }; };
const result = {
  machine: `${cpus()[0].model}, ${cpus().length} cores`, load: loadAverage(), clients, errors_at_first: errors, ready_ms,
  back: all, half_back_s: rounded(p50_ms / 1000, 2), p99_back_s: rounded(p99_ms / 1000, 2), all_back_s: rounded(max_ms / 1000, 2),
  tries_each: rounded(tries / clients, 2), turned_away, node_cpu_s, postgres: {
    cpu_s: postgres_cpu_s, transactions: samples.at(-1).ended - samples.findLast((one) => one.at < killed).ended,
    sessions_max: Math.max(...during.map(({ sessions }) => sessions)), busy_p50: at(during.map(({ busy }) => busy), 0.5), busy_max: Math.max(...during.map(({ busy }) => busy)),
  },
  others_before: others((one) => one.at > killed - 5000 && one.at < killed), others_meanwhile: others(between),
  acceptance: { 'all back, s': { value: rounded(max_ms / 1000, 2), bar: `<= ${BAR_S}`, met: all === clients && connected >= clients && max_ms <= BAR_S * 1000 } },
};
console.log(JSON.stringify(result, null, 2));
const out = option('--json');
if (out) await writeFile(out, `${JSON.stringify(result, null, 2)}\n`);
process.exit(Object.values(result.acceptance).every(({ met }) => met) ? 0 : 1);
