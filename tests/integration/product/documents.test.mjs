// SPDX-License-Identifier: Apache-2.0
// Documents on the real binary: upload, reading, passages, ranges, deletion and undo, bad files, isolation, kill -9.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { docx, docxOf, odt, pdf, zip } from './files.mjs';
import { eventually, Pixie, until } from './harness.mjs';

const TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
};
const options = ['--rate-api', '10000000', '--files-quota-mb', '60'];

let pixie;
before(async () => {
  // The sanitizer keeps what was freed, up to 256 MB; here it is measured what the server keeps.
  process.env.ASAN_OPTIONS = [process.env.ASAN_OPTIONS, 'quarantine_size_mb=1'].filter(Boolean).join(':');
  pixie = await Pixie.start({ options });
});
after(() => pixie.stop());

const upload = (bytes, type, { title, ...call } = {}) => pixie.call('POST',
  `/api/v1/documents${title ? `?title=${encodeURIComponent(title)}` : ''}`, bytes, { headers: { 'content-type': type }, ...call });
const form = async (fields, token = pixie.token) => {
  const body = new FormData();
  for (const [name, value, file] of fields) body.append(name, value, ...(file ? [file] : []));
  const answer = await fetch(`${pixie.url}/api/v1/documents`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body });
  return { status: answer.status, json: await answer.json() };
};
const chunks = async (id, call) => (await pixie.get(`/api/v1/documents/${id}/chunks?limit=200`, call)).json.items;
const search = async (q, call) => (await pixie.get(`/api/v1/search?q=${encodeURIComponent(q)}`, call)).json;

/** The document once it has been read. */
function read(id, call, server = pixie) {
  return eventually(async () => (await server.get(`/api/v1/documents/${id}`, call)).json, (row) => row.status !== 'reading', 'a document to be read');
}

async function readNew(bytes, type, more) {
  const answer = await upload(bytes, type, more);
  assert.equal(answer.status, 201, answer.text);
  return read(answer.json.id, more);
}

test('a file is taken, read, listed, found by its words, and told of by events', async () => {
  const socket = await pixie.socket();
  const answer = await form([['file', new Blob(['# Lease\n\nThe rent is due on the third of each month.\n'], { type: 'text/markdown' }), 'lease.md']]);
  assert.equal(answer.status, 201, JSON.stringify(answer.json));
  assert.equal(answer.json.title, 'lease.md');
  assert.equal(answer.json.media_type, 'text/markdown');
  const seen = () => socket.seen.filter(([name, payload]) => name === 'document' && payload.document.id === answer.json.id);
  await until(socket, () => seen().some(([, payload]) => payload.document.status === 'ready'));
  assert.deepEqual(seen().map(([, payload]) => [payload.verb, payload.document.status]), [['created', 'reading'], ['updated', 'ready']]);
  socket.close();
  const row = await read(answer.json.id);
  assert.equal(row.status, 'ready');
  const passages = await chunks(row.id);
  assert.equal(passages.length, 1);
  assert.equal(passages[0].heading, 'Lease');
  assert.ok((await pixie.get('/api/v1/documents?status=ready')).json.items.some((item) => item.id === row.id));
  const found = await search('When is the rent due?');
  assert.match(found.hits[0].text, /third of each month/);
  assert.equal(found.hits[0].source, 'lease.md');
});

test('PDF, DOCX, ODT, HTML and mail are read', async () => {
  const files = [
    [pdf('The boiler was serviced by Quentin\nin the cellar.', 'Its second page names Ottokar.'), TYPES.pdf, /Quentin[^]*Ottokar/],
    [docx('Contract &amp; terms', 'The deposit is three months of Zanzibar rent.'), TYPES.docx, /deposit is three months/, 'Contract & terms'],
    [odt('Protocol', 'The board elected Leocadia.'), TYPES.odt, /elected Leocadia/, 'Protocol'],
    ['<html><title>Shop</title><body><h1>Hours</h1><p>Open until nine on Thursdays.</body></html>', 'text/html', /until nine/, 'Hours'],
    ['From: a@example.org\r\nSubject: Boat\r\n\r\nThe boat is called Wilhelmine.\r\n', 'message/rfc822', /Wilhelmine/],
  ];
  for (const [bytes, type, text, heading] of files) {
    const row = await readNew(bytes, type, { title: `A ${type.slice(0, 40)}` });
    assert.equal(row.status, 'ready', `${type}: ${row.problem}`);
    const passages = await chunks(row.id);
    assert.match(passages.map((passage) => passage.text).join('\n'), text, type);
    assert.doesNotMatch(passages.map((passage) => passage.text).join('\n'), /never/);
    if (heading) assert.ok(passages.some((passage) => passage.heading?.includes(heading)), `${type}: ${JSON.stringify(passages)}`);
  }
});

test('the same bytes are the same document; titles change', async () => {
  const first = await upload('Twice the same text about gooseberries.', 'text/plain', { title: 'One' });
  assert.equal(first.status, 201);
  const again = await upload('Twice the same text about gooseberries.', 'text/plain', { title: 'Two' });
  assert.equal(again.status, 200);
  assert.equal(again.json.id, first.json.id);
  await read(first.json.id);
  const renamed = await pixie.patch(`/api/v1/documents/${first.json.id}`, { title: 'Berries' });
  assert.equal(renamed.json.title, 'Berries');
  assert.equal((await pixie.patch(`/api/v1/documents/${first.json.id}`, { title: '' })).status, 422);
  assert.equal((await pixie.patch(`/api/v1/documents/${first.json.id}`, { hash: 'x' })).status, 422);
  const own = await readNew('# Rhubarb\n\nAbout rhubarb.', 'text/markdown');
  assert.equal(own.title, 'Rhubarb');
});

test('the file comes back whole and in ranges', async () => {
  const { json } = await upload('0123456789', 'text/plain', { title: 'Digits' });
  const get = (headers) => pixie.get(`/api/v1/documents/${json.id}/file`, { headers });
  const whole = await get({});
  assert.equal(whole.text, '0123456789');
  assert.equal(whole.headers.get('content-disposition'), 'attachment');
  assert.equal(whole.headers.get('x-content-type-options'), 'nosniff');
  for (const [range, status, text, where] of [
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'], ['bytes=7-', 206, '789', 'bytes 7-9/10'], ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=0-99', 206, '0123456789', 'bytes 0-9/10'], ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=1-2,4-5', 200, '0123456789', null], ['lines=1-2', 200, '0123456789', null], ['bytes=5-2', 200, '0123456789', null],
    ['bytes=-x', 200, '0123456789', null], ['bytes=--3', 200, '0123456789', null], ['bytes=x-3', 200, '0123456789', null],
    ['bytes=2-x', 200, '0123456789', null], ['bytes=9-9', 206, '9', 'bytes 9-9/10'],
  ]) {
    const part = await get({ range });
    assert.deepEqual([part.status, part.text, part.headers.get('content-range')], [status, text, where], range);
  }
  for (const range of ['bytes=10-', 'bytes=99-100', 'bytes=-0']) {
    const part = await get({ range });
    assert.equal(part.status, 416, range);
    assert.equal(part.headers.get('content-range'), 'bytes */10');
  }
  const etag = whole.headers.get('etag');
  assert.equal((await get({ range: 'bytes=2-4', 'if-range': etag })).status, 206);
  assert.equal((await get({ range: 'bytes=2-4', 'if-range': '"other"' })).text, '0123456789');
  assert.equal((await get({ 'if-none-match': etag })).status, 304);
});

test('a deleted document is found no more; undo reads it again; for good leaves nothing', async () => {
  const row = await readNew('The zeppelin hangar is rented to Marguerite.', 'text/plain', { title: 'Hangar' });
  assert.ok((await search('zeppelin hangar')).hits.some((hit) => /Marguerite/.test(hit.text)));
  assert.equal((await pixie.delete(`/api/v1/documents/${row.id}`)).status, 204);
  assert.equal((await pixie.get(`/api/v1/documents/${row.id}`)).status, 404);
  assert.equal((await pixie.get(`/api/v1/documents/${row.id}/chunks`)).status, 404);
  assert.ok(!(await search('zeppelin hangar')).hits.some((hit) => /Marguerite/.test(hit.text)));
  const undone = await pixie.post('/api/v1/actions/undo', {});
  assert.equal(undone.status, 200, undone.text);
  assert.equal((await read(row.id)).status, 'ready');
  assert.equal((await chunks(row.id)).length, 1);
  assert.ok((await search('zeppelin hangar')).hits.some((hit) => /Marguerite/.test(hit.text)));
  const user = (await pixie.get('/api/v1/me')).json.id;
  const files = () => readdir(join(pixie.folder, 'files', user));
  assert.ok((await files()).includes(row.hash));
  assert.equal((await pixie.delete(`/api/v1/documents/${row.id}?for_good=true`)).status, 204);
  await eventually(files, (names) => !names.includes(row.hash), 'the file to go');
  assert.ok(!(await pixie.get('/api/v1/actions?limit=200')).text.includes('Hangar'));
  assert.ok(!(await search('zeppelin hangar')).hits.some((hit) => /Marguerite/.test(hit.text)));
});

test('undoing an upload takes its passages away', async () => {
  const row = await readNew('The walnut dresser belongs to Hildegard.', 'text/plain', { title: 'Dresser' });
  assert.equal((await pixie.post('/api/v1/actions/undo', {})).status, 200);
  assert.equal((await pixie.get(`/api/v1/documents/${row.id}`)).status, 404);
  assert.ok(!(await search('walnut dresser')).hits.some((hit) => /Hildegard/.test(hit.text)));
});

test('what is no upload is refused with its reason, and nothing stays', async () => {
  const before = (await pixie.get('/api/v1/documents?limit=200')).text;
  const cases = [
    [await upload('', 'text/plain'), 422, /file is empty/],
    [await upload(randomBytes(100), 'image/png'), 415, /image\/png can't be read/],
    [await upload(Buffer.alloc(26 << 20, 'x'), 'text/plain'), 413, /25 are taken|larger than/],
    [await upload('--x\r\nContent-Disposition: form-data; name="file"\r\n\r\ncut', 'multipart/form-data; boundary=x'), 422, /cut off/],
    [await upload('nothing', 'multipart/form-data; boundary=x'), 422, /boundary/],
    [await upload('nothing', 'multipart/form-data'), 415, /boundary/],
    [await form([['title', 'only']]), 422, /no field/],
    [await form([['file', new Blob(['x']), 'x.txt'], ['path', '../../x']]), 422, /one field/],
    [await upload('x', 'text/plain', { title: '\u0007' }), 422, /./],
  ];
  for (const [answer, status, why] of cases) {
    assert.equal(answer.status, status, JSON.stringify(answer.json));
    assert.match(answer.json.detail, why);
  }
  assert.equal((await pixie.get('/api/v1/documents?limit=200')).text, before);
});

test('other routes take no larger bodies than before', async () => {
  const answer = await pixie.post('/api/v1/tasks', { title: 'x'.repeat(2 << 20) });
  assert.equal(answer.status, 413);
});

test('damaged files and bombs fail with a sentence, and the server goes on', async () => {
  const encrypted = zip({ 'word/other.xml': '<x/>' });
  const cases = [
    [randomBytes(10 << 20), TYPES.pdf, /no PDF file|damaged/],
    [Buffer.from('%PDF-1.4\n%%EOF\n'), TYPES.pdf, /no PDF file|damaged/],
    [pdf(''), TYPES.pdf, /No text was found/],
    [randomBytes(100000), TYPES.docx, /no document of this kind/],
    [encrypted, TYPES.docx, /no document of this kind/],
    [docxOf('<w:p><w:r><w:t>broken'), TYPES.docx, /no document of this kind/],
    [docxOf(`<w:p><w:r><w:t>${' '.repeat(60 << 20)}</w:t></w:r></w:p>`), TYPES.docx, /200 times/],
    [docxOf(`${'<w:p>'.repeat(100000)}`), TYPES.docx, /no document of this kind/],
    [zip({ 'word/document.xml': '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>' }),
      TYPES.docx, /No text was found|no document/],
    [Buffer.from('a\0b'), 'text/plain', /zero bytes/],
    [Buffer.from('\ufeffU\0T\0F\0', 'utf16le'), 'text/plain', /zero bytes/],
    [' \n\n \n', 'text/plain', /No text was found/],
  ];
  for (const [bytes, type, why] of cases) {
    const row = await readNew(bytes, type, { title: 'Bad' });
    assert.equal(row.status, 'failed', `${why}: ${JSON.stringify(row)}`);
    assert.match(row.problem, why);
    assert.match(row.problem, /^[A-Z0-9].*\.$/);
    assert.equal((await chunks(row.id)).length, 0);
    assert.equal((await pixie.delete(`/api/v1/documents/${row.id}?for_good=true`)).status, 204);
  }
  assert.equal((await pixie.get('/api/v1/documents?status=reading')).json.items.length, 0);
});

test('a million lines, broken UTF-8, and every writing system', async () => {
  const lines = [];
  for (let i = 0; i < 1000000; i++) lines.push(`l ${i}`);
  const long = await readNew(lines.join('\n'), 'text/plain', { title: 'Lines' });
  assert.equal(long.status, 'ready', long.problem);
  assert.ok((await pixie.get(`/api/v1/documents/${long.id}/chunks?order=desc&limit=1`)).json.items[0].text.includes('l 999999'));
  assert.equal((await pixie.delete(`/api/v1/documents/${long.id}?for_good=true`)).status, 204);
  const broken = await readNew(Buffer.concat([Buffer.from('The caf\xe9 in Br\xfcssel \x80 5. ', 'latin1'), Buffer.from([0xff, 0xfe, 0xc3])]), 'text/plain', { title: 'Broken' });
  assert.equal(broken.status, 'ready', broken.problem);
  assert.match((await chunks(broken.id))[0].text, /café in Brüssel/);
  const scripts = 'Latin ß Ελληνικά Кириллица עברית العربية हिन्दी বাংলা ਪੰਜਾਬੀ ગુજરાતી தமிழ் తెలుగు ಕನ್ನಡ മലയാളം සිංහල ไทย ລາວ བོད་ မြန်မာ ქართული '
    + 'Հայերեն አማርኛ ភាសាខ្មែរ ᠮᠣᠩᠭᠣᠯ 中文 日本語 한국어 ᏣᎳᎩ ᐃᓄᒃᑎᑐᑦ 𐌲𐌿𐍄𐌰 𓀀𓁐 😀 e\u0301';
  for (const [bytes, type] of [[scripts, 'text/plain'], [docx('Scripts', scripts), TYPES.docx], [odt('Scripts', scripts), TYPES.odt]]) {
    const row = await readNew(bytes, type, { title: 'Scripts' });
    assert.equal(row.status, 'ready', row.problem);
    assert.equal((await chunks(row.id)).map((passage) => passage.text).join(' '), scripts, type);
  }
  const found = await search('ქართული');
  assert.ok(found.hits.some((hit) => hit.text.includes('ქართული')), JSON.stringify(found));
});

test('files count against a quota of their own user', async () => {
  const dora = await pixie.addUser('Dora');
  const call = { token: dora.token };
  for (let i = 0; i < 2; i++) {
    assert.equal((await upload(Buffer.alloc(24 << 20, `${i} word `), 'text/plain', call)).status, 201);
  }
  const full = await upload(Buffer.alloc(24 << 20, 'third '), 'text/plain', call);
  assert.equal(full.status, 507);
  assert.match(full.json.detail, /60\.0 MB for files/);
  assert.equal((await pixie.get('/api/v1/documents', call)).json.items.length, 2);
});

/** A raw connection: what `bytes` (a generator) sends before the answer, and the answer; `cut`, when it comes true, hangs up. */
function raw(head, bytes = [], { cut = false } = {}) {
  const { hostname, port } = new URL(pixie.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    let wake = () => {};
    socket.on('data', (part) => { text += part.toString('latin1'); wake(); });
    socket.on('drain', () => wake());
    socket.on('error', (error) => (text ? null : reject(error)));
    socket.on('close', () => { wake(); resolve({ text }); });
    socket.write(head);
    (async () => {
      for (const part of bytes) {
        if (text || socket.destroyed) break;
        if (!socket.write(part)) await new Promise((drained) => { wake = drained; });
      }
      await cut;
      if (cut) socket.destroy();
    })().catch(reject);
  });
}
const head = (headers, token = pixie.token) => `POST /api/v1/documents?title=Raw HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n`
  + `Content-Type: text/plain\r\n${headers}\r\n\r\n`;
const framed = (chunk = Buffer.alloc(1 << 16, 'word ')) => Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);
function* endless(part = Buffer.alloc(1 << 16, 'word ')) { for (;;) yield part; }
const asideFiles = async () => (await readdir(join(pixie.folder, 'files'), { recursive: true })).filter((name) => name.includes('.new-'));
const peak = async () => Number((await readFile(`/proc/${pixie.process.pid}/status`, 'utf8')).match(/VmHWM:\s+(\d+)/)[1]) / 1024;

test('who may not upload is told so before the body is read', async () => {
  const huge = `Content-Length: ${(25 << 20) - 1}`;
  const cases = [
    [head(huge, 'nobody'), 401, /not valid/], [head('Transfer-Encoding: chunked', 'nobody'), 401, /not valid/],
    [head(`Expect: 100-continue\r\n${huge}`, 'nobody'), 401, /not valid/],
    [head(`Content-Length: ${26 << 20}`), 413, /larger than the 25 MB/], [head('Content-Length: 99999999999'), 413, /larger than the 25 MB/],
    [head('Content-Encoding: gzip\r\nContent-Length: 99'), 415, /content coding/],
  ];
  for (const [text, status, why] of cases) {
    const answer = await raw(text);
    assert.match(answer.text, new RegExp(`^HTTP/1.1 ${status} `), text);
    assert.match(answer.text, why);
    assert.match(answer.text, /Connection: close/);
  }
  // A body without an end is answered: nobody waited for it. How much of it was on its way by then is a matter of speed.
  assert.match((await raw(head('Transfer-Encoding: chunked', 'nobody'), endless(framed()))).text, /^HTTP\/1.1 401 /);
  assert.deepEqual(await asideFiles(), []);
});

test('a body that is too long, or no text as it goes on, is refused on its way', async () => {
  const long = await raw(head('Transfer-Encoding: chunked'), endless(framed()));
  assert.match(long.text, /^HTTP\/1.1 413 /);
  const image = await raw(head(`Content-Length: ${20 << 20}`).replace('text/plain', 'image/png'), endless());
  assert.match(image.text, /^HTTP\/1.1 415 /);
  const broken = await raw(head('Transfer-Encoding: chunked'), [Buffer.from('5\r\nhello\r\nx\r\n')]);
  assert.match(broken.text, /^HTTP\/1.1 400 /);
  assert.match(broken.text, /malformed/);
  assert.deepEqual(await asideFiles(), []);
});

test('a client that goes away leaves nothing half-done', async () => {
  const before = (await pixie.get('/api/v1/documents?limit=200')).text;
  const files = await readdir(join(pixie.folder, 'files'), { recursive: true });
  for (const size of [0, 1, 1 << 16, 5 << 20]) {
    const answer = await raw(head(`Content-Length: ${20 << 20}`), [Buffer.alloc(size, 'word ')], { cut: true });
    assert.equal(answer.text, '');
  }
  await eventually(asideFiles, (names) => names.length === 0, 'nothing half-done');
  assert.deepEqual(await readdir(join(pixie.folder, 'files'), { recursive: true }), files);
  assert.equal((await pixie.get('/api/v1/documents?limit=200')).text, before);
});

test('uploads side by side count against the quota together, before they have come', async () => {
  const frieda = await pixie.addUser('Frieda');
  let hangUp;
  const cut = new Promise((resolve) => { hangUp = () => resolve(true); });
  const two = [1, 2].map(() => raw(head(`Content-Length: ${24 << 20}`, frieda.token), [Buffer.from('word')], { cut }));
  await eventually(asideFiles, (names) => names.length === 2, 'both to begin');
  const third = await upload(Buffer.alloc(24 << 20, 'word '), 'text/plain', { token: frieda.token });
  assert.equal(third.status, 507, third.text);
  hangUp();
  await Promise.all(two);
  await eventually(asideFiles, (names) => names.length === 0, 'nothing half-done');
  assert.equal((await form([['file', new Blob([Buffer.alloc(24 << 20, 'word ')]), 'a.txt'], ['path', 'no']], frieda.token)).status, 422);
});

test('25 MB cost no memory, as a form too, and arrive whole', async () => {
  const kurt = await pixie.addUser('Kurt');
  const call = { token: kurt.token };
  const bytes = Buffer.alloc(25 << 20);
  for (let i = 0; i < bytes.length; i += 8) bytes.write(`${String(i / 8).padStart(7)}\n`, i, 'latin1');
  const last = [['file', new Blob([bytes]), 'a.txt'], ['path', 'no']]; // refused at its end, so nothing reads the file
  assert.equal((await form(last, kurt.token)).status, 422);
  await writeFile(`/proc/${pixie.process.pid}/clear_refs`, '5'); // the peak begins anew
  const at = await peak();
  for (const answer of await Promise.all([form(last, kurt.token), form(last, kurt.token)])) assert.equal(answer.status, 422);
  const grown = await peak() - at;
  assert.ok(grown < 12, `${grown} MB for uploads of 25 MB`);
  const row = await upload(bytes, 'text/plain', call);
  assert.equal(row.status, 201, row.text);
  assert.equal(row.json.hash, createHash('sha256').update(bytes).digest('hex'));
  const same = await form([['title', 'Kurt'], ['file', new Blob([bytes]), 'a.txt']], kurt.token);
  assert.equal(same.status, 200, JSON.stringify(same.json));
  assert.equal(same.json.id, row.json.id);
  assert.equal((await pixie.get(`/api/v1/documents/${row.json.id}/file`, call)).text, bytes.toString('latin1'));
  assert.equal((await pixie.delete(`/api/v1/documents/${row.json.id}?for_good=true`, call)).status, 204);
});

test('another user reaches nothing of a document', async () => {
  const eve = await pixie.addUser('Eve');
  const call = { token: eve.token };
  const row = await readNew('The safe is behind the Vermeer.', 'text/plain', { title: 'Safe' });
  const path = `/api/v1/documents/${row.id}`;
  for (const answer of [await pixie.get(path, call), await pixie.patch(path, { title: 'x' }, call), await pixie.get(`${path}/chunks`, call),
    await pixie.get(`${path}/file`, call), await pixie.get(`${path}/file`, { ...call, headers: { range: 'bytes=0-1' } }),
    await pixie.delete(path, call), await pixie.delete(`${path}?for_good=true`, call)]) assert.equal(answer.status, 404);
  assert.deepEqual((await pixie.get('/api/v1/documents', call)).json.items, []);
  assert.ok(!(await search('Vermeer', call)).hits.some((hit) => /Vermeer/.test(hit.text)));
  const same = await upload('The safe is behind the Vermeer.', 'text/plain', call);
  assert.equal(same.status, 201, 'equal bytes of two users are two documents');
  assert.notEqual(same.json.id, row.id);
  await pixie.delete(`/api/v1/documents/${same.json.id}?for_good=true`, call);
  assert.equal((await pixie.get(`${path}/file`)).text, 'The safe is behind the Vermeer.');
});

test('killed while reading, it is read after the restart, once', async () => {
  const other = await Pixie.start({ options });
  const text = Array.from({ length: 60000 }, (_, i) => `Sentence ${i} about the canal. `).join('') + 'The lock keeper is Ambrosius.';
  const answer = await other.call('POST', '/api/v1/documents?title=Canal', text, { headers: { 'content-type': 'text/plain' } });
  assert.equal(answer.status, 201, answer.text);
  await other.kill();
  await other.launch();
  const row = await read(answer.json.id, {}, other);
  assert.equal(row.status, 'ready', row.problem);
  const found = (await other.get('/api/v1/search?q=lock%20keeper')).json.hits;
  assert.equal(found.filter((hit) => /Ambrosius/.test(hit.text)).length, 1);
  let positions = [];
  let cursor = '';
  do {
    const page = (await other.get(`/api/v1/documents/${row.id}/chunks?limit=200${cursor}`)).json;
    positions = positions.concat(page.items.map((item) => item.position));
    cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : null;
  } while (cursor);
  assert.deepEqual(positions, positions.map((_, i) => i));
  await other.stop();
});

test('pixie import takes PDF and DOCX files, twice as once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pixie-import-'));
  await writeFile(join(folder, 'a.pdf'), pdf('The piano tuner is called Balthasar.'));
  await writeFile(join(folder, 'b.docx'), docx('Garden', 'The gardener is called Theodora.'));
  await writeFile(join(folder, 'c.png'), 'no');
  const first = JSON.parse((await pixie.cli('import', folder, '--json')).stdout);
  assert.deepEqual(first, { created: 2, known: 0, unreadable: 1 });
  assert.deepEqual(JSON.parse((await pixie.cli('import', folder, '--json')).stdout), { created: 0, known: 2, unreadable: 1 });
  assert.match((await search('Who tunes the piano?')).hits[0].text, /Balthasar/);
  assert.match((await pixie.get('/api/v1/documents?limit=200')).text, /a\.pdf/);
  await rm(folder, { recursive: true, force: true });
});
