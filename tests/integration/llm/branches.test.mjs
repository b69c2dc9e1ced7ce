// SPDX-License-Identifier: Apache-2.0
// A message said otherwise: both versions stay, and a model is told only the branch that is gone on from.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { NEUTRAL, world } from './world.mjs';

const kept = [];
const keep = (one) => (kept.push(one), one);
after(async () => { for (const one of kept.reverse()) await one.stop(); });

const post = (pixie, body) => pixie.post('/api/v1/messages', body);

test('the model hears the branch that is gone on from, and nothing of the other', async () => {
  const { double, pixie } = await world('openai', keep);
  const before = (await post(pixie, { text: 'buy milk' })).json;
  const first = (await post(pixie, { text: `${NEUTRAL}, of the Persian kind.` })).json;
  await post(pixie, { text: `${NEUTRAL}, with a Labrador.` });
  const second = (await post(pixie, { text: `${NEUTRAL}, of the Siamese kind.`, replaces: first.message.id })).json;
  assert.equal(second.message.replaces, first.message.id);
  // The talk alone: what is recalled from all that was ever said stands, as a quotation, before the last message.
  const talk = () => JSON.stringify(double.requests.at(-1).body.messages.slice(0, -1));
  assert.match(talk(), /buy milk/);
  assert.doesNotMatch(talk(), /Persian|Labrador/);
  await post(pixie, { text: `${NEUTRAL}, once more.` });
  assert.match(talk(), /buy milk.*Siamese/s);
  assert.doesNotMatch(talk(), /Persian|Labrador/);
  const texts = (await pixie.get('/api/v1/messages')).json.items.map((message) => message.text);
  assert.ok(texts.some((text) => /Persian/.test(text)), 'the earlier version stays');
  assert.equal(before.message.replaces, null);
});

test('only a message of the person in the same conversation can be said otherwise', async () => {
  const { pixie } = await world('openai', keep);
  const said = (await post(pixie, { text: 'buy milk' })).json;
  const other = (await pixie.post('/api/v1/conversations', {})).json.id;
  const { token } = await pixie.addUser('Mallory');
  for (const [replaces, more, options] of [[said.reply.id, {}], [other, {}], ['nonsense', {}], [said.message.id, { conversation_id: other }],
    [said.message.id, {}, { token }]]) {
    const answer = await pixie.post('/api/v1/messages', { text: 'buy bread', replaces, ...more }, options);
    assert.equal(answer.status, 422, `${replaces} ${answer.text}`);
    assert.equal(answer.json.field, 'replaces');
  }
  assert.equal((await pixie.get('/api/v1/tasks')).json.items.length, 1);
});
