// SPDX-License-Identifier: Apache-2.0
// kill -9 at random points of turns that a model thinks about: each is done or interrupted, the reply tells what was
// done, and undoing it restores what was before.  TEST_MODEL_KILLS=200 node --test kill.test.mjs
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import { Pixie } from '../product/harness.mjs';
import { Double, openaiStream } from './double.mjs';
import { NEUTRAL, results } from './world.mjs';

const kills = Number(process.env.TEST_MODEL_KILLS ?? 8);

test(`${kills} kills of model turns`, { timeout: 900000 }, async () => {
  const seen = { done: 0, interrupted: 0, nothing: 0, tasks: 0 };
  const double = await new Double().start(({ body }) => {
    const id = JSON.stringify(body.messages).match(/number (\d+)\./g).at(-1).match(/\d+/)[0], got = results(body).length;
    const say = (n) => ({ body: openaiStream({ calls: [{ id: `c${n}`, name: 'create_task', arguments: JSON.stringify({ title: `Kill ${id} ${n}` }) }] }), piece: 200 });
    return got < 3 ? say(got) : { body: openaiStream({ text: 'I have thought about it.' }), piece: 200 };
  });
  const folder = await mkdtemp(join(tmpdir(), 'pixie-kill-'));
  const pixie = await Pixie.start({ folder, options: ['--llm-strong', 'openai:gpt-4o', '--openai-url', `${double.url}/v1`, '--rate-chat', '1000000', '--rate-api', '1000000'] });
  let whole = 200; // milliseconds of a turn, learned from those that end
  for (let n = 0; n < kills; n++) {
    const started = Date.now(), dead = pixie.exited.then(() => null);
    const asked = pixie.post('/api/v1/messages', { text: `${NEUTRAL}, number ${n}.`, client_id: `kill-${n}` }).then((answer) => answer.json, () => null);
    const answered = Promise.race([asked, dead]);
    await Promise.race([answered, delay(Math.random() * whole * 1.2)]); // the random point; no synchronisation
    const early = await Promise.race([answered, Promise.resolve(undefined)]);
    if (early) whole = Math.max(50, Date.now() - started);
    await pixie.kill();
    await pixie.launch();
    const messages = (await pixie.get('/api/v1/messages?limit=10&order=desc')).json.items;
    const said = messages.find((m) => m.client_id === `kill-${n}`);
    const mine = async () => (await pixie.get(`/api/v1/tasks?limit=1000&q=${encodeURIComponent(`Kill ${n} `)}`)).json.items.map((t) => t.title).filter((t) => t.startsWith(`Kill ${n} `)).sort();
    const tasks = await mine();
    if (!said) {
      seen.nothing++;
      assert.deepEqual(tasks, [], 'a message that is not there did nothing');
      assert.ok(!early, 'what was acknowledged is there');
      continue;
    }
    const replies = messages.filter((m) => m.reply_to === said.id);
    assert.equal(replies.length, 1, 'one reply');
    const [reply] = replies;
    assert.ok(['done', 'interrupted'].includes(reply.ending), reply.ending);
    if (early) assert.equal(reply.ending, 'done');
    seen[reply.ending]++;
    seen.tasks += tasks.length;
    assert.deepEqual((reply.effects ?? []).map((e) => e.title).sort(), tasks, 'its effects are what is there');
    if (reply.ending === 'done') assert.equal(tasks.length, 3);
    else for (const title of tasks) assert.ok(reply.text.includes(title), `${reply.text} lacks ${title}`);
    if (reply.ending === 'interrupted' && !tasks.length) assert.match(reply.text, /Nothing was changed/);
    if (tasks.length) {
      const undone = await pixie.post(`/api/v1/messages/${said.id}/undo`);
      assert.equal(undone.status, 200, undone.text);
      assert.deepEqual(await mine(), []);
    }
    // Sent again it is the same turn, and nothing is done twice.
    const again = await pixie.post('/api/v1/messages', { text: `${NEUTRAL}, number ${n}.`, client_id: `kill-${n}` });
    assert.equal(again.json.message.id, said.id);
    assert.deepEqual(await mine(), []);
  }
  console.log(`${kills} kills: ${seen.done} done, ${seen.interrupted} interrupted, ${seen.nothing} never begun; ${seen.tasks} tasks kept and undone, 0 lost, 0 doubled`);
  await pixie.stop();
  await double.stop();
  await rm(folder, { recursive: true, force: true });
});
