// SPDX-License-Identifier: Apache-2.0
/** How full a day is, and where something still fits: what the tray asks for. */
import { type Placed, SNAP } from './layout';

/** Minutes planned on a day: events and time set aside, counted once where they overlap. */
export function loadOf(placed: readonly Placed[]): number {
  let total = 0;
  let end = 0;
  for (const { from, to } of [...placed].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
}

/** The first free stretch of `length` minutes within the working hours, from `after` on. */
export function freeFrom(
  placed: readonly Placed[],
  length: number,
  after: number,
  until: number,
): number | null {
  let at = Math.ceil(after / SNAP) * SNAP;
  for (const { from, to } of [...placed].sort((a, b) => a.from - b.from)) {
    if (from - at >= length) break;
    at = Math.max(at, Math.ceil(to / SNAP) * SNAP);
  }
  return at + length <= until ? at : null;
}
