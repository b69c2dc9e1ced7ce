// SPDX-License-Identifier: Apache-2.0
// Puts what a page does at once before everything else in its head: the early script (it would wait for style sheets
// that stand before it), and the font of the text. And makes a room's style sheets the page's own: the framework only
// has them fetched. React takes a style sheet for loaded if it stands in the page; for another one it takes away what
// stands in the place of the room, and shows the room 300 ms later at the earliest.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCRIPT = /<script data-early="true">[\s\S]*?<\/script>/;
const FETCHED = /<link rel="preload" href="([^"]+\.css)" as="style"\/>/g;
const FONT = /url\((\/_next\/static\/media\/[^)]*latin-wght-normal[^)]*\.woff2)\)/;

/** The address of the font that most texts need; the build names it in a style sheet. */
async function textFont(folder) {
  const styles = join(folder, '_next/static/css');
  for (const name of await readdir(styles)) {
    const [, address] = FONT.exec(await readFile(join(styles, name), 'utf8')) ?? [];
    if (address) return address;
  }
  throw new Error('no style sheet names the font of the text');
}

async function pages(folder) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    if (entry.name.endsWith('.html')) found.push(join(entry.parentPath ?? entry.path, entry.name));
  return found;
}

export async function putFirst(folder) {
  const font = `<link rel="preload" href="${await textFont(folder)}" as="font" type="font/woff2" crossorigin=""/>`;
  for (const page of await pages(folder)) {
    const html = await readFile(page, 'utf8');
    const [script] = SCRIPT.exec(html) ?? [];
    if (!script) throw new Error(`${page} has no early script`);
    const rest = html
      .replace(script, '')
      .replace(FETCHED, (_, sheet) => `<link rel="stylesheet" href="${sheet}" data-precedence="next"/>`);
    if (/<link[^>]*as="style"/.test(rest)) throw new Error(`${page} has a style sheet that is only fetched`);
    await writeFile(
      page,
      rest.replace('<head>', () => `<head>${script}${font}`),
    );
  }
}
