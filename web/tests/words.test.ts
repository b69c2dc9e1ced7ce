// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { pieces } from '@/parts/marked';
import { keeper } from '@/parts/task/model';
import { safePath } from '@/rooms/entry/sign-in';
import { groupsOf } from '@/rooms/memory/profile';
import { groupTasks } from '@/rooms/tasks/group';
import { readFilter } from '@/rooms/tasks/read-filter';
import { safeAddress } from '@/ui/markdown';
import { ruleWords } from '@/ui/rule';
import { de } from '@/words/de';
import * as deEntry from '@/words/de/entry';
import * as deProposals from '@/words/de/proposals';
import * as deSettings from '@/words/de/settings';
import { en } from '@/words/en';
import * as enEntry from '@/words/en/entry';
import * as enProposals from '@/words/en/proposals';
import * as enSettings from '@/words/en/settings';
import { makeFormat } from '@/words/format';

/** The names of all sentences, and whether each is a text or a function. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}:${typeof value}`];
  return Object.entries(value).flatMap(([name, inner]) => shape(inner, `${path}.${name}`));
}

test('German has every sentence that English has', () => {
  expect(shape(de)).toEqual(shape(en));
  expect(shape({ ...deSettings })).toEqual(shape({ ...enSettings }));
  expect(shape({ ...deProposals })).toEqual(shape({ ...enProposals }));
  expect(shape({ ...deEntry })).toEqual(shape({ ...enEntry }));
});

test('no sentence shouts', () => {
  const texts = JSON.stringify([en, de, enSettings, deSettings, enEntry, deEntry, enProposals, deProposals]);
  expect(texts).not.toMatch(/!"|oops/i);
});

describe('rules in words', () => {
  test.each([
    ['FREQ=DAILY;INTERVAL=3', 'every 3 days'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'every month on last weekday'],
    ['FREQ=MONTHLY;BYDAY=-1FR', 'every month on last Friday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=4', 'every other week on Tue, 4 times'],
    ['FREQ=YEARLY;UNTIL=20300101T000000Z', 'every year, until 2030-01-01'],
    ['FREQ=SECONDLY', 'FREQ=SECONDLY'],
  ])('%s', (rule, words) => expect(ruleWords(rule, en)).toBe(words));
});

describe('filters in words', () => {
  const projects = [
    { id: 'p1', name: 'Avenue' },
    { id: 'p2', name: 'Avenue South' },
  ] as never[];
  test('say project, priority, time and tag; the rest is sought', () => {
    expect(readFilter('urgent in Avenue due this week', projects, [])).toEqual({
      due: 'week',
      project: 'p1',
      priority: 'urgent',
    });
    expect(readFilter('avenue south', projects, [])).toEqual({ project: 'p2' });
    expect(readFilter('#garden overdue fence', projects, ['garden'])).toEqual({
      due: 'overdue',
      tag: 'garden',
      text: 'fence',
    });
    expect(readFilter('dringend diese Woche', projects, [])).toEqual({ due: 'week', priority: 'urgent' });
  });
  test('keep what they say', () => {
    const format = makeFormat('Europe/Berlin', 'en-GB');
    const clock = { today: '2026-01-14', now: Date.parse('2026-01-14T12:00:00Z'), weekEnd: '2026-01-18' };
    const task = {
      title: 'Mend the fence',
      notes: null,
      tags: ['garden'],
      due: null,
      due_day: '2026-01-16',
      priority: 'high',
      project_id: null,
    } as never;
    expect(keeper({ due: 'week', tag: 'garden', text: 'FENCE' }, clock, format)(task)).toBe(true);
    for (const filter of [
      { due: 'today' },
      { due: 'overdue' },
      { due: 'none' },
      { priority: 'urgent' },
      { tag: 'x' },
      { text: 'gate' },
    ])
      expect(keeper(filter, clock, format)(task)).toBe(false);
  });
});

describe('addresses of elsewhere', () => {
  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    'no address',
  ])('%s is none', (text) => expect(safeAddress(text)).toBeNull());
  test('the web and mail are', () => {
    expect(safeAddress('https://example.org/a')).toBe('https://example.org/a');
    expect(safeAddress('mailto:a@example.org')).toBe('mailto:a@example.org');
  });
  test('after signing in one stays here', () => {
    expect(safePath('/tasks?task=1')).toBe('/tasks?task=1');
    for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', null])
      expect(safePath(bad)).toBe('/');
  });
});

test('sought words are marked, and are words, not patterns', () => {
  expect(pieces('My dentist is Dr Malmgren', 'dentist')).toEqual(['My ', 'dentist', ' is Dr Malmgren']);
  expect(pieces('cost (5.0)', '(5.0)')).toEqual(['cost ', '(5.0)', '']);
});

test('what is known is grouped by whom it is about, oneself first', () => {
  const row = (id: string, subject: string | null, some = {}) =>
    ({ id, subject, kind: 'fact', superseded_by: null, ...some }) as never;
  const groups = groupsOf(
    [
      row('1', 'Sam'),
      row('2', 'me'),
      row('3', null),
      row('4', 'sam'),
      row('5', 'me', { superseded_by: '2' }),
    ],
    en,
  );
  expect(groups.map((group) => [group.title, group.rows.length])).toEqual([
    ['About you', 1],
    ['Sam', 2],
    ['Notes', 1],
  ]);
});

test('groups by date follow time: a month after the days of it', () => {
  const format = makeFormat('Europe/Berlin', 'en-GB');
  const task = (id: string, due_day: string | null) =>
    ({ id, due_day, due: null, priority: 'normal' }) as never;
  const context = {
    today: '2026-11-28',
    now: Date.parse('2026-11-28T12:00Z'),
    format,
    projects: new Map(),
    w: en,
  };
  const rows = [
    task('a', '2026-12-10'),
    task('b', null),
    task('c', '2026-12-01'),
    task('d', '2027-01-05'),
    task('e', '2026-11-20'),
  ];
  expect(groupTasks(rows, 'due', context).map((group) => group.tasks.map((one) => one.id).join())).toEqual([
    'e',
    'c',
    'a',
    'd',
    'b',
  ]);
});
