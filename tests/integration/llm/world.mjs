// SPDX-License-Identifier: Apache-2.0
// A real server with a double of a provider behind it, for tests of whole turns.
import { eventually, Pixie, until } from '../product/harness.mjs';
import { Double, anthropicStream, openaiStream } from './double.mjs';

export const HARD = 'compare a heat pump with a gas boiler for a house and explain which one pays off';

/** The same, of something nobody has brought in a text about. */
export const NEUTRAL = 'compare cats with dogs and explain which of them would suit a small flat better, step by step';

/** The person's last words in a request. */
export const words = (body) => {
  const content = body.messages.findLast((m) => m.role === 'user').content;
  return (typeof content === 'string' ? content : content.map((b) => b.text ?? '').join('\n')).split('message follows.').at(-1).trim();
};
/** The tool results in a request, in their order. */
export const results = (body) => body.messages.flatMap((m) => (m.role === 'tool' ? [m.content] : Array.isArray(m.content) ? m.content.filter((b) => b.type === 'tool_result').map((b) => b.content) : []));

export const providers = {
  openai: { model: 'openai:gpt-4o', url: (d) => ['--openai-url', `${d.url}/v1`], stream: ({ text, calls = [] }) => openaiStream({ text, calls: calls.map(([id, name, input]) => ({ id, name, arguments: typeof input === 'string' ? input : JSON.stringify(input) })) }) },
  anthropic: { model: 'anthropic:claude-opus-5-5', url: (d) => ['--anthropic-url', d.url], stream: ({ text = '', calls = [] }) => anthropicStream([...(text ? [{ type: 'text', text }] : []), ...calls.map(([id, name, input]) => ({ type: 'tool_use', id, name, input }))], { stop: calls.length ? 'tool_use' : 'end_turn' }) },
};

/** `script.now(body)` says what the double answers: {text, calls} or {raw}. */
export async function world(name, keep, options = [], start = {}) {
  const provider = providers[name], script = { now: () => ({ text: 'OK.' }) };
  const double = keep(await new Double().start(({ body }) => {
    const said = script.now(body, double);
    return said.raw ?? { body: provider.stream(said) };
  }));
  const pixie = keep(await Pixie.start({ options: ['--llm-cache', 'false', '--llm-strong', provider.model, ...provider.url(double), ...options], ...start }));
  return { double, pixie, script };
}

/** Brings in a document and waits until it is read. */
export async function upload(pixie, name, text, type = 'text/markdown') {
  const form = new FormData();
  form.append('file', new Blob([text], { type }), name);
  const up = await fetch(`${pixie.url}/api/v1/documents`, { method: 'POST', headers: { authorization: `Bearer ${pixie.token}` }, body: form });
  const { id } = await up.json();
  return eventually(async () => (await pixie.get(`/api/v1/documents/${id}`)).json, (row) => row.status !== 'reading', 'it to be read');
}

export const deltas = (socket) => socket.seen.filter(([event]) => event === 'chat:delta').map(([, delta]) => delta.text).join('');
export const ended = (socket) => socket.seen.filter(([event]) => event === 'chat:message').map(([, turn]) => turn);
export { eventually, until };
