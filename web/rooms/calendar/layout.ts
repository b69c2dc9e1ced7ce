// SPDX-License-Identifier: Apache-2.0
/** Where things stand in a day: what touches it, from which minute to which, and beside what. */
import type { Event, Task } from '@/data/types';
import { atOf } from '@/parts/event/actions';
import { wallMinutes } from '@/ui/days';
import type { Format } from '@/words/format';

export const DAY_MINUTES = 1440;
export const SNAP = 15;

/** An event, or a task with time set aside for it. */
export interface Item {
  key: string;
  title: string;
  start: string;
  end: string;
  /** The same instants in milliseconds: they are compared for each day that is shown. */
  from: number;
  to: number;
  allDay: boolean;
  event?: Event;
  task?: Task;
}

const USUAL_MINUTES = 60;

/** How long to set aside for a task. */
export function lengthOf(task: Task): number {
  return task.estimate || USUAL_MINUTES;
}

export interface Placed {
  item: Item;
  from: number;
  to: number;
  column: number;
  columns: number;
  /** Titles of what it stands on. */
  overlaps: string[];
}

export function itemsOf(events: Iterable<Event>, tasks: Iterable<Task>): Item[] {
  const items: Item[] = [];
  for (const event of events)
    items.push({
      key: atOf(event),
      title: event.title,
      start: event.start,
      end: event.end,
      from: Date.parse(event.start),
      to: Date.parse(event.end),
      allDay: event.all_day,
      event,
    });
  for (const task of tasks)
    if (task.planned_start && task.planned_end && task.status !== 'completed' && task.status !== 'cancelled')
      items.push({
        key: task.id,
        title: task.title,
        start: task.planned_start,
        end: task.planned_end,
        from: Date.parse(task.planned_start),
        to: Date.parse(task.planned_end),
        allDay: false,
        task,
      });
  return items;
}

const DAY_MS = 86400000;

/** The items that may stand on a day, by their instants alone: no zone is further from UTC than a day. */
function near(items: readonly Item[], day: string): Item[] {
  const noon = Date.parse(`${day}T12:00Z`);
  return items.filter((item) => item.from < noon + 2 * DAY_MS && item.to > noon - 2 * DAY_MS);
}

/** Whether an item stands on a day, in whole or in part. */
function touches(item: Item, day: string, format: Format): boolean {
  return format.dayOf(item.from) <= day && format.dayOf(item.to - 1) >= day;
}

export function allDayOn(items: readonly Item[], day: string, format: Format): Item[] {
  return near(items, day)
    .filter((item) => item.allDay && touches(item, day, format))
    .sort((a, b) => a.title.localeCompare(b.title));
}

function meet(a: Placed, b: Placed): boolean {
  return a.from < b.to && b.from < a.to;
}

/** Side by side: each takes the first free column of its cluster, and all of a cluster are equally wide. */
export function columnsOf(placed: Placed[]): Placed[] {
  const sorted = placed.sort((a, b) => a.from - b.from || b.to - a.to);
  let cluster: Placed[] = [];
  let end = -1;
  const close = () => {
    const columns = Math.max(0, ...cluster.map((one) => one.column)) + 1;
    for (const one of cluster) one.columns = columns;
    cluster = [];
  };
  for (const one of sorted) {
    if (one.from >= end) close();
    const taken = new Set(cluster.filter((other) => meet(one, other)).map((other) => other.column));
    while (taken.has(one.column)) one.column += 1;
    cluster.push(one);
    end = Math.max(end, one.to);
  }
  close();
  for (const one of sorted)
    if (one.item.event)
      one.overlaps = sorted
        .filter((other) => other !== one && other.item.event && meet(one, other))
        .map((other) => other.item.title);
  return sorted;
}

export function placedOn(items: readonly Item[], day: string, format: Format): Placed[] {
  const { zone } = format;
  const placed = near(items, day)
    .filter((item) => !item.allDay && touches(item, day, format))
    .map((item): Placed => {
      const from = format.dayOf(item.from) < day ? 0 : wallMinutes(item.from, zone);
      const to = format.dayOf(item.to) > day ? DAY_MINUTES : wallMinutes(item.to, zone);
      return { item, from, to: Math.max(to, from + SNAP), column: 0, columns: 1, overlaps: [] };
    });
  return columnsOf(placed);
}

export function snap(minutes: number): number {
  return Math.round(minutes / SNAP) * SNAP;
}
