// SPDX-License-Identifier: Apache-2.0
// Writes out/sw.js: sw/worker.js with the list of files of this build and a version made of their contents.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../sw/worker.js', import.meta.url));
const LEFT_OUT = /\.(br|gz|map)$|^(sw\.js|404\.html|_next\/static\/[^/]+\/_(build|ssg)Manifest\.js)$/;

async function list(folder, root = folder) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await list(path, root)));
    else if (!LEFT_OUT.test(relative(root, path))) found.push(relative(root, path));
  }
  return found.sort();
}

/** "/tasks/board" of tasks/board.html: the address that is asked for. */
const addressOf = (file) => `/${file}`.replace(/\/index\.html$/, '/').replace(/\.html$/, '');

export async function writeWorker(folder) {
  const files = await list(folder);
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(await readFile(join(folder, file)));
  const version = hash.digest('hex').slice(0, 16);
  const worker = await readFile(source, 'utf8');
  const text = worker
    .replace("'VERSION'", JSON.stringify(version))
    .replace("'FILES'", JSON.stringify(files.map(addressOf)));
  if (!text.includes(version) || !text.includes('/_next/static/chunks/'))
    throw new Error('sw/worker.js has no place for its files');
  await writeFile(join(folder, 'sw.js'), text);
}
