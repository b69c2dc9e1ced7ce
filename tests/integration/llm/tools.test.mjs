// SPDX-License-Identifier: Apache-2.0
// What a model's calls may say, and what it hears when they won't do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { NEUTRAL, results, world } from './world.mjs';

const running = [];
const keep = (thing) => { running.unshift(thing); return thing; };
after(async () => { for (const thing of running) await thing.stop(); });

let pixie, script;
before(async () => { ({ pixie, script } = await world('openai', keep)); });

/** Runs rounds of calls, one after the other; what the model hears of each round. */
async function rounds(...list) {
  const heard = [];
  let n = 0;
  script.now = (body) => {
    const got = results(body);
    if (n) heard.push(got.slice(-list[n - 1].length));
    if (n === list.length) return { text: 'I have looked at it.' };
    return { calls: list[n++].map(([name, input], i) => [`r${n}c${i}`, name, input]) };
  };
  const conversation = (await pixie.post('/api/v1/conversations', {})).json.id;
  const turn = (await pixie.post('/api/v1/messages', { text: NEUTRAL, conversation_id: conversation })).json;
  return { heard, turn };
}
const day = (days) => new Date(Date.now() + days * 86400000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });

test('times come as words and are resolved by code, and the result says the instant', async () => {
  const { heard, turn } = await rounds([['create_task', { title: 'Water the ferns', due: 'tomorrow' }], ['create_event', { title: 'Vet', start: 'in 3 days at 3pm' }]]);
  assert.equal(turn.effects.find((e) => e.entity === 'task').due_day, day(1));
  assert.equal(new Date(turn.effects.find((e) => e.entity === 'event').start).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).slice(0, 16), `${day(3)} 15:00`);
  assert.match(heard[0][0], new RegExp(day(1)));
});

test('targets are words or ids', async () => {
  const { id } = (await pixie.get('/api/v1/tasks?q=ferns')).json.items[0];
  const { heard, turn } = await rounds([['update_task', { target: 'the ferns', priority: 'high' }], ['update_task', { id, notes: 'all of them' }]]);
  assert.equal(heard[0].length, 2);
  const task = (await pixie.get(`/api/v1/tasks/${id}`)).json;
  assert.deepEqual([task.priority, task.notes], ['high', 'all of them']);
  assert.equal(turn.effects.length, 1);
});

test('an ambiguous target goes back as a numbered choice with ids, and nothing is done', async () => {
  await pixie.post('/api/v1/tasks', { title: 'Call Anna' });
  await pixie.post('/api/v1/tasks', { title: 'Call Anton' });
  const { heard, turn } = await rounds([['complete_task', { target: 'call' }]]);
  assert.match(heard[0][0], /Nothing was done yet[^]*1\. [^]*Call An[^]*2\. [^]*Call An/);
  assert.equal((heard[0][0].match(/[0-9a-f]{8}-[0-9a-f]{4}-7/g) ?? []).length, 2, heard[0][0]);
  assert.deepEqual(turn.effects, []);
});

test('arguments that won\'t do come back as an error that can be mended, and are mended', async () => {
  const { heard, turn } = await rounds([['create_task', { titel: 'x' }], ['create_event', { title: 'Walk', start: 'blorp' }], ['update_task', { priority: 'high' }]],
    [['create_task', { title: 'Walk the cat', due: 'Friday' }]]);
  const [[unknown, time, missing], [mended]] = heard;
  assert.match(unknown, /titel|title/);
  assert.match(time, /start.*blorp|blorp.*start|time/i);
  assert.match(missing, /target/);
  assert.match(mended, /Walk the cat/);
  assert.deepEqual(turn.effects.map((e) => e.title), ['Walk the cat']);
});

test('the same call again is refused; a reading after a change is not', async () => {
  const list = ['list_tasks', { query: 'lamp' }], add = ['create_task', { title: 'Fix the lamp' }];
  const { heard, turn } = await rounds([list], [list], [add], [list], [add], [['create_task', { title: 'Fix the lamp', priority: 'high' }]]);
  const refused = heard.map(([text]) => /made before/.test(text));
  assert.deepEqual(refused, [false, true, false, false, true, false]);
  assert.equal(turn.effects.length, 2);
});
