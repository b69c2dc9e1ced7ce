// SPDX-License-Identifier: Apache-2.0
// bench/http: Pixie against Fastify 5 + better-sqlite3 in the same run, wrk -t2 -c64.
//   node run.mjs [--seconds 8] [--rounds 3] [--json FILE]
// GET: 50 tasks of one of 100 users as JSON, users in turn. POST: a durable insert of a task.
// Pixie runs twice: with its answer cache (the default) and without (--cache-mb 0).
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const option = (name, fallback) => { const at = process.argv.indexOf(name); return at < 0 ? fallback : process.argv[at + 1]; };
const seconds = Number(option('--seconds', 8)), rounds = Number(option('--rounds', 3));
const users = 100, tasks = 50;
const here = new URL('.', import.meta.url).pathname;
const binary = process.env.TEST_BINARY ?? join(here, '../../build/release/pixie');
const folder = await mkdtemp(join(tmpdir(), 'pixie-bench-'));

function start(command, words) {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const match = text.match(/ready at (\S+)/);
      if (match) resolve({ child, url: match[1] });
    });
    child.on('exit', () => reject(new Error(`${command} ended: ${text}`)));
  });
}

const pixie = async (name, ...more) => {
  const data = join(folder, name);
  const server = await start(binary, ['serve', '--data', data, '--port', '0', '--log-level', 'error', '--rate-api', '10000000', '--rate-login', '10000000', ...more]);
  const owner = (await readFile(join(data, 'token'), 'utf8')).trim();
  const tokens = [];
  for (let i = 0; i < users; i++) {
    const answer = await fetch(`${server.url}/api/v1/users`, { method: 'POST', headers: { authorization: `Bearer ${owner}`, 'content-type': 'application/json' }, body: JSON.stringify({ name: `User ${i}` }) });
    tokens.push((await answer.json()).token);
  }
  return { ...server, name, tokens };
};
const peer = async () => {
  const server = await start(process.execPath, [join(here, 'fastify.mjs'), join(folder, 'peer.db'), String(users)]);
  return { ...server, name: 'fastify', tokens: Array.from({ length: users }, (_, i) => `token-${i}`) };
};

const body = (i) => JSON.stringify({ title: `Prepare the quarterly report, part ${i}`, priority: 'high', due_day: '2030-01-18' });
async function seed(server) {
  for (const token of server.tokens) {
    await Promise.all(Array.from({ length: tasks }, (_, i) => fetch(`${server.url}/api/v1/tasks`, {
      method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: body(i) }).then((a) => a.text())));
  }
}

async function wrk(server, method) {
  const script = join(folder, `${server.name}-${method}.lua`);
  await writeFile(script, `
local tokens = {${server.tokens.map((t) => `"${t}"`).join(',')}}
local n = 0
request = function()
  n = n + 1
  local headers = { ["Authorization"] = "Bearer " .. tokens[n % #tokens + 1] }
  ${method === 'POST' ? `headers["Content-Type"] = "application/json"
  return wrk.format("POST", "/api/v1/tasks", headers, '${body(1)}')` : 'return wrk.format("GET", "/api/v1/tasks?limit=50", headers)'}
end
done = function(summary, latency)
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration, summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write, latency:percentile(50), latency:percentile(99)))
end`);
  const { stdout } = await run('wrk', ['-t2', '-c64', `-d${seconds}s`, '-s', script, server.url]);
  const [, requests, duration, errors, p50, p99] = stdout.match(/RESULT (\d+) (\d+) (\d+) (\d+) (\d+)/).map(Number);
  if (errors) throw new Error(`${server.name} ${method}: ${errors} errors\n${stdout}`);
  return { per_second: Math.round(requests / (duration / 1e6)), p50_us: p50, p99_us: p99 };
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const makers = [peer, () => pixie('pixie'), () => pixie('pixie-uncached', '--cache-mb', '0')];
const results = {};
for (const method of ['GET', 'POST']) {
  for (let round = 0; round < rounds; round++) {
    for (const make of makers) {
      await rm(folder, { recursive: true, force: true });
      await import('node:fs/promises').then((fs) => fs.mkdir(folder, { recursive: true }));
      const server = await make();
      await seed(server);
      const result = await wrk(server, method);
      ((results[server.name] ??= {})[method] ??= []).push(result);
      console.error(`${method} round ${round + 1} ${server.name}: ${result.per_second}/s, p50 ${result.p50_us} us, p99 ${result.p99_us} us`);
      server.child.kill('SIGTERM');
      await new Promise((resolve) => server.child.on('exit', resolve));
    }
  }
}
await rm(folder, { recursive: true, force: true });
const rate = (name, method) => median(results[name][method].map((r) => r.per_second));
const summary = { wrk: `-t2 -c64 -d${seconds}s`, rounds, users, tasks_per_answer: tasks, results, ratio: {} };
for (const name of ['pixie', 'pixie-uncached']) {
  summary.ratio[name] = {};
  for (const method of ['GET', 'POST']) {
    summary.ratio[name][method] = Number((rate(name, method) / rate('fastify', method)).toFixed(2));
    console.error(`${name} ${method}: ${rate(name, method)}/s, ${summary.ratio[name][method]} x Fastify's ${rate('fastify', method)}/s`);
  }
}
const out = option('--json');
if (out) await writeFile(out, JSON.stringify(summary, null, 2) + '\n');
