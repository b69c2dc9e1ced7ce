// SPDX-License-Identifier: Apache-2.0
/**
 * What a zone's clock shows, by arithmetic. Intl is asked for the offset where a day (of UTC) begins and the answer is
 * kept: between two equal ones every instant has that offset. Only on a day on which the clock changes is Intl asked
 * for the instant itself. A calendar asks thousands of times for a few dozen days.
 */

const DAY_MS = 86400000;

interface Zone {
  wall: Intl.DateTimeFormat;
  /** Offset in milliseconds at the begin of a day of UTC, by the number of the day. */
  begins: Map<number, number>;
}
const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (!zone) {
    // Swedish writes dates as ISO does.
    const wall = new Intl.DateTimeFormat('sv-SE', {
      timeZone: name,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    zone = { wall, begins: new Map() };
    zones.set(name, zone);
  }
  return zone;
}

/** What the clock of a zone shows at an instant: "2026-01-14T12:30:00". */
export function localText(instant: string | number, zone: string): string {
  return zoneOf(zone).wall.format(new Date(instant)).replace(' ', 'T');
}

function askedOffset(ms: number, zone: string): number {
  const whole = Math.floor(ms / 1000) * 1000;
  return Date.parse(`${localText(whole, zone)}Z`) - whole;
}

function offsetAtBegin(day: number, zone: string): number {
  const { begins } = zoneOf(zone);
  let offset = begins.get(day);
  if (offset === undefined) {
    offset = askedOffset(day * DAY_MS, zone);
    begins.set(day, offset);
  }
  return offset;
}

/** By how many milliseconds the clock of a zone is ahead of UTC at an instant. Throws RangeError where there is none. */
export function offsetAt(ms: number, zone: string): number {
  const day = Math.floor(ms / DAY_MS);
  const offset = offsetAtBegin(day, zone);
  return offset === offsetAtBegin(day + 1, zone) ? offset : askedOffset(ms, zone);
}

/** "2026-01-14": the day that an instant belongs to. */
export function dayAt(ms: number, zone: string): string {
  return new Date(ms + offsetAt(ms, zone)).toISOString().slice(0, 10);
}

/** Minutes of the clock on the wall: 14:05 is 845, on days of any length. */
export function minutesAt(ms: number, zone: string): number {
  const local = ms + offsetAt(ms, zone);
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / 60000);
}
