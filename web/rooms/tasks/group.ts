// SPDX-License-Identifier: Apache-2.0
/** Groups of a list: by date, project or priority. */
import type { Project, Task } from '@/data/types';
import { dueDay, type Group, isOverdue, PRIORITIES } from '@/parts/task/model';
import { addDays } from '@/ui/days';
import type { Words } from '@/words';
import type { Format } from '@/words/format';

export type Grouping = 'none' | 'due' | 'project' | 'priority';

export interface GroupContext {
  today: string;
  now: number;
  format: Format;
  projects: ReadonlyMap<string, Project>;
  w: Words;
}

function byDue(task: Task, { today, now, format, w }: GroupContext): [string, string] {
  const day = dueDay(task, format);
  if (day === null) return ['9', w.tasks.noDate];
  if (isOverdue(task, today, now, format)) return ['0', w.tasks.overdue];
  if (day < addDays(today, 7)) return [day, format.near(day, today)];
  return [`${day.slice(0, 7)}-99`, format.month(day)]; // after the days of that month
}

function byProject(task: Task, { projects, w }: GroupContext): [string, string] {
  const name = projects.get(task.project_id ?? '')?.name;
  return name ? [`1${name.toLowerCase()}`, name] : ['0', w.tasks.noProject];
}

export function groupTasks(tasks: readonly Task[], grouping: Grouping, context: GroupContext): Group[] {
  if (grouping === 'none') return [{ key: 'all', title: '', tasks: [...tasks] }];
  const groups = new Map<string, Group>();
  for (const task of tasks) {
    const [key, title] =
      grouping === 'due'
        ? byDue(task, context)
        : grouping === 'project'
          ? byProject(task, context)
          : [String(PRIORITIES.indexOf(task.priority)), context.w.tasks.priorities[task.priority]];
    const group = groups.get(key) ?? { key, title, tasks: [] };
    group.tasks.push(task);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
