// SPDX-License-Identifier: Apache-2.0
// src/llm against doubles of both providers, whose bytes the providers' own SDKs read in the same run.
import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import { Double, anthropicStream, openaiStream } from './double.mjs';
import { Probe, user } from './probe.mjs';

// As CommonJS: its ES modules import what zlib has from Node.js 20 on, for a protocol that is not used here.
const { LLMock } = createRequire(import.meta.url)('@copilotkit/aimock');

const KEY = 'sk-probe-canary';
const tools = [{ name: 'create_task', description: 'Makes a task.', schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] } }];
const running = [];
const keep = (thing) => { running.push(thing); return thing; };
after(async () => { for (const thing of running) await (thing.stop?.() ?? thing.end()); });

/** Both providers on one address. */
const probeOf = (url) => keep(new Probe(`${url}/v1`, url, KEY));
const openaiOf = (url) => new OpenAI({ baseURL: `${url}/v1`, apiKey: KEY, maxRetries: 0 });
const anthropicOf = (url) => new Anthropic({ baseURL: url, apiKey: KEY, maxRetries: 0 });

/** What the official SDKs make of the double: text, calls, and tokens as we count them. */
async function judgeOpenai(url, body) {
  const stream = openaiOf(url).chat.completions.stream({ model: 'gpt-4o', stream_options: { include_usage: true }, ...body });
  const { choices: [{ message, finish_reason }], usage } = await stream.finalChatCompletion();
  const details = usage?.prompt_tokens_details ?? {};
  const cached = details.cached_tokens ?? 0, written = details.cache_write_tokens ?? 0;
  return {
    text: message.content ?? '',
    calls: (message.tool_calls ?? []).map((call) => [call.id, call.function.name, JSON.parse(call.function.arguments)]),
    stop: { stop: 'end', tool_calls: 'tools', length: 'tokens' }[finish_reason],
    usage: [usage.prompt_tokens - cached - written, usage.completion_tokens, cached, written],
  };
}

async function judgeAnthropic(url, body) {
  const { content, stop_reason, usage } = await anthropicOf(url).messages.stream({ model: 'claude-haiku-4-5', max_tokens: 100, ...body }).finalMessage();
  return {
    text: content.filter((b) => b.type === 'text').map((b) => b.text).join(''),
    calls: content.filter((b) => b.type === 'tool_use').map((b) => [b.id, b.name, b.input]),
    stop: { end_turn: 'end', tool_use: 'tools', max_tokens: 'tokens', refusal: 'refused' }[stop_reason],
    usage: [usage.input_tokens, usage.output_tokens, usage.cache_read_input_tokens ?? 0, usage.cache_creation_input_tokens ?? 0],
  };
}

const ours = (end) => ({
  text: end.text, calls: end.tools.map((t) => [t.id, t.name, JSON.parse(t.text)]), stop: end.stop, usage: end.usage,
});

const sdkTools = {
  openai: tools.map(({ name, description, schema }) => ({ type: 'function', function: { name, description, parameters: schema } })),
  anthropic: tools.map(({ name, description, schema }) => ({ name, description, input_schema: schema })),
};
const judges = {
  'openai:gpt-4o': (url, text) => judgeOpenai(url, { messages: [{ role: 'user', content: text }], tools: sdkTools.openai }),
  'anthropic:claude-haiku-4-5': (url, text) => judgeAnthropic(url, { messages: [{ role: 'user', content: text }], tools: sdkTools.anthropic }),
};

let mock, probe;
before(async () => {
  mock = new LLMock({ port: 0, chunkSize: 7 });
  mock.onMessage('hello', { content: 'Hi there! Zażółć gęślą jaźń 😀' });
  mock.addFixture({ match: { userMessage: 'milk', hasToolResult: true }, response: { content: 'Milk is on the list.' } });
  mock.onMessage('milk', { toolCalls: [{ name: 'create_task', arguments: '{"title":"Buy milk ☕"}' }] });
  mock.onMessage('think', { content: 'Forty-two.', reasoning: 'Let me see…' });
  mock.onMessage('busy', { error: { message: 'Slow down', type: 'rate_limit_error' }, status: 429 });
  mock.onMessage('overload', { error: { message: 'Overloaded', type: 'overloaded_error' }, status: 529 });
  mock.onMessage('wrong key', { error: { message: `Incorrect API key: ${KEY}`, type: 'authentication_error' }, status: 401 });
  await mock.start();
  keep(mock);
  probe = probeOf(mock.url);
});

for (const [model, judge] of Object.entries(judges)) {
  test(`${model}: text as the official SDK reads it, streamed in pieces`, async () => {
    const end = await probe.ask(model, { messages: [user('hello')], tools });
    assert.equal(end.failure, 'fine', end.message);
    const judged = await judge(mock.url, 'hello');
    if (judged.usage.every((n) => n === 0)) { // the double told none: ours is a guess, for the budgets
      assert.ok(end.usage[0] > 0 && end.usage[1] > 0, `${end.usage}`);
      judged.usage = end.usage;
    }
    assert.deepEqual(ours(end), judged);
    assert.ok(end.pieces.length > 2);
    assert.match(end.text, /jaźń 😀$/u);
  });

  test(`${model}: a tool call, its result, and what is said then`, async () => {
    const first = await probe.ask(model, { messages: [user('milk')], tools });
    assert.equal(first.failure, 'fine', first.message);
    const judged = await judge(mock.url, 'milk');
    assert.equal(first.stop, 'tools');
    assert.deepEqual(ours(first).calls.map((c) => c.slice(1)), judged.calls.map((c) => c.slice(1)));
    assert.deepEqual(ours(first).calls[0].slice(1), ['create_task', { title: 'Buy milk ☕' }]);
    const second = await probe.ask(model, { tools, messages: [user('milk'), { role: 'assistant', blocks: first.blocks },
      { role: 'user', blocks: [{ type: 'result', id: first.tools[0].id, text: 'Made.' }] }] });
    assert.equal(second.failure, 'fine', second.message);
    assert.equal(second.text, 'Milk is on the list.');
  });

  test(`${model}: refusals have their class, and no key is told`, async () => {
    for (const [text, failure, attempts] of [['busy', 'limited', 3], ['overload', 'overloaded', 3], ['wrong key', 'unauthorized', 1]]) {
      const end = await probe.ask(model, { messages: [user(text)] });
      assert.deepEqual([end.failure, end.attempts, end.shown], [failure, attempts, false], text);
      assert.ok(!JSON.stringify(end).includes(KEY));
      await assert.rejects(judge(mock.url, text));
    }
  });
}

test('thoughts go back to their provider with their signature', async () => {
  const first = await probe.ask('anthropic:claude-haiku-4-5', { messages: [user('think')], tools });
  assert.equal(first.text, 'Forty-two.');
  const thought = first.blocks.find((b) => b.type === 'opaque');
  assert.ok(JSON.parse(thought.text).signature);
  const double = keep(await new Double().start(() => ({ body: anthropicStream([{ type: 'text', text: 'ok' }]) })));
  const other = probeOf(double.url);
  await other.ask('anthropic:claude-haiku-4-5', { messages: [user('think'), { role: 'assistant', blocks: first.blocks }, user('go on')] });
  assert.deepEqual(double.requests[0].body.messages[1].content[0], JSON.parse(thought.text));
});

const streams = {
  'openai:gpt-4o': [
    openaiStream({ text: 'Grüße, 世界 😀' }),
    openaiStream({ text: 'I will.', calls: [{ id: 'call_1', name: 'create_task', arguments: '{"title":"a"}' },
      { id: 'call_2', name: 'create_task', arguments: '{"title":"é"}' }] }),
    openaiStream({ text: 'cut off', finish: 'length' }),
    openaiStream({ text: 'cached', usage: { prompt_tokens: 3000, completion_tokens: 9, total_tokens: 3009, prompt_tokens_details: { cached_tokens: 2816 } } }),
  ],
  'anthropic:claude-haiku-4-5': [
    anthropicStream([{ type: 'text', text: 'Grüße, 世界 😀' }]),
    anthropicStream([{ type: 'thinking', thinking: 'hm', signature: 'c2ln' }, { type: 'redacted_thinking', data: 'eA==' },
      { type: 'text', text: 'I will.' }, { type: 'tool_use', id: 'toolu_1', name: 'create_task', input: { title: 'a' } },
      { type: 'tool_use', id: 'toolu_2', name: 'create_task', input: { title: 'é' } }], { stop: 'tool_use' }),
    anthropicStream([{ type: 'text', text: 'cut off' }], { stop: 'max_tokens' }),
    anthropicStream([{ type: 'text', text: 'cached' }], { usage: { input_tokens: 5, cache_read_input_tokens: 2816, cache_creation_input_tokens: 100 } }),
    anthropicStream([], { stop: 'refusal' }),
  ],
};

for (const [model, bodies] of Object.entries(streams)) {
  test(`${model}: bytes of our own, in pieces of every size, as the official SDK reads them`, async () => {
    let body = '', piece;
    const double = keep(await new Double().start(() => ({ body, piece })));
    const own = probeOf(double.url);
    for (body of bodies) {
      piece = undefined;
      const judged = await judges[model](double.url, 'x');
      for (piece of [undefined, 1, 2, 3, 7, 64, 1000]) {
        const end = await own.ask(model, { messages: [user('x')], tools });
        assert.equal(end.failure, 'fine', end.message);
        assert.deepEqual(ours(end), judged);
      }
    }
    assert.equal(double.requests.at(-1).headers[model.startsWith('openai') ? 'authorization' : 'x-api-key'].replace('Bearer ', ''), KEY);
  });

  test(`${model}: streams that end wrongly fail, as they do in the official SDK or more strictly`, async () => {
    const good = bodies[0];
    const trouble = model.startsWith('openai') ? 'data: {"error":{"message":"m","type":"server_error"}}\n\n'
      : 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"m"}}\n\n';
    const cuts = [
      ['overloaded', { body: good.slice(0, good.indexOf('世')) .replace(/[^\n]*$/, '') + trouble }],
      ['unreachable', { body: good.slice(0, Math.floor(good.length / 2)), then: 'cut' }],
      ['broken', { body: good.slice(0, Math.floor(good.length / 2)) }],
      ['broken', { body: Buffer.concat([Buffer.from(good.slice(0, good.indexOf('世'))), Buffer.from([0xe4, 0xb8, 0x22])]) }],
      ['broken', { body: good.replace('世', '"}{') }],
      ['slow', { body: good.slice(0, Math.floor(good.length / 2)).replace(/[^\n]*$/, ''), then: 'hang' }],
    ];
    let answer;
    const double = keep(await new Double().start(() => answer));
    const own = probeOf(double.url);
    for (const [failure, cut] of cuts) {
      answer = cut;
      const before = double.requests.length;
      const end = await own.ask(model, { messages: [user('x')], tools });
      assert.equal(end.failure, failure, `${JSON.stringify(cut).slice(-80)}: ${end.message}`);
      assert.equal(double.requests.length, before + 1, 'what was shown is not asked for again');
      // Bytes that are no UTF-8 spoil all that came with them.
      assert.ok('Grüße, 世界 😀'.startsWith(end.text) && (end.shown || failure === 'broken'));
    }
  });
}

test('the bodies we send are those of the official SDKs', async () => {
  const double = keep(await new Double().start(({ path }) => ({
    body: path.endsWith('messages') ? anthropicStream([{ type: 'text', text: 'ok' }]) : openaiStream({ text: 'ok' }) })));
  const own = probeOf(double.url);
  const messages = [user('Make it.'), { role: 'assistant', blocks: [{ type: 'text', text: 'Yes.' },
    { type: 'call', id: 'c1', name: 'create_task', text: '{"title":"a"}' }] },
  { role: 'user', blocks: [{ type: 'result', id: 'c1', text: 'no room', failed: true }, { type: 'text', text: 'Try again "now".' }] }];
  const request = { messages, tools, system: ['Rules.', 'Today.'], choice: 1, max_tokens: 77, cache: true };
  await own.ask('openai:gpt-4o', request);
  await openaiOf(double.url).chat.completions.stream({
    model: 'gpt-4o', max_tokens: 77, stream_options: { include_usage: true }, tools: sdkTools.openai, tool_choice: 'required',
    messages: [{ role: 'system', content: 'Rules.\n\nToday.' }, { role: 'user', content: 'Make it.' },
      { role: 'assistant', content: 'Yes.', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'create_task', arguments: '{"title":"a"}' } }] },
      { role: 'tool', tool_call_id: 'c1', content: 'Error: no room' }, { role: 'user', content: 'Try again "now".' }],
  }).finalChatCompletion();
  await own.ask('anthropic:claude-x', request);
  const mark = { cache_control: { type: 'ephemeral' } };
  await anthropicOf(double.url).messages.stream({
    model: 'claude-x', max_tokens: 77, tools: [{ ...sdkTools.anthropic[0], ...mark }], tool_choice: { type: 'any' },
    system: [{ type: 'text', text: 'Rules.', ...mark }, { type: 'text', text: 'Today.', ...mark }],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Make it.' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Yes.' }, { type: 'tool_use', id: 'c1', name: 'create_task', input: { title: 'a' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'no room', is_error: true }, { type: 'text', text: 'Try again "now".' }] }],
  }).finalMessage();
  const [a, b, c, d] = double.requests;
  assert.deepEqual([a.path, a.body], [b.path, b.body]);
  assert.deepEqual([c.path, c.body, c.headers['anthropic-version']], [d.path, d.body, d.headers['anthropic-version']]);
});

test('failover goes along the list and then the other one, and says why', async () => {
  const refuse = keep(await new Double().start(() => ({ status: 404, headers: { 'content-type': 'application/json' }, body: '{"error":{"message":"no such model"}}' })));
  const good = keep(await new Double().start(() => ({ body: anthropicStream([{ type: 'text', text: 'ok' }]) })));
  const own = keep(new Probe(`${refuse.url}/v1`, good.url));
  const end = await own.ask('openai:a,openai:b', { strong: 'openai:b,anthropic:claude-haiku-4-5', messages: [user('x')] });
  assert.equal(end.text, 'ok');
  assert.equal(end.why, 'simple: test; openai:a refused; openai:b refused; anthropic:claude-haiku-4-5 answers');
  assert.equal(end.model, 'claude-haiku-4-5');
  assert.equal(end.cost, 10 * 1 + 42 * 5);
  assert.equal(end.priced, false, 'nobody knows what a and b cost');
  const none = await own.ask('openai:a', { messages: [user('x')] });
  assert.deepEqual([none.failure, none.why], ['refused', 'simple: test; openai:a refused']);
  assert.match(none.message, /404: no such model/);
});

test('what was shown is never asked of another model', async () => {
  const half = keep(await new Double().start(() => ({ body: openaiStream({ text: 'half' }).slice(0, 500), then: 'cut' })));
  const good = keep(await new Double().start(() => ({ body: anthropicStream([{ type: 'text', text: 'ok' }]) })));
  const own = keep(new Probe(`${half.url}/v1`, good.url));
  const end = await own.ask('openai:a,anthropic:b', { messages: [user('x')] });
  assert.equal(end.failure, 'unreachable');
  assert.equal(good.requests.length, 0);
});

test('cancelling hangs up', async () => {
  const double = keep(await new Double().start(() => ({ body: openaiStream({ text: 'half' }).slice(0, 700), then: 'hang' })));
  const gone = new Promise((resolve) => { double.gone = resolve; });
  const own = probeOf(double.url);
  const call = own.start('openai:a,openai:b', { messages: [user('x')] });
  await call.until(({ pieces }) => pieces.length > 0);
  own.say({ id: call.id, do: 'cancel' });
  assert.equal((await call.answer).failure, 'cancelled');
  await gone;
  assert.equal(double.requests.length, 1);
});

test('a reader that pauses holds the provider back and loses nothing', async () => {
  const text = 'abcdefghij'.repeat(1000);
  const double = keep(await new Double().start(() => ({ body: openaiStream({ text }) })));
  const own = probeOf(double.url);
  const call = own.start('openai:a', { messages: [user('x')] });
  own.say({ id: call.id, do: 'pause' });
  for (let i = 0; i < 3; i++) await own.ask('openai:b', { messages: [user('x')] });
  assert.ok(call.pieces.join('').length < text.length);
  own.say({ id: call.id, do: 'resume' });
  assert.equal((await call.answer).text, text);
});

test('connections are used again, and many calls go at once', async () => {
  const double = keep(await new Double().start(({ body }) => ({ body: openaiStream({ text: body.messages[0].content }), piece: 500 })));
  const own = probeOf(double.url);
  for (let i = 0; i < 5; i++) assert.equal((await own.ask('openai:a', { messages: [user('x')] })).failure, 'fine');
  assert.equal(double.connections, 1);
  const ends = await Promise.all(Array.from({ length: 300 }, (_, i) => own.ask('openai:a', { messages: [user(`text ${i}`)] })));
  ends.forEach((end, i) => assert.equal(end.text, `text ${i}`));
});
