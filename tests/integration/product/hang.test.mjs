// SPDX-License-Identifier: Apache-2.0
// A server of files or of vectors that takes connections and then says nothing: whoever writes goes on meanwhile.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { Pixie, eventually } from './harness.mjs';

/** A server that answers by `answer(request, body)`, or, while `hangs(request)`, not at all; `open` counts those that it leaves waiting. */
class Slow {
  open = 0;
  hangs = () => false;

  async listen(answer) {
    this.server = createServer((request, response) => {
      const parts = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        if (!this.hangs(request)) { answer(request, Buffer.concat(parts), response); return; }
        this.open++;
        response.on('close', () => { this.open--; });
      });
    });
    await new Promise((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const s3 = new Slow(), qdrant = new Slow(), objects = new Map();
let pixie;

/** As much of S3 as is needed here; signatures are the conformance suite's matter. */
function answerS3(request, body, response) {
  const url = new URL(request.url, s3.url), name = url.pathname.slice('/bucket/'.length);
  const end = (status, text = '', headers = {}) => { response.writeHead(status, headers).end(text); };
  if (url.searchParams.has('list-type')) {
    const keys = [...objects.keys()].filter((key) => key.startsWith(url.searchParams.get('prefix') ?? ''));
    return end(200, `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key><LastModified>2026-11-29T10:00:00.000Z</LastModified>`
      + `<Size>${objects.get(key).length}</Size></Contents>`).join('')}<IsTruncated>false</IsTruncated></ListBucketResult>`);
  }
  if (request.method === 'PUT' && request.headers['x-amz-copy-source']) return objects.has(name) ? end(200, '<CopyObjectResult/>') : end(404);
  if (request.method === 'PUT') { objects.set(name, body); return end(200); }
  if (request.method === 'DELETE') { objects.delete(name); return end(204); }
  const bytes = objects.get(name);
  if (!bytes) return end(404);
  if (request.method === 'HEAD') return end(200, '', { 'content-length': bytes.length });
  const [, first, last] = request.headers.range?.match(/bytes=(\d+)-(\d+)/) ?? [null, 0, bytes.length];
  return Number(first) >= bytes.length ? end(416) : end(206, bytes.subarray(Number(first), Number(last) + 1));
}

before(async () => {
  await s3.listen(answerS3);
  await qdrant.listen((request, body, response) => response.writeHead(503).end());
  process.env.PIXIE_S3_SECRET = 'secret';
  pixie = await Pixie.start({ options: ['--s3-url', `${s3.url}/bucket`, '--s3-key-id', 'id', '--qdrant-url', qdrant.url] });
});

after(async () => {
  s3.close();
  qdrant.close();
  await pixie.stop();
});

/** Something that writes, and is answered while the server still leaves its caller waiting. */
async function writesGoOn(server, what) {
  await eventually(() => server.open, (open) => open > 0, `${what} to be asked`);
  for (let n = 0; n < 5; n++) assert.equal((await pixie.post('/api/v1/tasks', { title: `meanwhile ${what} ${n}` })).status, 201);
  assert.ok((await pixie.say(`add task "said meanwhile ${what}"`)).effects.length);
  assert.ok(server.open > 0, 'all of it was answered before the server was given up');
}

test('files that nothing needs are removed by a server that hangs, and writers do not wait for it', async () => {
  const made = await pixie.post('/api/v1/documents', 'The boiler is in the attic.', { headers: { 'content-type': 'text/plain' } });
  assert.equal(made.status, 201, made.text);
  await eventually(async () => (await pixie.get(`/api/v1/documents/${made.json.id}`)).json.status, (is) => is === 'ready', 'the document to be read');
  assert.equal(objects.size, 1);
  s3.hangs = (request) => request.url.includes('list-type');
  assert.equal((await pixie.delete(`/api/v1/documents/${made.json.id}?for_good=true`)).status, 204);
  await writesGoOn(s3, 'S3');
  s3.hangs = () => false;
  s3.server.closeAllConnections(); // it comes back
  await eventually(() => objects.size, (count) => count === 0, 'the file to be removed');
});

test('what is remembered is written and found by its words while the server of vectors hangs', async () => {
  qdrant.hangs = () => true;
  await pixie.say('remember that the spare key is under the blue pot');
  await writesGoOn(qdrant, 'Qdrant');
  const found = await pixie.get('/api/v1/search?q=spare+key');
  assert.equal(found.status, 200);
  assert.match(found.text, /blue pot/);
});
