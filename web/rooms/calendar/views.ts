// SPDX-License-Identifier: Apache-2.0
/** The views of the calendar: which days each shows, and what earlier and later mean in it. */
import { addDays, addMonths, daysFrom, monthWeeks, weekStart } from '@/ui/days';

export const VIEWS = ['day', 'three', 'week', 'month', 'agenda'] as const;
export type View = (typeof VIEWS)[number];

export function daysOf(view: View, day: string, first: number): string[] {
  if (view === 'day') return [day];
  if (view === 'three') return daysFrom(day, 3);
  if (view === 'week') return daysFrom(weekStart(day, first), 7);
  if (view === 'month') return monthWeeks(day, first).flat();
  return daysFrom(day, 30);
}

export function turned(view: View, day: string, n: number): string {
  if (view === 'month') return addMonths(day, n);
  return addDays(day, n * { day: 1, three: 3, week: 7, agenda: 30 }[view]);
}
