// SPDX-License-Identifier: Apache-2.0
// Turns by REST as streams of events, and the command line that shows them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { binary, eventually, within } from './harness.mjs';
import { Thinking } from './thinking.mjs';

let pixie;
before(async () => { pixie = await Thinking.start(); });
after(() => pixie.stop());

const create = (title) => `call create_task {"title":"${title}"}`;
const titles = async (token) => (await pixie.get('/api/v1/tasks?limit=200', { token })).json.items.map((task) => task.title);
const someone = async (name) => (await pixie.addUser(name)).token;

/** Posts a message for events; gives the answer and a reader of [name, data]. */
async function stream(body, { token = pixie.token, accept = 'text/event-stream', signal, headers = {} } = {}) {
  const answer = await fetch(`${pixie.url}/api/v1/messages`, { method: 'POST', signal, body: JSON.stringify(body),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept, ...headers } });
  const decoder = new TextDecoder(), reader = answer.body.getReader();
  let rest = '';
  const next = async () => {
    for (;;) {
      const end = rest.indexOf('\n\n');
      if (end >= 0) {
        const block = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (block.startsWith(':')) continue;
        const [, name, data] = block.match(/^event: (.*)\ndata: (.*)$/);
        return [name, JSON.parse(data)];
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      rest += decoder.decode(value, { stream: true });
    }
  };
  const all = async () => {
    const events = [];
    for (let event; (event = await next());) events.push(event);
    return events;
  };
  return { answer, next, all };
}

test('a thought is heard as on the socket: status, deltas, tools, and the whole turn last', async () => {
  const token = await someone('Anna');
  const { answer, all } = await stream({ text: `think: say Let me | say  see. | ${create('Alpha')} | say  Done.`, client_id: 'a1' }, { token });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), 'text/event-stream');
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const events = await all();
  const [name, turn] = events.at(-1);
  assert.equal(name, 'chat:message');
  assert.equal(turn.reply.text, 'Let me see. Done.');
  assert.deepEqual(turn.effects.map((effect) => effect.title), ['Alpha']);
  const statuses = events.filter(([n]) => n === 'chat:status').map(([, s]) => s);
  assert.deepEqual(statuses.map((s) => s.state), ['running', 'calling']);
  assert.equal(statuses[0].message.id, turn.message.id);
  assert.equal(statuses[1].tool, 'create_task');
  const deltas = events.filter(([n]) => n === 'chat:delta').map(([, d]) => d);
  assert.equal(deltas.map((d) => d.text).join(''), 'Let me see. Done.');
  assert.ok(deltas.every((d) => d.turn_id === turn.turn_id && d.message_id === turn.message.id && d.client_id === 'a1'));
  assert.deepEqual(deltas.map((d) => d.n), deltas.map((d) => d.n).sort((a, b) => a - b));
});

test('words arrive while it is thought, and the connection serves again', async () => {
  const token = await someone('Bea');
  const { next, all } = await stream({ text: 'think: say first | wait bea | say second' }, { token });
  assert.equal((await next())[1].state, 'running');
  assert.equal((await next())[1].text, 'first');
  pixie.go('bea');
  assert.equal((await all()).at(-1)[1].reply.text, 'firstsecond');
});

test('a turn of the built-in engine is one event', async () => {
  const token = await someone('Cem');
  const events = await (await stream({ text: 'buy milk tomorrow' }, { token })).all();
  assert.deepEqual(events.map(([name]) => name), ['chat:message']);
  assert.equal(events[0][1].state, 'done');
  assert.deepEqual(await titles(token), ['Buy milk']);
});

test('only who prefers events gets them', async () => {
  const token = await someone('Dan');
  for (const [accept, type] of [['text/event-stream', /event-stream/], ['application/json', /json/], ['*/*', /json/],
    ['application/json, text/event-stream', /json/], ['text/event-stream, application/json;q=0.5', /event-stream/],
    ['text/event-stream;q=0', /json/], ['TEXT/Event-Stream; charset=utf-8', /event-stream/], ['text/event-streams', /json/],
    ['text/event-stream;q=nonsense', /json/]]) {
    const { answer, all } = await stream({ text: 'hello' }, { token, accept });
    assert.match(answer.headers.get('content-type'), type, accept);
    if (type.test('event-stream')) await all();
  }
});

test('what is wrong from the start is answered as ever; later it is the last event', async () => {
  const token = await someone('Eva');
  for (const body of [{}, { text: '' }, { text: 'hello', nonsense: 1 }, { text: 'hello', conversation_id: 'x' }]) {
    const { answer } = await stream(body, { token });
    assert.equal(answer.status, 422);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  }
  assert.equal((await stream({ text: 'hello' }, { token: 'pxp_wrong' })).answer.status, 401);
  const { next, all } = await stream({ text: 'think: say one | fail it broke' }, { token });
  assert.equal((await next())[1].state, 'running');
  const [name, turn] = (await all()).at(-1);
  assert.equal(name, 'chat:message');
  assert.equal(turn.state, 'failed');
  // A queued message whose conversation goes away ends with a problem, as its stream has begun.
  const conversation = (await pixie.post('/api/v1/conversations', {}, { token })).json.id;
  const first = await stream({ text: 'think: wait eva', conversation_id: conversation }, { token });
  assert.equal((await first.next())[1].state, 'running');
  const queued = await stream({ text: 'think: say never', conversation_id: conversation, client_id: 'q' }, { token });
  assert.deepEqual((await queued.next())[1].state, 'queued');
  assert.equal((await pixie.call('DELETE', `/api/v1/conversations/${conversation}`, undefined, { token })).status, 204);
  pixie.go('eva');
  for (const events of [await first.all(), await queued.all()]) {
    assert.equal(events.at(-1)[0], 'error');
    assert.equal(events.at(-1)[1].code, 'not_found');
  }
});

test('a client that goes leaves the turn under way; it comes back by client_id and hears all so far', async () => {
  const token = await someone('Finn');
  const controller = new AbortController();
  const body = { text: `think: say before | wait finn | ${create('Kept')} | say  after`, client_id: 'f1' };
  const gone = await stream(body, { token, signal: controller.signal });
  await gone.next();
  assert.equal((await gone.next())[1].text, 'before');
  controller.abort();
  await pixie.waits('finn');
  const again = await stream(body, { token });
  assert.equal((await again.next())[1].state, 'running');
  assert.deepEqual((({ n, text }) => ({ n, text }))((await again.next())[1]), { n: 1, text: 'before' });
  pixie.go('finn');
  const [, turn] = (await again.all()).at(-1);
  assert.equal(turn.reply.text, 'before after');
  assert.deepEqual(await titles(token), ['Kept']);
  // And once more after its end: the same turn, at once.
  const [event] = await (await stream(body, { token })).all();
  assert.equal(event[1].message.id, turn.message.id);
});

test('a stream is stopped by its turn, and tells what was done', async () => {
  const token = await someone('Gus');
  const { next, all } = await stream({ text: `think: ${create('Done already')} | wait gus` }, { token });
  const id = (await next())[1].turn_id;
  await pixie.waits('gus');
  assert.equal((await pixie.call('DELETE', `/api/v1/turns/${id}`, undefined, { token })).status, 200);
  const [, turn] = (await all()).at(-1);
  assert.equal(turn.state, 'cancelled');
  assert.match(turn.reply.text, /Stopped\. Done so far: .*Done already/);
});

test('a client that does not read holds nobody up and loses nothing', async () => {
  const token = await someone('Hal');
  const body = JSON.stringify({ text: `think: ${Array.from({ length: 400 }, (_, i) => `say ${String(i).padStart(3, '0')}${'x'.repeat(70)}`).join(' | ')} | wait hal` });
  const { hostname, port } = new URL(pixie.url);
  const socket = net.connect({ host: hostname, port: Number(port) });
  socket.pause();
  socket.write(`POST /api/v1/messages HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\n`
    + `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  await pixie.waits('hal');
  assert.equal((await pixie.say('buy milk', { token: await someone('Ida') })).state, 'done');
  pixie.go('hal');
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (piece) => { text += piece; });
  socket.resume();
  await eventually(() => text, (all) => all.includes('\r\n0\r\n\r\n'), 'the last piece');
  const said = [...text.replaceAll(/\r\n[0-9a-f]+\r\n/g, '').matchAll(/event: chat:delta\ndata: (.*)\n/g)].map(([, data]) => JSON.parse(data).text).join('');
  assert.deepEqual([...said.matchAll(/(\d{3})x{70}/g)].map(([, n]) => Number(n)), Array.from({ length: 400 }, (_, i) => i));
  socket.destroy();
});

/** `script` gives the program a terminal. The shell makes way for it: one that stayed would get Ctrl-C, too, and end with its status. */
function terminal(words) {
  const child = spawn('script', ['-qec', `exec ${binary} ${words} --data ${pixie.folder}`, '/dev/null'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const seen = { text: '' };
  child.stdout.on('data', (chunk) => { seen.text += chunk; for (const wake of (seen.waiting ?? []).splice(0)) wake(); });
  seen.waiting = [];
  seen.until = async (pattern) => {
    const shown = async () => {
      while (!pattern.test(seen.text)) await new Promise((wake) => seen.waiting.push(wake));
    };
    await within(shown(), pattern, () => `on the screen: ${JSON.stringify(seen.text.slice(-500))}`);
  };
  seen.exited = new Promise((resolve) => child.on('exit', resolve));
  return { child, seen };
}

test('pixie ask shows words as they come; Ctrl-C stops the turn and tells what was done', async () => {
  const { child, seen } = terminal(`ask 'think: say Working on it. | ${create('From the shell')} | wait ask'`);
  await seen.until(/Working on it\./);
  await pixie.waits('ask');
  child.stdin.write('\x03');
  assert.equal(await seen.exited, 130);
  assert.match(seen.text, /Working on it\.(\^C)?\s+Stopped\. Done so far: .*From the shell.*takes it back\.\s*$/);
  assert.equal(seen.text.match(/Working on it/g).length, 1);
});

test('pixie ask prints plain words into a pipe, once', async () => {
  const child = spawn(binary, ['ask', 'think: say One. | say  Two.', '--data', pixie.folder]);
  let text = '';
  child.stdout.on('data', (chunk) => { text += chunk; });
  assert.equal(await new Promise((resolve) => child.on('exit', resolve)), 0);
  assert.equal(text, 'One. Two.\n');
});

test('pixie ask puts right what was shown and is not so', async () => {
  const { seen } = terminal(`ask 'think: say I have booked it. | lie I have booked nothing.'`);
  assert.equal(await seen.exited, 0);
  assert.match(seen.text, /I have booked it\.\s+I have booked nothing\.\s*$/);
});

test('pixie chat goes on after Ctrl-C has stopped an answer', async () => {
  const { child, seen } = terminal('chat');
  await seen.until(/you> /);
  child.stdin.write('think: say Thinking. | wait chat\r');
  await seen.until(/Thinking\.[^|]/);
  await pixie.waits('chat');
  child.stdin.write('\x03');
  // Each line is typed at its prompt: what is typed ahead is the terminal's affair.
  await seen.until(/Stopped\. Nothing was changed\.[^]*you> /);
  child.stdin.write('hello\r');
  await seen.until(/Stopped[^]*you> [^]*hello[^]*(Hello|Hi)\b[^]*you> /);
  child.stdin.write('exit\r');
  assert.equal(await seen.exited, 0);
});
