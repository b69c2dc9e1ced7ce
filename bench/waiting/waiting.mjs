// SPDX-License-Identifier: Apache-2.0
// What turns that wait cost: memory of each, and what others feel meanwhile.
//
//   node bench/waiting/waiting.mjs [turns] [PROGRAM]      (default: 1000, build/release/pixie-thinking)
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const count = Number(process.argv[2] ?? 1000), program = process.argv[3] ?? 'build/release/pixie-thinking';
const folder = await mkdtemp(join(tmpdir(), 'bench-waiting-'));
const server = spawn(program, ['--data', folder, '--port', '0', '--log-level', 'warn', '--turns-waiting', '1000', '--rate-chat', '1000000',
  '--rate-api', '1000000', '--rate-login', '1000000', '--turn-seconds', '600', '--http-connections-per-address', '10000'], { stdio: ['pipe', 'pipe', 'ignore'] });
process.on('exit', () => server.kill('SIGKILL'));
let waiting = 0, wake = () => {}, url;
await new Promise((ready) => {
  let rest = '';
  server.stdout.on('data', (chunk) => {
    rest += chunk;
    for (let end; (end = rest.indexOf('\n')) >= 0; rest = rest.slice(end + 1)) {
      const line = rest.slice(0, end);
      if (line.startsWith('ready at ')) { url = line.slice(9); ready(); } else { waiting++; wake(); }
    }
  });
});
const token = (await readFile(join(folder, 'token'), 'utf8')).trim();
const post = async (path, body, as = token) => {
  const answer = await fetch(url + path, { method: 'POST', headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
    body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json();
};
const resident = () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)]).toString());
const users = await Promise.all(Array.from({ length: 100 }, (_, i) => post('/api/v1/users', { name: `User ${i}` })));

/** p50 and p99 of turns of one other user, one after the other. */
async function turns(n) {
  const taken = [];
  for (let i = 0; i < n; i++) {
    const start = performance.now();
    await post('/api/v1/messages', { text: 'lunch with Priya tomorrow 12:30' });
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  return `p50 ${taken[Math.floor(n / 2)].toFixed(2)} ms, p99 ${taken[Math.floor(n * 0.99)].toFixed(2)} ms`;
}

const conversations = [];
for (let i = 0; i < count; i++) conversations.push({ as: users[i % users.length].token, id: (await post('/api/v1/conversations', {}, users[i % users.length].token)).id });
await turns(50);
console.log(`turns of another user, nothing waits:    ${await turns(300)}`);
/* The first half makes what users have anyway: contexts, indexes, pages of the store. */
const answers = [];
async function think(from, to) {
  for (const { as, id } of conversations.slice(from, to)) {
    answers.push(post('/api/v1/messages', { text: 'think: say I am thinking of it | wait bench', conversation_id: id }, as));
  }
  while (waiting < to) await new Promise((resolve) => { wake = resolve; });
}
await think(0, count / 2);
const before = resident();
await think(count / 2, count);
const after = resident();
console.log(`the second half of ${count} turns waits: ${((after - before) / count * 2).toFixed(1)} KB each, connection and request included (${before} -> ${after} KB)`);
console.log(`turns of another user, ${count} wait:      ${await turns(300)}`);
for (let i = 0; i < count; i++) server.stdin.write('go bench\n');
await Promise.all(answers);
console.log(`all ${count} ended`);
server.kill('SIGTERM');
await new Promise((resolve) => server.on('exit', resolve));
await rm(folder, { recursive: true });
