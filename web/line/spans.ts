// SPDX-License-Identifier: Apache-2.0
/**
 * Where in the text the words stand that were understood, and in which ink. The engine's own spans count;
 * where it gives none, the words of its slots are looked for.
 */
import type { PreviewAnswer } from '@/preview/pixie_preview.mjs';

export type Ink = 'time' | 'repeat' | 'people' | 'place' | 'project' | 'urgent';
export interface Mark {
  ink: Ink;
  start: number;
  end: number;
}

const INKS: Record<string, Ink> = {
  date: 'time',
  time: 'time',
  duration: 'time',
  reminder: 'time',
  frequency: 'repeat',
  person: 'people',
  place: 'place',
  list_name: 'project',
  project: 'project',
  tag: 'project',
  priority: 'urgent',
};
const LEADS: Partial<Record<Ink, string>> = { project: '#+', people: '@', urgent: '!' };
const PRIORITY = /(^|\s)(!{1,3}\w*|p[1-4]|urgent(ly)?|asap|high priority|low priority)(?=$|[\s,.;!])/i;

function free(marks: readonly Mark[], start: number, end: number): boolean {
  return marks.every((mark) => end <= mark.start || start >= mark.end);
}

function isWord(text: string, start: number, end: number): boolean {
  const letter = /[\p{L}\p{N}]/u;
  return (
    !(letter.test(text[start - 1] ?? ' ') && letter.test(text[start] ?? ' ')) &&
    !letter.test(text[end] ?? ' ')
  );
}

function findWords(text: string, words: string, ink: Ink, marks: readonly Mark[]): Mark | null {
  const where = text.toLowerCase();
  const what = words.toLowerCase();
  for (let at = where.indexOf(what); what && at >= 0; at = where.indexOf(what, at + 1)) {
    const end = at + what.length;
    const start = LEADS[ink]?.includes(text[at - 1] ?? ' ') ? at - 1 : at;
    if (isWord(text, at, end) && free(marks, start, end)) return { ink, start, end };
  }
  return null;
}

function fromSlots(text: string, answer: PreviewAnswer): Mark[] {
  const wanted: [Ink, string][] = [];
  for (const [slot, values] of Object.entries(answer.slots ?? {})) {
    const ink = INKS[slot];
    if (ink) for (const value of values) wanted.push([ink, value]);
  }
  wanted.sort((a, b) => b[1].length - a[1].length);
  const marks: Mark[] = [];
  for (const [ink, words] of wanted) {
    const mark = findWords(text, words, ink, marks);
    if (mark) marks.push(mark);
  }
  const priority = answer.calls?.some((call) => call.arguments.priority) ? PRIORITY.exec(text) : null;
  if (priority) {
    const start = priority.index + priority[1]!.length;
    const end = start + priority[2]!.length;
    if (free(marks, start, end)) marks.push({ ink: 'urgent', start, end });
  }
  return marks;
}

export function marksOf(text: string, answer: PreviewAnswer | null): Mark[] {
  if (!answer) return [];
  const own = (answer.spans ?? []).flatMap(({ slot, start, end }) => {
    const ink = INKS[slot];
    return ink ? [{ ink, start, end }] : [];
  });
  const marks = own.length > 0 ? own : fromSlots(text, answer);
  return marks.sort((a, b) => a.start - b.start);
}
