// SPDX-License-Identifier: Apache-2.0
/** Pure facts about tasks: when they are due, how they sort and group, what a filter keeps. */
import type { Task } from '@/data/types';
import type { Format } from '@/words/format';

export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export function dueDay(task: Task, format: Pick<Format, 'dayOf'>): string | null {
  return task.due_day ?? (task.due ? format.dayOf(task.due) : null);
}

/** Where a repeating task stands now: its instant or its day. */
export function startOf(task: Task): string | null {
  return task.due ?? task.due_day;
}

export function isOverdue(task: Task, today: string, now: number, format: Pick<Format, 'dayOf'>): boolean {
  if (task.due) return Date.parse(task.due) < now;
  const day = dueDay(task, format);
  return day !== null && day < today;
}

/** A day's tasks: those with a time first, in its order. */
function dueKey(task: Task, format: Pick<Format, 'dayOf'>): string {
  const day = dueDay(task, format);
  return day === null ? '9' : `${day}${task.due ?? 'T99'}`;
}

export type Sort = 'order' | 'due' | 'priority' | 'title';

type Compare = (a: Task, b: Task) => number;
const byId: Compare = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const byPlace: Compare = (a, b) => placeOf(a) - placeOf(b) || byId(a, b);

export function compare(sort: Sort, format: Pick<Format, 'dayOf'>): Compare {
  const byDue: Compare = (a, b) => {
    const [one, other] = [dueKey(a, format), dueKey(b, format)];
    return one < other ? -1 : one > other ? 1 : byId(a, b);
  };
  const byPriority: Compare = (a, b) =>
    PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) || byDue(a, b);
  const { compare: inWords } = new Intl.Collator();
  const byTitle: Compare = (a, b) => inWords(a.title, b.title) || byId(a, b);
  return { order: byPlace, due: byDue, priority: byPriority, title: byTitle }[sort];
}

export interface Filter {
  project?: string | null;
  priority?: string | null;
  tag?: string | null;
  /** today, week, overdue, none */
  due?: string | null;
  text?: string | null;
}

export interface Clock {
  today: string;
  now: number;
  weekEnd: string;
}

function keepsDue(task: Task, due: string, clock: Clock, format: Pick<Format, 'dayOf'>): boolean {
  const day = dueDay(task, format);
  if (due === 'none') return day === null;
  if (due === 'overdue') return isOverdue(task, clock.today, clock.now, format);
  if (day === null) return false;
  return due === 'today' ? day <= clock.today : day <= clock.weekEnd;
}

/** What is sought in, in small letters; a row that changes is another object. */
const sought = new WeakMap<Task, string>();

function textOf(task: Task): string {
  let text = sought.get(task);
  if (text === undefined) {
    text = `${task.title} ${task.notes ?? ''} ${task.tags.join(' ')}`.toLowerCase();
    sought.set(task, text);
  }
  return text;
}

/** What a filter keeps. It is asked for each of ten thousand rows: what is the same for all is worked out once. */
export function keeper(
  { project, priority, tag, due, text }: Filter,
  clock: Clock,
  format: Pick<Format, 'dayOf'>,
): (task: Task) => boolean {
  const wanted = text?.toLowerCase() ?? '';
  const words = wanted.split(/\s+/);
  const owner = project === 'none' ? null : project;
  return (task) => {
    if (project && task.project_id !== owner) return false;
    if (priority && task.priority !== priority) return false;
    if (tag && !task.tags.includes(tag)) return false;
    if (due && !keepsDue(task, due, clock, format)) return false;
    if (!wanted) return true;
    const sought = textOf(task);
    return sought.includes(wanted) || (words.length > 1 && words.every((word) => sought.includes(word)));
  };
}

const LAST = Number.MAX_SAFE_INTEGER;
const STEP = 65536;

/** The place of a task in the order by hand; one that the server has not placed yet comes last. */
export function placeOf(task: Task): number {
  return task.position || LAST;
}

/** A whole number between the places of two neighbours. */
export function between(before: Task | undefined, after: Task | undefined): number {
  const low = before ? placeOf(before) : 0;
  if (!after) return Math.min(LAST, low + STEP);
  return Math.floor(low / 2 + placeOf(after) / 2);
}

export interface Group {
  key: string;
  title: string;
  tasks: Task[];
}

/** Subtasks by their parent, and the tasks that stand for themselves: no parent among those shown. */
export function split(tasks: readonly Task[]): { roots: Task[]; children: Map<string, Task[]> } {
  const ids = new Set(tasks.map((task) => task.id));
  const children = new Map<string, Task[]>();
  const roots: Task[] = [];
  for (const task of tasks) {
    if (task.parent_id && ids.has(task.parent_id))
      children.set(task.parent_id, [...(children.get(task.parent_id) ?? []), task]);
    else roots.push(task);
  }
  return { roots, children };
}
