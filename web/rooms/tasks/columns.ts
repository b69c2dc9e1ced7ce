// SPDX-License-Identifier: Apache-2.0
/** Which columns a board has, and which tasks stand in each. */
import type { Project, Task } from '@/data/types';
import { type Group, PRIORITIES, placeOf } from '@/parts/task/model';
import type { Words } from '@/words';

export type ColumnsBy = 'status' | 'project' | 'priority';

const DONE_SHOWN = 30;

export function columnsOf(
  tasks: Iterable<Task>,
  by: ColumnsBy,
  projects: ReadonlyMap<string, Project>,
  w: Words,
): Group[] {
  const all = [...tasks].sort((a, b) => placeOf(a) - placeOf(b));
  const open = all.filter((task) => task.status === 'pending' || task.status === 'in_progress');
  if (by === 'priority')
    return PRIORITIES.map((key) => ({
      key,
      title: w.tasks.priorities[key],
      tasks: open.filter((task) => task.priority === key),
    }));
  if (by === 'status')
    return (['pending', 'in_progress', 'completed'] as const).map((key) => ({
      key,
      title: w.tasks.statuses[key],
      tasks:
        key === 'completed'
          ? all
              .filter((task) => task.status === key)
              .slice(-DONE_SHOWN)
              .reverse()
          : all.filter((task) => task.status === key),
    }));
  const named = [...projects.values()].sort((a, b) => a.name.localeCompare(b.name));
  return [
    {
      key: 'none',
      title: w.tasks.noProject,
      tasks: open.filter((task) => !task.project_id || !projects.has(task.project_id)),
    },
    ...named.map(({ id, name }) => ({
      key: id,
      title: name,
      tasks: open.filter((task) => task.project_id === id),
    })),
  ];
}
