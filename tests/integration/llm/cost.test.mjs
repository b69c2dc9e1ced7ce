// SPDX-License-Identifier: Apache-2.0
// What models take is written down, summed, limited and told: the real server, a double of a provider.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Pixie, binary, eventually, until } from '../product/harness.mjs';
import { Double, openaiStream } from './double.mjs';

const HARD = 'compare a heat pump with a gas boiler for a house and explain which one pays off';
const running = [];
const keep = (thing) => { running.unshift(thing); return thing; };
after(async () => { for (const thing of running) await thing.stop(); });

/** A Pixie whose strong model is gpt-4o at 2.5/10 dollars a million tokens, and what it answers. */
async function world(answer, options = []) {
  const double = keep(await new Double().start(answer));
  const pixie = keep(await Pixie.start({ options: ['--llm-cache', 'false', '--llm-strong', 'openai:gpt-4o', '--openai-url', `${double.url}/v1`, ...options] }));
  return { double, pixie };
}
const usage = (prompt, out, cached = 0) => ({ prompt_tokens: prompt, completion_tokens: out, total_tokens: prompt + out,
  prompt_tokens_details: { cached_tokens: cached } });
const run = (...words) => new Promise((resolve) => {
  execFile(binary, words, (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stdout, stderr }));
});
const metric = async (pixie, name) => Number((await pixie.get('/metrics')).text.match(new RegExp(`^${name.replaceAll(/[{}"]/g, '\\$&')} (.*)$`, 'm'))?.[1]);

test('each request of a turn is counted, and summed by day and model', async () => {
  let round = 0;
  const { pixie } = await world(() => ({ body: round++ % 2
    ? openaiStream({ text: 'Done.', usage: usage(2000, 100, 1000) })
    : openaiStream({ calls: [{ id: 'c1', name: 'create_task', arguments: '{"title":"Ask the plumber"}' }], usage: usage(1000, 100) }) }));
  const turn = await pixie.say(HARD);
  assert.equal(turn.state, 'done');
  const { json } = await pixie.get('/api/v1/usage');
  // 1000 in and 100 out; then 1000 in, 1000 cached and 100 out.
  const sum = { calls: 2, tokens_in: 2000, tokens_out: 200, tokens_cached: 1000, tokens_written: 0, cost: 2500 + 1000 + 2500 + 1250 + 1000, unpriced_calls: 0 };
  assert.deepEqual(json.total, sum);
  assert.equal(json.days.length, 1);
  assert.equal(json.days[0].day, json.to);
  assert.deepEqual(json.models, [{ provider: 'openai', model: 'gpt-4o', ...sum }]);
  assert.deepEqual(json.budgets, []);
  assert.match(json.prices_of, /^\d{4}-\d\d-\d\d$/);
  // Another person sees nothing of it.
  const { token } = await pixie.addUser('Bea');
  assert.equal((await pixie.get('/api/v1/usage', { token })).json.total.calls, 0);
  // The built-in engine costs nothing.
  await pixie.say('buy milk tomorrow');
  assert.deepEqual((await pixie.get('/api/v1/usage')).json.total, sum);
  for (const [query, field] of [['from=yesterday', 'from'], ['from=2026-02-30', 'from'], ['from=2026-02-02&to=2026-02-01', 'to'], ['from=1990-01-01', 'to']]) {
    const { status, json: problem } = await pixie.get(`/api/v1/usage?${query}`);
    assert.equal(status, 422, query);
    assert.equal(problem.field, field);
  }
  const told = await run('usage', '--data', pixie.folder);
  assert.match(told.stdout, /openai:gpt-4o +2 +2000 +1000 +200 +\$0\.0083\n/);
  assert.deepEqual(JSON.parse((await run('usage', '--json', '--data', pixie.folder)).stdout).total, sum);
  assert.equal(await metric(pixie, 'pixie_turns_total{by="model"}'), 1);
  assert.equal(await metric(pixie, 'pixie_turns_total{by="built_in"}'), 1);
  assert.equal(await metric(pixie, 'pixie_turns_without_model_ratio'), 0.5);
  assert.equal(await metric(pixie, 'pixie_tool_calls_total{by="model",result="done"}'), 1);
  assert.equal(await metric(pixie, 'pixie_turn_whole_seconds_count'), 1);
  assert.equal(await metric(pixie, 'pixie_turn_first_seconds_count'), 1);
  await pixie.say('undo');
  assert.equal(await metric(pixie, 'pixie_turns_corrected_total'), 1);
});

test('at 80% a reply says so once; past the limit only the built-in engine answers, and says why', async () => {
  // Each turn costs $0.045.
  const { double, pixie } = await world(() => ({ body: openaiStream({ text: 'So it is.', usage: usage(16000, 500) }) }), ['--budget-user-day', '0.10']);
  assert.equal((await pixie.say(HARD)).reply.text, 'So it is.');
  assert.equal((await pixie.say(`${HARD}, please`)).reply.text, "So it is.\n\n(80% of today's budget for language models ($0.10) is used.)");
  assert.equal((await pixie.get('/api/v1/usage')).json.budgets[0].state, 'near');
  assert.equal((await pixie.say(`${HARD}, in short`)).reply.text, 'So it is.');
  const before = double.requests.length;
  const turn = await pixie.say(`${HARD}, once more`);
  assert.match(turn.reply.text, /^I can't think this through now: today's budget for language models \(\$0\.10\) is used up\. This is what I can do by myself\./);
  assert.equal(double.requests.length, before);
  assert.equal(turn.reply.route, 'built_in');
  assert.match(turn.reply.why, /^today's budget for language models \(\$0\.10\) is used up; /);
  assert.deepEqual((await pixie.get('/api/v1/usage')).json.budgets, [{ kind: 'user_day', limit: 100000, spent: 135000, state: 'used_up' }]);
  // Plain requests are as ever, and other people have budgets of their own.
  assert.match((await pixie.say('buy milk tomorrow')).reply.text, /milk/i);
  const { token } = await pixie.addUser('Bea');
  assert.equal((await pixie.say(HARD, { token })).reply.text, 'So it is.');
});

test("the instance's budget is everybody's, and holds after a restart", async () => {
  const { double, pixie } = await world(() => ({ body: openaiStream({ text: 'So it is.', usage: usage(16000, 500) }) }), ['--budget-month', '0.09']);
  const { token } = await pixie.addUser('Bea');
  await pixie.say(HARD);
  await pixie.say(HARD, { token });
  assert.match((await pixie.say(`${HARD}, please`)).reply.text, /this month's budget of this Pixie for language models \(\$0\.09\) is used up/);
  pixie.process.kill('SIGTERM');
  await pixie.exited;
  await pixie.launch();
  const before = double.requests.length;
  assert.match((await pixie.say(`${HARD}, now`, { token })).reply.text, /is used up/);
  assert.equal(double.requests.length, before);
});

/** A model that makes one task after the other and never ends. */
const tasks = (prompt, out) => {
  let n = 0;
  return () => ({ body: openaiStream({ calls: [{ id: `c${++n}`, name: 'create_task', arguments: JSON.stringify({ title: `Step ${n}` }) }], usage: usage(prompt, out) }) });
};

test('the tokens of one answer are limited over all of its rounds, and what was done until then is told', async () => {
  const { double, pixie } = await world(tasks(9000, 1000), ['--turn-tokens', '29000']);
  const turn = await pixie.say(HARD);
  assert.equal(turn.state, 'failed');
  assert.equal(turn.reply.text, 'I could not finish this: one answer may take 29000 tokens of language models, and that is used up. ' +
    'Done so far: Added “Step 1”; Added “Step 2”. “Undo” takes it back.');
  assert.equal(double.requests.length, 2, 'a third one would take 10,000 again');
  assert.equal((await pixie.get('/api/v1/usage')).json.total.calls, 2);
  await pixie.say('undo');
  assert.deepEqual((await pixie.get('/api/v1/tasks')).json.items, []);
  // The next answer has a limit of its own.
  assert.match((await pixie.say(`${HARD}, please`)).reply.text, /Added “Step 3”; Added “Step 4”/);
});

test('the money of one answer is limited', async () => {
  const { double, pixie } = await world(tasks(16000, 500), ['--turn-dollars', '0.10']); // each request costs $0.045
  const { reply } = await pixie.say(HARD);
  assert.match(reply.text, /^I could not finish this: one answer may cost \$0\.10 of language models, and that is used up\. Done so far: Added “Step 1”; Added “Step 2”\./);
  assert.equal(double.requests.length, 2);
});

test('one answer may be no longer than set, and the model is told', async () => {
  const { double, pixie } = await world(() => ({ body: openaiStream({ text: 'A heat pump', finish: 'length' }) }), ['--turn-answer-tokens', '300']);
  const { reply } = await pixie.say(HARD);
  assert.equal(reply.text, 'A heat pump\n\nI could not finish this: a language model may say 300 tokens at once, and this grew longer. Nothing was changed.');
  assert.equal(double.requests[0].body.max_tokens, 300);
});

test('what could not even begin within its limit is left to the built-in engine', async () => {
  const { double, pixie } = await world(() => ({ body: openaiStream({ text: 'So it is.' }) }), ['--turn-tokens', '500']);
  const turn = await pixie.say(HARD);
  assert.match(turn.reply.text, /^I can't think this through now: one answer may take 500 tokens of language models, and that is used up\./);
  assert.equal(double.requests.length, 0);
});

test('what a stopped request took is written all the same', async () => {
  const body = openaiStream({ text: 'Never to be finished at all.' });
  const { pixie } = await world(() => ({ body: body.slice(0, 900).replace(/[^\n]*$/, ''), then: 'hang' }));
  const socket = await pixie.socket();
  const ack = await socket.timeout(20000).emitWithAck('chat:send', { text: HARD });
  await until(socket, () => socket.seen.some(([event]) => event === 'chat:delta'));
  await socket.timeout(20000).emitWithAck('chat:cancel', { turn_id: ack.turn.turn_id });
  const total = await eventually(async () => (await pixie.get('/api/v1/usage')).json.total, ({ calls }) => calls > 0, 'the call to be written'); // it ends after its turn
  assert.equal(total.calls, 1);
  assert.ok(total.tokens_in > 1000 && total.cost > 2500, JSON.stringify(total)); // counted here: the provider tells it last
  socket.close();
});

test('amounts that are none are refused at the start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pixie-cost-'));
  for (const [name, value] of [['budget-user-day', 'a lot'], ['budget-day', '-1'], ['budget-month', '0'], ['turn-dollars', 'ten'], ['budget-user-month', '1.2.3']]) {
    const { code, stderr } = await run('serve', '--llm-simple', 'openai:gpt-4o', `--${name}`, value, '--port', '0', '--data', folder);
    assert.notEqual(code, 0);
    assert.match(stderr, new RegExp(`--${name}: .*no amount of dollars`));
  }
  await rm(folder, { recursive: true });
});
