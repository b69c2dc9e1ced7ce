// SPDX-License-Identifier: Apache-2.0
/**
 * Arithmetic with days ("2026-01-14") and instants in a zone. Days of 23 and 25 hours are what the zone says. Intl
 * knows the zones; a library for the rest had cost every page 5 KB (a test holds us to its answers).
 */
import { minutesAt, offsetAt } from '@/words/zone';

export { localText } from '@/words/zone';

/** Milliseconds of "2026-01-14T12:30" as if it were UTC; throws where there is no such date or time. */
function wallMs(local: string): number {
  const ms = Date.parse(`${local.length === 10 ? `${local}T00:00` : local}Z`);
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(local.slice(0, 16)))
    throw new RangeError(`no such time: ${local}`);
  return ms;
}

const textOf = (ms: number) => new Date(ms).toISOString();

export function addDays(day: string, n: number): string {
  return textOf(wallMs(day) + n * 86400000).slice(0, 10);
}

/** The same day of another month, or its last. */
export function addMonths(day: string, n: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  wallMs(day);
  const last = new Date(Date.UTC(year, month + n, 0)).getUTCDate();
  return textOf(Date.UTC(year, month - 1 + n, Math.min(date, last))).slice(0, 10);
}

/** Days from `from` to `to`; negative if `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T12:00:00Z`) - Date.parse(`${from}T12:00:00Z`)) / 86400000);
}

/** 1 is Monday, 7 Sunday. */
export function weekday(day: string): number {
  return new Date(`${day}T12:00:00Z`).getUTCDay() || 7;
}

/** First day of the week in a locale: 1 Monday, 7 Sunday. */
export function firstWeekday(locale: string): number {
  const info = new Intl.Locale(locale) as Intl.Locale & {
    weekInfo?: { firstDay: number };
    getWeekInfo?(): { firstDay: number };
  };
  return info.getWeekInfo?.().firstDay ?? info.weekInfo?.firstDay ?? (/-US$|-CA$|-JP$/.test(locale) ? 7 : 1);
}

export function weekStart(day: string, first: number): string {
  return addDays(day, -((weekday(day) - first + 7) % 7));
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

export function daysFrom(day: string, n: number): string[] {
  return Array.from({ length: n }, (_, i) => addDays(day, i));
}

/** The weeks that a month view shows, each of seven days. */
export function monthWeeks(day: string, first: number): string[][] {
  const start = weekStart(`${monthOf(day)}-01`, first);
  const end = addMonths(`${monthOf(day)}-01`, 1);
  const weeks: string[][] = [];
  for (let at = start; at < end; at = addDays(at, 7)) weeks.push(daysFrom(at, 7));
  return weeks;
}

const DAY_MS = 86400000;

/**
 * The instant of a local wall time: "2026-01-14T12:30" in a zone. A time that a change of the clock leaves out is as
 * much later as was left out; of one that comes twice, it is the first.
 */
export function instantOf(local: string, zone: string): string {
  const wall = wallMs(local);
  const around = [wall - offsetAt(wall - DAY_MS, zone), wall - offsetAt(wall + DAY_MS, zone)];
  const real = around.filter((ms) => ms + offsetAt(ms, zone) === wall);
  return textOf(real.length > 0 ? Math.min(...real) : Math.max(...around));
}

export function midnight(day: string, zone: string): string {
  return instantOf(day, zone);
}

export function plusMinutes(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60000).toISOString();
}

/** Minutes of real time since local midnight of `day`; beyond the day for other days. */
export function minutesInto(instant: string, day: string, zone: string): number {
  return (Date.parse(instant) - Date.parse(midnight(day, zone))) / 60000;
}

/** How many minutes a day has: 1380, 1440 or 1500. */
export function minutesOf(day: string, zone: string): number {
  return minutesInto(midnight(addDays(day, 1), zone), day, zone);
}

/** Minutes of the clock on the wall: 14:05 is 845, on days of any length. */
export function wallMinutes(instant: string | number, zone: string): number {
  return minutesAt(typeof instant === 'number' ? instant : Date.parse(instant), zone);
}

/** "14:05" of 845. */
export function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The instant at a wall time of a day; 1440 is the next midnight. */
export function instantAt(day: string, minutes: number, zone: string): string {
  const days = Math.floor(minutes / 1440);
  return instantOf(`${addDays(day, days)}T${clockText(minutes - days * 1440)}`, zone);
}
