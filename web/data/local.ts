// SPDX-License-Identifier: Apache-2.0
/**
 * What this browser keeps of one user in IndexedDB: a copy of the tables that paints first, the operations
 * that wait, drafts. Where there is no IndexedDB (private windows of some browsers) memory takes its place.
 */
import { clear, createStore, del, entries, get, set, type UseStore } from 'idb-keyval';

export interface Keep {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
  entries<T>(): Promise<[string, T][]>;
  clear(): Promise<void>;
}

function memory(): Keep {
  const map = new Map<string, unknown>();
  return {
    get: async <T>(key: string) => map.get(key) as T | undefined,
    set: async (key, value) => void map.set(key, value),
    del: async (key) => void map.delete(key),
    entries: async <T>() => [...map] as [string, T][],
    clear: async () => map.clear(),
  };
}

function indexed(store: UseStore): Keep {
  return {
    get: (key) => get(key, store),
    set: (key, value) => set(key, value, store),
    del: (key) => del(key, store),
    entries: () => entries(store),
    clear: () => clear(store),
  };
}

/** A store by name; one database each, because idb-keyval's databases have one store. */
export function keep(name: string): Keep {
  return typeof indexedDB === 'undefined' ? memory() : indexed(createStore(`pixie-${name}`, 'kv'));
}
