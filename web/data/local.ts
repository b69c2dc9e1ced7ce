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

const STORES = ['sessionStorage', 'localStorage'] as const;
const DRAFT = 'pixie-draft:';
const DRAFT_AFTER_MS = 200;

/** Drafts that are not in the stores yet: writing there takes longer than a key may. */
const unwritten = new Map<string, string>();
let writing: ReturnType<typeof setTimeout> | undefined;

/** Writes the drafts that wait; also when the page is left or hidden. */
export function writeDrafts(): void {
  clearTimeout(writing);
  writing = undefined;
  for (const which of STORES) {
    try {
      for (const [room, text] of unwritten)
        if (text) window[which].setItem(DRAFT + room, text);
        else window[which].removeItem(DRAFT + room);
    } catch {
      // blocked or full: the page itself still has the text
    }
  }
  unwritten.clear();
}

if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', writeDrafts);
  document.addEventListener('visibilitychange', () => document.hidden && writeDrafts());
}

/** What stands in the line of a room. A tab has its own draft; a new tab begins with the last one of all. */
export function draftOf(room: string): string {
  const waiting = unwritten.get(room);
  if (waiting !== undefined) return waiting;
  try {
    return sessionStorage.getItem(DRAFT + room) ?? localStorage.getItem(DRAFT + room) ?? '';
  } catch {
    return '';
  }
}

/** Keeps a draft; none (it was sent) is noted at once, so that it does not come back. */
export function keepDraft(room: string, text: string): void {
  unwritten.set(room, text);
  if (text === '') writeDrafts();
  else writing ??= setTimeout(writeDrafts, DRAFT_AFTER_MS);
}

/** Removes every note of Pixie: who was here, drafts, the copy of the preferences. */
export function forgetNotes(): void {
  unwritten.clear();
  for (const which of STORES) {
    try {
      const store = window[which];
      for (const name of Object.keys(store)) if (name.startsWith('pixie-')) store.removeItem(name);
    } catch {
      // blocked: there are none
    }
  }
}
