// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { topsOf, windowOf, withKept } from '@/parts/task/window';

const ROW = 36;
const even = (count: number) => topsOf(Array.from({ length: count }), () => ROW);

test('what is in view is drawn, with rows to spare on both sides, and not many more', () => {
  const tops = even(10000);
  for (let top = 0; top < 10000 * ROW; top += 997) {
    const bottom = top + 900;
    const { first, end } = windowOf(tops, top, bottom);
    expect(first * ROW).toBeLessThanOrEqual(Math.max(0, top - 8 * ROW));
    expect(end * ROW).toBeGreaterThanOrEqual(Math.min(10000 * ROW, bottom + 7 * ROW));
    expect(end - first).toBeLessThanOrEqual(56);
  }
});

test('most frames of a scroll draw no other rows', () => {
  const tops = even(10000);
  const windows = new Set<number>();
  for (let frame = 0; frame < 120; frame++) windows.add(windowOf(tops, frame * 120, frame * 120 + 900).first);
  expect(windows.size).toBeLessThanOrEqual(52);
});

test('headings are higher than rows, and short or empty lists are drawn whole', () => {
  const tops = topsOf(['head', 'row', 'row', 'head', 'row'], (kind) => (kind === 'head' ? 44 : ROW));
  expect([...tops]).toEqual([0, 44, 80, 116, 160, 196]);
  expect(windowOf(tops, 0, 900)).toEqual({ first: 0, end: 5 });
  expect(windowOf(even(0), 0, 900)).toEqual({ first: 0, end: 0 });
});

test('a list that became short while one was far down shows its end', () => {
  expect(windowOf(even(20), 50000, 50900)).toEqual({ first: 8, end: 20 });
});

test('a row that is kept is drawn once, in the order of the list', () => {
  expect(withKept(8, 11, -1)).toEqual([8, 9, 10]);
  expect(withKept(8, 11, 9)).toEqual([8, 9, 10]);
  expect(withKept(8, 11, 8)).toEqual([8, 9, 10]);
  expect(withKept(8, 11, 11)).toEqual([8, 9, 10, 11]);
  expect(withKept(8, 11, 500)).toEqual([8, 9, 10, 500]);
  expect(withKept(8, 11, 0)).toEqual([0, 8, 9, 10]);
});
