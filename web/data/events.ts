// SPDX-License-Identifier: Apache-2.0
/**
 * What the stream says, applied to the tables; and who else wants to know (chat, documents). A repeating
 * event changes occurrences that only the server can expand: the loaded months are read again.
 */
import { client, session } from './state';
import type { Entity, Fields } from './types';

type Listener = (name: string, payload: Fields) => void;
const listeners = new Set<Listener>();

/** Hears every event of the stream; returns how to stop. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const TABLES = new Set<string>(['task', 'event', 'project', 'memory', 'conversation']);
let rereading: ReturnType<typeof setTimeout> | undefined;

export function rereadMonths(): void {
  clearTimeout(rereading);
  rereading = setTimeout(() => void client.invalidateQueries({ queryKey: ['month'] }), 120);
}

/** A changed row, from the stream or from an answer. */
export function applyRow(entity: Entity, verb: string, row: Fields): void {
  const table = session().tables[entity];
  if (entity === 'event') {
    const expanded = [...table.view.values()].some(
      (known) => known.id === row.id && (known as Fields).recurrence,
    );
    if (row.recurrence || expanded) return rereadMonths();
  }
  if (verb === 'deleted') table.remove(String(row.id));
  else table.accept(row);
}

export function applyEvent(name: string, payload: Fields): void {
  const row = payload[name] as Fields | undefined;
  if (TABLES.has(name) && row) applyRow(name as Entity, String(payload.verb), row);
  for (const listener of listeners) listener(name, payload);
}
