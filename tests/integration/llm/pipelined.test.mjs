// SPDX-License-Identifier: Apache-2.0
// A stream of events that waits behind another request of its connection is no slow client: it is not cut.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { Pixie } from '../product/harness.mjs';
import { Double, openaiStream } from './double.mjs';

const HARD = 'compare a heat pump with a gas boiler for a house and explain which one pays off';
const running = [];
const keep = (thing) => { running.unshift(thing); return thing; };
after(async () => { for (const thing of running) await thing.stop(); });

const request = (pixie, body, headers = '') => {
  const text = JSON.stringify(body);
  return `POST /api/v1/messages HTTP/1.1\r\nHost: ${new URL(pixie.url).host}\r\nAuthorization: Bearer ${pixie.token}\r\n`
    + `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n${headers}\r\n${text}`;
};

test('a stream behind a slow request comes whole once it is its turn', async () => {
  const waiting = [];
  const double = keep(await new Double().start(() => ({ body: openaiStream({ text: 'A long answer, in many words, that is told at once.' }) })));
  const send = double.send.bind(double);
  double.send = async (res, answer) => {
    await new Promise((resolve) => waiting.push(resolve));
    return send(res, answer);
  };
  const pixie = keep(await Pixie.start({ options: ['--llm-strong', 'openai:gpt-4o', '--openai-url', `${double.url}/v1`, '--ping-interval-ms', '100'] }));
  const { json: first } = await pixie.post('/api/v1/conversations', {}), { json: second } = await pixie.post('/api/v1/conversations', {});
  const { port, hostname } = new URL(pixie.url);
  const socket = connect(Number(port), hostname);
  let got = '', closed = false;
  socket.on('data', (bytes) => { got += bytes; }).on('close', () => { closed = true; });
  socket.write(request(pixie, { text: HARD, conversation_id: first.id }));
  while (waiting.length === 0) await new Promise(setImmediate);
  socket.write(request(pixie, { text: HARD, conversation_id: second.id }, 'Accept: text/event-stream\r\n'));
  while (waiting.length === 1) await new Promise(setImmediate);
  await new Promise((resolve) => setTimeout(resolve, 1500)); // fifteen beats
  assert.ok(!closed, 'the connection was cut');
  assert.equal(got, '');
  for (const goOn of waiting) goOn();
  while (!got.includes('event: chat:message') && !closed) await new Promise(setImmediate);
  assert.ok(!closed);
  assert.match(got, /^HTTP\/1\.1 200 OK[^]*"state":"done"[^]*HTTP\/1\.1 200 OK[^]*text\/event-stream[^]*event: chat:delta[^]*event: chat:message/);
  socket.destroy();
});
