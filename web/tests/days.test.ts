// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, parseAbsolute, parseDate, parseDateTime, toZoned } from '@internationalized/date';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, instantOf, localText, midnight } from '@/ui/days';
import { durationWords, minutesBefore, readDuration, reminderBefore } from '@/ui/duration';
import { en } from '@/words/en';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
];

describe('our dates are those of the library', () => {
  test('days and months', () => {
    for (const day of ['2024-02-29', '2026-01-31', '2026-12-31', '2026-03-01', '1999-12-31'])
      for (const n of [-400, -31, -1, 0, 1, 29, 365]) {
        expect(addDays(day, n)).toBe(parseDate(day).add({ days: n }).toString());
        const months = n % 40;
        expect(addMonths(day, months)).toBe(parseDate(day).add({ months }).toString());
      }
  });
  test.each(ZONES)(
    'wall times of two years in %s, also those that a change of the clock leaves out or repeats',
    (zone) => {
      for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2027, 0, 1); at += 47 * 60000 * 41) {
        const local = new Date(at).toISOString().slice(0, 16);
        const theirs = toZoned(parseDateTime(local), zone, 'compatible');
        expect([local, instantOf(local, zone)]).toEqual([local, theirs.toAbsoluteString()]);
        const instant = new Date(at).toISOString();
        expect(localText(instant, zone)).toBe(parseAbsolute(instant, zone).toString().slice(0, 19));
      }
    },
  );
  test('every quarter of an hour of the nights of change in Berlin and New York', () => {
    for (const [zone, day] of [
      ['Europe/Berlin', '2026-03-29'],
      ['Europe/Berlin', '2026-10-25'],
      ['America/New_York', '2026-03-08'],
      ['America/New_York', '2026-11-01'],
      ['Australia/Lord_Howe', '2026-04-05'],
    ] as const)
      for (let minutes = 0; minutes < 300; minutes += 15) {
        const local = `${day}T0${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
        expect(instantOf(local, zone)).toBe(
          toZoned(parseDateTime(local), zone, 'compatible').toAbsoluteString(),
        );
      }
  });
  test('midnight, where there is one', () => {
    for (const zone of ZONES)
      expect(midnight('2026-06-15', zone)).toBe(
        toZoned(new CalendarDate(2026, 6, 15), zone, 'compatible').toAbsoluteString(),
      );
  });
  test('what is no date is refused', () => {
    for (const bad of ['2026-02-30', '2026-13-01', 'tomorrow', '2026-01-14T25:00', ''])
      expect(() => instantOf(bad, 'UTC')).toThrow();
    expect(() => addDays('2026-02-30', 1)).toThrow();
    expect(() => addMonths('nothing', 1)).toThrow();
  });
});

describe('durations', () => {
  test.each([
    ['90', 90],
    ['1:30', 90],
    ['1 h 30', 90],
    ['1h30m', 90],
    ['1.5h', 90],
    ['1,5 std', 90],
    ['2 hours 15 minutes', 135],
    ['45 Min.', 45],
    ['3 days', 4320],
    ['1 week', 10080],
    ['30 m 2 h', null],
    ['soon', null],
    ['', null],
    ['0', null],
    ['5 apples', null],
  ])('%s', (text, minutes) => expect(readDuration(text)).toBe(minutes));
  test('in words', () => {
    expect([25, 60, 130, 1440, 4320, 10080].map((n) => durationWords(n, en))).toEqual([
      '25 min',
      '1 h',
      '2 h 10 min',
      '1 day',
      '3 days',
      '1 week',
    ]);
  });
  test('reminders go there and back', () => {
    for (const minutes of [0, 10, 60, 90, 1440, 10080])
      expect(minutesBefore(reminderBefore(minutes))).toBe(minutes);
    expect(reminderBefore(90)).toBe('-PT1H30M');
    expect(minutesBefore('2026-01-16T09:00:00Z')).toBeNull();
  });
});
