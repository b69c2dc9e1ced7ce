// SPDX-License-Identifier: Apache-2.0
/** Where tasks belong: their project, their tags, the task they are a part of. Asked for by sheets, so no first load. */
import { type Change, change } from '@/data/change';
import { newId } from '@/data/id';
import { session } from '@/data/state';
import type { Task } from '@/data/types';
import { words } from '@/words';
import { label } from './actions';

/** Moves tasks to a project; one that does not exist yet is made in the same step. */
export function setProject(tasks: readonly Task[], project: { id: string } | { name: string } | null): void {
  const w = words().tasks;
  const made = project && 'name' in project ? newId() : null;
  const id = made ?? (project as { id: string } | null)?.id ?? null;
  const name =
    project && 'name' in project
      ? project.name
      : (id && session().tables.project.view.get(id)?.name) || w.noProject;
  const changes: Change[] = tasks.map((task) => ({
    entity: 'task',
    verb: 'update',
    id: task.id,
    fields: { project_id: id },
  }));
  if (made)
    changes.unshift({
      entity: 'project',
      verb: 'create',
      id: made,
      fields: { name, archived: false, notes: null },
    });
  change(changes, { label: w.moved(tasks.length === 1 ? tasks[0]!.title : w.count(tasks.length), name) });
}

export function toggleTag(tasks: readonly Task[], tag: string): void {
  const all = tasks.every((task) => task.tags.includes(tag));
  const changes = tasks.map((task): Change => {
    const rest = task.tags.filter((one) => one !== tag);
    return { entity: 'task', verb: 'update', id: task.id, fields: { tags: all ? rest : [...rest, tag] } };
  });
  const w = words().tasks;
  change(changes, { label: label(tasks, { one: w.changed, many: w.changedMany }) });
}

export function addSubtask(parent: Task, title: string): void {
  const fields = {
    title,
    parent_id: parent.id,
    project_id: parent.project_id,
    status: 'pending',
    priority: 'normal',
    tags: [],
    due: null,
    due_day: null,
    notes: null,
    recurrence: null,
  };
  change([{ entity: 'task', verb: 'create', fields }]);
}
