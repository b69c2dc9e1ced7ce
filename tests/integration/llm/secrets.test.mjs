// SPDX-License-Identifier: Apache-2.0
// Keys and signatures: they go to their provider, and stand in no answer, log, prompt, metric or file of the data folder.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { Pixie, binary } from '../product/harness.mjs';
import { Double, openaiStream } from './double.mjs';

const KEY = 'sk-canary-OPENAI-123456';
const running = [];
const keep = (thing) => { running.unshift(thing); return thing; };
after(async () => { for (const thing of running) await thing.stop(); });

test('a key that the provider even quotes back, and a link, are told to nobody', async () => {
  process.env.PIXIE_OPENAI_KEY = KEY;
  let asked = 0, keyed = 0, prompted = 0;
  const double = keep(await new Double().start(({ headers, body }) => {
    keyed += headers.authorization === `Bearer ${KEY}`;
    prompted += JSON.stringify(body).includes('canary');
    return ++asked % 2 ? { body: openaiStream({ text: 'Fine.' }) }
      : { status: 401, headers: { 'content-type': 'application/json' }, body: `{"error":{"message":"Incorrect API key: ${KEY}"}}` };
  }));
  const pixie = keep(await Pixie.start({ options: ['--log-level', 'debug', '--llm-strong', 'openai:gpt-4o', '--openai-url', `${double.url}/v1`] }));
  delete process.env.PIXIE_OPENAI_KEY;
  const seen = [];
  for (let i = 0; i < 4; i++) seen.push((await pixie.post('/api/v1/messages', { text: `explain the difference between ${i} heat pumps and gas boilers, step by step` })).text);
  const file = (await pixie.call('POST', '/api/v1/files?name=x.txt', 'hello', { headers: { 'content-type': 'text/plain' } })).json;
  const link = new URL((await pixie.post(`/api/v1/files/${file.id}/link`)).json.path, pixie.url);
  assert.equal(await (await fetch(link)).text(), 'hello');
  for (const path of ['me', 'messages', 'actions', 'usage', 'features', 'proposals', 'conversations', 'files', 'search?q=key']) seen.push((await pixie.get(`/api/v1/${path}`)).text);
  seen.push((await pixie.get('/metrics')).text);
  assert.ok(keyed >= 4 && keyed === asked, `${keyed} of ${asked}`);
  assert.equal(prompted, 0);
  assert.ok(pixie.errors.length > 1000, 'it was logged');
  for (const [what, text] of [['answers', seen.join()], ['the log', pixie.errors]]) {
    assert.ok(!text.includes('canary'), `the key stands in ${what}`);
    assert.ok(!text.includes(link.searchParams.get('signature')), `a signature stands in ${what}`);
  }
  assert.throws(() => execFileSync('grep', ['-rl', 'canary', pixie.folder]), 'the key lies in the data folder');
});

// A shell that may write cores becomes the server, which then dies as a crash would have it.
const CRASH = `ulimit -c "$(ulimit -Hc)"; "$@" > said 2>&1 & server=$!
for _ in $(seq 600); do grep -q "ready at" said && break; kill -0 $server 2>/dev/null || break; sleep 0.1; done
grep -q "ready at" said && echo ready; kill -SEGV $server; wait $server; echo "ended with $?"`;
const SLEEPER = 'ulimit -c "$(ulimit -Hc)"; sleep 60 & kill -SEGV $!; wait $!';

test('a crash leaves no core, which would hold the keys', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'pixie-core-'));
  const cores = async () => (await readdir(folder)).filter((name) => name.startsWith('core'));
  // Sanitizers take signals and cores into their own hands: here they must not.
  const env = { ...process.env, PIXIE_OPENAI_KEY: KEY, ASAN_OPTIONS: 'disable_coredump=0:handle_segv=0:detect_leaks=0' };
  try {
    spawnSync('bash', ['-c', SLEEPER], { cwd: folder });
    if (!(await cores()).length) return t.skip('this machine writes no cores beside a program');
    for (const name of await cores()) await rm(join(folder, name));
    const { stdout } = spawnSync('bash', ['-c', CRASH, 'bash', resolve(binary), 'serve', '--data', join(folder, 'data'), '--port', '0', '--web', '',
      '--llm-strong', 'openai:gpt-4o'], { cwd: folder, env, encoding: 'utf8', timeout: 120000 });
    assert.match(stdout, /ready\nended with 139/, stdout);
    assert.deepEqual(await cores(), []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
