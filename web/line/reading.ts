// SPDX-License-Identifier: Apache-2.0
/**
 * From what the engine read to what will be saved: rows with instants, exactly as they are shown. What is no
 * sure creation is either a question for the chat, or a task word for word.
 */

import type { Event, Fields, Project, Task } from '@/data/types';
import type { PreviewAnswer, PreviewCall } from '@/preview/pixie_preview.mjs';
import { instantOf, plusMinutes } from '@/ui/days';
import type { Ink } from './spans';

export type Kind = 'task' | 'event' | 'memory' | 'ask';
export interface Planned {
  entity: 'task' | 'event';
  fields: Fields;
  /** A project by name that does not exist yet. */
  newProject?: string;
}
export interface Reading {
  kind: Kind;
  rows: Planned[];
  /** The engine was sure; otherwise the words are taken as they stand. */
  sure: boolean;
}

const SURE = 0.75;
const CREATES: Record<string, 'task' | 'event'> = { create_task: 'task', create_event: 'event' };

/** What the room adds: its project, a time chosen in the calendar, a parent task. */
export interface Defaults {
  project?: string;
  day?: string;
  start?: string;
  end?: string;
  allDay?: boolean;
  status?: Task['status'];
  priority?: Task['priority'];
}

export interface Surroundings {
  zone: string;
  projects: ReadonlyMap<string, Project>;
  defaults: Defaults;
}

const local = (value: unknown) => (typeof value === 'string' ? value : '');
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text);

function dueFields(due: string, zone: string): Fields {
  if (!due) return {};
  return isDay(due) ? { due_day: due, zone } : { due: instantOf(due.slice(0, 16), zone), zone };
}

function projectFields(
  name: unknown,
  projects: ReadonlyMap<string, Project>,
): Pick<Planned, 'newProject'> & { id?: string } {
  if (typeof name !== 'string') return {};
  for (const project of projects.values())
    if (project.name.toLowerCase() === name.toLowerCase()) return { id: project.id };
  return { newProject: name };
}

function planTask({ arguments: said }: PreviewCall, { zone, projects, defaults }: Surroundings): Planned {
  const project = projectFields(said.project, projects);
  const fields: Fields = { title: local(said.title), ...dueFields(local(said.due), zone) };
  if (!said.due && defaults.day) Object.assign(fields, dueFields(defaults.day, zone));
  for (const name of ['priority', 'recurrence', 'tags', 'notes', 'after_completion'])
    if (said[name] !== undefined) fields[name] = said[name];
  if (project.id ?? (project.newProject ? undefined : defaults.project))
    fields.project_id = project.id ?? defaults.project;
  if (defaults.priority && !said.priority) fields.priority = defaults.priority;
  if (defaults.status) fields.status = defaults.status;
  return { entity: 'task', fields, newProject: project.newProject };
}

function planEvent({ arguments: said }: PreviewCall, { zone }: Surroundings): Planned {
  const from = local(said.start);
  const allDay = isDay(from);
  const start = instantOf(allDay ? `${from}T00:00` : from.slice(0, 16), zone);
  const till = local(said.end);
  const end = till
    ? instantOf(isDay(till) ? `${till}T00:00` : till.slice(0, 16), zone)
    : plusMinutes(start, allDay ? 1440 : 60);
  const fields: Fields = { title: local(said.title), start, end, zone, all_day: allDay };
  for (const name of ['location', 'recurrence', 'notes'])
    if (said[name] !== undefined) fields[name] = said[name];
  if (Array.isArray(said.attendees)) fields.attendees = said.attendees.join(', ');
  return { entity: 'event', fields };
}

/** A time chosen in the calendar makes whatever is written an event at that time. */
function eventAt(title: string, { zone, defaults }: Surroundings): Planned {
  const { start, end, allDay } = defaults;
  return {
    entity: 'event',
    fields: { title, start, end: end ?? plusMinutes(start!, 60), zone, all_day: allDay ?? false },
  };
}

function literal(text: string, around: Surroundings): Planned {
  return planTask({ tool: 'create_task', arguments: { title: text.trim() } }, around);
}

function creations(answer: PreviewAnswer | null, around: Surroundings): Planned[] | null {
  const calls = answer?.calls ?? [];
  if (!answer || answer.question || (answer.confidence ?? 0) < SURE || calls.length === 0) return null;
  if (!calls.every((call) => CREATES[call.tool])) return null;
  return calls.map((call) =>
    CREATES[call.tool] === 'task' ? planTask(call, around) : planEvent(call, around),
  );
}

/** What Enter would do with `text`. `forced` is what the user chose instead. */
export function readingOf(
  text: string,
  answer: PreviewAnswer | null,
  around: Surroundings,
  forced: Kind | null,
): Reading {
  const made = creations(answer, around);
  const title = String(made?.[0]?.fields.title ?? text.trim());
  if (forced === 'memory' || forced === 'ask') return { kind: forced, rows: [], sure: true };
  if (around.defaults.start && forced !== 'task' && made?.[0]?.entity !== 'event')
    return { kind: 'event', rows: [eventAt(title, around)], sure: true };
  if (forced === 'task' && made?.[0]?.entity !== 'task')
    return { kind: 'task', rows: [literal(text, around)], sure: true };
  if (made) return { kind: made[0]!.entity, rows: made, sure: true };
  const sure = (answer?.confidence ?? 0) >= SURE && !answer?.question;
  if (sure && answer?.calls?.[0]?.tool === 'remember') return { kind: 'memory', rows: [], sure };
  if ((sure && (answer?.calls?.length ?? 0) > 0) || text.trim().endsWith('?'))
    return { kind: 'ask', rows: [], sure: true };
  return { kind: 'task', rows: [literal(text, around)], sure: false };
}

/** The kinds that Ctrl/Cmd+. goes through. An event needs a time. */
export function nextKind(now: Kind, hasTime: boolean): Kind {
  const order: Kind[] = hasTime ? ['task', 'event', 'memory', 'ask'] : ['task', 'memory', 'ask'];
  return order[(order.indexOf(now) + 1) % order.length]!;
}

/** Events that a planned event would stand on. */
export function overlaps(planned: Planned, events: Iterable<Event>): Event[] {
  if (planned.entity !== 'event' || planned.fields.all_day) return [];
  const start = Date.parse(String(planned.fields.start));
  const end = Date.parse(String(planned.fields.end));
  return [...events].filter(
    (event) => !event.all_day && Date.parse(event.start) < end && Date.parse(event.end) > start,
  );
}

export interface Chip {
  ink: Ink;
  text: string;
}
