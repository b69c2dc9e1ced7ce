// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(__dirname, '..');
const FOLDERS = ['style', 'ui', 'parts', 'line', 'shell', 'rooms'];
const EVERY_PSEUDO = /(^|[\s,>+~}])\*?::(before|after)\b/m;

function sheets(): string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(folder, String(name)))
      .filter((name) => name.endsWith('.css')),
  );
}

test('no rule is about what stands before or after every element: each would have two more styles', () => {
  expect(EVERY_PSEUDO.test('*,\n*::before {')).toBe(true);
  expect(sheets().filter((name) => EVERY_PSEUDO.test(readFileSync(join(root, name), 'utf8')))).toEqual([]);
});
