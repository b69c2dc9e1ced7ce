// SPDX-License-Identifier: Apache-2.0
/** What belongs to a day: its events and their overlaps, its tasks, what was left from before, the day after. */
import type { Event, Task } from '@/data/types';
import { isDone } from '@/parts/task/actions';
import { compare, dueDay, isOverdue } from '@/parts/task/model';
import { addDays } from '@/ui/days';
import type { Format } from '@/words/format';

interface Asked {
  tasks: Iterable<Task>;
  events: Iterable<Event>;
  day: string;
  real: string;
  now: number;
  format: Format;
}

export interface Day {
  events: Event[];
  overlaps: [Event, Event][];
  overdue: Task[];
  due: Task[];
  doing: Task[];
  tomorrow: { events: Event[]; tasks: Task[] };
}

/** Events that touch a day, the whole-day ones first. */
export function eventsOn(events: readonly Event[], day: string, format: Format): Event[] {
  return events
    .filter((event) => format.dayOf(event.start) <= day && format.dayOf(Date.parse(event.end) - 1) >= day)
    .sort((a, b) => Number(b.all_day) - Number(a.all_day) || a.start.localeCompare(b.start));
}

export function overlapPairs(events: readonly Event[]): [Event, Event][] {
  const timed = events.filter((event) => !event.all_day);
  return timed.flatMap((a, i) =>
    timed
      .slice(i + 1)
      .filter((b) => Date.parse(b.start) < Date.parse(a.end) && Date.parse(a.start) < Date.parse(b.end))
      .map((b): [Event, Event] => [a, b]),
  );
}

export function dayOf({ tasks, events, day, real, now, format }: Asked): Day {
  const all = [...events];
  const open = [...tasks].filter((task) => !isDone(task)).sort(compare('due', format));
  const today = eventsOn(all, day, format);
  const late = (task: Task) => day === real && isOverdue(task, real, now, format);
  const next = addDays(day, 1);
  const due = open.filter((task) => dueDay(task, format) === day && !late(task));
  return {
    events: today,
    overlaps: overlapPairs(today),
    overdue: open.filter(late),
    due,
    doing: open.filter((task) => task.status === 'in_progress' && !late(task) && !due.includes(task)),
    tomorrow: {
      events: eventsOn(all, next, format),
      tasks: open.filter((task) => dueDay(task, format) === next),
    },
  };
}

/** "25 min", "2 h 10". */
export function lasts(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60000));
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60}` : `${minutes / 60} h`;
}
