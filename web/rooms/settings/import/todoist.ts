// SPDX-License-Identifier: Apache-2.0
/** The CSV that Todoist exports of a project: tasks by their indent, dates in words that the engine reads. */
import type { Fields } from '@/data/types';
import { cut, type Found, nothing } from './found';

/** Rows of a CSV text (RFC 4180): quotes may hold commas, quotes and line ends. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const clean = text.replace(/^\ufeff/, '');
  for (let i = 0; i < clean.length; i++) {
    const letter = clean[i]!;
    if (quoted && letter === '"' && clean[i + 1] === '"') {
      cell += '"';
      i += 1;
    } else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === ',') {
      row.push(cell);
      cell = '';
    } else if (!quoted && (letter === '\n' || letter === '\r')) {
      if (letter === '\r' && clean[i + 1] === '\n') i += 1;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += letter;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows.filter((one) => one.some((text) => text.trim() !== ''));
}

const PRIORITIES: Record<string, string> = { '1': 'urgent', '2': 'high', '3': 'normal', '4': 'normal' };

/** `readDue`: fields of a date in words; null if there is none in them. */
export function readTodoist(
  text: string,
  project: string,
  readDue: (words: string) => Fields | null,
): Found | null {
  const [head = [], ...rows] = csvRows(text);
  const names = head.map((name) => name.trim().toUpperCase());
  if (!names.includes('TYPE') || !names.includes('CONTENT')) return null;
  const found = nothing();
  const above: string[] = [];
  rows.forEach((row, i) => {
    const cell = (name: string) => row[names.indexOf(name)]?.trim() ?? '';
    if (cell('TYPE').toLowerCase() !== 'task') return;
    const [title, tags] = labelled(cell('CONTENT'));
    if (!title) return;
    const depth = Math.max(0, Number(cell('INDENT') || 1) - 1);
    const key = `todoist:${project}:${i}:${title}`;
    above.length = depth;
    above[depth] = key;
    const words = cell('DATE');
    const due = words ? readDue(words) : {};
    if (!due) found.left += 1;
    const notes = [cell('DESCRIPTION'), due ? '' : words].filter(Boolean).join('\n\n');
    found.tasks.push({
      key,
      project,
      parent: above[depth - 1],
      fields: {
        title: cut(title, 500),
        notes: notes ? cut(notes, 10000) : null,
        priority: PRIORITIES[cell('PRIORITY')] ?? 'normal',
        tags,
        ...due,
      },
    });
  });
  return found;
}

/** "Buy milk @errand" as a title and its labels. */
function labelled(text: string): [string, string[]] {
  const tags = [...text.matchAll(/(?:^|\s)@([\p{L}\p{N}_-]+)/gu)].map((found) => found[1]!.toLowerCase());
  return [text.replace(/(?:^|\s)@[\p{L}\p{N}_-]+/gu, '').trim(), tags];
}
