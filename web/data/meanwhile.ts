// SPDX-License-Identifier: Apache-2.0
/**
 * What comes by the stream while a list is being read: the answer may have been made before it, and would take it
 * away again. Whoever reads a list gets both.
 */
export class Meanwhile<Row> {
  #reads = 0;
  #came: Row[] = [];

  /** Some list is being read. */
  get reading(): boolean {
    return this.#reads > 0;
  }

  /** A row of an answer or an event. */
  note(row: Row): void {
    if (this.#reads > 0) this.#came.push(row);
  }

  /** The answer, and the rows that came since it was asked for, in their order. */
  async read<Answer>(ask: () => Promise<Answer>): Promise<[Answer, readonly Row[]]> {
    const from = this.#came.length;
    this.#reads++;
    try {
      return [await ask(), this.#came.slice(from)];
    } finally {
      this.#reads--;
      if (this.#reads === 0) this.#came = [];
    }
  }
}

/** A row of a list and how new it is. */
interface Known {
  id: string;
  version: number;
}

/** The list with the row as it is now: in its place, or put in by `add`. The same list if that is nothing new. */
export function laid<Row extends Known>(
  rows: readonly Row[],
  row: Row,
  add: (rows: readonly Row[], row: Row) => Row[],
): Row[] {
  const known = rows.find((one) => one.id === row.id);
  if (!known) return add(rows, row);
  if (known.version >= row.version) return rows as Row[];
  return rows.map((one) => (one.id === row.id ? row : one));
}
