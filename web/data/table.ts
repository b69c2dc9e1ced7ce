// SPDX-License-Identifier: Apache-2.0
/**
 * The rows of one entity as the server has confirmed them, and the same with our own waiting changes laid
 * over. The higher version wins, whatever order answers, events and lists arrive in; what was deleted stays
 * away until the next full read.
 */
import { Meanwhile } from './meanwhile';
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

/** Whether the operation changes, makes or restores rows of this entity. */
function concerns(op: Op, entity: Entity): boolean {
  if (op.snapshots) return op.snapshots.some((snapshot) => snapshot.entity === entity);
  if (op.parts) return op.parts.some((part) => concerns(part, entity));
  return op.entity === entity;
}

/** The same fields with the same values: a list that is read again brings most rows as they were. */
function alike(a: Fields, b: Fields): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) =>
      a[name] === b[name] ||
      (typeof a[name] === 'object' && JSON.stringify(a[name]) === JSON.stringify(b[name])),
  );
}

export class Table<E extends Entity> {
  /** A full read has been taken in; before that the rows are only what waits or came by the stream. */
  loaded = false;
  #base = new Map<string, Fields>();
  #gone = new Map<string, number>();
  #ops: readonly Op[] = [];
  #meanwhile = new Meanwhile<string>();
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

  /** Lays the waiting operations over the rows; those about other entities change nothing here. */
  lay(ops: readonly Op[]): void {
    const ours = ops.filter((op) => concerns(op, this.entity));
    const same = ours.length === this.#ops.length && ours.every((op, i) => op === this.#ops[i]);
    this.#ops = ours;
    if (!same) this.#publish();
  }

  /** True if that changed something. A row that is as it was keeps its identity, by which views know it. */
  #put(row: Fields): boolean {
    const at = keyOf(this.entity, row);
    const version = Number(row.version ?? 0);
    const known = this.#base.get(at);
    if (version < Number(known?.version ?? 0) || version <= (this.#gone.get(at) ?? -1)) return false;
    if (known && alike(known, row)) return false;
    this.#base.set(at, row);
    return true;
  }

  /** A row of an answer or an event. */
  accept(row: Fields): void {
    const at = keyOf(this.entity, row);
    this.#gone.delete(at);
    this.#meanwhile.note(at);
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

  /** Asks for all rows that `within` names; what came while they were being read stays. */
  async read(ask: () => Promise<readonly Fields[]>, within?: (row: Fields) => boolean): Promise<void> {
    const [rows, came] = await this.#meanwhile.read(ask);
    this.load(rows, within, came);
  }

  /** A full read of the rows that `within` names: what it and `came` (keys) lack is gone. */
  load(
    rows: readonly Fields[],
    within: (row: Fields) => boolean = () => true,
    came: readonly string[] = [],
  ): void {
    const seen = new Set([...rows.map((row) => keyOf(this.entity, row)), ...came]);
    let changed = !this.loaded;
    for (const row of rows) if (this.#put(row)) changed = true;
    for (const [at, row] of this.#base)
      if (within(row) && !seen.has(at)) changed = this.#base.delete(at) || changed;
    if (!this.#meanwhile.reading) this.#gone.clear(); // another answer may be older than what went
    this.loaded = true;
    if (changed) this.#publish();
  }
}
