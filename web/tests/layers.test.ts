// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(__dirname, '..');
const LAYERS = ['app', 'rooms', 'parts', 'line', 'shell', 'data', 'ui', 'words'];
/** Files of any layer may use the types of the rows and the engine's form. */
const FOR_ALL = new Set(['data/types', 'preview/pixie_preview.mjs']);

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? (entry as unknown as { path: string }).path, entry.name));
}

function breaches(): string[] {
  const found: string[] = [];
  for (const [depth, layer] of LAYERS.entries()) {
    for (const file of sources(join(root, layer))) {
      const room = relative(join(root, 'rooms'), file).split('/')[0];
      for (const [, target] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'@\/([^']+)'/g)) {
        const [to, place] = target!.split('/');
        if (FOR_ALL.has(target!)) continue;
        const up = LAYERS.indexOf(to!) < depth && LAYERS.includes(to!);
        const across = layer === 'rooms' && to === 'rooms' && place !== room;
        if (up || across) found.push(`${relative(root, file)} uses ${target}`);
      }
    }
  }
  return found;
}

test('imports go only downward, and rooms never import each other', () => {
  expect(breaches()).toEqual([]);
});

test('no file is longer than 300 lines (catalogues of words apart)', () => {
  const long = LAYERS.filter((layer) => layer !== 'words').flatMap((layer) =>
    sources(join(root, layer))
      .filter((file) => !file.endsWith('schema.d.ts') && readFileSync(file, 'utf8').split('\n').length > 300)
      .map((file) => relative(root, file)),
  );
  expect(long).toEqual([]);
});

test('nothing sets HTML', () => {
  const set = LAYERS.flatMap((layer) => sources(join(root, layer))).filter((file) =>
    /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML/.test(readFileSync(file, 'utf8')),
  );
  expect(set).toEqual([]);
});
