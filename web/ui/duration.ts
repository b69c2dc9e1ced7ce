// SPDX-License-Identifier: Apache-2.0
/** Durations: in words, as people write them ("1 h 30", "45 min"), and as reminders keep them ("-PT15M"). */
import type { Words } from '@/words';

const HOUR = 60;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** "25 min", "2 h 10 min", "3 days". */
export function durationWords(minutes: number, w: Words): string {
  const whole = Math.round(minutes);
  if (whole >= WEEK && whole % WEEK === 0) return w.plan.weeks(whole / WEEK);
  if (whole >= DAY && whole % DAY === 0) return w.plan.days(whole / DAY);
  return whole < HOUR ? w.plan.minutes(whole) : w.plan.hours(Math.floor(whole / HOUR), whole % HOUR);
}

const UNITS: readonly [RegExp, number][] = [
  [/^(?:w|wk|weeks?|wochen?)$/, WEEK],
  [/^(?:d|days?|tage?)$/, DAY],
  [/^(?:h|hr|hrs|hours?|std|stunden?)$/, HOUR],
  [/^(?:m|min|mins|minutes?|minuten?)$/, 1],
];

/** Minutes of "90", "1:30", "1 h 30", "1.5h", "2 hours 15 minutes"; null if it is none. */
export function readDuration(text: string): number | null {
  const low = text.trim().toLowerCase();
  const clock = /^(\d{1,2}):([0-5]\d)$/.exec(low);
  if (clock) return Number(clock[1]) * HOUR + Number(clock[2]);
  const parts = [...low.matchAll(/(\d+(?:[.,]\d+)?)\s*([a-z]*)\.?/g)];
  if (parts.length === 0 || low.replace(/(\d+(?:[.,]\d+)?)\s*([a-z]*)\.?/g, '').trim() !== '') return null;
  let total = 0;
  let last = WEEK * 2;
  for (const [, number, unit] of parts) {
    // A bare number after hours is minutes: "1 h 30".
    const size = unit ? UNITS.find(([pattern]) => pattern.test(unit))?.[1] : 1;
    if (!size || size >= last) return null;
    total += Number(number!.replace(',', '.')) * size;
    last = size;
  }
  return total > 0 ? Math.round(total) : null;
}

/** Minutes before of a reminder such as "-PT1H30M" or "-P1D"; null for an instant. */
export function minutesBefore(reminder: string): number | null {
  const found = /^-P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(reminder);
  if (!found) return null;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as number[];
  return weeks! * WEEK + days! * DAY + hours! * HOUR + minutes! + seconds! / 60;
}

export function reminderBefore(minutes: number): string {
  if (minutes === 0) return '-PT0S';
  if (minutes % WEEK === 0) return `-P${minutes / WEEK}W`;
  if (minutes % DAY === 0) return `-P${minutes / DAY}D`;
  const [hours, rest] = [Math.floor(minutes / HOUR), minutes % HOUR];
  return `-PT${hours ? `${hours}H` : ''}${rest ? `${rest}M` : ''}`;
}
