// SPDX-License-Identifier: Apache-2.0
// A provider that sends given bytes, in given pieces, and keeps what it was sent.
import http from 'node:http';

export class Double {
  requests = [];
  connections = 0;

  /** `answer(request)` gives {status, headers, body, pieces, then}. */
  async start(answer) {
    this.server = http.createServer(async (req, res) => {
      let text = '';
      for await (const chunk of req) text += chunk;
      const request = { path: req.url, headers: req.headers, body: JSON.parse(text) };
      this.requests.push(request);
      await this.send(res, answer(request));
    });
    this.server.on('connection', () => { this.connections++; });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  async send(res, { status = 200, headers = { 'content-type': 'text/event-stream' }, body = '', piece, then = 'end' }) {
    const bytes = Buffer.from(body);
    res.writeHead(status, headers);
    for (let at = 0; at < bytes.length; at += piece ?? bytes.length) {
      if (!res.write(bytes.subarray(at, at + (piece ?? bytes.length)))) {
        await new Promise((resolve) => { res.once('drain', resolve); res.once('close', resolve); });
      } else if (piece) {
        await new Promise(setImmediate);
      }
    }
    if (then === 'end') res.end();
    if (then === 'cut') res.socket.end(); // what was written goes out first
    if (then === 'hang') res.once('close', () => this.gone?.());
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

const event = (name, data) => `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;

/** An Anthropic stream of blocks, with pings in between. */
export function anthropicStream(blocks, { stop = 'end_turn', usage = {} } = {}) {
  const deltas = (block) => ({
    text: () => [...block.text].map((c) => ({ type: 'text_delta', text: c })),
    thinking: () => [{ type: 'thinking_delta', thinking: block.thinking }, { type: 'signature_delta', signature: block.signature }],
    tool_use: () => JSON.stringify(block.input).match(/.{1,3}/gs).map((s) => ({ type: 'input_json_delta', partial_json: s })),
  })[block.type]?.() ?? [];
  const empty = (block) => ({ text: { text: '' }, thinking: { thinking: '', signature: '' }, tool_use: { input: {} } })[block.type] ?? {};
  return [
    event('message_start', { message: {
      id: 'msg_1', type: 'message', role: 'assistant', model: 'claude', content: [], stop_reason: null, stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 1, cache_read_input_tokens: 0, cache_creation_input_tokens: 0, ...usage } } }),
    event('ping', {}),
    ...blocks.flatMap((block, index) => [
      event('content_block_start', { index, content_block: { ...block, ...empty(block) } }),
      event('ping', {}),
      ...deltas(block).map((delta) => event('content_block_delta', { index, delta })),
      event('content_block_stop', { index }),
    ]),
    event('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 42 } }),
    event('message_stop', {}),
  ].join('');
}

const chunk = (delta, finish_reason = null, rest = {}) => `data: ${JSON.stringify({
  id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt', choices: [{ index: 0, delta, finish_reason }], ...rest })}\n\n`;

/** An OpenAI stream of text and calls [{id, name, arguments}]. */
export function openaiStream({ text = '', calls = [], finish = calls.length ? 'tool_calls' : 'stop', usage }) {
  return [
    chunk({ role: 'assistant', content: '', refusal: null }),
    ...[...text].map((c) => chunk({ content: c })),
    ...calls.flatMap(({ id, name, arguments: json }, index) => [
      chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      ...json.match(/.{1,3}/gs).map((s) => chunk({ tool_calls: [{ index, function: { arguments: s } }] })),
    ]),
    chunk({}, finish),
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt', choices: [],
      usage: usage ?? { prompt_tokens: 10, completion_tokens: 42, total_tokens: 52 } })}\n\n`,
    'data: [DONE]\n\n',
  ].join('');
}
