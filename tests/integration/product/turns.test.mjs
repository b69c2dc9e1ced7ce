// SPDX-License-Identifier: Apache-2.0
// Turns that wait: nothing is held meanwhile, order is kept, and whatever ends one, the truth is told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from './harness.mjs';
import { Thinking } from './thinking.mjs';

let pixie;
before(async () => { pixie = await Thinking.start(); });
after(() => pixie.stop());

const create = (title) => `call create_task {"title":"${title}"}`;
const titles = async (token) => (await pixie.get('/api/v1/tasks?limit=200', { token })).json.items.map((task) => task.title);
const send = (socket, body) => socket.timeout(20000).emitWithAck('chat:send', body);
const named = (socket, name) => socket.seen.filter(([event]) => event === name).map(([, payload]) => payload);
const someone = async (name) => (await pixie.addUser(name)).token;

test('a thought is streamed, calls tools one by one, and is undone as one', async () => {
  const token = await someone('Anna');
  const socket = await pixie.socket({ token });
  const ack = await send(socket, { text: `think: say Let me | say  see. | ${create('Alpha')} & create_task {"title":"Beta"} | say  Done.`, client_id: 'a1' });
  assert.equal(ack.ok, true);
  assert.equal(ack.turn.state, 'running');
  assert.equal(ack.turn.reply, null);
  assert.equal(ack.turn.message.client_id, 'a1');
  await until(socket, () => named(socket, 'chat:message').length === 1);
  const [turn] = named(socket, 'chat:message');
  assert.equal(turn.state, 'done');
  assert.equal(turn.reply.text, 'Let me see. Done.');
  assert.equal(turn.reply.ending, 'done');
  assert.equal(turn.reply.reply_to, ack.turn.message.id);
  assert.deepEqual(turn.effects.map((effect) => [effect.entity, effect.verb, effect.title]),
    [['task', 'created', 'Alpha'], ['task', 'created', 'Beta']]);
  const deltas = named(socket, 'chat:delta');
  assert.deepEqual(deltas.map((delta) => delta.n), deltas.map((_, i) => i + 1));
  assert.equal(deltas.map((delta) => delta.text).join(''), 'Let me see. Done.');
  assert.ok(deltas.every((delta) => delta.turn_id === ack.turn.turn_id && delta.client_id === 'a1'));
  assert.deepEqual(named(socket, 'chat:status').map((status) => status.state), ['running', 'calling', 'calling']);
  assert.equal(named(socket, 'chat:status')[0].message.text, ack.turn.message.text);
  // One undo takes both back, although something else was done in between.
  await pixie.post('/api/v1/tasks', { title: 'Gamma' }, { token });
  const undone = await pixie.post(`/api/v1/messages/${turn.message.id}/undo`, {}, { token });
  assert.equal(undone.json.actions, 2);
  assert.deepEqual(await titles(token), ['Gamma']);
  assert.equal((await pixie.get(`/api/v1/turns/${turn.turn_id}`, { token })).json.state, 'done');
  socket.close();
});

test('nothing is held while it thinks', async () => {
  const token = await someone('Bea'), others = await Promise.all(Array.from({ length: 8 }, (_, i) => someone(`Other ${i}`)));
  const thinking = pixie.post('/api/v1/messages', { text: `think: ${create('Kept')} | wait held` }, { token });
  await pixie.waits('held');
  // Other users, of every shard; and of the same user: REST, another conversation, a tool.
  for (const other of others) assert.equal((await pixie.say('buy milk', { token: other })).state, 'done');
  assert.equal((await pixie.post('/api/v1/tasks', { title: 'By REST' }, { token })).status, 201);
  const conversation = (await pixie.post('/api/v1/conversations', {}, { token })).json.id;
  const there = await pixie.post('/api/v1/messages', { text: 'buy bread', conversation_id: conversation }, { token });
  assert.equal(there.json.state, 'done');
  assert.deepEqual(await titles(token), ['Kept', 'By REST', 'Buy bread']);
  assert.match((await pixie.get('/metrics')).text, /pixie_turns_waiting 1\n/);
  pixie.go('held');
  const turn = (await thinking).json;
  assert.equal(turn.reply.text, 'Done. Done so far: Added “Kept”. “Undo” takes it back.');
});

test('turns of one conversation run in order', async () => {
  const token = await someone('Cleo'), socket = await pixie.socket({ token });
  const say = (text) => pixie.post('/api/v1/messages', { text }, { token }).then((answer) => answer.json);
  const first = say('think: wait first | say One');
  await pixie.waits('first');
  const second = say('buy milk');
  await until(socket, () => named(socket, 'chat:status').some((status) => status.state === 'queued'));
  const third = say('think: say Three');
  await until(socket, () => named(socket, 'chat:status').filter((status) => status.state === 'queued').length === 2);
  assert.deepEqual(await titles(token), []);
  pixie.go('first');
  assert.equal((await first).reply.text, 'One');
  assert.match((await second).reply.text, /milk/i);
  assert.equal((await third).reply.text, 'Three');
  // Each question has its answer before the next is read; in which order three connections deliver them is not the server's.
  const messages = (await pixie.get('/api/v1/messages', { token })).json.items;
  assert.deepEqual(messages.map((message) => message.role), ['user', 'assistant', 'user', 'assistant', 'user', 'assistant']);
  assert.deepEqual(messages.filter((message) => message.role === 'user').map((message) => message.text),
    ['think: wait first | say One', 'buy milk', 'think: say Three']);
  socket.close();
});

test('too many waiting messages and turns are refused with the reason', async () => {
  const few = await Thinking.start({ options: ['--turns-waiting', '1', '--messages-queued', '1'] });
  const first = few.post('/api/v1/messages', { text: 'think: wait w' });
  await few.waits('w');
  const socket = await few.socket();
  const second = few.post('/api/v1/messages', { text: 'buy milk' });
  await until(socket, () => named(socket, 'chat:status').length === 1);
  const third = await few.post('/api/v1/messages', { text: 'buy bread' });
  assert.equal(third.status, 429);
  assert.match(third.json.detail, /1 messages wait in this conversation/);
  const conversation = (await few.post('/api/v1/conversations', {})).json.id;
  const other = await few.post('/api/v1/messages', { text: 'think: say no', conversation_id: conversation });
  assert.equal(other.status, 429);
  assert.match(other.json.detail, /thought about/);
  // What needs no thinking goes on there.
  assert.equal((await few.post('/api/v1/messages', { text: 'buy tea', conversation_id: conversation })).status, 200);
  few.go('w');
  assert.equal((await first).status, 200);
  assert.equal((await second).status, 200);
  assert.equal((await few.get(`/api/v1/messages?conversation_id=${conversation}`)).json.items.length, 2);
  socket.close();
  await few.stop();
});

test('a stopped turn keeps its text and says what it did', async () => {
  const token = await someone('Dora'), socket = await pixie.socket({ token });
  await send(socket, { text: `think: say I begin. | ${create('Half')} | wait never`, client_id: 'd1' });
  await pixie.waits('never');
  const acks = await Promise.all([1, 2].map(() => socket.timeout(20000).emitWithAck('chat:cancel', { client_id: 'd1' })));
  for (const ack of acks.filter((a) => a.ok)) {
    assert.equal(ack.turn.state, 'cancelled');
    assert.equal(ack.turn.reply.text, 'I begin.\n\nStopped. Done so far: Added “Half”. “Undo” takes it back.');
    assert.deepEqual(ack.turn.effects.map((effect) => effect.title), ['Half']);
  }
  assert.ok(acks[0].ok);
  assert.ok(acks[1].ok || acks[1].error.code === 'not_found');
  const [id] = named(socket, 'chat:status').map((status) => status.turn_id);
  const again = await pixie.delete(`/api/v1/turns/${id}`, { token });
  assert.equal(again.status, 409);
  const undone = await pixie.post('/api/v1/actions/undo', {}, { token });
  assert.equal(undone.status, 200);
  assert.deepEqual(await titles(token), []);
  const reply = (await pixie.get('/api/v1/messages', { token })).json.items[1];
  assert.equal(reply.ending, 'cancelled');
  socket.close();
});

test('only the person may stop a turn; a queued message is taken back', async () => {
  const token = await someone('Eve'), stranger = await someone('Mallory'), socket = await pixie.socket({ token });
  const { turn } = await send(socket, { text: 'think: wait eve', client_id: 'e1' });
  await pixie.waits('eve');
  assert.equal((await pixie.delete(`/api/v1/turns/${turn.turn_id}`, { token: stranger })).status, 404);
  assert.equal((await pixie.get(`/api/v1/turns/${turn.turn_id}`, { token: stranger })).status, 404);
  const other = await pixie.socket({ token: stranger });
  assert.equal((await other.emitWithAck('chat:cancel', { client_id: 'e1' })).error.code, 'not_found');
  assert.equal((await other.emitWithAck('chat:cancel', { turn_id: turn.turn_id })).error.code, 'not_found');
  assert.equal((await other.emitWithAck('chat:cancel', { client_id: 1 })).error.code, 'invalid');
  assert.equal((await other.emitWithAck('chat:cancel', {})).error.code, 'invalid');
  assert.equal(named(other, 'chat:status').length, 0);
  const queued = pixie.post('/api/v1/messages', { text: 'buy milk', client_id: 'e2' }, { token });
  await until(socket, () => named(socket, 'chat:status').some((status) => status.state === 'queued'));
  assert.deepEqual(await socket.emitWithAck('chat:cancel', { client_id: 'e2' }), { ok: true, turn: null });
  assert.equal((await queued).json.code, 'cancelled');
  const stopped = await pixie.delete(`/api/v1/turns/${turn.turn_id}`, { token });
  assert.equal(stopped.status, 200);
  assert.equal(stopped.json.reply.text, 'Stopped. Nothing was changed.');
  assert.deepEqual(await titles(token), []);
  assert.equal((await pixie.get('/api/v1/messages', { token })).json.items.length, 2);
  socket.close();
  other.close();
});

test('a client that comes back joins its turn and gets the rest', async () => {
  const token = await someone('Fay'), text = 'think: say Half of | wait fay | say  it.';
  const lost = await pixie.socket({ token });
  await send(lost, { text, client_id: 'f1' });
  await pixie.waits('fay');
  lost.close();
  const back = await pixie.socket({ token });
  const ack = await send(back, { text, client_id: 'f1' });
  assert.equal(ack.turn.state, 'running');
  assert.deepEqual(ack.so_far, { n: 1, text: 'Half of' });
  const rest = pixie.post('/api/v1/messages', { text, client_id: 'f1' }, { token });
  assert.equal((await send(back, { text: 'another', client_id: 'f1' })).error.field, 'client_id');
  pixie.go('fay');
  await until(back, () => named(back, 'chat:message').length === 1);
  assert.deepEqual(named(back, 'chat:delta').map((delta) => [delta.n, delta.text]), [[2, ' it.']]);
  assert.equal((await rest).json.reply.text, 'Half of it.');
  // And after its end: the same answer, nothing said twice.
  const later = await send(back, { text, client_id: 'f1' });
  assert.equal(later.turn.state, 'done');
  assert.equal(later.turn.reply.text, 'Half of it.');
  assert.equal((await pixie.get('/api/v1/messages', { token })).json.items.length, 2);
  back.close();
});

test('a REST client that leaves does not stop its turn', async () => {
  const token = await someone('Gus'), socket = await pixie.socket({ token }), leave = new AbortController();
  const gone = fetch(`${pixie.url}/api/v1/messages`, { method: 'POST', signal: leave.signal,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: `think: wait gus | ${create('Went on')}` }) }).catch((error) => error.name);
  await pixie.waits('gus');
  leave.abort();
  assert.equal(await gone, 'AbortError');
  pixie.go('gus');
  await until(socket, () => named(socket, 'chat:message').length === 1);
  assert.deepEqual(await titles(token), ['Went on']);
  socket.close();
});

test('a failure that did nothing is answered by the built-in engine, which says so', async () => {
  const token = await someone('Hal');
  const failed = (await pixie.post('/api/v1/messages', { text: 'think: fail the model does not answer' }, { token })).json;
  assert.equal(failed.state, 'failed');
  assert.match(failed.reply.text, /^I can't think this through now: the model does not answer\. This is what I can do by myself\. /);
  const refused = (await pixie.post('/api/v1/messages', { text: 'think: refuse' }, { token })).json;
  assert.match(refused.reply.text, /the double refuses/);
  const half = (await pixie.post('/api/v1/messages', { text: `think: ${create('One')} | say Now | fail it broke` }, { token })).json;
  assert.equal(half.reply.text, 'Now\n\nI could not finish this: it broke. Done so far: Added “One”. “Undo” takes it back.');
  assert.equal(half.reply.ending, 'failed');
});

test('rounds, time and length are limited', async () => {
  const strict = await Thinking.start({ options: ['--turn-rounds', '2'] });
  const many = (await strict.post('/api/v1/messages', { text: `think: ${create('A')} | ${create('B')} | ${create('C')}` })).json;
  assert.equal(many.state, 'failed');
  assert.equal(many.reply.text, 'I could not finish this: one answer may call tools 2 times, and that is used up. Done so far: Added “A”; Added “B”. “Undo” takes it back.');
  const wrong = (await strict.post('/api/v1/messages', { text: 'think: call create_task {"due":"x"} | result | call nonsense {} | result' })).json;
  assert.equal(wrong.state, 'done');
  assert.match(wrong.reply.text, /title.*nonsense/s);
  const long = 'x'.repeat(16000);
  const cut = (await strict.post('/api/v1/messages', { text: `think: say ${long} | say ${'y'.repeat(16000)}` })).json;
  assert.equal(cut.state, 'done');
  await strict.stop();
  const hasty = await Thinking.start({ options: ['--turn-seconds', '3'] });
  const slow = (await hasty.post('/api/v1/messages', { text: 'think: say Hm | wait never' })).json;
  assert.equal(slow.reply.text, 'Hm\n\nI could not finish this: one answer may take 3 seconds, and they are over. Nothing was changed.');
  await hasty.stop();
});

test('a conversation that is deleted takes its turn with it', async () => {
  const token = await someone('Ida'), conversation = (await pixie.post('/api/v1/conversations', {}, { token })).json.id;
  const turn = pixie.post('/api/v1/messages', { text: 'think: wait ida | say Late', conversation_id: conversation }, { token });
  await pixie.waits('ida');
  assert.equal((await pixie.delete(`/api/v1/conversations/${conversation}`, { token })).status, 204);
  pixie.go('ida');
  const answer = await turn;
  assert.equal(answer.status, 404);
  assert.equal((await pixie.get('/api/v1/messages', { token })).json.items.length, 0);
});

test('a thought that does not heed being stopped holds nobody up', async () => {
  const token = await someone('Jon');
  const stubborn = pixie.post('/api/v1/messages', { text: 'think: hold jon | say Too late', client_id: 'j1' }, { token });
  await pixie.waits('jon');
  const socket = await pixie.socket({ token });
  const ack = await socket.emitWithAck('chat:cancel', { client_id: 'j1' });
  assert.equal(ack.turn.state, 'cancelled');
  assert.equal((await stubborn).json.state, 'cancelled');
  assert.equal((await pixie.say('buy milk', { token })).state, 'done');
  pixie.go('jon');
  socket.close();
});

test('kill -9 while it thinks: the next start tells the truth', async () => {
  const crashing = await Thinking.start();
  const turns = ['think: say Lost | call create_task {"title":"Survivor"} | wait crash', 'think: wait crash'];
  const room = async () => (await crashing.post('/api/v1/conversations', {})).json.id;
  const [one, other] = [await room(), await room()]; // named both: the main one is that of whichever message comes first
  const first = { text: turns[0], client_id: 'k1', conversation_id: one };
  const answers = [crashing.post('/api/v1/messages', first),
    crashing.post('/api/v1/messages', { text: turns[1], conversation_id: other })].map((answer) => answer.catch(() => 'cut'));
  await crashing.waits('crash', 2);
  await crashing.kill();
  assert.deepEqual(await Promise.all(answers), ['cut', 'cut']);
  await crashing.launch();
  const replyIn = async (conversation) => {
    const { items } = (await crashing.get(`/api/v1/messages?conversation_id=${conversation}`)).json;
    return items.find((message) => message.role === 'assistant');
  };
  const replies = [await replyIn(one), await replyIn(other)];
  assert.deepEqual(replies.map((reply) => reply.ending), ['interrupted', 'interrupted']);
  assert.equal(replies[0].text, 'I was stopped before I had finished this. Done so far: Added “Survivor”. “Undo” takes it back.');
  assert.equal(replies[0].effects[0].title, 'Survivor');
  assert.equal(replies[1].text, 'I was stopped before I had finished this. Nothing was changed.');
  const same = (await crashing.post('/api/v1/messages', first)).json;
  assert.equal(same.state, 'interrupted');
  assert.equal((await crashing.post('/api/v1/actions/undo', {})).status, 200);
  assert.equal((await crashing.get('/api/v1/tasks')).json.items.length, 0);
  await crashing.stop();
});

test('shutting down ends what thinks with the truth, and refuses what waits behind it', async () => {
  const ending = await Thinking.start();
  const first = ending.post('/api/v1/messages', { text: 'think: say So far | wait end' });
  await ending.waits('end');
  const socket = await ending.socket();
  const second = ending.post('/api/v1/messages', { text: 'buy milk' });
  await until(socket, () => named(socket, 'chat:status').some((status) => status.state === 'queued'));
  const stopped = ending.stop();
  const turn = (await first).json;
  assert.equal(turn.state, 'interrupted');
  assert.equal(turn.reply.text, 'So far\n\nI was stopped before I had finished this. Nothing was changed.');
  assert.equal((await second).status, 503);
  socket.close();
  await stopped;
});
