// SPDX-License-Identifier: Apache-2.0
// What script/check-model does: the `openai` driver and a real model, with short prompts, as small models are slow to read.
import { Probe, user } from './probe.mjs';

const [url, model] = process.argv.slice(2), named = `openai:${model}`;
const tools = [{ name: 'create_task', description: 'Adds a task.', schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] } }];
let failed = 0;
const told = (name, ok, detail) => { failed += !ok; console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}: ${detail}`); };
const timed = async (work) => { const began = performance.now(); const result = await work(); return { result, ms: Math.round(performance.now() - began) }; };

const probe = new Probe(url, url, '');
const plain = await timed(() => probe.ask(named, { messages: [user('Name three rivers.')], max_tokens: 40 }));
told('streaming', ['fine'].includes(plain.result.failure) && plain.result.pieces.length > 3,
  `${plain.result.pieces.length} pieces in ${plain.ms} ms, ${JSON.stringify(plain.result.usage)}: ${JSON.stringify(plain.result.text.slice(0, 100))}`);

const call = probe.start(named, { messages: [user('Count from one to a thousand.')], max_tokens: 600 });
await call.until((c) => c.pieces.length > 2);
const stopped = await timed(() => { probe.say({ id: call.id, do: 'cancel' }); return call.answer; });
told('stopping', stopped.result.failure === 'cancelled', `${stopped.result.pieces.length} pieces before, ended in ${stopped.ms} ms`);

const forced = await timed(() => probe.ask(named, { messages: [user('Add a task: buy milk.')], tools, choice: 1, max_tokens: 60 }));
const args = (() => { try { return JSON.parse(forced.result.tools[0].text); } catch { return undefined; } })();
told('forced tool call', forced.result.tools[0]?.name === 'create_task' && typeof args?.title === 'string',
  `${forced.ms} ms, ${forced.result.failure} ${JSON.stringify(forced.result.tools)}`);

const slow = probe.start(named, { messages: [user('Tell me about the sea.')], max_tokens: 60 });
await slow.until((c) => c.pieces.length > 1);
probe.say({ id: slow.id, do: 'pause' });
await new Promise((resolve) => setTimeout(resolve, 500));
const held = slow.pieces.length;
await new Promise((resolve) => setTimeout(resolve, 2000));
const after = slow.pieces.length;
probe.say({ id: slow.id, do: 'resume' });
const whole = await slow.answer;
told('back-pressure', held === after && whole.failure === 'fine' && whole.pieces.length >= held, `${held} pieces, ${after} after 2 s of pause, ${whole.pieces.length} in all`);
await probe.end();

process.env.LLM_PROBE_MS = '30';
const hasty = new Probe(url, url, '');
const late = await timed(() => hasty.ask(named, { messages: [user('Explain the tides in detail.')], max_tokens: 40 }));
told('a time-out', late.result.failure === 'slow', `${late.result.failure} after ${late.ms} ms`);
await hasty.end();
process.exit(failed ? 1 : 0);
