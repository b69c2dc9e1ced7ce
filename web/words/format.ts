// SPDX-License-Identifier: Apache-2.0
/**
 * Days and times in words, by Intl, in the user's zone and locale. A "day" is always the text YYYY-MM-DD;
 * an instant is ISO text or milliseconds.
 */
import { languageTag, words } from './index';
import { dayAt, minutesAt } from './zone';

const made = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${zone}|${JSON.stringify(options)}`;
  let found = made.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    made.set(key, found);
  }
  return found;
}

export type Instant = string | number;

function ms(instant: Instant): number {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}

/** The words are of the app's language; the region of the user's locale decides order and clock. */
function localeFor(locale: string): string {
  const language = languageTag();
  return locale.startsWith(language) ? locale : language === 'de' ? 'de' : 'en-GB';
}

export interface Format {
  zone: string;
  /** "2026-01-14" of an instant. */
  dayOf(instant: Instant): string;
  today(now?: number): string;
  /** "14:00" or "2 pm". */
  time(instant: Instant): string;
  range(start: Instant, end: Instant): string;
  /** "Wed 14 Jan", with the year if it is another. */
  day(day: string, options?: Intl.DateTimeFormatOptions): string;
  /** "Today", "Tomorrow", "Wed", "14 Jan". */
  near(day: string, today: string): string;
  dayAndTime(instant: Instant): string;
  month(day: string): string;
}

const formats = new Map<string, Format>();

/** One for each zone and locale, so that who shows it again knows it by its identity. */
export function makeFormat(zone: string, userLocale: string): Format {
  const locale = localeFor(userLocale);
  const key = `${zone}|${locale}`;
  let format = formats.get(key);
  if (!format) {
    format = formatOf(zone, locale);
    formats.set(key, format);
  }
  return format;
}

function formatOf(zone: string, locale: string): Format {
  const clock = formatter(locale, zone, { hour: 'numeric', minute: '2-digit' });
  const dayOf = (instant: Instant) => dayAt(ms(instant), zone);
  const today = (now = Date.now()) => dayOf(now);
  const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);
  const day = (text: string, options?: Intl.DateTimeFormatOptions) =>
    formatter(locale, 'UTC', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      ...(text.slice(0, 4) === today().slice(0, 4) ? {} : { year: 'numeric' }),
      ...options,
    }).format(noon(text));
  const times = new Map<number, string>();
  const time = (instant: Instant) => {
    const minute = minutesAt(ms(instant), zone);
    let text = times.get(minute);
    if (text === undefined) {
      text = clock.format(ms(instant));
      times.set(minute, text);
    }
    return text;
  };
  return {
    zone,
    dayOf,
    today,
    time,
    range: (start, end) => `${time(start)}–${time(end)}`,
    day,
    near(text, now) {
      const distance = Math.round((noon(text) - noon(now)) / 86400000);
      const w = words().days;
      if (distance === 0) return w.today;
      if (distance === 1) return w.tomorrow;
      if (distance === -1) return w.yesterday;
      if (distance > 1 && distance < 7)
        return formatter(locale, 'UTC', { weekday: 'long' }).format(noon(text));
      return day(text);
    },
    dayAndTime: (instant) => `${day(dayOf(instant))}, ${time(instant)}`,
    month: (text) => formatter(locale, 'UTC', { month: 'long', year: 'numeric' }).format(noon(text)),
  };
}
