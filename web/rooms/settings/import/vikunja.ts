// SPDX-License-Identifier: Apache-2.0
/** The data.json of Vikunja's export, and the JSON file that Pixie itself gives. */
import type { Fields } from '@/data/types';
import { cut, dueOf, type Found, nothing } from './found';

interface TheirTask {
  id?: number;
  title?: string;
  description?: string;
  done?: boolean;
  due_date?: string;
  priority?: number;
  labels?: { title?: string }[] | null;
  related_tasks?: { parenttask?: { id?: number }[] } | null;
}

interface TheirProject {
  title?: string;
  tasks?: TheirTask[] | null;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** What a description of theirs says, without its HTML. */
function plain(html: string): string {
  return html
    .replace(/<(br|\/p|\/li|\/h\d)[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name]!);
}

const priority = (level = 0) =>
  level >= 4 ? 'urgent' : level === 3 ? 'high' : level === 1 ? 'low' : 'normal';

export function readVikunja(value: unknown, zone: string): Found | null {
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'object' && one && 'title' in one))
    return null;
  const found = nothing();
  for (const project of value as TheirProject[])
    for (const task of project.tasks ?? []) {
      if (!task.title) continue;
      const parent = task.related_tasks?.parenttask?.[0]?.id;
      found.tasks.push({
        key: `vikunja:${task.id}`,
        project: project.title,
        parent: parent ? `vikunja:${parent}` : undefined,
        fields: {
          title: cut(task.title, 500),
          notes: task.description ? cut(plain(task.description).trim(), 10000) || null : null,
          status: task.done ? 'completed' : 'pending',
          priority: priority(task.priority),
          tags: (task.labels ?? []).flatMap(({ title }) =>
            title ? [title.toLowerCase().replaceAll(' ', '-')] : [],
          ),
          ...dueOf(task.due_date, zone),
        },
      });
    }
  return found;
}

const TASK = [
  'title',
  'notes',
  'status',
  'priority',
  'due',
  'due_day',
  'zone',
  'recurrence',
  'after_completion',
  'tags',
  'estimate',
  'planned_start',
  'planned_end',
  'reminders',
];
const EVENT = [
  'title',
  'start',
  'end',
  'zone',
  'all_day',
  'location',
  'notes',
  'recurrence',
  'attendees',
  'reminders',
];
const MEMORY = [
  'kind',
  'text',
  'subject',
  'attribute',
  'value',
  'learned',
  'valid_from',
  'valid_to',
  'pinned',
];

function pick(row: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));
}

export function readOwn(value: unknown): Found | null {
  const file = value as Record<string, Fields[] | undefined> | null;
  if (!file || !Array.isArray(file.tasks) || !Array.isArray(file.events)) return null;
  const names = new Map((file.projects ?? []).map((project) => [project.id, String(project.name)]));
  return {
    tasks: file.tasks.map((row) => ({
      key: `pixie:${row.id}`,
      project: names.get(row.project_id),
      parent: row.parent_id ? `pixie:${row.parent_id}` : undefined,
      fields: pick(row, TASK),
    })),
    events: file.events.map((row) => ({ key: `pixie:${row.id}`, fields: pick(row, EVENT) })),
    memories: (file.memories ?? [])
      .filter((row) => !row.superseded_by)
      .map((row) => ({ ...pick(row, MEMORY), was: row.id })),
    left: 0,
  };
}
