// SPDX-License-Identifier: Apache-2.0
// Answers of a model that are given again: the real server, a double of a provider.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Pixie } from '../product/harness.mjs';
import { Double, openaiStream } from './double.mjs';

const HARD = 'compare a heat pump with a gas boiler for a house and explain which one pays off';
const running = [];
const keep = (thing) => { running.unshift(thing); return thing; };
after(async () => { for (const thing of running) await thing.stop(); });

async function world(options = []) {
  let count = 0;
  const double = keep(await new Double().start(() => ({ body: openaiStream({ text: `Answer ${++count}.` }) })));
  const pixie = keep(await Pixie.start({ options: ['--llm-strong', 'openai:gpt-4o', '--openai-url', `${double.url}/v1`, ...options] }));
  const ask = async (text, { token, fresh = false } = {}) => {
    const conversation = fresh ? (await pixie.post('/api/v1/conversations', {}, { token })).json.id : undefined;
    const { json } = await pixie.post('/api/v1/messages', { text, ...(conversation && { conversation_id: conversation }) }, { token });
    return json.reply.text;
  };
  return { double, pixie, ask };
}

test('the same question is answered again without asking, until something changes', async () => {
  const { double, pixie, ask } = await world();
  assert.equal(await ask(HARD), 'Answer 1.');
  assert.equal(await ask(HARD), 'Answer 1.');
  assert.equal(await ask(`Please ${HARD}`), 'Answer 1.');
  assert.equal(await ask(HARD, { fresh: true }), 'Answer 1.');
  assert.equal(double.requests.length, 1);
  const { json } = await pixie.get('/api/v1/usage');
  assert.equal(json.total.calls, 1, 'what is kept costs nothing');
  assert.match((await pixie.get('/metrics')).text, /pixie_reply_cache_hits_total\{by="question"\} [23]\n/);
  await pixie.say('buy milk tomorrow');
  assert.equal(await ask(HARD), 'Answer 2.');
  await pixie.say('undo');
  assert.equal(await ask(HARD), 'Answer 3.');
});

test('what was told in passing is known from then on, also where nothing was kept of it', async () => {
  const { double, pixie, ask } = await world(['--memory-auto', 'off']);
  const question = 'explain which of the two kinds of heating would suit my house better, step by step';
  assert.equal(await ask(question), 'Answer 1.');
  assert.equal(await ask(question, { fresh: true }), 'Answer 1.');
  await ask('why does the Odyssey begin in the middle, and what follows from that?'); // which says nothing new
  const before = double.requests.length;
  assert.equal(await ask(question, { fresh: true }), 'Answer 1.');
  assert.equal(double.requests.length, before);
  const actions = (await pixie.get('/api/v1/actions')).json.items.length;
  await ask('well, the house was insulated last spring and the windows are new');
  assert.equal((await pixie.get('/api/v1/actions')).json.items.length, actions);
  assert.notEqual(await ask(question, { fresh: true }), 'Answer 1.');
});

test('nobody is told what another person was told', async () => {
  const { double, pixie, ask } = await world();
  assert.equal(await ask(HARD), 'Answer 1.');
  for (let i = 2; i < 6; i++) {
    const { token } = await pixie.addUser(`User ${i}`);
    assert.equal(await ask(HARD, { token }), `Answer ${i}.`);
    assert.equal(await ask(HARD, { token }), `Answer ${i}.`);
  }
  assert.equal(double.requests.length, 5);
});

test('what points to the talk before, or is to be new, is asked each time', async () => {
  const { ask } = await world();
  const seen = new Set();
  for (const text of ['and why is that better than the other one, in the long run?', 'explain why you suggest this and write a short poem about it']) {
    for (let i = 0; i < 2; i++) seen.add(await ask(text));
  }
  assert.equal(seen.size, 4);
});

test('it can be turned off', async () => {
  const { ask } = await world(['--llm-cache', 'false']);
  assert.equal(await ask(HARD), 'Answer 1.');
  assert.equal(await ask(HARD), 'Answer 2.');
});
