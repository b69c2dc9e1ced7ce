// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { nextKind, overlaps, readingOf, type Surroundings } from '@/line/reading';
import { inked, marksOf } from '@/line/spans';
import { load, type PreviewAnswer, type PreviewEngine } from '@/preview/pixie_preview.mjs';

const around: Surroundings = { zone: 'Europe/Berlin', projects: new Map(), defaults: {} };
const answer = (some: Partial<PreviewAnswer>): PreviewAnswer => ({
  confidence: 0.9,
  calls: [],
  slots: {},
  ...some,
});
const task = (said: Record<string, unknown>) =>
  answer({ calls: [{ tool: 'create_task', arguments: { title: 'T', ...said } }] });

describe('what Enter would do', () => {
  test('a day stays a day, a time becomes an instant of the zone', () => {
    const fields = (due: string) => readingOf('x', task({ due }), around, null).rows[0]!.fields;
    expect(fields('2026-01-14')).toMatchObject({ due_day: '2026-01-14', zone: 'Europe/Berlin' });
    expect(fields('2026-07-14T17:00').due).toBe('2026-07-14T15:00:00.000Z');
  });
  test('what is not sure is a task word for word', () => {
    for (const unsure of [null, answer({ confidence: 0.6 }), answer({ question: 'When?' })]) {
      const { kind, rows, sure } = readingOf(' The 5th Wave ', unsure, around, null);
      expect([kind, rows[0]!.fields.title, sure]).toEqual(['task', 'The 5th Wave', false]);
    }
  });
  test('questions and other requests are for the chat', () => {
    const lists = answer({ calls: [{ tool: 'list_events', arguments: {} }] });
    expect(readingOf('what is on', lists, around, null).kind).toBe('ask');
    expect(readingOf('really?', null, around, null).kind).toBe('ask');
    const both = answer({ calls: [task({}).calls![0]!, { tool: 'complete_task', arguments: {} }] });
    expect(readingOf('x', both, around, null).kind).toBe('ask');
  });
  test('several clauses are several rows', () => {
    const two = answer({ calls: [task({ title: 'A' }).calls![0]!, task({ title: 'B' }).calls![0]!] });
    expect(readingOf('a and b', two, around, null).rows.map((row) => row.fields.title)).toEqual(['A', 'B']);
  });
  test('a project is found by name, or made', () => {
    const projects = new Map([['p1', { id: 'p1', name: 'Avenue' } as never]]);
    const here = { ...around, projects };
    expect(readingOf('x', task({ project: 'avenue' }), here, null).rows[0]).toMatchObject({
      fields: { project_id: 'p1' },
    });
    expect(readingOf('x', task({ project: 'Home' }), here, null).rows[0]!.newProject).toBe('Home');
  });
  test('the room gives its project, but not over what was said', () => {
    const here = { ...around, defaults: { project: 'p9' } };
    expect(readingOf('x', task({}), here, null).rows[0]!.fields.project_id).toBe('p9');
    expect(readingOf('x', task({ project: 'Home' }), here, null).rows[0]!.fields.project_id).toBeUndefined();
  });
  test('a time chosen in the calendar makes an event, unless a task is wanted', () => {
    const here = { ...around, defaults: { start: '2026-01-14T09:00:00Z', end: '2026-01-14T10:00:00Z' } };
    expect(readingOf('Write', null, here, null).rows[0]).toMatchObject({
      entity: 'event',
      fields: { start: '2026-01-14T09:00:00Z' },
    });
    expect(readingOf('Write', null, here, 'task').rows[0]!.entity).toBe('task');
  });
  test('an event without an end takes an hour, a whole day a day', () => {
    const event = (start: string) =>
      answer({ calls: [{ tool: 'create_event', arguments: { title: 'E', start } }] });
    const length = (start: string) => {
      const { fields } = readingOf('x', event(start), around, null).rows[0]!;
      return (Date.parse(String(fields.end)) - Date.parse(String(fields.start))) / 3600000;
    };
    expect([length('2026-01-14T12:30'), length('2026-01-14')]).toEqual([1, 24]);
  });
  test('kinds go round', () => {
    expect(nextKind('task', true)).toBe('event');
    expect(nextKind('task', false)).toBe('memory');
    expect(nextKind('ask', true)).toBe('task');
  });
  test('overlaps are told, touching is none', () => {
    const planned = {
      entity: 'event' as const,
      fields: { start: '2026-01-14T11:00:00Z', end: '2026-01-14T12:00:00Z' },
    };
    const event = (start: string, end: string) => ({ title: start, start, end, all_day: false }) as never;
    expect(overlaps(planned, [event('2026-01-14T11:30:00Z', '2026-01-14T13:00:00Z')])).toHaveLength(1);
    expect(overlaps(planned, [event('2026-01-14T12:00:00Z', '2026-01-14T13:00:00Z')])).toHaveLength(0);
  });
});

describe('where the ink goes', () => {
  const words = (text: string, slots: Record<string, string[]>, calls = task({}).calls) =>
    marksOf(text, answer({ slots, calls })).map((mark) => `${mark.ink}:${text.slice(mark.start, mark.end)}`);
  test('under whole words only, with the sign before them', () => {
    expect(words('meet at noon, monday', { date: ['mon'] })).toEqual([]);
    expect(words('call #Home', { list_name: ['Home'] })).toEqual(['project:#Home']);
    expect(words('pay now !urgent', {}, task({ priority: 'urgent' }).calls)).toEqual(['urgent:!urgent']);
  });
  test('never twice under the same words', () => {
    expect(words('friday friday', { date: ['friday', 'friday'] })).toEqual(['time:friday', 'time:friday']);
    expect(words('every friday', { frequency: ['every friday'], date: ['friday'] })).toEqual([
      'repeat:every friday',
    ]);
  });
  test('the engine’s own spans count', () => {
    const given = answer({ spans: [{ slot: 'date', start: 4, end: 10 }], slots: { date: ['nowhere'] } });
    expect(marksOf('see friday', given)).toEqual([{ ink: 'time', start: 4, end: 10 }]);
  });
});

const wasm = join(__dirname, '../public/engine/pixie_preview.wasm');
describe.skipIf(!existsSync(wasm))('with the engine', () => {
  let engine: PreviewEngine;
  beforeAll(async () => {
    const bytes = readFileSync(wasm);
    engine = await load(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    );
  });
  test('a sentence becomes a row and its ink', () => {
    const text = 'lunch with Sam tomorrow 12:30-13:15';
    const said = engine.preview({ text, now: Date.parse('2026-01-13T10:00:00Z'), zone: 'Europe/Berlin' });
    const { rows } = readingOf(text, said, around, null);
    expect(rows[0]).toMatchObject({
      entity: 'event',
      fields: {
        title: 'Lunch with Sam',
        start: '2026-01-14T11:30:00.000Z',
        end: '2026-01-14T12:15:00.000Z',
        attendees: 'Sam',
      },
    });
    expect(marksOf(text, said).map((mark) => mark.ink)).toEqual(expect.arrayContaining(['people', 'time']));
  });
  test('a title that looks like a date stays a title', () => {
    const said = engine.preview({
      text: 'The 5th Wave',
      now: Date.parse('2026-01-13T10:00:00Z'),
      zone: 'Europe/Berlin',
    });
    expect(readingOf('The 5th Wave', said, around, null).rows[0]!.fields.title).toBe('The 5th Wave');
  });
});

describe('ink while one types on', () => {
  const marks = [{ ink: 'time' as const, start: 6, end: 14 }];
  test('what is written behind the ink does not change the text that is drawn for it', () => {
    expect(inked('Lunch tomorrow with Sam', marks)).toBe('Lunch tomorrow');
  });
  test('a word that goes on wraps as the field wraps it', () => {
    expect(inked('Lunch tomorrows at', marks)).toBe('Lunch tomorrows');
  });
  test('without ink nothing is drawn', () => {
    expect(inked('just words', [])).toBe('');
  });
});
