// SPDX-License-Identifier: Apache-2.0
// Files that are kept as they are: upload, types, names, ranges, deletion, quota, links without a token, pictures, messages.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { zip } from './files.mjs';
import { eventually, Pixie, until } from './harness.mjs';
import { gif, png, readJpeg, webp } from './pictures.mjs';

const options = ['--rate-api', '10000000', '--files-quota-mb', '60', '--link-seconds', '2'];
let pixie;
before(async () => { pixie = await Pixie.start({ options }); });
after(() => pixie.stop());

const keep = (bytes, type, { name, ...call } = {}) => pixie.call('POST',
  `/api/v1/files${name ? `?name=${encodeURIComponent(name)}` : ''}`, bytes, { headers: { 'content-type': type }, ...call });
const raw = (path, headers = {}, token = pixie.token) => fetch(`${pixie.url}${path}`, { headers: token ? { authorization: `Bearer ${token}`, ...headers } : headers });
const bytesOf = async (answer) => Buffer.from(await answer.arrayBuffer());
const newFile = async (bytes, type, more) => {
  const answer = await keep(bytes, type, more);
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
};

test('any file is kept as it is, under its name, told of by an event, and read again, whole or in part', async () => {
  const bytes = randomBytes(300000);
  const socket = await pixie.socket();
  const form = new FormData();
  form.append('file', new Blob([bytes], { type: 'application/x-thing' }), 'C:\\mine\\räder “1”.bin');
  const up = await fetch(`${pixie.url}/api/v1/files`, { method: 'POST', headers: { authorization: `Bearer ${pixie.token}` }, body: form });
  const file = await up.json();
  assert.equal(up.status, 201, JSON.stringify(file));
  assert.equal(up.headers.get('location'), `/api/v1/files/${file.id}`);
  assert.equal(file.name, 'räder “1”.bin');
  assert.equal(file.media_type, 'application/x-thing');
  assert.equal(file.size, bytes.length);
  assert.equal(file.hash, createHash('sha256').update(bytes).digest('hex'));
  assert.ok(!('shown' in file));
  await until(socket, () => socket.seen.some(([name, { verb, file: row }]) => name === 'file' && verb === 'created' && row.id === file.id));
  socket.close();
  const whole = await raw(`/api/v1/files/${file.id}/content`);
  assert.deepEqual(await bytesOf(whole), bytes);
  assert.equal(whole.headers.get('content-type'), 'application/x-thing');
  assert.equal(whole.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(whole.headers.get('content-disposition'), "attachment; filename*=UTF-8''r%C3%A4der%20%E2%80%9C1%E2%80%9D.bin");
  const part = await raw(`/api/v1/files/${file.id}/content`, { range: 'bytes=65530-65545' });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-range'), 'bytes 65530-65545/300000');
  assert.deepEqual(await bytesOf(part), bytes.subarray(65530, 65546));
  assert.equal((await raw(`/api/v1/files/${file.id}/content`, { range: 'bytes=300000-' })).status, 416);
  assert.equal((await raw(`/api/v1/files/${file.id}/content`, { 'if-none-match': whole.headers.get('etag') })).status, 304);
  assert.ok((await pixie.get('/api/v1/files')).json.items.some((row) => row.id === file.id));
  assert.deepEqual((await pixie.get(`/api/v1/files/${file.id}`)).json, file);
});

test('what a file is its first bytes tell, not what is said of it', async () => {
  const types = [
    [png(3, 2), 'text/html', 'image/png'], [gif, 'application/octet-stream', 'image/gif'], [webp, 'image/jpeg', 'image/webp'],
    [Buffer.from('%PDF-1.7\n'), 'image/png', 'application/pdf'], [zip({ a: 'b' }), 'application/octet-stream', 'application/zip'],
    [Buffer.from('just words'), 'application/octet-stream', 'application/octet-stream'], [Buffer.from('just words'), 'text/x-words; a=b', 'text/x-words'],
    [Buffer.from('no picture'), 'image/png', 'application/octet-stream'], [Buffer.from('words'), 'a b', 'text/plain'],
    [Buffer.from('<svg onload="x()">'), 'image/svg+xml', 'application/octet-stream'],
  ];
  for (const [bytes, said, type] of types) assert.equal((await newFile(bytes, said)).media_type, type, `${said}: ${bytes.subarray(0, 20)}`);
  assert.equal((await newFile(Buffer.from('x'), 'text/plain')).name, 'file');
  assert.equal((await newFile(Buffer.from('x'), 'text/plain', { name: 'a/b' })).name, 'a/b');
});

test('bad uploads are refused with their reason, and nothing of them stays', async () => {
  const before = (await readdir(join(pixie.folder, 'files', (await pixie.get('/api/v1/me')).json.id))).length;
  for (const [bytes, type, status, why] of [
    [Buffer.alloc(0), 'text/plain', 422, /the file is empty/],
    [randomBytes(26 << 20), 'application/octet-stream', 413, /larger than the 25 MB/],
    [Buffer.from('--b\r\ncontent-disposition: form-data; name="title"\r\n\r\nx\r\n--b--'), 'multipart/form-data; boundary=b', 422, /"file", and perhaps "name"/],
    [Buffer.from('--b--'), 'multipart/form-data; boundary=b', 422, /no field "file"/],
    [Buffer.from('x'), 'multipart/form-data', 415, /boundary/],
  ]) {
    const answer = await keep(bytes, type);
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.json.detail, why);
  }
  assert.equal((await pixie.call('POST', `/api/v1/files?name=${'a'.repeat(501)}`, Buffer.from('x'), { headers: { 'content-type': 'text/plain' } })).status, 422);
  assert.equal((await readdir(join(pixie.folder, 'files', (await pixie.get('/api/v1/me')).json.id))).length, before);
});

test('the quota counts files and documents together', async () => {
  const other = await pixie.addUser('Quentin');
  for (let i = 0; i < 3; i++) await newFile(randomBytes(19 << 20), 'application/octet-stream', { token: other.token });
  const refused = await keep(randomBytes(5 << 20), 'application/octet-stream', { token: other.token });
  assert.equal(refused.status, 507, refused.text);
  assert.match(refused.json.detail, /of the 60.0 MB for files are in use/);
});

test('deleting is undone, for good it is not, and files of others are not there', async () => {
  const other = await pixie.addUser('Nosy');
  const file = await newFile(Buffer.from('a will'), 'text/plain', { name: 'will.txt' });
  for (const call of [
    () => pixie.get(`/api/v1/files/${file.id}`, { token: other.token }), () => pixie.delete(`/api/v1/files/${file.id}`, { token: other.token }),
    () => pixie.post(`/api/v1/files/${file.id}/link`, {}, { token: other.token }), () => pixie.get(`/api/v1/files/${file.id}/content`, { token: other.token }),
  ]) assert.equal((await call()).status, 404);
  assert.equal((await pixie.post('/api/v1/messages', { text: 'hello', files: [file.id] }, { token: other.token })).status, 422);
  assert.equal((await pixie.delete(`/api/v1/files/${file.id}`)).status, 204);
  assert.equal((await pixie.get(`/api/v1/files/${file.id}`)).status, 404);
  assert.equal((await pixie.post('/api/v1/actions/undo')).status, 200);
  assert.equal(await (await raw(`/api/v1/files/${file.id}/content`)).text(), 'a will');
  assert.equal((await pixie.delete(`/api/v1/files/${file.id}?for_good=true`)).status, 204);
  const stored = join(pixie.folder, 'files', (await pixie.get('/api/v1/me')).json.id, file.hash);
  await eventually(() => readFile(stored).then(() => true, () => false), (there) => !there, 'the end of its bytes');
  await assert.rejects(readFile(stored), 'its bytes are gone');
});

test('a link reads one file for a short time without a token; a wrong one is refused, an old one is gone', async () => {
  const file = await newFile(png(40, 30), 'image/png', { name: 'plan.png' });
  const { status, json: { path, expires } } = await pixie.post(`/api/v1/files/${file.id}/link`);
  assert.equal(status, 200);
  assert.ok(Math.abs(Date.parse(expires) - Date.now() - 2000) < 2000);
  const open = (changed, headers) => raw(changed, headers, null);
  assert.deepEqual(await bytesOf(await open(path)), png(40, 30));
  assert.equal((await open(path, { range: 'bytes=0-3' })).status, 206);
  const other = await newFile(png(41, 30), 'image/png'), me = await pixie.addUser('Thief');
  const url = new URL(path, pixie.url);
  const wrong = (change) => { const copy = new URL(url); change(copy); return copy.pathname + copy.search; };
  const user = (await pixie.get('/api/v1/me', { token: me.token })).json.id;
  for (const [what, changed] of Object.entries({
    another: wrong((u) => { u.pathname = u.pathname.replace(file.id, other.id); }),
    later: wrong((u) => u.searchParams.set('expires', Number(u.searchParams.get('expires')) + 1)),
    unsigned: wrong((u) => u.searchParams.delete('signature')),
    forged: wrong((u) => u.searchParams.set('signature', 'A'.repeat(43))),
    person: wrong((u) => u.searchParams.set('user', user)),
    nonsense: wrong((u) => u.searchParams.set('expires', '-')),
    nobody: wrong((u) => u.searchParams.delete('user')),
  })) assert.equal((await open(changed)).status, 403, what);
  await new Promise((resolve) => setTimeout(resolve, Date.parse(expires) - Date.now() + 1100));
  const gone = await open(path);
  assert.equal(gone.status, 410);
  assert.match((await gone.json()).detail, /expired/);
  assert.equal((await open(wrong((u) => u.searchParams.set('signature', 'A'.repeat(43))))).status, 403);
});

test('a picture is made small for models; one that can not be says why, and is kept all the same', async () => {
  const wide = await newFile(png(3200, 800), 'image/png');
  assert.deepEqual([wide.width, wide.height, wide.problem], [1568, 392, null]);
  for (const [bytes, why] of [
    [png(60000, 60000, undefined, Buffer.alloc(1000)), /more than 64 million pixels/],
    [Buffer.concat([png(20, 20).subarray(0, 20), Buffer.alloc(500, 7)]), /damaged/],
    [Buffer.concat([Buffer.from('RIFF\x10\0\0\0WEBP', 'latin1'), Buffer.alloc(50, 9)]), /damaged/],
  ]) {
    const file = await newFile(bytes, 'image/png');
    assert.equal(file.width, 0);
    assert.match(file.problem, why);
    assert.deepEqual(await bytesOf(await raw(`/api/v1/files/${file.id}/content`)), bytes);
  }
  assert.equal(readJpeg(Buffer.from([0xff, 0xd8])).size, undefined);
});

test('without a model a message with files is answered, says that they were only kept, and lists them', async () => {
  const picture = await newFile(png(20, 10), 'image/png', { name: 'receipt.png' });
  const archive = await newFile(zip({ a: 'b' }), 'application/zip', { name: 'all.zip' });
  const task = await pixie.post('/api/v1/messages', { text: 'buy stamps tomorrow', files: [picture.id], client_id: 'with-file' });
  assert.equal(task.status, 200, task.text);
  assert.match(task.json.reply.text, /Buy stamps[^]*I have kept “receipt.png”, but could not look at it: looking at pictures takes a language model\./);
  assert.equal(task.json.effects[0].entity, 'task');
  assert.deepEqual(task.json.message.files, [{ id: picture.id, name: 'receipt.png', media_type: 'image/png', size: picture.size }]);
  const both = await pixie.post('/api/v1/messages', { text: 'hello', files: [picture.id, archive.id] });
  assert.match(both.json.reply.text, /“receipt.png” and “all.zip”, but have not looked into them/);
  assert.deepEqual((await pixie.get(`/api/v1/messages/${both.json.message.id}`)).json.files.map((f) => f.name), ['receipt.png', 'all.zip']);
  const again = await pixie.post('/api/v1/messages', { text: 'buy stamps tomorrow', files: [picture.id], client_id: 'with-file' });
  assert.equal(again.json.message.id, task.json.message.id);
  const changed = await pixie.post('/api/v1/messages', { text: 'buy stamps tomorrow', files: [archive.id], client_id: 'with-file' });
  assert.equal(changed.status, 422);
  for (const files of ['x', [1], ['x'], [picture.id, '01890000-0000-7000-8000-000000000000'], Array(9).fill(picture.id), {}]) {
    const bad = await pixie.post('/api/v1/messages', { text: 'buy bread', files });
    assert.equal(bad.status, 422, JSON.stringify(files));
    assert.match(bad.json.field, /^files/, bad.text);
  }
  assert.ok(!(await pixie.get('/api/v1/tasks')).json.items.some((row) => /bread/i.test(row.title)));
  const socket = await pixie.socket();
  const { ok, turn } = await socket.emitWithAck('chat:send', { text: 'call Ottokar', files: [archive.id] });
  assert.ok(ok);
  assert.equal(turn.message.files[0].id, archive.id);
  socket.close();
  await pixie.delete(`/api/v1/files/${archive.id}`);
  assert.equal((await pixie.get(`/api/v1/messages/${both.json.message.id}`)).json.files.length, 2, 'what was sent stays told');
});
