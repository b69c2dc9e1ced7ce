// SPDX-License-Identifier: Apache-2.0
/**
 * Every change that a room makes: it shows at once, waits in the outbox, and can be taken back. A step is
 * what one gesture did, however many rows it changed; undo takes back the last step of this tab.
 */
import { words } from '@/words';
import { newId } from './id';
import { type Notice, tell } from './notices';
import type { Op, Snapshot } from './op';
import { session } from './state';
import { keyOf } from './table';
import type { Effect, Entity, Fields, Span } from './types';

export interface Change {
  entity: Entity;
  verb: 'create' | 'update' | 'delete' | 'complete';
  /** Of create: absent, or an id made before. */
  id?: string;
  /** Of an occurrence: its key in the table, which span is meant, its original start. */
  at?: string;
  span?: Span;
  occurrence?: string;
  fields?: Fields;
  /** Of update: the fields as they were when somebody began to change them; absent: as they are now. */
  before?: Fields;
}

interface Step {
  group: string;
  label: string;
  ops: Op[];
  /** Taken back before it was sent: redo sends it anew. */
  withdrawn?: boolean;
  /** Of a chat turn: the server's own action. */
  actions?: string[];
  before: Snapshot[];
  after: Snapshot[];
}

let done: Step[] = [];
let undone: Step[] = [];

export function forgetSteps(): void {
  done = [];
  undone = [];
}

function snapshot(changes: readonly { entity: Entity; at: string }[]): Snapshot[] {
  return changes.map(({ entity, at }) => ({
    entity,
    at,
    row: (session().tables[entity].view.get(at) as Fields | undefined) ?? null,
  }));
}

function makeOp(change: Change, group: string): Op {
  const id = change.id ?? newId();
  const at = change.at ?? id;
  const fields = change.fields ?? {};
  const now = () => (session().tables[change.entity].view.get(at) ?? {}) as Fields;
  const seen = change.before ?? now();
  const before = Object.fromEntries(Object.keys(fields).map((name) => [name, seen[name]]));
  const { entity, verb, span, occurrence } = change;
  return { key: newId(), entity, id, at, verb, fields, before, span, occurrence, group, tries: 0 };
}

const BATCH_MOST = 500;

/** Several plain changes go as one transaction, which is one action of the server. */
function bundle(ops: Op[], group: string): Op[] {
  const plain = ops.every((op) => op.verb !== 'complete' && !op.span);
  if (ops.length < 2 || ops.length > BATCH_MOST || !plain) return ops;
  const { entity } = ops[0]!;
  return [
    {
      key: newId(),
      entity,
      id: group,
      at: '',
      verb: 'batch',
      fields: {},
      before: {},
      group,
      parts: ops,
      tries: 0,
    },
  ];
}

interface Telling {
  /** What the toast says; without it nothing is told, but undo works all the same. */
  label?: string;
}

/** Makes the changes as one step; returns the ids of their rows. */
export function change(changes: readonly Change[], { label }: Telling = {}): string[] {
  const group = newId();
  const ops = changes.map((one) => makeOp(one, group));
  const before = snapshot(ops);
  const sent = bundle(ops, group);
  void session().outbox.put(sent);
  const step = { group, label: label ?? '', ops: sent, before, after: snapshot(ops) };
  done = [...done.slice(-99), step];
  undone = [];
  if (label) tell({ text: label, action: undoOf(group) });
  return ops.map((op) => op.id);
}

/** What the server did by itself, as a step of this tab: its group, for undo; null if there is nothing to take back. */
export function noteTurn(actions: string[], label: string, effects: readonly Effect[]): string | null {
  if (actions.length === 0) return null;
  const rows = effects.filter(({ entity }) => entity in session().tables);
  const after = rows.map(({ entity, verb, action_id: _, ...row }) => ({
    entity: entity as Entity,
    at: keyOf(entity as Entity, row),
    row: verb === 'deleted' ? null : (row as Fields),
  }));
  const before = after.filter((_, i) => rows[i]!.verb === 'created').map((one) => ({ ...one, row: null }));
  const group = newId();
  done = [...done.slice(-99), { group, label, ops: [], actions, before, after }];
  undone = [];
  return group;
}

/** The button of a notice that takes back its own step, whatever was done since; none if there is no such step. */
export function undoOf(group: string | null): Notice['action'] {
  return group ? { label: words().change.undo, run: () => void undo(group) } : undefined;
}

function put(step: Step, verb: 'undo' | 'redo'): void {
  const op: Op = {
    key: newId(),
    entity: step.before[0]?.entity ?? 'task',
    id: step.group,
    at: '',
    verb,
    fields: {},
    before: {},
    group: newId(),
    of: step.group,
    actions: step.actions,
    snapshots: verb === 'undo' ? step.before : step.after,
    tries: 0,
  };
  void session().outbox.put([op]);
}

/** Takes back a step: the named one, or the last of this tab. */
export async function undo(group?: string): Promise<void> {
  const step = group ? done.find((one) => one.group === group) : done.at(-1);
  const w = words().change;
  if (!step) {
    tell({ text: w.nothingToUndo });
    return;
  }
  done = done.filter((one) => one !== step);
  undone = [...undone, step];
  step.withdrawn = step.ops.length > 0 && (await session().outbox.withdraw(step.ops.map((op) => op.key)));
  if (!step.withdrawn) put(step, 'undo');
  tell({ text: w.undone(step.label), action: { label: w.redo, run: () => void redo(step.group) } });
}

/** Does a step again: the named one, or the one that was taken back last. */
export async function redo(group?: string): Promise<void> {
  const step = group ? undone.find((one) => one.group === group) : undone.at(-1);
  const w = words().change;
  if (!step) {
    tell({ text: w.nothingToRedo });
    return;
  }
  undone = undone.filter((one) => one !== step);
  done = [...done, step];
  if (step.withdrawn) void session().outbox.put(step.ops.map((op) => ({ ...op, tries: 0 })));
  else put(step, 'redo');
  tell({ text: w.redone(step.label), action: undoOf(step.group) });
}

/** Takes back actions that the server named, such as a turn of the chat. */
export function undoActions(actions: string[], verb: 'undo' | 'redo'): void {
  put({ group: newId(), label: '', ops: [], actions, before: [], after: [] }, verb);
}
