// SPDX-License-Identifier: Apache-2.0
// What script/check-model does: a real model behind the `openai` driver, and then behind whole turns of a real server.  Prompts of
// the driver's part are short, as small models are slow to read; a turn's has some thousand tokens.
import { Pixie } from '../product/harness.mjs';
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

const forced = await timed(() => probe.ask(named, { messages: [user('Add a task: buy milk.')], tools, choice: 1, max_tokens: 200 }));
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

/* ---------------------------------------------------------------- whole turns */

const ASK = 'what does the word petrichor mean?';
const patient = ['--llm-first-ms', '600000', '--llm-between-ms', '600000', '--llm-cache', 'false'];
const serve = (options) => Pixie.start({ options: ['--llm-simple', named, '--openai-url', url, ...patient, ...options] });

/** A turn's events; `pause` reads nothing for so long after the first, `onDelta` is told of each. */
async function follow(pixie, text, { pause = 0, onDelta = () => {} } = {}) {
  const answer = await fetch(`${pixie.url}/api/v1/messages`, { method: 'POST', body: JSON.stringify({ text }),
    headers: { authorization: `Bearer ${pixie.token}`, 'content-type': 'application/json', accept: 'text/event-stream' } });
  const decoder = new TextDecoder(), seen = { deltas: [], turn: undefined };
  let rest = '';
  for await (const piece of answer.body) {
    rest += decoder.decode(piece, { stream: true });
    for (let at; (at = rest.indexOf('\n\n')) >= 0; rest = rest.slice(at + 2)) {
      const [, event, data] = /^event: (\S+)\ndata: (.*)/s.exec(rest.slice(0, at)) ?? [];
      if (event === 'chat:delta') { seen.deltas.push(JSON.parse(data)); await onDelta(seen.deltas.at(-1)); }
      if (event === 'chat:message') seen.turn = JSON.parse(data);
      if (event === 'chat:delta' && pause && seen.deltas.length === 1) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return seen;
}
const text = (seen) => seen.deltas.map((d) => d.text).join('');

/** Stops the turn once `enough` pieces have come: a small model would go on for thousands of tokens. */
const stopAt = (enough) => {
  let n = 0;
  return async (delta) => { if (++n === enough) await pixie.call('DELETE', `/api/v1/turns/${delta.turn_id}`); };
};
const isWhole = ({ turn, deltas }) => ['cancelled', 'done'].includes(turn?.state) && deltas.length > 0 && turn.reply.text.startsWith(text({ deltas }).trimEnd());

const pixie = await serve(['--turn-seconds', '1800']);
const turn = await timed(() => follow(pixie, ASK, { onDelta: stopAt(8) }));
told('a turn, streamed and stopped', isWhole(turn.result),
  `${turn.result.turn?.state}, ${turn.result.deltas.length} deltas in ${turn.ms} ms: ${JSON.stringify(turn.result.turn?.reply.text.slice(0, 120))}`);
const slowReader = await timed(() => follow(pixie, 'who wrote Middlemarch?', { pause: 3000, onDelta: stopAt(4) }));
told('a turn, read slowly', isWhole(slowReader.result),
  `${slowReader.result.turn?.state}, ${slowReader.result.deltas.length} deltas, nothing lost, ${slowReader.ms} ms`);
const { json: usage } = await pixie.get('/api/v1/usage');
told('what it took', usage.total.calls >= 2 && usage.total.tokens_in > 0, JSON.stringify(usage.total));
await pixie.stop();

const hurried = await serve(['--turn-seconds', '1']);
const over = await timed(async () => (await hurried.post('/api/v1/messages', { text: ASK })).json);
told('a turn, out of time', over.result.state === 'failed' && /seconds, and they are over/.test(over.result.reply.text) && over.ms < 20000,
  `${over.result.state} in ${over.ms} ms: ${JSON.stringify(over.result.reply.text.slice(0, 100))}`);
const own = await hurried.say('buy milk tomorrow');
told('the engine meanwhile', own.effects.length === 1, own.reply.text);
await hurried.stop();
process.exit(failed ? 1 : 0);
