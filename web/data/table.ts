// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of one entity as the server has confirmed them, and the same with our own waiting changes laid
 * over. The higher version wins, whatever order answers, events and lists arrive in; what was deleted stays
 * away until the next full read.
 */
import { type Op, overlay } from './op';
import type { Entity, EntityRow, Fields } from './types';

export function keyOf(entity: Entity, row: Fields): string {
  return entity === 'event' && row.recurrence && row.occurrence
    ? `${row.id}@${row.occurrence}`
    : String(row.id);
}

/** What the listener needs of a table, whichever entity it is of. */
export interface Changed {
  readonly loaded: boolean;
  readonly entity: Entity;
  readonly view: ReadonlyMap<string, unknown>;
}

export class Table<E extends Entity> {
  /** A full read has been taken in; before that the rows are only what waits or came by the stream. */
  loaded = false;
  #base = new Map<string, Fields>();
  #gone = new Map<string, number>();
  #ops: readonly Op[] = [];
  #view: ReadonlyMap<string, EntityRow[E]> = new Map();
  #changed: (table: Changed) => void;

  constructor(
    readonly entity: E,
    changed: (table: Changed) => void,
  ) {
    this.#changed = changed;
  }

  get view(): ReadonlyMap<string, EntityRow[E]> {
    return this.#view;
  }

  /** The confirmed rows, for the copy on this device. */
  get confirmed(): EntityRow[E][] {
    return [...this.#base.values()] as unknown as EntityRow[E][];
  }

  base(at: string): EntityRow[E] | undefined {
    return this.#base.get(at) as EntityRow[E] | undefined;
  }

  #publish(): void {
    this.#view = overlay(this.#base, this.#ops, this.entity) as unknown as ReadonlyMap<string, EntityRow[E]>;
    this.#changed(this);
  }

  lay(ops: readonly Op[]): void {
    this.#ops = ops;
    this.#publish();
  }

  #put(row: Fields): boolean {
    const at = keyOf(this.entity, row);
    const version = Number(row.version ?? 0);
    if (version < Number(this.#base.get(at)?.version ?? 0) || version <= (this.#gone.get(at) ?? -1))
      return false;
    this.#base.set(at, row);
    return true;
  }

  /** A row of an answer or an event. */
  accept(row: Fields): void {
    this.#gone.delete(keyOf(this.entity, row));
    if (this.#put(row)) this.#publish();
  }

  remove(id: string): void {
    for (const [at, row] of this.#base) {
      if (row.id !== id) continue;
      this.#gone.set(at, Number(row.version ?? 0));
      this.#base.delete(at);
    }
    this.#gone.set(id, this.#gone.get(id) ?? 0);
    this.#publish();
  }

  /** A full read of the rows that `within` names: what it lacks is gone. */
  load(rows: readonly Fields[], within: (row: Fields) => boolean = () => true): void {
    const seen = new Set(rows.map((row) => keyOf(this.entity, row)));
    for (const row of rows) this.#put(row);
    for (const [at, row] of this.#base) if (within(row) && !seen.has(at)) this.#base.delete(at);
    this.#gone.clear();
    this.loaded = true;
    this.#publish();
  }
}
