// SPDX-License-Identifier: Apache-2.0
/**
 * Saves what was found in a file: up to 500 rows a transaction, parents before their subtasks, each transaction an
 * action that can be taken back. A row's id follows from its name in the file, so the same file again brings nothing.
 */
import { all, send } from '@/data/api';
import { newId } from '@/data/id';
import type { Fields } from '@/data/types';
import type { Found, FoundTask } from './found';

const BATCH_MOST = 500;

/** A UUIDv7 made of a name: the same name, the same id. */
export async function idOf(name: string): Promise<string> {
  const bytes = new Uint8Array(await digest(name)).slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  // The time within it is that of 2020: rows come in by their order here, not by their ids.
  bytes.set([0x01, 0x6f, 0x5e, 0x66, 0xe8, 0x00]);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** SHA-256 where the browser has it; on plain HTTP a weaker mix of 128 bits does. */
async function digest(name: string): Promise<ArrayBuffer> {
  const bytes = new TextEncoder().encode(name);
  if (crypto.subtle) return crypto.subtle.digest('SHA-256', bytes);
  const words = new Uint32Array([0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b]);
  for (const byte of bytes)
    for (let i = 0; i < 4; i++)
      words[i] = Math.imul(words[i]! ^ (byte + i * 131), 0x01000193 + i * 2) + words[(i + 1) % 4]!;
  return words.buffer;
}

interface BatchChange {
  op: 'create';
  entity: 'project' | 'task' | 'event' | 'memory';
  fields: Fields;
}

/** Tasks with those above them first. */
export function parentsFirst(tasks: readonly FoundTask[]): FoundTask[] {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const done = new Set<string>();
  const sorted: FoundTask[] = [];
  const add = (task: FoundTask, depth: number) => {
    if (done.has(task.key)) return;
    const parent = task.parent ? byKey.get(task.parent) : undefined;
    if (parent && depth < 20) add(parent, depth + 1);
    if (done.has(task.key)) return;
    done.add(task.key);
    sorted.push(task);
  };
  for (const task of tasks) add(task, 0);
  return sorted;
}

async function projectIds(found: Found, changes: BatchChange[]): Promise<Map<string, string>> {
  const theirs = await all<{ id: string; name: string }>('/projects?archived=true', null);
  const ids = new Map(theirs.map(({ id, name }) => [name.toLowerCase(), id]));
  for (const { project } of found.tasks) {
    if (!project || ids.has(project.toLowerCase())) continue;
    const id = newId();
    ids.set(project.toLowerCase(), id);
    changes.push({ op: 'create', entity: 'project', fields: { id, name: project } });
  }
  return ids;
}

async function knownIds(found: Found): Promise<Set<string>> {
  const ids = async (path: string) => (await all<{ id: string }>(path)).map(({ id }) => id);
  return new Set([
    ...(found.tasks.length > 0 ? await ids('/tasks') : []),
    ...(found.events.length > 0 ? await ids('/events') : []),
    ...(found.memories.length > 0 ? await ids('/memories') : []),
  ]);
}

async function changesOf(found: Found, known: ReadonlySet<string>): Promise<BatchChange[]> {
  const changes: BatchChange[] = [];
  const projects = await projectIds(found, changes);
  const own = (key: string) =>
    key.startsWith('pixie:') && known.has(key.slice(6)) ? key.slice(6) : idOf(key);
  for (const { key, fields, project, parent } of parentsFirst(found.tasks)) {
    const above = parent ? await own(parent) : null;
    const project_id = project ? projects.get(project.toLowerCase()) : null;
    changes.push({
      op: 'create',
      entity: 'task',
      fields: { ...fields, id: await own(key), project_id, parent_id: above },
    });
  }
  for (const { key, fields } of found.events)
    changes.push({ op: 'create', entity: 'event', fields: { ...fields, id: await own(key) } });
  for (const { was, ...fields } of found.memories)
    changes.push({ op: 'create', entity: 'memory', fields: { ...fields, id: await own(`pixie:${was}`) } });
  return changes.filter(({ fields }) => !known.has(String(fields.id)));
}

export interface Saved {
  made: number;
  known: number;
  actions: string[];
}

/** `onProgress` hears how many of how many are saved. Throws what the server refused; what went before it stays. */
export async function saveFound(found: Found, onProgress: (n: number, of: number) => void): Promise<Saved> {
  const changes = await changesOf(found, await knownIds(found));
  const rows = changes.filter(({ entity }) => entity !== 'project').length;
  const actions: string[] = [];
  for (let at = 0; at < changes.length; at += BATCH_MOST) {
    onProgress(at, changes.length);
    const body = { changes: changes.slice(at, at + BATCH_MOST) };
    const { action } = await send('/batch', {
      method: 'POST',
      body,
      headers: { 'idempotency-key': newId() },
    });
    if (action) actions.push(action);
  }
  const all = found.tasks.length + found.events.length + found.memories.length;
  return { made: rows, known: all - rows, actions };
}
