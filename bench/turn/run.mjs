// SPDX-License-Identifier: Apache-2.0
// bench/turn: whole chat turns by the built-in engine over sockets, durable before they are acknowledged.
//   node run.mjs [--seconds 8] [--json FILE]
// One socket closed loop gives the latency; 100 sockets of 100 users closed loop give the throughput.
// Also: resident memory and time to ready of an idle server.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const option = (name, fallback) => { const at = process.argv.indexOf(name); return at < 0 ? fallback : process.argv[at + 1]; };
const seconds = Number(option('--seconds', 8));
const root = new URL('../../build/release/', import.meta.url).pathname;
const folder = await mkdtemp(join(tmpdir(), 'pixie-bench-'));

async function start(data) {
  const began = process.hrtime.bigint();
  const child = spawn(join(root, 'pixie'), ['serve', '--data', join(folder, data), '--port', '0', '--log-level', 'error', '--rate-api', '10000000',
    '--rate-chat', '10000000', '--rate-login', '10000000', '--rate-connect', '10000000'], { stdio: ['ignore', 'pipe', 'inherit'] });
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
await rm(folder, { recursive: true, force: true });
console.log(JSON.stringify(result, null, 2));
const out = option('--json');
if (out) await writeFile(out, JSON.stringify(result, null, 2) + '\n');
