// SPDX-License-Identifier: Apache-2.0
/**
 * What this browser keeps of one user in IndexedDB: a copy of the tables that paints first, the operations
 * that wait. Where IndexedDB is missing or does not open (blocked storage, private windows of some browsers)
 * memory takes its place. Also the small notes of localStorage and sessionStorage, all named "pixie-…".
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

function hasIndexed(): boolean {
  try {
    return typeof indexedDB !== 'undefined' && indexedDB !== null;
  } catch {
    return false;
  }
}

const OPENS_WITHIN_MS = 4000;
let usable: Promise<boolean> | null = null;

/** Whether a database opens here; tried once, because a browser that has IndexedDB may still refuse it. */
function opens(): Promise<boolean> {
  usable ??= new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), OPENS_WITHIN_MS);
    try {
      const request = indexedDB.open('pixie-probe');
      request.onerror = () => resolve(false);
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
    } catch {
      resolve(false);
    }
  });
  return usable;
}

/** A store by name; one database each, because idb-keyval's databases have one store. */
export function keep(name: string): Keep {
  if (!hasIndexed()) return memory();
  const place = opens().then((usable) => (usable ? indexed(createStore(`pixie-${name}`, 'kv')) : memory()));
  return {
    get: async <T>(key: string) => (await place).get<T>(key),
    set: async (key, value) => (await place).set(key, value),
    del: async (key) => (await place).del(key),
    entries: async <T>() => (await place).entries<T>(),
    clear: async () => (await place).clear(),
  };
}

/** A note of localStorage; null where storage is blocked. */
export function noted(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Writes a note of localStorage, or removes it (null). */
export function note(name: string, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // blocked or full: the app works without its notes
  }
}

/** Removes every note of Pixie: who was here, drafts, the copy of the preferences. */
export function forgetNotes(): void {
  for (const which of ['localStorage', 'sessionStorage'] as const) {
    try {
      const store = window[which];
      for (const name of Object.keys(store)) if (name.startsWith('pixie-')) store.removeItem(name);
    } catch {
      // blocked: there are none
    }
  }
}
