// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { columnsOf, type Item, type Placed, placedOn } from '@/rooms/calendar/layout';
import { freeFrom } from '@/rooms/calendar/load';
import { daysOf, turned } from '@/rooms/calendar/views';
import { instantAt, minutesOf, monthWeeks, wallMinutes, weekStart } from '@/ui/days';
import { makeFormat } from '@/words/format';

const BERLIN = 'Europe/Berlin';
const place = (from: number, to: number): Placed => ({
  item: {
    key: `${from}-${to}`,
    title: `${from}`,
    start: '',
    end: '',
    from: 0,
    to: 0,
    allDay: false,
    event: {} as never,
  },
  from,
  to,
  column: 0,
  columns: 1,
  overlaps: [],
});

describe('what stands side by side', () => {
  test('two that overlap share the width; a third after them has it all', () => {
    const [a, b, c] = columnsOf([place(60, 120), place(90, 150), place(150, 200)]);
    expect([a!.column, a!.columns, b!.column, b!.columns, c!.column, c!.columns]).toEqual([0, 2, 1, 2, 0, 1]);
    expect([a!.overlaps, c!.overlaps]).toEqual([['90'], []]);
  });
  test('a free column is used again within a cluster', () => {
    const placed = columnsOf([place(0, 180), place(0, 60), place(60, 120), place(120, 180)]);
    expect(placed.map((one) => one.column)).toEqual([0, 1, 1, 1]);
    expect(new Set(placed.map((one) => one.columns))).toEqual(new Set([2]));
  });
  test('what only touches does not overlap', () => {
    expect(columnsOf([place(0, 60), place(60, 120)]).every((one) => one.columns === 1)).toBe(true);
  });
  test('the first free stretch is found between, and none is said when there is none', () => {
    const placed = [place(540, 600), place(630, 700)];
    expect(freeFrom(placed, 30, 540, 1080)).toBe(600);
    expect(freeFrom(placed, 60, 540, 1080)).toBe(705);
    expect(freeFrom(placed, 400, 540, 1080)).toBeNull();
  });
});

describe('days of other lengths', () => {
  test('23 and 25 hours', () => {
    expect(minutesOf('2026-03-29', BERLIN)).toBe(1380);
    expect(minutesOf('2026-10-25', BERLIN)).toBe(1500);
    expect(minutesOf('2026-01-13', BERLIN)).toBe(1440);
  });
  test('wall times go there and back, also after the change', () => {
    for (const day of ['2026-03-29', '2026-10-25', '2026-07-01'])
      for (const minutes of [0, 60, 240, 1425])
        expect(wallMinutes(instantAt(day, minutes, BERLIN), BERLIN)).toBe(minutes);
  });
  test('1440 is the next midnight', () => {
    expect(instantAt('2026-01-31', 1440, BERLIN)).toBe(instantAt('2026-02-01', 0, BERLIN));
  });
});

const itemAt = (start: string, end: string): Item => ({
  key: 'n',
  title: 'Night',
  start,
  end,
  from: Date.parse(start),
  to: Date.parse(end),
  allDay: false,
});

test('an event over midnight stands on both days', () => {
  const format = makeFormat(BERLIN, 'en-GB');
  const item = itemAt('2026-01-13T21:00:00Z', '2026-01-14T02:00:00Z');
  expect(placedOn([item], '2026-01-13', format)[0]).toMatchObject({ from: 1320, to: 1440 });
  expect(placedOn([item], '2026-01-14', format)[0]).toMatchObject({ from: 0, to: 180 });
  expect(placedOn([item], '2026-01-15', format)).toEqual([]);
});

test('an event that ends at midnight is not on the next day', () => {
  const format = makeFormat(BERLIN, 'en-GB');
  const item = itemAt('2026-01-13T22:00:00Z', '2026-01-13T23:00:00Z');
  expect(placedOn([item], '2026-01-14', format)).toEqual([]);
  expect(placedOn([item], '2026-01-13', format)[0]).toMatchObject({ from: 1380, to: 1440 });
});

test('weeks begin where the locale says', () => {
  expect(weekStart('2026-01-14', 1)).toBe('2026-01-12');
  expect(weekStart('2026-01-14', 7)).toBe('2026-01-11');
  expect(monthWeeks('2026-02-10', 1)).toHaveLength(5);
  expect(monthWeeks('2026-02-10', 7)).toHaveLength(4);
  expect(daysOf('week', '2026-01-14', 1)[0]).toBe('2026-01-12');
  expect(turned('month', '2026-01-31', 1)).toBe('2026-02-28');
});
