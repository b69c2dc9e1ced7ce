// SPDX-License-Identifier: Apache-2.0
/** A recurrence rule in words: "every weekday", "monthly on the last Friday". Rules of other shapes are shown as they are. */
import { languageTag, useWords, type Words } from '@/words';

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

function dayName(code: string, style: 'long' | 'short' = 'long'): string {
  const monday = Date.UTC(2024, 0, 1, 12);
  return new Intl.DateTimeFormat(languageTag(), { weekday: style, timeZone: 'UTC' }).format(
    monday + DAYS.indexOf(code) * 86400000,
  );
}

function list(items: string[]): string {
  return new Intl.ListFormat(languageTag(), { type: 'conjunction' }).format(items);
}

function days(value: string, w: Words): string {
  if (value === 'MO,TU,WE,TH,FR') return w.calendar.rule.weekdays;
  if (value === 'SA,SU') return w.calendar.rule.weekends;
  return list(
    value.split(',').map((item) => {
      const [, nth, code] = /^(-?\d+)?(\w\w)$/.exec(item) ?? [];
      return nth ? w.calendar.rule.nth(Number(nth), dayName(code!)) : dayName(code ?? item, 'short');
    }),
  );
}

export function ruleWords(rule: string, w: Words): string {
  const parts = new Map(
    rule
      .replace(/^RRULE:/, '')
      .split(';')
      .map((part) => part.split('=') as [string, string]),
  );
  const r = w.calendar.rule;
  const each = Number(parts.get('INTERVAL') ?? 1);
  const by = parts.get('BYDAY');
  const position = parts.get('BYSETPOS');
  const monthDay = parts.get('BYMONTHDAY');
  const frequency = parts.get('FREQ') as keyof Words['calendar']['rule']['every'] | undefined;
  if (!frequency || !(frequency in r.every)) return rule;
  if (frequency === 'WEEKLY' && by === 'MO,TU,WE,TH,FR' && each === 1) return r.everyWeekday;
  let text = r.every[frequency](each);
  if (by && position) text += ` ${r.on(r.nth(Number(position), days(by, w)))}`;
  else if (by) text += ` ${r.on(days(by, w))}`;
  else if (monthDay) text += ` ${r.on(monthDay === '-1' ? r.lastDay : r.dayOfMonth(monthDay))}`;
  const count = parts.get('COUNT');
  const until = parts.get('UNTIL');
  if (count) text += `, ${r.times(Number(count))}`;
  if (until) text += `, ${r.until(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`)}`;
  return text;
}

export function useRuleWords(): (rule: string) => string {
  const w = useWords();
  return (rule) => ruleWords(rule, w);
}
