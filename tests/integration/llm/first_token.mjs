// SPDX-License-Identifier: Apache-2.0
// By hand: how long a model's first token takes from its arrival at Pixie to a client's socket.
//   TEST_BINARY=../../../build/release/pixie node first_token.mjs
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Pixie, until } from '../product/harness.mjs';
import { Double, openaiStream } from './double.mjs';

const whole = openaiStream({ text: 'Heat pumps often cost more than boilers, but pay off within some winters because power gets cheaper.' });
const first = whole.indexOf('\n\n', whole.indexOf('"t"', whole.indexOf('"H"'))) + 2; // "Heat"
const times = [], double = await new Double().start(() => ({}));
let written = 0;
double.send = async (res) => {
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  await delay(30); // the head is there; what is measured is the token alone
  written = performance.now();
  res.write(whole.slice(0, first));
  await delay(30);
  res.end(whole.slice(first));
};
const pixie = await Pixie.start({ options: ['--llm-strong', 'openai:gpt-4o', '--openai-url', `${double.url}/v1`, '--rate-chat', '1000000'] });
const socket = await pixie.socket();
socket.on('chat:delta', () => { if (written) times.push(performance.now() - written); written = 0; });
for (let i = 0; i < 60; i++) {
  const ended = () => socket.seen.filter(([event]) => event === 'chat:message').length, before = ended();
  await socket.timeout(20000).emitWithAck('chat:send', { text: `compare heat pumps with boilers for house ${i} and explain which pays off, step by step ${'x'.repeat(i)}` });
  await until(socket, () => ended() > before);
}
times.sort((a, b) => a - b);
console.log(`first token, ms: p50 ${times[times.length >> 1].toFixed(2)}, p90 ${times[Math.floor(times.length * 0.9)].toFixed(2)}, of ${times.length}`);
socket.close();
await pixie.stop();
await double.stop();
