// SPDX-License-Identifier: Apache-2.0
// Keys and signatures: they go to their provider, and stand in no answer, log, prompt, metric or file of the data folder.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, test } from 'node:test';
import { Pixie } from '../product/harness.mjs';
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
