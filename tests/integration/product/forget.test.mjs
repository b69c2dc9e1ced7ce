// SPDX-License-Identifier: Apache-2.0
// Forgetting for good on the real binary: the bytes of the data folder are read, not what Pixie says of itself.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, Pixie } from './harness.mjs';

/** The files of a folder, with those below it, that hold the bytes. */
async function holding(folder, bytes) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.path, entry.name);
    if ((await readFile(path).catch(() => Buffer.alloc(0))).includes(bytes)) found.push(path);
  }
  return found;
}

/** Until no file holds them: what is asked for happens with the next batch, or when a job has run. */
async function gone(pixie, ...texts) {
  for (const text of texts) await eventually(() => holding(pixie.folder, text), (files) => files.length === 0, `"${text}" to be in no file`);
}

async function indexed(pixie) {
  await eventually(async () => (await pixie.get('/api/v1/memory/index')).json, (state) => state.pending === 0, 'all to be indexed');
}

const say = async (pixie, text) => (await pixie.say(text)).reply.text;

test('a fact and a note, said, searched, answered for repeated requests, and forgotten for good', async () => {
  const pixie = await Pixie.start({ options: ['--rate-api', '10000000'] });
  assert.match(await say(pixie, 'My lodger is Quintilla Vosberg.'), /^Noted/);
  assert.match(await say(pixie, 'Who is my lodger?'), /Vosberg/);
  const note = await pixie.post('/api/v1/memories', { text: 'The boathouse code word is xylotomous' }, { headers: { 'Idempotency-Key': 'k1' } });
  assert.equal(note.status, 201);
  await indexed(pixie);
  assert.equal((await pixie.get('/api/v1/search?q=boathouse%20code%20word')).json.hits.length > 0, true);
  assert.notEqual((await holding(pixie.folder, 'Vosberg')).length, 0);
  assert.equal((await pixie.post('/api/v1/tools/forget', { target: 'my lodger', for_good: true })).status, 200);
  assert.equal((await pixie.delete(`/api/v1/memories/${note.json.id}?for_good=true`)).status, 204);
  await gone(pixie, 'Vosberg', 'xylotomous');
  assert.match(await say(pixie, 'Who is my lodger?'), /^I don't know/);
  await pixie.stop();
});

/** Begins a conversation as the web app does: named after the first words said in it. */
async function begin(pixie, text) {
  const headers = { 'Idempotency-Key': randomUUID() };
  const made = await pixie.post('/api/v1/conversations', { title: text.slice(0, 60) }, { headers });
  assert.equal(made.status, 201);
  const { id } = made.json;
  assert.equal((await pixie.post('/api/v1/messages', { text, conversation_id: id })).status, 200);
  return id;
}

const title = async (pixie, id) => (await pixie.get(`/api/v1/conversations/${id}`)).json.title ?? null;

test('the name of a conversation goes with the words that it was taken from', async () => {
  const pixie = await Pixie.start({ options: ['--rate-api', '10000000'] });
  const other = await begin(pixie, 'My dentist is Dr Weber.');
  const id = await begin(pixie, 'My  lodger is Quintilla Vosberg.');
  await indexed(pixie);
  assert.equal((await pixie.post('/api/v1/tools/forget', { target: 'my lodger', for_good: true })).status, 200);
  assert.equal(await title(pixie, id), null);
  assert.equal(await title(pixie, other), 'My dentist is Dr Weber.');
  await gone(pixie, 'Vosberg');
  // In the conversation itself, whose row the turn has in hand.
  const reply = await pixie.post('/api/v1/messages', { text: 'forget my dentist', conversation_id: other });
  assert.match(reply.json.reply.text, /^Forgotten/);
  assert.equal(await title(pixie, other), null);
  await pixie.stop();
});

test('a document goes with its passages and its file', async () => {
  const pixie = await Pixie.start({ options: ['--rate-api', '10000000'] });
  const text = `# Tenancy\n\n${'The caretaker Ermengarde Pflugbeil holds the spare keys. '.repeat(200)}`;
  const made = await pixie.post('/api/v1/documents', Buffer.from(text), { headers: { 'content-type': 'text/markdown' } });
  assert.equal(made.status, 201);
  await eventually(async () => (await pixie.get(`/api/v1/documents/${made.json.id}`)).json, (row) => row.status !== 'reading', 'it to be read');
  await indexed(pixie);
  const where = await holding(pixie.folder, 'Pflugbeil');
  assert.notEqual(where.length, 0); // the database; the file is sealed
  assert.ok(where.every((file) => !/\/files\/|^files\//.test(file)), where.join());
  assert.equal((await pixie.delete(`/api/v1/documents/${made.json.id}?for_good=true`)).status, 204);
  await gone(pixie, 'Pflugbeil');
  await pixie.stop();
});

test('what was forgotten is gone when it can no longer be undone, and not before', async () => {
  const pixie = await Pixie.start({ options: ['--now', '2026-03-02T09:00:00Z', '--undo-days', '30'] });
  await say(pixie, 'My lodger is Quintilla Vosberg.');
  await indexed(pixie);
  assert.match(await say(pixie, 'forget my lodger'), /^Forgotten/);
  pixie.ownFolder = false;
  await pixie.stop();
  pixie.ownFolder = true;
  assert.notEqual((await holding(pixie.folder, 'Vosberg')).length, 0, 'until then it can be undone');
  pixie.options.splice(0, pixie.options.length, '--now', '2026-04-01T10:00:01Z', '--undo-days', '30');
  await pixie.launch();
  await gone(pixie, 'Vosberg');
  assert.match(await say(pixie, 'undo'), /nothing/i);
  await pixie.stop();
});

test('a killed process: the next one finishes it', async () => {
  const pixie = await Pixie.start();
  await say(pixie, 'My lodger is Quintilla Vosberg.');
  await pixie.post('/api/v1/tools/forget', { target: 'my lodger', for_good: true });
  await pixie.kill();
  await pixie.launch();
  await say(pixie, 'hello'); // the log is emptied with the first batch
  await gone(pixie, 'Vosberg');
  await pixie.stop();
});
