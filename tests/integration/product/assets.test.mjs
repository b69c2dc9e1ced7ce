// SPDX-License-Identifier: Apache-2.0
// The web app's files as browsers ask for them: forms, types, caching, unknown pages, policy.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { Pixie } from './harness.mjs';

const boot = 'self.__next_f=[];';
const page = `<!doctype html><script src="/_next/static/app-1a2b.js"></script><script data-src="x">${boot}</script>`;
const code = 'console.log("Pixie");'.repeat(100);
const files = {
  'index.html': page, 'tasks.html': '<!doctype html>tasks', 'calendar/index.html': '<!doctype html>calendar',
  '404.html': '<!doctype html>nothing here', '_next/static/app-1a2b.js': code, '_next/static/app-1a2b.js.map': '{}',
  'sw.js': 'self.oninstall = null;', 'engine.mjs': 'export {}', 'engine.wasm': '\0asm', 'manifest.webmanifest': '{}',
  'tasks.txt': '0:{}', 'lonely.js.br': 'packed only',
};

let pixie, folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pixie-web-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  for (const name of ['index.html', '_next/static/app-1a2b.js', '404.html']) {
    await writeFile(join(folder, `${name}.br`), brotliCompressSync(files[name]));
    await writeFile(join(folder, `${name}.gz`), gzipSync(files[name]));
  }
  pixie = await Pixie.start({ options: ['--web', folder] });
});
after(async () => {
  await pixie.stop();
  await rm(folder, { recursive: true });
});

/** The bytes as they come, which fetch would unpack. */
function raw(path, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    const outgoing = request(pixie.url + path, { headers, method }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

test('a file comes in the smallest form that the client takes, and says what it depends on', async () => {
  const tags = new Set();
  for (const [accept, coding, unpack] of [['gzip, deflate, br', 'br', brotliDecompressSync], ['gzip', 'gzip', gunzipSync],
    ['br;q=0', undefined, (body) => body]]) {
    const answer = await raw('/_next/static/app-1a2b.js', { 'accept-encoding': accept });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-encoding'], coding);
    assert.equal(answer.headers.vary, 'Accept-Encoding');
    assert.equal(unpack(answer.body).toString(), code);
    tags.add(answer.headers.etag);
    const again = await raw('/_next/static/app-1a2b.js', { 'accept-encoding': accept, 'if-none-match': answer.headers.etag });
    assert.deepEqual([again.status, again.body.length, again.headers.vary], [304, 0, 'Accept-Encoding']);
  }
  assert.equal(tags.size, 3, 'each form has its own ETag');
  const plain = await raw('/tasks', { 'accept-encoding': 'br' });
  assert.equal(plain.headers['content-encoding'], undefined, 'there is no packed form of this one');
  assert.equal(plain.headers.vary, undefined);
  const head = await raw('/', { 'accept-encoding': 'br' }, 'HEAD');
  assert.deepEqual([head.status, head.headers['content-encoding'], head.body.length], [200, 'br', 0]);
});

test('built files are kept for ever, pages are asked for again', async () => {
  assert.equal((await raw('/_next/static/app-1a2b.js')).headers['cache-control'], 'public, max-age=31536000, immutable');
  for (const path of ['/', '/tasks', '/sw.js', '/manifest.webmanifest'])
    assert.equal((await raw(path)).headers['cache-control'], 'no-cache', path);
});

test('routes of the app are its pages, with and without a slash', async () => {
  for (const [path, text] of [['/', page], ['/tasks', files['tasks.html']], ['/tasks/', files['tasks.html']],
    ['/tasks?task=1', files['tasks.html']], ['/calendar', files['calendar/index.html']], ['/tasks.txt?_rsc=1', '0:{}']]) {
    const answer = await raw(path);
    assert.equal(answer.status, 200, path);
    assert.equal(answer.body.toString(), text, path);
  }
});

test('browsers get the types that they insist on', async () => {
  for (const [path, type] of [['/engine.mjs', 'text/javascript; charset=utf-8'], ['/engine.wasm', 'application/wasm'],
    ['/manifest.webmanifest', 'application/manifest+json'], ['/sw.js', 'text/javascript; charset=utf-8'],
    ['/tasks.txt', 'text/plain; charset=utf-8'], ['/', 'text/html; charset=utf-8']])
    assert.equal((await raw(path)).headers['content-type'], type, path);
});

test('an unknown page is a page, an unknown address of the API a problem', async () => {
  for (const path of ['/nothing', '/tasks/nothing', '/apiary', '/_next/static/gone.js', '/404', '/404.html']) {
    const answer = await raw(path, { 'accept-encoding': 'br' });
    assert.deepEqual([answer.status, answer.headers['content-type']], [404, 'text/html; charset=utf-8'], path);
    assert.equal(brotliDecompressSync(answer.body).toString(), files['404.html'], path);
  }
  for (const path of ['/api', '/api/v1/nothing']) {
    const answer = await raw(path);
    assert.deepEqual([answer.status, answer.headers['content-type']], [404, 'application/problem+json'], path);
  }
  assert.equal((await raw('/tasks', {}, 'POST')).headers['content-type'], 'application/problem+json');
});

test('source maps and files that are only packed are not served', async () => {
  for (const path of ['/_next/static/app-1a2b.js.map', '/lonely.js', '/lonely.js.br', '/index.html.br'])
    assert.equal((await raw(path)).status, 404, path);
});

test('a page may run its own scripts, style by file, ask for the microphone, and no more', async () => {
  const { headers } = await raw('/', { 'accept-encoding': 'br' });
  const policy = headers['content-security-policy'].split('; ');
  const hash = createHash('sha256').update(boot).digest('base64');
  assert.ok(policy.includes(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`), policy.join('\n'));
  for (const rule of ["default-src 'self'", "style-src 'self'", "style-src-attr 'unsafe-inline'", "connect-src 'self'",
    "worker-src 'self'", "media-src 'self' blob:", "frame-ancestors 'none'", "require-trusted-types-for 'script'"])
    assert.ok(policy.includes(rule), rule);
  assert.match(headers['permissions-policy'], /^microphone=\(self\), camera=\(\)/);
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
  const script = await raw('/sw.js');
  assert.match(script.headers['content-security-policy'], /connect-src 'self'/, 'a worker is held to its own');
  assert.equal(script.headers['permissions-policy'], undefined);
});

test('a folder that is named and holds no app is refused at start', async () => {
  await assert.rejects(Pixie.start({ options: ['--web', tmpdir()] }), /--web: there is no index\.html in/);
});
