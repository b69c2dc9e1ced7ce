// SPDX-License-Identifier: Apache-2.0
/** Time zones beside the own one: what their clocks show, and what they are called. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** "14:30": the clock of a zone at an instant. */
export function timeIn(zone: string, instant: string): string {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    clocks.set(zone, clock);
  }
  return clock.format(Date.parse(instant));
}

/** "New York" of America/New_York. */
export function placeName(zone: string): string {
  return zone.split('/').at(-1)!.replaceAll('_', ' ');
}

/** A zone chosen goes if it is shown, else it comes; at most two, the oldest makes room. */
export function toggled(zones: readonly string[], zone: string): string[] {
  return zones.includes(zone) ? zones.filter((one) => one !== zone) : [...zones, zone].slice(-2);
}
