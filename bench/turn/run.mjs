// SPDX-License-Identifier: Apache-2.0
// bench/turn: whole chat turns by the built-in engine over sockets, durable before they are acknowledged.
//   node run.mjs [--seconds 8] [--json FILE]
//   node run.mjs --grown [--rounds 40] [--json FILE]
// One socket closed loop gives the latency; 100 sockets of 100 users closed loop give the throughput.
// Also: resident memory and time to ready of an idle server.
// --grown: one user with 50,000 open and 200,000 done tasks and 20,000 events (bench_grow), turns one after the other by
// REST: milliseconds p50 by kind, of the first turn (which reads the context), and resident memory.
import { execFile, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const option = (name, fallback) => { const at = process.argv.indexOf(name); return at < 0 ? fallback : process.argv[at + 1]; };
const seconds = Number(option('--seconds', 8));
const root = new URL('../../build/release/', import.meta.url).pathname;
const wanted = { pixie: 'pixie', ...(process.argv.includes('--grown') ? { bench_grow: 'bench/turn/bench_grow' } : { bench_realtime: 'bench_realtime' }) };
for (const [target, file] of Object.entries(wanted)) {
  if (existsSync(join(root, file))) continue;
  console.error(`${join(root, file)} is not there: cmake --build --preset release --target ${Object.keys(wanted).join(' ')}`);
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), 'pixie-bench-'));

// However this ends, no server stays behind: it would hold the caller's standard error open.
const servers = new Set();
process.on('exit', () => {
  for (const child of servers) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

async function start(data) {
  const began = process.hrtime.bigint();
  const child = spawn(join(root, 'pixie'), ['serve', '--data', join(folder, data), '--port', '0', '--log-level', 'error', '--rate-api', '10000000',
    '--rate-chat', '10000000', '--rate-login', '10000000', '--rate-connect', '10000000'], { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.add(child);
  child.on('exit', () => servers.delete(child));
  let text = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const match = text.match(/ready at (\S+)/);
      if (match) resolve(match[1]);
    });
    child.on('exit', () => reject(new Error(text)));
  });
  const ready_ms = Number(process.hrtime.bigint() - began) / 1e6;
  return { child, url, ready_ms, data: join(folder, data) };
}
const stop = (server) => { server.child.kill('SIGTERM'); return new Promise((resolve) => server.child.on('exit', resolve)); };
const rss_mb = async (server) => Number((await readFile(`/proc/${server.child.pid}/status`, 'utf8')).match(/VmRSS:\s+(\d+)/)[1]) / 1024;

async function grown(rounds) {
  await stop(await start('grown'));
  await run(join(root, 'bench/turn/bench_grow'), [join(folder, 'grown', 'pixie.db')]);
  const server = await start('grown');
  const token = (await readFile(join(server.data, 'token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const verbs = ['Send', 'Check', 'Prepare', 'Fix', 'Order'];
  const things = ['invoice', 'garden', 'slides', 'backup', 'letter', 'contract', 'bicycle', 'newsletter'];
  // Names from all over the years: 1,201 apart, so that verb and thing vary too.
  const task = (i) => `${verbs[(i * 1201) % 50000 % 5]} the ${things[(i * 1201) % 50000 % 8]} number ${(i * 1201) % 50000}`;
  const meeting = (i) => `meeting about the ${things[(i * 481) % 20000 % 8]} number ${(i * 481) % 20000}`;
  const kinds = {
    create: (i) => [`remind me to buy ${i + 2} stamps on Friday`, (effects) => effects.length === 1],
    today: () => ["what's due today?", (effects) => effects.length === 0],
    week: () => ["what's on my plate this week?", (effects) => effects.length === 0],
    complete: (i) => [`mark ${task(i)} as done`, (effects) => effects[0]?.title === task(i)],
    move: (i) => [`move the ${meeting(i)} to tomorrow at 15:00`, (effects) => effects[0]?.title?.toLowerCase() === meeting(i)],
    free: () => ['when am I free tomorrow?', (effects) => effects.length === 0],
    conflict: () => ['lunch with Bob tomorrow at 12:30', (effects) => effects.length === 1],
  };
  const say = async (text) => {
    const began = performance.now();
    const answer = await (await fetch(`${server.url}/api/v1/messages`, { method: 'POST', headers, body: JSON.stringify({ text }) })).json();
    return { ms: performance.now() - began, answer };
  };
  const result = { first_ms: Number((await say('hello')).ms.toFixed(1)) };
  for (const [kind, make] of Object.entries(kinds)) {
    const times = [];
    let wrong = 0;
    for (let i = 1; i <= rounds; i++) {
      const [text, right] = make(i);
      const { ms, answer } = await say(text);
      if (!right(answer.effects)) {
        if (!wrong++) console.error(`${kind}: "${text}" -> ${answer.reply.text}`);
      }
      times.push(ms);
    }
    times.sort((a, b) => a - b);
    result[kind] = { p50_ms: Number(times[times.length >> 1].toFixed(2)), max_ms: Number(times.at(-1).toFixed(1)), wrong };
  }
  result.rss_mb = Number((await rss_mb(server)).toFixed(1));
  await stop(server);
  return result;
}

async function report(result) {
  console.log(JSON.stringify(result, null, 2));
  const out = option('--json');
  if (out) await writeFile(out, JSON.stringify(result, null, 2) + '\n');
}

if (process.argv.includes('--grown')) {
  await report(await grown(Number(option('--rounds', 40))));
  process.exit(0);
}

await stop(await start('idle')); // the first start makes keys and the owner
const idle = await start('idle');
await fetch(`${idle.url}/healthz`);
const result = { ready_ms: Math.round(idle.ready_ms), idle_rss_mb: Number((await rss_mb(idle)).toFixed(1)) };
await stop(idle);

const server = await start('load');
const owner = (await readFile(join(server.data, 'token'), 'utf8')).trim();
const tokens = [];
for (let i = 0; i < 100; i++) {
  const answer = await fetch(`${server.url}/api/v1/users`, { method: 'POST', headers: { authorization: `Bearer ${owner}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: `User ${i}` }) });
  tokens.push((await answer.json()).token);
}
const file = join(folder, 'tokens');
await writeFile(file, tokens.join('\n') + '\n');
const port = new URL(server.url).port;
const load = async (n) => {
  const { stdout } = await run(join(root, 'bench_realtime'), [port, 'acks', `n=${n}`, `seconds=${seconds}`, `tokens=${file}`,
    'event=["chat:send",{"text":"remind me to water the plants tomorrow at 7"}]']);
  const { acks_per_s, p50_ms, p99_ms, errors } = JSON.parse(stdout.trim().split('\n').at(-1));
  return { sockets: n, turns_per_s: acks_per_s, p50_ms, p99_ms, errors };
};
result.one = await load(1);
result.hundred = await load(100);
result.loaded_rss_mb = Number((await rss_mb(server)).toFixed(1));
await stop(server);
await report(result);
