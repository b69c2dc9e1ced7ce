// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { Event } from '@/data/types';
import { readIcs, writeIcs } from '@/rooms/settings/import/ics';
import { idOf, parentsFirst } from '@/rooms/settings/import/save';
import { csvRows, readTodoist } from '@/rooms/settings/import/todoist';
import { readOwn, readVikunja } from '@/rooms/settings/import/vikunja';
import { localText } from '@/ui/days';

const ics = (...lines: string[]) => ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\r\n');
const local = (instant: string, zone: string) => localText(instant, zone).replace(/[-:]/g, '');

describe('calendar files', () => {
  test('an event with zone, rule, people, escapes, a folded line and an alarm', () => {
    const { events, left } = readIcs(
      ics(
        'BEGIN:VEVENT',
        'UID:a@b',
        'SUMMARY:Plan\\, review\\; and',
        '  more',
        'DTSTART;TZID=America/New_York:20260114T090000',
        'DTEND;TZID=America/New_York:20260114T100000',
        'RRULE:FREQ=WEEKLY;BYDAY=WE',
        'ATTENDEE;CN="Gudrun, M.";ROLE=REQ:mailto:g@example.org',
        'ATTENDEE:mailto:sam@example.org',
        'BEGIN:VALARM',
        'TRIGGER:-PT15M',
        'SUMMARY:not the title',
        'END:VALARM',
        'END:VEVENT',
      ),
      'Europe/Berlin',
    );
    expect(left).toBe(0);
    expect(events[0]!.fields).toMatchObject({
      title: 'Plan, review; and more',
      start: '2026-01-14T14:00:00.000Z',
      end: '2026-01-14T15:00:00.000Z',
      zone: 'America/New_York',
      recurrence: 'FREQ=WEEKLY;BYDAY=WE',
      attendees: 'Gudrun, M., sam@example.org',
      all_day: false,
    });
  });
  test('whole days, durations, floating and UTC times, unknown zones', () => {
    const event = (...lines: string[]) =>
      readIcs(ics('BEGIN:VEVENT', 'SUMMARY:x', ...lines, 'END:VEVENT'), 'Europe/Berlin').events[0]!.fields;
    expect(event('DTSTART;VALUE=DATE:20260329')).toMatchObject({
      all_day: true,
      start: '2026-03-28T23:00:00.000Z',
      end: '2026-03-29T22:00:00.000Z',
    });
    expect(event('DTSTART:20260114T090000Z', 'DURATION:PT1H30M').end).toBe('2026-01-14T10:30:00.000Z');
    expect(event('DTSTART:20260114T090000').start).toBe('2026-01-14T08:00:00.000Z');
    expect(event('DTSTART;TZID=W. Europe Standard Time:20260114T090000').start).toBe(
      '2026-01-14T08:00:00.000Z',
    );
  });
  test('to-dos', () => {
    const { tasks } = readIcs(
      ics(
        'BEGIN:VTODO',
        'SUMMARY:Taxes',
        'DUE;VALUE=DATE:20260215',
        'PRIORITY:1',
        'CATEGORIES:Home,Tax 2026',
        'END:VTODO',
      ),
      'Europe/Berlin',
    );
    expect(tasks[0]!.fields).toMatchObject({
      title: 'Taxes',
      due_day: '2026-02-15',
      priority: 'urgent',
      tags: ['home', 'tax-2026'],
    });
  });
  test('what can not be taken over is counted, and broken files bring nothing', () => {
    expect(
      readIcs(ics('BEGIN:VEVENT', 'SUMMARY:x', 'DTSTART:20260230T090000', 'END:VEVENT'), 'UTC'),
    ).toMatchObject({
      events: [],
      left: 1,
    });
    expect(
      readIcs(
        ics(
          'BEGIN:VEVENT',
          'SUMMARY:x',
          'DTSTART:20260114T090000Z',
          'RECURRENCE-ID:20260114T080000Z',
          'END:VEVENT',
        ),
        'UTC',
      ).left,
    ).toBe(1);
    expect(readIcs('BEGIN:VCALENDAR\nBEGIN:VEVENT\nnonsense', 'UTC').events).toEqual([]);
  });
  test('what we write we read', () => {
    const event = {
      id: '1',
      title: `Long, ${'ä'.repeat(80)}; title`,
      start: '2026-01-14T08:00:00Z',
      end: '2026-01-14T09:00:00Z',
      zone: 'Europe/Berlin',
      all_day: false,
      recurrence: 'FREQ=DAILY',
      location: 'Zola',
      notes: 'a\nb',
      attendees: null,
      updated: '2026-01-01T00:00:00Z',
    } as unknown as Event;
    const text = writeIcs([event], local);
    for (const line of text.split('\r\n'))
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(readIcs(text, 'UTC').events[0]!.fields).toMatchObject({
      title: event.title,
      start: '2026-01-14T08:00:00.000Z',
      end: '2026-01-14T09:00:00.000Z',
      recurrence: 'FREQ=DAILY',
      location: 'Zola',
      notes: 'a\nb',
    });
  });
});

describe('Todoist', () => {
  test('rows with quotes, commas and line ends', () =>
    expect(csvRows('\ufeffa,"b ""c"", d"\r\n"e\nf",\n\n')).toEqual([
      ['a', 'b "c", d'],
      ['e\nf', ''],
    ]));
  test('tasks by indent, labels, priorities; dates that can not be read stay as words', () => {
    const csv =
      'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,DATE\ntask,Trip @fun,,1,1,,14 Jan\ntask,Flights,by train?,4,2,,someday\nsection,S,,,,,\ntask,Other,,4,1,,\n';
    const found = readTodoist(csv, 'Holiday', (text) =>
      text === '14 Jan' ? { due_day: '2026-01-14' } : null,
    )!;
    expect(found.tasks.map((task) => [task.fields.title, task.parent])).toEqual([
      ['Trip', undefined],
      ['Flights', found.tasks[0]!.key],
      ['Other', undefined],
    ]);
    expect(found.tasks[0]!.fields).toMatchObject({
      priority: 'urgent',
      tags: ['fun'],
      due_day: '2026-01-14',
    });
    expect(found.tasks[1]!.fields.notes).toBe('by train?\n\nsomeday');
    expect(found.left).toBe(1);
  });
  test('another CSV is none of it', () => expect(readTodoist('a,b\n1,2', 'x', () => null)).toBeNull());
});

test('Vikunja: projects, descriptions without their HTML, no date of the year 1', () => {
  const found = readVikunja(
    [
      {
        title: 'Home',
        tasks: [
          {
            id: 1,
            title: 'Paint',
            description: '<p>white &amp; <b>blue</b></p>',
            due_date: '0001-01-01T00:00:00Z',
            priority: 5,
          },
          {
            id: 2,
            title: 'Buy',
            done: true,
            labels: [{ title: 'Big Shop' }],
            related_tasks: { parenttask: [{ id: 1 }] },
          },
        ],
      },
    ],
    'Europe/Berlin',
  )!;
  expect(found.tasks[0]).toMatchObject({
    project: 'Home',
    fields: { notes: 'white & blue', priority: 'urgent' },
  });
  expect(found.tasks[0]!.fields.due).toBeUndefined();
  expect(found.tasks[1]).toMatchObject({
    parent: 'vikunja:1',
    fields: { status: 'completed', tags: ['big-shop'] },
  });
  expect(readVikunja({ a: 1 }, 'UTC')).toBeNull();
});

test('our own file comes back without what the server writes itself', () => {
  const found = readOwn({
    tasks: [{ id: 't', title: 'x', version: 3, created: 'y', project_id: 'p', status: 'pending' }],
    events: [],
    projects: [{ id: 'p', name: 'Avenue' }],
    memories: [
      { id: 'm', text: 'a', kind: 'note', superseded_by: null },
      { id: 'n', text: 'b', superseded_by: 'm' },
    ],
  })!;
  expect(found.tasks[0]).toEqual({
    key: 'pixie:t',
    project: 'Avenue',
    parent: undefined,
    fields: { title: 'x', status: 'pending' },
  });
  expect(found.memories).toEqual([{ text: 'a', kind: 'note', was: 'm' }]);
});

test('parents come before their subtasks, whatever their order; circles end', () => {
  const task = (key: string, parent?: string) => ({ key, parent, fields: {} });
  expect(parentsFirst([task('c', 'b'), task('b', 'a'), task('a')]).map((one) => one.key)).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(parentsFirst([task('a', 'b'), task('b', 'a')]).length).toBe(2);
});

test('the same name is the same id, and it is a UUIDv7', async () => {
  const id = await idOf('ics:a@b');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(await idOf('ics:a@b')).toBe(id);
  expect(await idOf('ics:a@c')).not.toBe(id);
});
