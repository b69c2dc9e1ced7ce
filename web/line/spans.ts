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

/** The text as far as ink stands under it, to the end of that word: what is written behind does not move the ink. */
export function inked(text: string, marks: readonly Mark[]): string {
  const end = marks.at(-1)?.end ?? 0;
  return end === 0 ? '' : text.slice(0, end) + /^\S*/.exec(text.slice(end))![0];
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
  return marks;
}

/** The engine's spans, with the sign before a name. */
function fromSpans(text: string, answer: PreviewAnswer): Mark[] {
  return (answer.spans ?? []).flatMap(({ slot, start, end }) => {
    const ink = INKS[slot];
    if (!ink) return [];
    return [{ ink, start: LEADS[ink]?.includes(text[start - 1] ?? ' ') ? start - 1 : start, end }];
  });
}

/** "Urgent:" before a request sets the priority and is no piece of it. */
function addPriority(text: string, answer: PreviewAnswer, marks: Mark[]): void {
  if (marks.some((mark) => mark.ink === 'urgent') || !answer.calls?.some((call) => call.arguments.priority))
    return;
  const found = PRIORITY.exec(text);
  if (!found) return;
  const start = found.index + found[1]!.length;
  const end = start + found[2]!.length;
  if (free(marks, start, end)) marks.push({ ink: 'urgent', start, end });
}

export function marksOf(text: string, answer: PreviewAnswer | null): Mark[] {
  if (!answer) return [];
  const own = fromSpans(text, answer);
  const marks = own.length > 0 ? own : fromSlots(text, answer);
  addPriority(text, answer, marks);
  return marks.sort((a, b) => a.start - b.start);
}
