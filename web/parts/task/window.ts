// SPDX-License-Identifier: Apache-2.0
/** Which rows of a long list stand in view, by their heights alone: nothing is measured while one scrolls. */

/** Rows come and go by so many at a time, so that most frames of a scroll draw none. */
const STEP = 8;

export interface Window {
  /** The first row that is drawn, and the one behind the last. */
  first: number;
  end: number;
}

/** Where each row begins, and behind the last where the list ends. */
export function topsOf<T>(items: readonly T[], height: (item: T) => number): Float64Array {
  const tops = new Float64Array(items.length + 1);
  for (let i = 0; i < items.length; i++) tops[i + 1] = tops[i]! + height(items[i]!);
  return tops;
}

/** The row that `y` falls on. */
function rowAt(tops: Float64Array, y: number): number {
  let low = 0;
  let high = tops.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tops[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The rows between `top` and `bottom`, with at least STEP more on both sides. */
export function windowOf(tops: Float64Array, top: number, bottom: number): Window {
  const count = tops.length - 1;
  const first = (Math.floor(rowAt(tops, top) / STEP) - 1) * STEP;
  const end = (Math.floor(rowAt(tops, bottom) / STEP) + 2) * STEP;
  return { first: Math.max(0, first), end: Math.min(count, end) };
}

/** The rows of a window in their order, with the one that is kept wherever it stands; -1 is none. */
export function withKept(first: number, end: number, kept: number): number[] {
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  if (kept >= end) rows.push(kept);
  else if (kept >= 0 && kept < first) rows.unshift(kept);
  return rows;
}
