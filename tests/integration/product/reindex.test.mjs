// SPDX-License-Identifier: Apache-2.0
// Going over to another embedding model: in the background, measured, taken back, and after a kill.
// The other model is an OpenAI-compatible endpoint of our own.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { eventually, Pixie } from './harness.mjs';

const DIMS = 512; // so many that words seldom share a place: whichever texts are chosen as probes, they are found

/** Words into places: texts that share words are near each other. */
function vectorOf(text, worth) {
  const vector = new Array(DIMS).fill(0);
  for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? ['none']) {
    let hash = 7;
    for (const c of word) hash = (hash * 31 + c.charCodeAt(0)) % 65521;
    vector[hash % DIMS] += 1;
  }
  return worth ? vector : vector.map((_, i) => ((text.length * 131 + i * 17) % 23) - 11); // says nothing of the words
}

let endpoint;
const model = { worth: true, held: false, texts: 0, waiting: [] };
before(async () => {
  endpoint = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      const answer = () => {
        const input = [JSON.parse(body).input].flat();
        model.texts += input.length;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ data: input.map((text, index) => ({ index, embedding: vectorOf(text, model.worth) })), usage: { prompt_tokens: 1, total_tokens: 1 } }));
      };
      if (model.held) model.waiting.push(answer);
      else answer();
    });
  });
  await new Promise((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
});
after(() => endpoint.close());

const options = () => ['--rate-api', '10000000', '--embed-url', `http://127.0.0.1:${endpoint.address().port}/v1`];
const items = Array.from({ length: 150 }, (_, i) => ({ id: `n${i}`, kind: 'note',
  text: `Shelf ${i * 13} in the cellar holds ${['jam', 'paint', 'screws', 'wool', 'seeds'][i % 5]} of the year ${1900 + i} from aunt number ${i * 7}.` }));
const state = async (pixie, token) => (await pixie.get('/api/v1/memory/index', { token })).json;

const until = (pixie, wanted, token) => eventually(() => state(pixie, token), wanted);

async function start(extra = []) {
  Object.assign(model, { worth: true, held: false, texts: 0, waiting: [] });
  const pixie = await Pixie.start({ options: [...options(), '--embedder', 'static', ...extra] });
  await pixie.post('/api/v1/import', { items });
  await until(pixie, (now) => now.pending === 0);
  return pixie;
}

test('over to another model and back, searches going on', async () => {
  const pixie = await start();
  const was = (await state(pixie)).model;
  model.held = true;
  assert.equal((await pixie.post('/api/v1/memory/reindex', { embedder: 'openai' })).status, 204);
  await eventually(() => model.waiting.length, (waiting) => waiting > 0, 'the model to be asked');
  const meanwhile = await state(pixie);
  assert.equal(meanwhile.state, 'embedding');
  assert.equal(meanwhile.model, was);
  assert.equal(typeof (await pixie.get('/api/v1/search?q=jam%20in%20the%20cellar')).json.hits[0].parts.meaning, 'number', 'by the old vectors');
  model.held = false;
  for (const answer of model.waiting) answer();
  const done = await until(pixie, (now) => now.state === 'settled' && now.model !== was);
  assert.match(done.model, /^text-embedding-3-small/);
  assert.equal(done.previous, was);
  assert.ok(done.report.probes > 0 && done.report.recall_after > 0.9, JSON.stringify(done.report));
  assert.ok(done.report.overlap >= 0 && done.report.overlap <= 1);
  await until(pixie, (now) => now.pending === 0);
  const texts = model.texts;
  assert.equal((await pixie.get('/api/v1/search?q=jam%20in%20the%20cellar')).json.hits.length > 0, true);
  assert.ok(model.texts >= texts);
  assert.equal((await pixie.post('/api/v1/memory/reindex', { action: 'roll_back' })).status, 204);
  const back = await until(pixie, (now) => now.pending === 0);
  assert.equal(back.model, was);
  assert.equal(back.state, 'settled');
  assert.equal((await pixie.post('/api/v1/memory/reindex', { action: 'roll_back' })).status, 409);
  await pixie.stop();
});

test('a model that finds less is held until somebody decides', async () => {
  const pixie = await start();
  const was = (await state(pixie)).model;
  model.worth = false;
  await pixie.post('/api/v1/memory/reindex', { embedder: 'openai' });
  const held = await until(pixie, (now) => now.state === 'held');
  assert.equal(held.model, was);
  assert.ok(held.report.recall_after < held.report.recall_before, JSON.stringify(held.report));
  assert.equal((await pixie.post('/api/v1/memory/reindex', { action: 'switch' })).status, 204);
  assert.notEqual((await state(pixie)).model, was);
  assert.equal((await pixie.post('/api/v1/memory/reindex', { action: 'switch' })).status, 409);
  await pixie.post('/api/v1/memory/reindex', { action: 'roll_back' });
  assert.equal((await until(pixie, (now) => now.pending === 0)).model, was);
  await pixie.stop();
});

test('killed on the way, the next start goes on; other settings are followed by themselves', async () => {
  const pixie = await start();
  const was = (await state(pixie)).model;
  await pixie.kill();
  pixie.options = [...options(), '--embedder', 'openai'];
  model.held = true;
  await pixie.launch();
  await eventually(() => model.waiting.length, (waiting) => waiting > 0, 'the model to be asked');
  assert.equal((await state(pixie)).model, was);
  await pixie.kill();
  Object.assign(model, { held: false, waiting: [] });
  await pixie.launch();
  const done = await until(pixie, (now) => now.state === 'settled' && now.model !== was);
  assert.match(done.model, /^text-embedding-3-small/);
  await pixie.stop();
});

test('one goes over alone; everybody only by an administrator; wrong words are refused', async () => {
  const pixie = await start();
  const other = await pixie.addUser('Other');
  await pixie.post('/api/v1/memories', { text: 'The boat lies at the north jetty in summer' }, { token: other.token });
  const was = (await state(pixie, other.token)).model;
  await until(pixie, (now) => now.pending === 0, other.token); // the model is noted with the first vector
  await pixie.post('/api/v1/memory/reindex', { embedder: 'openai' });
  await until(pixie, (now) => now.model !== was);
  assert.equal((await state(pixie, other.token)).model, was);
  assert.equal((await pixie.post('/api/v1/memory/reindex/all', { embedder: 'openai' }, { token: other.token })).status, 403);
  assert.equal((await pixie.post('/api/v1/memory/reindex', { embedder: 'psychic' })).status, 422);
  assert.equal((await pixie.post('/api/v1/memory/reindex', { action: 'dance' })).status, 422);
  const all = await pixie.post('/api/v1/memory/reindex/all', { embedder: 'openai' });
  assert.equal(all.status, 200);
  assert.equal(all.json.users, 1);
  await until(pixie, (now) => now.model !== was, other.token);
  const text = (await pixie.cli('reindex', '--roll-back')).stdout;
  assert.match(text, /^In use: /);
  await pixie.stop();
});
