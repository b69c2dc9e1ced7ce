// SPDX-License-Identifier: Apache-2.0
/** What a file of another program holds, in our own terms, before anything of it is saved. */
import type { Fields } from '@/data/types';

export interface FoundTask {
  /** Names it in its own program: the same file again brings nothing twice. */
  key: string;
  fields: Fields;
  project?: string;
  parent?: string;
}

export interface FoundEvent {
  key: string;
  fields: Fields;
}

export interface Found {
  tasks: FoundTask[];
  events: FoundEvent[];
  memories: Fields[];
  /** Rows that can't be taken over as they are. */
  left: number;
}

export const nothing = (): Found => ({ tasks: [], events: [], memories: [], left: 0 });

export function countOf({ tasks, events, memories }: Found): number {
  return tasks.length + events.length + memories.length;
}

/** A day of "2026-01-14", or an instant of anything with a time; null if it is neither. */
export function dueOf(text: unknown, zone: string): Fields {
  if (typeof text !== 'string' || text === '' || text.startsWith('0001-')) return {};
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return { due_day: text, zone };
  const at = Date.parse(text);
  return Number.isNaN(at) ? {} : { due: new Date(at).toISOString(), zone };
}

export const cut = (text: string, most: number) => [...text].slice(0, most).join('');
