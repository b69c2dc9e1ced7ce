// SPDX-License-Identifier: Apache-2.0
/**
 * Which unread rows were told beside the page. A new row comes by an event, by a list that is read again, or by both
 * in either order: it is told at the first, and once. One that was put off is told again when it is unread again. What
 * was there when the page opened waits under the bell.
 */
interface Row {
  /** Newer rows have greater ones. */
  id: string;
  state: string;
}

export class Told {
  #told = new Set<string>();
  /** Of the lists so far; null before the first one. */
  #newest: string | null = null;

  /** A row of an event. True if it is to be told. */
  event(row: Row, verb: string): boolean {
    if (row.state !== 'unread' || verb === 'deleted') {
      this.#told.delete(row.id);
      return false;
    }
    // Before the first list, one that only changed may have been there for long.
    const fresh = !this.#told.has(row.id) && (verb === 'created' || this.#newest !== null);
    this.#told.add(row.id);
    return fresh;
  }

  /** The rows of a list, newest first. Those that are to be told, oldest first. */
  list<R extends Row>(rows: readonly R[]): R[] {
    const before = this.#newest;
    const isNew = (row: R) => row.state === 'unread' && !this.#told.has(row.id);
    const fresh = before === null ? [] : rows.filter((row) => isNew(row) && row.id > before).reverse();
    let newest = before ?? '';
    for (const { id, state } of rows) {
      if (id > newest) newest = id;
      if (state === 'unread') this.#told.add(id);
      else this.#told.delete(id);
    }
    this.#newest = newest;
    return fresh;
  }
}
