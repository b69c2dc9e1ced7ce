// SPDX-License-Identifier: Apache-2.0
// What a browser must fetch before a room works: JavaScript at most 175 KB gz a route, CSS 20, the
// engine 500 packed.
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { WEB } from './lib.mjs';

const KB = 1024;
const sizes = new Map();
async function gz(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(await readFile(join(WEB, file)), { level: 9 }).length);
  return sizes.get(file);
}
async function total(html, pattern) {
  const files = new Set([...html.matchAll(pattern)].map((match) => match[1]));
  let sum = 0;
  for (const file of files) sum += await gz(file);
  return sum;
}
async function pages(folder = WEB) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !entry.name.startsWith('_'))
      found.push(...(await pages(join(folder, entry.name))));
    else if (entry.name.endsWith('.html')) found.push(join(folder, entry.name));
  }
  return found;
}

test('every route stays within its budget', async () => {
  const over = [];
  for (const page of await pages()) {
    const html = await readFile(page, 'utf8');
    const js = await total(
      html.replaceAll('noModule=""', 'nomodule').replace(/<script[^>]*nomodule[^>]*>/gi, ''),
      /<script[^>]*src="([^"]+\.js)"/g,
    );
    const css = await total(html, /<link[^>]*href="([^"]+\.css)"/g);
    if (js > 175 * KB || css > 20 * KB)
      over.push(`${page}: ${js} bytes of scripts (${175 * KB}), ${css} bytes of styles (${20 * KB})`);
  }
  assert.deepEqual(over, []);
});

test('the engine is small, and everything that packs is packed', async () => {
  const engine = join(WEB, 'engine/pixie_preview.wasm');
  assert.ok((await stat(`${engine}.br`)).size <= 500 * KB);
  for (const page of await pages())
    assert.ok((await stat(`${page}.br`)).size > 0 && (await stat(`${page}.gz`)).size > 0);
});
