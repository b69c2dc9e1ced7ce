// SPDX-License-Identifier: Apache-2.0
/** What can be done to tasks; each call is one step for undo, however many tasks it is about. */
import { type Change, change } from '@/data/change';
import type { Fields, Task } from '@/data/types';
import { words } from '@/words';

type Say = { one(title: string): string; many(n: number): string };

export function label(tasks: readonly Task[], say: Say): string {
  return tasks.length === 1 ? say.one(tasks[0]!.title) : say.many(tasks.length);
}

export function isDone(task: Task): boolean {
  return task.status === 'completed' || task.status === 'cancelled';
}

export function complete(tasks: readonly Task[]): void {
  const w = words().tasks;
  const open = tasks.filter((task) => !isDone(task));
  if (open.length === 0) return;
  // Several that don't repeat are one transaction; a repeating one moves on by its rule, which only the server does.
  const many = open.length > 1;
  const changes = open.map(
    (task): Change =>
      many && !task.recurrence
        ? { entity: 'task', verb: 'update', id: task.id, fields: { status: 'completed' } }
        : { entity: 'task', verb: 'complete', id: task.id },
  );
  change(changes, { label: label(open, { one: w.completed, many: w.completedMany }) });
}

export function toggle(task: Task): void {
  if (isDone(task)) update([task], { status: 'pending' }, words().tasks.reopened(task.title));
  else complete([task]);
}

/** `before`: the fields as they were when somebody began to change them, if that is a while ago. */
export function update(tasks: readonly Task[], fields: Fields, text?: string, before?: Fields): void {
  if (tasks.length === 0) return;
  const w = words().tasks;
  const changes = tasks.map(
    (task): Change => ({ entity: 'task', verb: 'update', id: task.id, fields, before }),
  );
  change(changes, { label: text ?? label(tasks, { one: w.changed, many: w.changedMany }) });
}

export function remove(tasks: readonly Task[]): void {
  if (tasks.length === 0) return;
  const w = words().tasks;
  const changes = tasks.map((task): Change => ({ entity: 'task', verb: 'delete', id: task.id }));
  change(changes, { label: label(tasks, { one: w.deleted, many: w.deletedMany }) });
}

/** A due date as the engine reads it: "2026-01-14" is a day, an instant has a time. */
export function dueFields(due: string | null, zone: string): Fields {
  if (!due) return { due: null, due_day: null };
  return due.includes('T') ? { due, due_day: null, zone } : { due: null, due_day: due, zone };
}
