// SPDX-License-Identifier: Apache-2.0
// Providers that fail in every way: the turn ends in time, with a right reply, and nothing is lost or done twice.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Pixie } from '../product/harness.mjs';
import { Double, anthropicStream, openaiStream } from './double.mjs';
import { NEUTRAL, deltas, ended, results, until } from './world.mjs';

const running = [];
const keep = (thing) => { running.unshift(thing); return thing; };
after(async () => { for (const thing of running) await thing.stop(); });

const GOOD = 'Cats need less room.';
const json = { 'content-type': 'application/json' };
const half = (text) => openaiStream({ text }).slice(0, 900).replace(/[^\n]*$/, '');
const call = (name, args) => openaiStream({ calls: [{ id: 'c1', name, arguments: args }] });

const OVER = /; openai:gpt-4o [a-z_ ]+; anthropic:claude-opus-5-5 answers$/;

// `shown`: words reach the person before it fails, and then no other model is asked.
const failures = {
  'refuses the key': { status: 401, headers: json, body: '{"error":{"message":"no"}}' },
  'refuses the model': { status: 404, headers: json, body: '{"error":{"message":"no"}}' },
  'is overloaded': { status: 503, headers: { ...json, 'retry-after': '0' }, body: '{"error":{"message":"busy"}}' },
  'allows no more requests': { status: 429, headers: { ...json, 'retry-after': '0' }, body: '{"error":{"message":"slow down"}}' },
  'allows none for an hour': { status: 429, headers: { ...json, 'retry-after': '3600' }, body: '{"error":{"message":"slow down"}}' },
  'hangs before the first byte': { body: '', then: 'hang' },
  'answers nothing': { body: '' },
  'answers a web page': { headers: { 'content-type': 'text/html' }, body: '<html>login</html>' },
  'sends broken JSON': { body: 'data: {"choices":[{"index":0,"delta":{"content":\n\n' },
  'sends cut UTF-8': { body: Buffer.concat([Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"'), Buffer.from([0xe4, 0xb8]), Buffer.from('"}}]}\n\n')]) },
  'calls a tool that there is not': { body: call('launch_rocket', '{}') },
  'calls a tool with 1 MB of arguments': { body: call('create_task', JSON.stringify({ title: 'x'.repeat(1 << 20) })) },
  'calls a tool with half an object': { body: call('create_task', '{"title":"half').replace('"tool_calls"}]', '"tool_calls"}]') },
  'cuts the line': { body: half('Dogs'), then: 'cut', shown: true },
  'hangs in the middle': { body: half('Dogs'), then: 'hang', shown: true },
};

async function world(first, second, options = []) {
  const bad = keep(await new Double().start(first)), good = keep(await new Double().start(second));
  const pixie = keep(await Pixie.start({ options: ['--llm-strong', 'openai:gpt-4o,anthropic:claude-opus-5-5', '--openai-url', `${bad.url}/v1`, '--anthropic-url', good.url,
    '--llm-first-ms', '700', '--llm-between-ms', '700', ...options] }));
  return { bad, good, pixie };
}

for (const [name, answer] of Object.entries(failures)) {
  test(`one provider ${name}: ${answer.shown ? 'the truth is told' : 'the other answers'}`, { timeout: 60000 }, async () => {
    const { good, pixie } = await world(() => answer, () => ({ body: anthropicStream([{ type: 'text', text: GOOD }]) }));
    const started = Date.now();
    const turn = await pixie.say(NEUTRAL);
    assert.ok(Date.now() - started < 20000, `${Date.now() - started} ms`);
    if (answer.shown) {
      assert.equal(good.requests.length, 0, 'what was shown is asked of nobody else');
      assert.match(turn.reply.text, /I could not finish this: .*Nothing was changed\.$/);
      assert.equal(turn.state, 'failed');
      assert.equal(turn.reply.route, 'strong');
    } else {
      assert.equal(turn.state, 'done');
      assert.equal(turn.reply.text, GOOD);
      assert.equal(good.requests.length, 1);
      assert.equal(turn.reply.route, 'failover');
      assert.match(turn.reply.why, OVER);
    }
    assert.deepEqual((await pixie.get('/api/v1/tasks')).json.items, []);
    const { items } = (await pixie.get('/api/v1/messages')).json;
    assert.deepEqual(items.map((m) => m.role), ['user', 'assistant']);
    assert.deepEqual([items[1].text, items[1].route, items[1].why], [turn.reply.text, turn.reply.route, turn.reply.why]); // as it is kept
    await pixie.stop();
  });
}

test('a storm of 429 that ends: the request is repeated, the answer comes once', async () => {
  let n = 0;
  const { bad, good, pixie } = await world(() => (++n < 3 ? failures['allows no more requests'] : { body: openaiStream({ text: GOOD }) }),
    () => ({ body: anthropicStream([{ type: 'text', text: 'never' }]) }));
  const turn = await pixie.say(NEUTRAL);
  assert.equal(turn.reply.text, GOOD);
  assert.equal(bad.requests.length, 3);
  assert.equal(good.requests.length, 0);
  assert.equal(turn.reply.route, 'strong');
  assert.match(turn.reply.why, /^not read; strong: .*; openai:gpt-4o answers$/);
});

test('everybody fails: the built-in engine answers and says so; what it can do is done', async () => {
  const { pixie } = await world(() => failures['refuses the key'], () => ({ status: 401, headers: json, body: '{"type":"error","error":{"type":"authentication_error","message":"no"}}' }));
  const turn = await pixie.say(NEUTRAL);
  assert.match(turn.reply.text, /can't think this through now: the language model does not accept Pixie's key/);
  assert.equal(turn.reply.route, 'built_in');
  assert.match(turn.reply.why, /^not read; strong: .*; openai:gpt-4o unauthorized; anthropic:claude-opus-5-5 unauthorized; the language model does not accept Pixie's key; model: talk$/);
  const { reply } = await pixie.say('buy milk tomorrow');
  assert.match(reply.text, /milk/);
  assert.equal(reply.route, 'built_in');
  assert.match(reply.why, /^read surely; rule: /);
});

test('a provider that fails after a tool ran: what was done is kept, listed, and undone as one', async () => {
  const { good, pixie } = await world(({ body }) => (results(body).length ? failures['is overloaded'] : { body: call('create_task', '{"title":"Feed the cat"}') }),
    () => ({ body: anthropicStream([{ type: 'text', text: 'I added “Feed the cat”.' }]) }));
  const turn = await pixie.say(NEUTRAL);
  const tasks = (await pixie.get('/api/v1/tasks')).json.items.map((t) => t.title);
  assert.deepEqual(tasks, ['Feed the cat'], 'done once, whoever goes on');
  assert.equal(turn.reply.text, 'I added “Feed the cat”.', 'the other one goes on where the first one stopped');
  assert.equal(good.requests.length, 1);
  assert.equal(turn.reply.route, 'failover');
  assert.match(turn.reply.why, OVER);
  await pixie.say('undo');
  assert.deepEqual((await pixie.get('/api/v1/tasks')).json.items, []);
});

test('the time of a turn is over: it ends, and its model is hung up on', async () => {
  const { bad, pixie } = await world(() => ({ body: half('Dogs'), then: 'hang' }), () => ({ body: '' }), ['--turn-seconds', '2', '--llm-between-ms', '60000', '--llm-first-ms', '60000']);
  const gone = new Promise((resolve) => { bad.gone = resolve; });
  const socket = await pixie.socket();
  await socket.timeout(20000).emitWithAck('chat:send', { text: NEUTRAL });
  await until(socket, () => ended(socket).length === 1);
  assert.equal(ended(socket)[0].state, 'failed');
  assert.ok(deltas(socket).length > 0);
  await gone;
  socket.close();
});
