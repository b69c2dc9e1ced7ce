// SPDX-License-Identifier: Apache-2.0
// What script/check-model does: Pixie and a real model, each step told with its time.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [program, url, model] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'pixie-check-'));
const start = async (options) => {
  const child = spawn(program, ['serve', '--data', folder, '--port', '0', '--log-level', 'warn', '--llm-simple', `openai:${model}`,
    '--openai-url', url, '--llm-cache', 'false', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  const at = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece) => { text += piece; const found = text.match(/ready at (\S+)/); if (found) resolve(found[1]); });
    exited.then((code) => reject(new Error(`pixie ended with ${code}`)));
  });
  return { at, stop: async () => { child.kill('SIGTERM'); return exited; } };
};
let server = await start(['--turn-seconds', '300', '--llm-first-ms', '300000', '--llm-between-ms', '300000']);
const token = (await readFile(join(folder, 'token'), 'utf8')).trim();
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
let failed = 0;
const told = (name, ok, detail) => { failed += !ok; console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}: ${detail}`); };

/** Posts for events; `on(name, data)` may return true to leave. */
async function stream(text, on = () => false) {
  const began = performance.now(), seen = { deltas: 0, text: '', first: 0 };
  const answer = await fetch(`${server.at}/api/v1/messages`, { method: 'POST', headers: { ...headers, accept: 'text/event-stream' }, body: JSON.stringify({ text }) });
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of answer.body) {
    rest += decoder.decode(piece, { stream: true });
    for (let end; (end = rest.indexOf('\n\n')) >= 0; rest = rest.slice(end + 2)) {
      const [, name, data] = rest.slice(0, end).match(/^event: (.*)\ndata: (.*)$/) ?? [];
      if (!name) continue;
      const json = JSON.parse(data);
      if (name === 'chat:delta') {
        seen.first ||= performance.now() - began;
        seen.deltas++;
        seen.text += json.text;
      }
      if (name === 'chat:message') seen.turn = json;
      if (name === 'error') seen.error = json;
      await on(name, json, seen);
    }
  }
  seen.total = performance.now() - began;
  return seen;
}

let seen = await stream('who wrote the novel Middlemarch, and when?');
told('streaming', seen.deltas > 1 && !!seen.turn, `${seen.deltas} pieces, first after ${Math.round(seen.first)} ms, all after ${Math.round(seen.total)} ms, state ${seen.turn?.state}: ${JSON.stringify(seen.turn?.reply?.text.slice(0, 160))}`);

let id;
seen = await stream('which rivers run through Vienna, and where does each of them end?', async (name, data, so) => {
  if (data.turn_id && !id) id = data.turn_id;
  if (name === 'chat:delta' && !so.stopping) {
    so.stopping = true;
    fetch(`${server.at}/api/v1/turns/${id}`, { method: 'DELETE', headers });
  }
});
told('stopping', seen.turn?.state === 'cancelled', `state ${seen.turn?.state} after ${Math.round(seen.total)} ms`);

// A tool that must be called: the model's own wire, as Pixie's driver reads it, with a small set of tools.
const forced = await fetch(`${url}/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({
  model, stream: false, max_tokens: 100, tool_choice: 'required', messages: [{ role: 'user', content: 'Add a task: buy milk.' }],
  tools: [{ type: 'function', function: { name: 'create_task', description: 'Adds a task', parameters: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] } } }] }) }).then((r) => r.json());
const call = forced.choices?.[0]?.message?.tool_calls?.[0]?.function;
let args;
try { args = JSON.parse(call?.arguments); } catch { args = undefined; }
told('forced tool call', call?.name === 'create_task' && typeof args?.title === 'string', JSON.stringify(call ?? forced).slice(0, 200));

// A client that does not read for a while loses nothing.
const { hostname, port } = new URL(server.at), socket = net.connect({ host: hostname, port: Number(port) });
const body = JSON.stringify({ text: 'tell me what the boiling point of ethanol depends on' });
socket.pause();
socket.write(`POST /api/v1/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
await new Promise((resolve) => setTimeout(resolve, 3000));
let all = '';
socket.setEncoding('utf8');
socket.on('data', (piece) => { all += piece; });
socket.resume();
while (!all.includes('\r\n0\r\n\r\n')) await new Promise((resolve) => socket.once('data', resolve));
told('a slow client', all.includes('event: chat:message'), `${all.length} bytes`);
socket.destroy();
const usage = await (await fetch(`${server.at}/api/v1/usage`, { headers })).json();
told('usage', usage.total.calls >= 3 && usage.total.tokens_in > 0, JSON.stringify(usage.total));
await server.stop();

server = await start(['--llm-first-ms', '100', '--turn-seconds', '20']);
seen = await stream('explain why the sky is blue and the sunset red, step by step');
told('a time-out', /in time|think this through/.test(seen.turn?.reply?.text ?? ''), `${Math.round(seen.total)} ms: ${JSON.stringify(seen.turn?.reply?.text.slice(0, 120))}`);
await server.stop();
await rm(folder, { recursive: true });
process.exit(failed ? 1 : 0);
