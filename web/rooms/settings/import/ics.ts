// SPDX-License-Identifier: Apache-2.0
/** iCalendar (RFC 5545): events and to-dos of a file, and our events as a file. Changed single occurrences are left out. */
import type { Event, Fields } from '@/data/types';
import { addDays, instantOf, midnight, plusMinutes } from '@/ui/days';
import { cut, type Found, nothing } from './found';

interface Property {
  name: string;
  params: Record<string, string>;
  value: string;
}

/** "DTSTART;TZID=Europe/Berlin:20260114T090000" in its parts. */
function propertyOf(line: string): Property | null {
  const found = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^;:"]*))*):(.*)$/s.exec(line);
  if (!found) return null;
  const params = Object.fromEntries(
    [...found[2]!.matchAll(/;([A-Za-z0-9-]+)=(?:"([^"]*)"|([^;:"]*))/g)].map(([, name, quoted, bare]) => [
      name!.toUpperCase(),
      quoted ?? bare ?? '',
    ]),
  );
  return { name: found[1]!.toUpperCase(), params, value: found[3]! };
}

const unescaped = (text: string) =>
  text.replace(/\\([nN,;\\])/g, (_, letter: string) => (letter === 'n' || letter === 'N' ? '\n' : letter));

function known(zone: string | undefined, usual: string): string {
  try {
    return zone ? new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone : usual;
  } catch {
    return usual; // a name of Windows, or of the file itself
  }
}

interface Moment {
  at: string;
  day: string | null;
  zone: string;
}

function momentOf({ value, params }: Property, usual: string): Moment | null {
  const zone = known(params.TZID, usual);
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(value.trim());
  if (!found) return null;
  const [, year, month, date, hour, minute, second, utc] = found;
  const day = `${year}-${month}-${date}`;
  try {
    if (!hour) return { at: midnight(day, usual), day, zone: usual };
    const local = `${day}T${hour}:${minute}:${second}`;
    return { at: utc ? new Date(`${local}Z`).toISOString() : instantOf(local, zone), day: null, zone };
  } catch {
    return null; // a date that does not exist
  }
}

function minutesOf(duration: string): number {
  const found = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/.exec(duration.trim());
  const [weeks, days, hours, minutes] = (found ?? []).slice(1).map((part) => Number(part ?? 0));
  return found ? ((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes! : 0;
}

type Component = Map<string, Property[]>;

function textOf(part: Component, name: string, most: number): string | null {
  const text = unescaped(part.get(name)?.[0]?.value ?? '').trim();
  return text ? cut(text, most) : null;
}

function endOf(part: Component, start: Moment, zone: string): string {
  const given = part.get('DTEND')?.[0];
  const end = given && momentOf(given, zone);
  if (end && Date.parse(end.at) > Date.parse(start.at)) return end.at;
  const minutes = minutesOf(part.get('DURATION')?.[0]?.value ?? '');
  if (minutes > 0) return plusMinutes(start.at, minutes);
  return start.day ? midnight(addDays(start.day, 1), zone) : plusMinutes(start.at, 60);
}

function personOf({ params, value }: Property): string {
  return params.CN ?? value.replace(/^mailto:/i, '');
}

const ruleOf = (part: Component) => part.get('RRULE')?.[0]?.value.trim() || null;

function eventOf(part: Component, zone: string): Fields | null {
  const given = part.get('DTSTART')?.[0];
  const start = given && momentOf(given, zone);
  const title = textOf(part, 'SUMMARY', 500);
  if (!start || !title) return null;
  const people = (part.get('ATTENDEE') ?? []).map(personOf).join(', ');
  return {
    title,
    start: start.at,
    end: endOf(part, start, zone),
    all_day: start.day !== null,
    zone: start.zone,
    location: textOf(part, 'LOCATION', 500),
    notes: textOf(part, 'DESCRIPTION', 10000),
    attendees: people ? cut(people, 500) : null,
    recurrence: ruleOf(part),
  };
}

const STATUS: Record<string, string> = {
  COMPLETED: 'completed',
  CANCELLED: 'cancelled',
  'IN-PROCESS': 'in_progress',
};

function taskOf(part: Component, zone: string): Fields | null {
  const title = textOf(part, 'SUMMARY', 500);
  if (!title) return null;
  const given = part.get('DUE')?.[0];
  const due = given && momentOf(given, zone);
  const level = Number(part.get('PRIORITY')?.[0]?.value ?? 0);
  const tags = (part.get('CATEGORIES') ?? []).flatMap(({ value }) => unescaped(value).split(','));
  return {
    title,
    notes: textOf(part, 'DESCRIPTION', 10000),
    ...(due ? (due.day ? { due_day: due.day, zone } : { due: due.at, zone: due.zone }) : {}),
    status: STATUS[part.get('STATUS')?.[0]?.value.trim() ?? ''] ?? 'pending',
    priority:
      level === 0 ? 'normal' : level <= 2 ? 'urgent' : level <= 4 ? 'high' : level <= 6 ? 'normal' : 'low',
    tags: tags.map((tag) => tag.trim().toLowerCase().replaceAll(' ', '-')).filter(Boolean),
    recurrence: due ? ruleOf(part) : null,
  };
}

/** The events and to-dos of a calendar file. */
export function readIcs(text: string, zone: string): Found {
  const found = nothing();
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  let part: Component | null = null;
  let inside = 0; // alarms within an event
  for (const line of lines) {
    const property = propertyOf(line);
    if (!property) continue;
    const kind = property.value.trim().toUpperCase();
    if (property.name === 'BEGIN') {
      if (part) inside += 1;
      else if (kind === 'VEVENT' || kind === 'VTODO') part = new Map();
    } else if (property.name === 'END' && part && inside > 0) inside -= 1;
    else if (property.name === 'END' && part) {
      take(found, kind, part, zone);
      part = null;
    } else if (part && inside === 0) part.set(property.name, [...(part.get(property.name) ?? []), property]);
  }
  return found;
}

function take(found: Found, kind: string, part: Component, zone: string): void {
  const fields = part.has('RECURRENCE-ID')
    ? null
    : kind === 'VEVENT'
      ? eventOf(part, zone)
      : taskOf(part, zone);
  if (part.has('EXDATE')) found.left += 1;
  if (!fields) {
    found.left += 1;
    return;
  }
  const key = `ics:${part.get('UID')?.[0]?.value.trim() ?? JSON.stringify(fields)}`;
  if (kind === 'VEVENT') found.events.push({ key, fields });
  else found.tasks.push({ key, fields });
}

const escaped = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
const stamp = (instant: string) => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');

/** Lines of at most 75 bytes, as the format wants them. */
function folded(line: string): string {
  const parts: string[] = [];
  let rest = '';
  for (const letter of line) {
    if (new TextEncoder().encode(rest + letter).length > 73) {
      parts.push(rest);
      rest = '';
    }
    rest += letter;
  }
  return [...parts, rest].join('\r\n ');
}

/** Our events as a calendar file. A repeating one starts in its own zone, so that its hour stays. */
export function writeIcs(
  events: readonly Event[],
  localOf: (instant: string, zone: string) => string,
): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Pixie//EN'];
  for (const event of events) {
    const moment = (name: string, instant: string) => {
      const zone = event.zone ?? 'UTC';
      if (event.all_day) return `${name};VALUE=DATE:${localOf(instant, zone).slice(0, 8)}`;
      return event.recurrence && zone !== 'UTC'
        ? `${name};TZID=${zone}:${localOf(instant, zone)}`
        : `${name}:${stamp(instant)}`;
    };
    lines.push('BEGIN:VEVENT', `UID:${event.id}`, `DTSTAMP:${stamp(event.updated)}`);
    lines.push(moment('DTSTART', event.start), moment('DTEND', event.end), `SUMMARY:${escaped(event.title)}`);
    if (event.location) lines.push(`LOCATION:${escaped(event.location)}`);
    if (event.notes) lines.push(`DESCRIPTION:${escaped(event.notes)}`);
    if (event.recurrence) lines.push(`RRULE:${event.recurrence}`);
    lines.push('END:VEVENT');
  }
  return `${[...lines, 'END:VCALENDAR'].map(folded).join('\r\n')}\r\n`;
}
