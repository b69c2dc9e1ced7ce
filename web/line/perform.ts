// SPDX-License-Identifier: Apache-2.0
/** Enter: creations go as rows through the outbox (so they work offline), everything else is said to Pixie. */
import { type Change, change } from '@/data/change';
import { newId } from '@/data/id';
import { words } from '@/words';
import type { Planned } from './reading';

function projectChanges(rows: readonly Planned[]): { changes: Change[]; ids: Map<string, string> } {
  const ids = new Map<string, string>();
  for (const { newProject } of rows) if (newProject && !ids.has(newProject)) ids.set(newProject, newId());
  const changes = [...ids].map(
    ([name, id]): Change => ({
      entity: 'project',
      verb: 'create',
      id,
      fields: { name, archived: false, notes: null },
    }),
  );
  return { changes, ids };
}

const EMPTY_TASK = {
  notes: null,
  status: 'pending',
  priority: 'normal',
  due: null,
  due_day: null,
  project_id: null,
  parent_id: null,
  recurrence: null,
  tags: [],
};
const EMPTY_EVENT = { location: null, notes: null, recurrence: null, attendees: null };

/** Saves what was previewed; returns the ids of the rows. */
export function saveRows(rows: readonly Planned[]): string[] {
  const { changes, ids } = projectChanges(rows);
  const made = rows.map(({ entity, fields, newProject }): Change => {
    const project = newProject ? { project_id: ids.get(newProject) } : {};
    const empty = entity === 'task' ? EMPTY_TASK : EMPTY_EVENT;
    return { entity, verb: 'create', fields: { ...empty, ...fields, ...project } };
  });
  const w = words().line;
  const title = String(rows[0]?.fields.title ?? '');
  const label = rows.length > 1 ? w.savedMany(rows.length) : w.saved(title);
  return change([...changes, ...made], { label }).slice(changes.length);
}
