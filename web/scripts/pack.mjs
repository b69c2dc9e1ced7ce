// SPDX-License-Identifier: Apache-2.0
// Writes FILE.br and FILE.gz beside every file that gets smaller by it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const PACKED = new Set(['.html', '.js', '.css', '.txt', '.json', '.svg', '.wasm', '.webmanifest', '.mjs']);
const LEAST_BYTES = 512;
const toBr = promisify(brotliCompress);
const toGz = promisify(gzip);

async function packFile(path, total) {
  const bytes = await readFile(path);
  total.files += 1;
  total.raw += bytes.length;
  if (!PACKED.has(extname(path)) || bytes.length < LEAST_BYTES) {
    total.br += bytes.length;
    return;
  }
  const [br, gz] = await Promise.all([
    toBr(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
    toGz(bytes, { level: 9 }),
  ]);
  total.br += br.length;
  if (br.length < bytes.length) await writeFile(`${path}.br`, br);
  if (gz.length < bytes.length) await writeFile(`${path}.gz`, gz);
}

export async function pack(folder, total = { files: 0, raw: 0, br: 0 }) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await pack(path, total);
    else if (!/\.(br|gz)$/.test(entry.name)) await packFile(path, total);
  }
  return total;
}
