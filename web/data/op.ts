// SPDX-License-Identifier: Apache-2.0
/**
 * One change on its way to the server, and what it makes of a row until the server has answered. Pure
 * functions only: the outbox keeps and sends operations, tables lay them over their rows.
 */
import type { Entity, Fields, Span } from './types';

export interface Snapshot {
  entity: Entity;
  /** The key of the row in its table. */
  at: string;
  row: Fields | null;
}

export interface Op {
  /** UUIDv7: order of making, and the Idempotency-Key. */
  key: string;
  entity: Entity;
  id: string;
  /** Where the row stands in its table: its id, or id@occurrence of a repeating event. */
  at: string;
  verb: 'create' | 'update' | 'delete' | 'complete' | 'batch' | 'undo' | 'redo';
  fields: Fields;
  /** update: the same fields as they were when the user changed them. */
  before: Fields;
  span?: Span;
  occurrence?: string;
  /** Operations of one group are one step for undo. */
  group: string;
  /** undo, redo: the group it is about, and the rows as they become. */
  of?: string;
  actions?: string[];
  snapshots?: Snapshot[];
  /** batch: the changes, which are one transaction. */
  parts?: Op[];
  tries: number;
}

const NO_MILLISECONDS = /(?<=T\d\d:\d\d:\d\d)\.0+(?=Z$)/;

/** Instants by value: the server leaves out milliseconds that are none, a browser writes them. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(NO_MILLISECONDS, '') : value;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a ?? null, plain) === JSON.stringify(b ?? null, plain);
}

/** Fields of `op` that somebody else has changed since, to something else than we want. */
export function contested(op: Op, theirs: Fields): string[] {
  return Object.keys(op.fields).filter(
    (name) =>
      name in op.before && !same(theirs[name], op.before[name]) && !same(theirs[name], op.fields[name]),
  );
}

/** `op` without the contested fields; null if nothing is left of it. */
export function rebase(op: Op, theirs: Fields): Op | null {
  const lost = contested(op, theirs);
  if (lost.length === 0) return op;
  const fields = Object.fromEntries(Object.entries(op.fields).filter(([name]) => !lost.includes(name)));
  const left = Object.keys(fields).filter((name) => name !== 'zone');
  return left.length === 0 ? null : { ...op, fields };
}

function restore(rows: Map<string, Fields>, snapshots: readonly Snapshot[], entity: Entity): void {
  for (const snapshot of snapshots) {
    if (snapshot.entity !== entity) continue;
    if (snapshot.row) rows.set(snapshot.at, snapshot.row);
    else rows.delete(snapshot.at);
  }
}

function applyChange(rows: Map<string, Fields>, op: Op, now: string): void {
  const row = rows.get(op.at);
  if (op.verb === 'create') {
    if (!row) rows.set(op.at, { version: 0, created: now, updated: now, ...op.fields, id: op.id });
  } else if (!row) {
    return;
  } else if (op.verb === 'delete') {
    removeSpan(rows, op);
  } else if (op.verb === 'complete') {
    rows.set(op.at, { ...row, status: 'completed', completed: now });
  } else {
    updateSpan(rows, op, row);
  }
}

function applyOne(rows: Map<string, Fields>, op: Op, entity: Entity, now: string): void {
  if (op.snapshots) restore(rows, op.snapshots, entity);
  else if (op.parts) for (const part of op.parts) applyOne(rows, part, entity, now);
  else if (op.entity === entity) applyChange(rows, op, now);
}

function inSpan(op: Op, at: string, row: Fields): boolean {
  if (at === op.at) return true;
  if (!op.occurrence || op.span === 'this' || row.id !== op.id) return false;
  return op.span === 'all' || String(row.occurrence ?? row.start) >= op.occurrence;
}

function removeSpan(rows: Map<string, Fields>, op: Op): void {
  for (const [at, row] of rows) if (inSpan(op, at, row)) rows.delete(at);
}

function shift(from: unknown, to: unknown, value: unknown): string {
  return new Date(
    Date.parse(String(value)) + Date.parse(String(to)) - Date.parse(String(from)),
  ).toISOString();
}

/** The other occurrences move by as much as the one that was moved; the server's answer replaces this. */
function updateSpan(rows: Map<string, Fields>, op: Op, moved: Fields): void {
  for (const [at, row] of rows) {
    if (!inSpan(op, at, row)) continue;
    const next = { ...row, ...op.fields };
    if (at !== op.at && op.fields.start) next.start = shift(moved.start, op.fields.start, row.start);
    if (at !== op.at && op.fields.end) next.end = shift(moved.end, op.fields.end, row.end);
    rows.set(at, next);
  }
}

/** `base` with the waiting operations laid over it, in their order. */
export function overlay(
  base: ReadonlyMap<string, Fields>,
  ops: readonly Op[],
  entity: Entity,
): Map<string, Fields> {
  const rows = new Map(base);
  const now = new Date().toISOString();
  for (const op of ops) applyOne(rows, op, entity, now);
  return rows;
}

/** Ids that `op` needs to exist: a subtask of a task that was made offline waits for it. */
function mentions(op: Op): string[] {
  if (op.parts) return op.parts.flatMap(mentions);
  // New rows of a kind go one after the other: their order is the order of writing.
  const kind = op.verb === 'create' ? `new ${op.entity}` : null;
  const ids = [op.id, kind, op.fields.project_id, op.fields.parent_id, op.fields.conversation_id];
  return ids.filter((id): id is string => typeof id === 'string');
}

/** The rows that `op` changes: later operations on them wait. */
function touched(op: Op): string[] {
  if (op.parts) return op.parts.flatMap(touched);
  if (op.verb === 'create') return [op.id, `new ${op.entity}`];
  return op.snapshots ? op.snapshots.map((snapshot) => snapshot.at) : [op.id];
}

/** The operations that may go now: none that touches what an earlier one touches, at most `limit`. */
export function sendable(ops: readonly Op[], flying: ReadonlySet<string>, limit: number): Op[] {
  const busy = new Set<string>();
  const found: Op[] = [];
  for (const op of ops) {
    const needs = op.snapshots ? [op.of, ...op.snapshots.map((snapshot) => snapshot.at)] : mentions(op);
    if (!flying.has(op.key) && !needs.some((id) => id !== undefined && busy.has(id))) found.push(op);
    busy.add(op.group);
    for (const id of touched(op)) busy.add(id);
  }
  return found.slice(0, Math.max(0, limit - flying.size));
}
