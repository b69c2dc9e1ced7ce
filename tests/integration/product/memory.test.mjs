// SPDX-License-Identifier: Apache-2.0
// Memory on the real binary: facts and notes, forgetting, import, recall by words and meaning, isolation.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, Pixie, until } from './harness.mjs';

let pixie;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pixie-memory-'));
  pixie = await Pixie.start({ options: ['--now', '2026-03-02T09:00:00Z', '--rate-api', '10000000'] });
});
after(async () => {
  await pixie.stop();
  await rm(folder, { recursive: true, force: true });
});

const reply = async (text, options) => (await pixie.say(text, options)).reply.text;
const search = async (q, options) => (await pixie.get(`/api/v1/search?q=${encodeURIComponent(q)}`, options)).json;

/** Until every text has its vector; the server says what is pending. */
function indexed(server = pixie) {
  return eventually(async () => (await server.get('/api/v1/memory/index')).json, (state) => state.pending === 0, 'all to be indexed');
}

test('a fact that is said is kept, asked for, replaced, and its history stays', async () => {
  assert.match(await reply('My dentist is Dr Malmgren.'), /^Noted/);
  const asked = await pixie.say('Who is my dentist?');
  assert.match(asked.reply.text, /^Dr Malmgren\./);
  assert.equal(asked.grounds.length, 1);
  assert.equal(asked.grounds[0].text, 'My dentist is Dr Malmgren');
  assert.match(await reply("I've changed dentists, I go to Dr Eskola now."), /Eskola/);
  assert.match(await reply('Who is my dentist?'), /Eskola/);
  const rows = (await pixie.get('/api/v1/memories?kind=fact')).json.items;
  const old = rows.find((row) => row.value === 'Dr Malmgren');
  assert.ok(old.superseded_by, 'the old fact is closed, not gone');
  assert.match(await reply('undo'), /./);
  assert.match(await reply('Who is my dentist?'), /Malmgren/);
});

test('an answer keeps what it rests on: read again as it is now, gone with what was forgotten, hidden from others', async () => {
  const grounds = async (id, as = {}) => pixie.get(`/api/v1/messages/${id}/grounds`, as);
  await reply('My optician is Dr Vauquelin.');
  const asked = await pixie.say('Who is my optician?');
  const kept = (await pixie.get(`/api/v1/messages/${asked.reply.id}`)).json;
  assert.deepEqual(kept.grounds, asked.grounds.map(({ kind, id }) => ({ kind, id })));
  assert.deepEqual((await grounds(asked.reply.id)).json, { items: asked.grounds, next: null });
  assert.deepEqual((await grounds(asked.message.id)).json.items, [], 'a question rests on nothing');
  const other = await pixie.addUser('Ottilie');
  assert.equal((await grounds(asked.reply.id, { token: other.token })).status, 404);
  await reply("I've changed opticians, I go to Dr Wessel now.");
  assert.deepEqual((await grounds(asked.reply.id)).json.items.map(({ text, valid }) => [text, valid]), [['My optician is Dr Vauquelin', false]]);
  const gone = await pixie.delete(`/api/v1/memories/${asked.grounds[0].id}`);
  assert.equal(gone.status, 204);
  assert.deepEqual((await grounds(asked.reply.id)).json.items, []);
});

test('what nobody told is not answered', async () => {
  assert.match(await reply("What is my dentist's phone number?"), /^I don't know/);
});

test('who is no more, what was sold and what was said wrong is told no longer', async () => {
  const as = await pixie.addUser('Ragnhild');
  const say = (text) => reply(text, { token: as.token });
  await say('We have a cat called Mopsy.');
  await say('We have a cat called Felix.');
  assert.match(await say('Mopsy died last night.'), /^Noted/);
  const cats = await say('Which cats do we have?');
  assert.match(cats, /Felix/);
  assert.doesNotMatch(cats, /a cat called Mopsy/);
  await say("My dad's car is a Saab.");
  await say('Dad sold the Saab and bought a Skoda.');
  assert.match(await say('What car does Dad have?'), /Skoda/);
  await say("My supervisor isn't called Ingrid, it's Sigrid.");
  assert.match(await say('What is my supervisor called?'), /You corrected it.*Sigrid/);
});

test('she and it are who was spoken of just before', async () => {
  const as = await pixie.addUser('Solveig');
  const say = (text) => reply(text, { token: as.token });
  await say('My sister Tove lives in Aarhus.');
  await say('She works as a glazier.');
  assert.match(await say('What does Tove do for a living?'), /glazier/);
});

test('that is what was told just now, and a reason is no part of what is forgotten', async () => {
  const as = await pixie.addUser('Yrsa');
  const say = (text) => reply(text, { token: as.token });
  await say("My hairdresser's number is 0161 496 0811.");
  await say("My landlord's number is 0161 496 0322.");
  assert.match(await say('Actually, forget that.'), /^Forgotten: 1 thing/);
  assert.doesNotMatch(await say("What's my landlord's number?"), /0322/);
  assert.match(await say("What's my hairdresser's number?"), /0811/);
  assert.match(await say("Forget my hairdresser's number, I have moved away."), /^Forgotten: 1 thing/);
});

test('secrets are not kept unasked, and marked when they are', async () => {
  assert.match(await reply('The PIN of my bank card is 8093.'), /don't keep/);
  let rows = (await pixie.get('/api/v1/memories')).json.items;
  assert.ok(!rows.some((row) => row.text.includes('8093')));
  await reply('remember that the PIN of my bank card is 8093');
  rows = (await pixie.get('/api/v1/memories')).json.items;
  assert.equal(rows.find((row) => row.text.includes('8093')).secret, true);
  assert.ok(!(await search('PIN of my bank card')).hits.some((hit) => hit.text.includes('8093')));
});

test('forgetting takes the words everywhere, undo brings them back, for good leaves nothing in the files', async () => {
  await reply('The spare key lives with Gudrun Ostrowski.');
  await reply('remember that the spare key is with Gudrun Ostrowski');
  assert.match(await reply('forget the spare key'), /^Forgotten/);
  const said = JSON.stringify((await pixie.get('/api/v1/messages?limit=200')).json);
  assert.ok(!said.includes('Ostrowski'), 'the message went too');
  assert.equal((await search('who has the spare key')).hits.filter((hit) => hit.text.includes('Ostrowski')).length, 0);
  await reply('undo');
  assert.ok((await search('spare key')).hits.some((hit) => hit.text.includes('Ostrowski')));
  const gone = await pixie.post('/api/v1/tools/forget', { target: 'the spare key', for_good: true });
  assert.equal(gone.status, 200);
  assert.ok(!JSON.stringify((await pixie.get('/api/v1/actions?limit=200')).json).includes('Ostrowski'));
});

test('items are imported once, found by words and by meaning, by kind and by time', async () => {
  const file = join(folder, 'items.jsonl');
  const items = [
    { id: 'n1', kind: 'note', at: '2025-01-14T10:00:00', text: 'Bought a saddle stool for the study, my lower back is a lot better for it.' },
    { id: 'n2', kind: 'note', at: '2025-06-02T14:00:00', text: 'The electricity meter stood at 40655.' },
    { id: 'm1', kind: 'message', at: '2025-08-18T12:00:00', session: 's1', speaker: 'Halvor', text: 'I start at the aquarium on 1 September.' },
    { id: 'm2', kind: 'message', at: '2025-08-18T12:01:00', session: 's1', text: 'Wonderful! As a keeper for the penguins?' },
    { id: 't1', kind: 'task', at: '2025-03-01T09:00:00', text: 'Cancel the rental contract of the old flat', status: 'done', done_at: '2025-03-03T12:00:00' },
    { id: 'd1', kind: 'document', at: '2025-05-01T09:00:00', title: 'House rules', text: '# House rules\n\n## Balconies\n\nBarbecues with charcoal are not allowed.\n\n## Laundry\n\nBook by the list beside the door.' },
  ];
  await writeFile(file, items.map((item) => JSON.stringify(item)).join('\n'));
  assert.match((await pixie.cli('import', '--jsonl', file)).stdout, /Imported 6; 0 were there/);
  assert.match((await pixie.cli('import', '--jsonl', file)).stdout, /Imported 0; 6 were there/);
  await indexed();
  const meter = await search('What did the electricity meter say?');
  assert.equal(meter.hits[0].external_id, 'n2');
  assert.ok(meter.hits[0].parts.words > 0);
  const rules = await search('charcoal on the balcony');
  assert.equal(rules.hits[0].external_id, 'd1');
  assert.equal(rules.hits[0].kind, 'document');
  const done = await search('Did I cancel the rental contract of the old flat?');
  assert.equal(done.hits[0].external_id, 't1');
  assert.equal(done.hits[0].state, 'done');
  const tasks = (await pixie.get('/api/v1/search?q=flat&kinds=task')).json;
  assert.ok(tasks.hits.every((hit) => hit.kind === 'task'));
  const early = (await pixie.get('/api/v1/search?q=stool%20meter&to=2025-03-01')).json;
  assert.ok(early.hits.every((hit) => hit.at < '2025-03-02'));
  const lines = await pixie.cli('recall', 'electricity meter', '--json');
  assert.equal(JSON.parse(lines.stdout).hits[0].external_id, 'n2');
});

test('what is said and done is found by meaning without anybody asking for it', async () => {
  const before = (await indexed()).items;
  await reply('add repaint the garden fence to my tasks');
  await reply('Our week in Lisbon with Eva was wonderful.');
  const state = await indexed();
  assert.equal(state.items, before + 2);
  const [task] = (await search('repaint the garden fence')).hits;
  assert.equal(task.kind, 'task');
  assert.equal(typeof task.parts.meaning, 'number');
  const [message] = (await search('the week in Lisbon')).hits;
  assert.equal(message.kind, 'message');
  assert.equal(typeof message.parts.meaning, 'number');
});

test('what is asked to be remembered is kept whole beside the facts in it, once', async () => {
  const text = 'My locksmith is Igor Brandl. The cellar door had jammed during the flood and everybody was soaked.';
  await pixie.post('/api/v1/tools/remember', { text });
  await pixie.post('/api/v1/tools/remember', { text });
  const rows = (await pixie.get('/api/v1/memories?limit=200')).json.items;
  assert.equal(rows.filter((row) => row.text.includes('everybody was soaked')).length, 1);
  assert.ok(rows.some((row) => row.kind === 'fact' && /Igor Brandl/.test(row.value)));
  assert.ok((await search('when was everybody soaked')).hits.some((hit) => hit.text.includes('flood')));
});

test('one sentence is a fact and no note besides', async () => {
  await pixie.post('/api/v1/tools/remember', { text: 'My optician is Ines Quandt.' });
  const rows = (await pixie.get('/api/v1/memories?limit=200')).json.items;
  assert.equal(rows.filter((row) => row.text.includes('Quandt')).length, 1);
});

test('a document that comes as text is found, undone and cut where it is too long', async () => {
  const text = '# House rules\n\n## Bicycles\n\nBicycles stand in the vaulted cellar.\n\n## Bins\n\nBins go out on Thursdays.';
  const added = await pixie.post('/api/v1/tools/add_document', { text });
  assert.equal(added.status, 200, added.text);
  assert.match(added.json.reply, /Added the document “House rules”/);
  await indexed();
  const [hit] = (await search('where do bicycles stand')).hits;
  assert.equal(hit.kind, 'document');
  assert.equal(hit.source, 'House rules');
  assert.match((await reply('undo')), /./);
  assert.ok(!(await search('where do bicycles stand')).hits.some((one) => one.text.includes('vaulted')));
  assert.equal((await pixie.post('/api/v1/tools/add_document', { text: '   ' })).status, 422);
  assert.equal((await pixie.post('/api/v1/tools/add_document', { text: 'x'.repeat(300000) })).status, 422);
  assert.equal((await pixie.post('/api/v1/tools/add_document', {})).status, 422);
});

test('a document is kept, listed and asked by what is said of it', async () => {
  const { token } = await pixie.addUser('Dora');
  const as = { token };
  assert.match(await reply('which documents do I have?', as), /no documents yet/);
  assert.match(await reply('read the file I just gave you', as), /no file that I could read/);
  assert.match(await reply('Save this as a document called Lease:\n# Lease\n\n## Pets\n\nDogs need written consent.\n\n## Notice\n\nThree months to the end of a month.', as),
    /^Added the document “Lease”/);
  const asked = await pixie.say('What does the lease say about pets?', as);
  assert.match(asked.reply.text, /^“Lease” says, under “Pets”: “Dogs need written consent\.”/);
  assert.equal(asked.grounds.length, 1);
  assert.match(await reply('how long is the notice period in the lease?', as), /Three months/);
  assert.match(await reply('Does the lease mention parking?', as), /^I find nothing about that in “Lease”/);
  assert.match(await reply("what's in the lease?", as), /Pets[^]*Notice/);
  // A word in a title may be a place, too: what is told elsewhere is found all the same.
  await reply('Save this as a document called Kitchen: The oven was fitted in 2019 by Brandl.', as);
  await reply('The big scissors are in the kitchen drawer.', as);
  assert.match(await reply('Where are the scissors in the kitchen?', as), /drawer/);
  assert.match(await reply('which documents do I have?', as), /• Lease/);
  // Another person's question by that name finds no document, and no word of it.
  const other = await pixie.addUser('Emil');
  for (const text of ['What does the lease say about pets?', "what's in the lease?", 'which documents do I have?', 'read the file I just gave you']) {
    assert.ok(!/consent|Lease”|• Lease|Three months/.test(await reply(text, { token: other.token })), text);
  }
});

test('a file that was sent is read when that is asked for, once; a picture is not', async () => {
  const { token } = await pixie.addUser('Frida');
  const as = { token };
  const file = await pixie.call('POST', '/api/v1/files?name=boiler.md', '# Boiler\n\nThe valve is behind the panel.', { ...as, headers: { 'content-type': 'text/markdown' } });
  assert.equal(file.status, 201, file.text);
  assert.match(await reply('Read the file I just gave you.', as), /“boiler\.md”/);
  for (;;) {
    const [row] = (await pixie.get('/api/v1/documents', as)).json.items;
    if (row.status === 'ready') break;
    assert.equal(row.status, 'reading', JSON.stringify(row));
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.match(await reply('read the file I just gave you', as), /^I have read “boiler\.md”/);
  assert.match(await reply('what does the boiler document say about the valve?', as), /behind the panel/);
  assert.equal((await pixie.get('/api/v1/documents', as)).json.items.length, 1);
  const archive = await pixie.call('POST', '/api/v1/files?name=photos.zip', 'PK\u0003\u0004 nothing', { ...as, headers: { 'content-type': 'application/zip' } });
  assert.equal(archive.status, 201);
  assert.match(await reply('read the file I just gave you', as), /“photos\.zip” can't be read/);
  for (const body of [{ file: archive.json.id }, { file: 'x' }, { file: 'last', text: 'x' }, { file: archive.json.id.replace(/.$/, (c) => (c === '0' ? '1' : '0')) }]) {
    const answer = await pixie.post('/api/v1/tools/add_document', body, as);
    assert.ok(answer.status >= 400 && answer.status < 500, `${JSON.stringify(body)}: ${answer.status} ${answer.text}`);
  }
});

test('what is far from everything is not answered by the only thing that is known', async () => {
  const { token } = await pixie.addUser('Gustav');
  const as = { token };
  await reply('Save this as a document called House rules: Quiet hours are from ten to six. Bins go out on Thursdays. Bicycles stand in the cellar.', as);
  for (const question of ['What is in the fridge?', 'Who is in the kitchen?', 'Where is my umbrella?', 'How tall is the tower?', 'Who wrote the letter?']) {
    assert.match(await reply(question, as), /^I don't know/, question);
  }
  assert.match(await reply('When do the bins go out?', as), /Thursdays/);
  assert.match(await reply('Where do bicycles stand?', as), /cellar/);
});

test('metrics and doctor tell of the index, the embedder and files', async () => {
  const metrics = (await pixie.get('/metrics')).text;
  const value = (name) => Number(metrics.match(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)`, 'm'))?.[1]);
  assert.ok(value('pixie_kept_users{part="memory"}') >= 1);
  assert.ok(value('pixie_kept_bytes{part="memory"}') > 0);
  assert.ok(value('pixie_embed_texts_total') > 0);
  assert.equal(value('pixie_embed_queue'), 0);
  for (const name of ['pixie_vector_search_seconds_count', 'pixie_embed_seconds_count', 'pixie_files_put_total']) assert.ok(value(name) >= 0, name);
  const checks = JSON.parse((await pixie.cli('doctor', '--json')).stdout);
  assert.match(checks.find((check) => check.check === 'memory').detail, /\d+ texts, \d+ of them not found by meaning yet; model \S+/);
  assert.equal(checks.find((check) => check.check === 'files').verdict, 'ok');
});

test('another user finds nothing, sees nothing and can forget nothing of it', async () => {
  const other = await pixie.addUser('Other');
  const token = other.token;
  const mine = (await pixie.get('/api/v1/memories')).json.items[0];
  assert.equal((await search('electricity meter dentist', { token })).hits.length, 0);
  assert.equal((await pixie.get(`/api/v1/memories/${mine.id}`, { token })).status, 404);
  assert.equal((await pixie.patch(`/api/v1/memories/${mine.id}`, { pinned: true }, { token })).status, 404);
  assert.equal((await pixie.delete(`/api/v1/memories/${mine.id}`, { token })).status, 404);
  assert.equal((await pixie.post('/api/v1/tools/forget', { id: mine.id }, { token })).status, 404);
  assert.match(await reply('Who is my dentist?', { token }), /don't know/);
});

test("nobody's vectors are reached through filters, ids, or what the embedder keeps of questions", async () => {
  const { token } = await pixie.addUser('Third');
  const mine = (await search('electricity meter')).hits[0];
  assert.equal(mine.external_id, 'n2');
  const day = mine.at.slice(0, 10);
  for (const filter of ['kinds=note', 'kinds=memory,document,message,task,event', `from=${day}&to=${day}`, 'from=2000-01-01', 'limit=100',
    `id=${mine.id}`, 'external_id=n2', 'user=local', `session=s1`]) {
    const found = await pixie.get(`/api/v1/search?q=electricity%20meter&${filter}`, { token });
    assert.ok(found.status === 422 || found.json.hits.length === 0, `${filter}: ${found.text}`);
  }
  assert.equal((await pixie.get(`/api/v1/search?q=${mine.id}`, { token })).json.hits.length, 0);
  assert.equal((await pixie.get(`/api/v1/search?q=n2`, { token })).json.hits.length, 0);
  assert.equal((await pixie.get('/api/v1/memory/index', { token })).json.items, 0);
  assert.equal((await pixie.post('/api/v1/memory/reindex', { action: 'roll_back' }, { token })).status, 409);
  // A question that somebody asked before takes another person as long as one that nobody asked: it is embedded anew.
  const hits = async () => Number((await pixie.get('/metrics')).text.match(/^pixie_embed_cache_hits_total (\S+)/m)[1]);
  const question = 'Where on earth did I leave the yellow umbrella?';
  await search(question);
  const first = await hits();
  await search(question);
  assert.equal(await hits(), first + 1, 'my own is known');
  await search(question, { token });
  assert.equal(await hits(), first + 1, "another's is not");
});

test('wrong items are refused whole, with their place and the reason', async () => {
  const bad = [
    [{ items: 'x' }, /array/],
    [{ items: [{ id: 'a', kind: 'poem', text: 'x' }] }, /items.0.kind must be one of/],
    [{ items: [{ id: 'a', kind: 'note', text: 'x' }, { id: 'b', kind: 'note' }] }, /items.1.text/],
    [{ items: [{ id: 'a', kind: 'note', text: 'x', at: 'yesterday' }] }, /time/],
    [{ items: Array.from({ length: 501 }, (_, i) => ({ id: `${i}`, kind: 'note', text: 'x' })) }, /500/],
  ];
  for (const [body, reason] of bad) {
    const answer = await pixie.post('/api/v1/import', body);
    assert.equal(answer.status, 422, JSON.stringify(body).slice(0, 80));
    assert.match(`${answer.json.field} ${answer.json.detail}`, reason);
  }
  assert.ok(!JSON.stringify((await pixie.get('/api/v1/memories?limit=200')).json).includes('"external_id":"a"'));
});

test('a change of memory reaches every connection', async () => {
  const socket = await pixie.socket();
  const seen = until(socket, () => socket.seen.some(([name, change]) => name === 'memory' && change.memory?.text?.includes('Twingo')));
  await reply('My car is a blue Twingo.');
  await seen;
  socket.close();
});

test('killed between the words and their vectors: words are found at once, meaning follows', async () => {
  const killed = await Pixie.start({ options: ['--rate-api', '10000000'] }); // its jobs wait by the real clock
  const items = Array.from({ length: 60 }, (_, i) => ({ id: `k${i}`, kind: 'note', text: `Shelf ${i} holds jar number ${i * 7}.` }));
  await killed.post('/api/v1/import', { items });
  await killed.kill();
  await killed.launch();
  const found = (await killed.get('/api/v1/search?q=jar%20shelf%2017')).json;
  assert.ok(found.hits.length > 0);
  assert.equal((await indexed(killed)).pending, 0);
  await killed.stop();
});
