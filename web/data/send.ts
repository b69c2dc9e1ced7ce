// SPDX-License-Identifier: Apache-2.0
/**
 * Sends one operation of the outbox and applies the answer. A change that somebody else made meanwhile to
 * other fields is kept; of the same fields theirs stays, and the user is told and may compare.
 */
import { words } from '@/words';
import { type Answered, call, Refused, send } from './api';
import { applyRow, rereadMonths } from './events';
import { tell } from './notices';
import { contested, type Op, rebase } from './op';
import { session } from './state';
import type { Effect, Entity, Fields } from './types';

const PATHS: Record<Entity, string> = {
  task: '/tasks',
  event: '/events',
  project: '/projects',
  memory: '/memories',
  conversation: '/conversations',
};
const ACTIONS_KEPT = 'actions';

/** Stands for an action whose name was lost with the first answer. */
const LOST = '';

async function writeAction(group: string, action: string): Promise<void> {
  const kept = (await session().keep.get<[string, string[]][]>(ACTIONS_KEPT)) ?? [];
  const map = new Map(kept.slice(-100));
  const known = map.get(group) ?? [];
  if (!known.includes(action)) map.set(group, [...known, action]);
  await session().keep.set(ACTIONS_KEPT, [...map]);
}

/** Ends when the last note is written: all groups share one list, which is read and written by one at a time. */
let noting: Promise<void> = Promise.resolve();

/** The actions of the server by our groups, for undo; kept, because undo may come after a reload. */
function noteAction(group: string, answer: Answered<unknown>): Promise<void> {
  const action = answer.action ?? (answer.replayed ? LOST : null);
  // The server has the change: a disk that is full or broken does not have it sent again.
  if (action !== null) noting = noting.then(() => writeAction(group, action)).catch(console.error);
  return noting;
}

async function actionsOf(group: string): Promise<string[]> {
  const kept = (await session().keep.get<[string, string[]][]>(ACTIONS_KEPT)) ?? [];
  return new Map(kept).get(group) ?? [];
}

/** Something that asks: the shell shows both versions of a row. */
export interface Conflict {
  op: Op;
  theirs: Fields;
  fields: string[];
}
let onConflict: (conflict: Conflict) => void = () => {};
export function whenConflict(call: (conflict: Conflict) => void): void {
  onConflict = call;
}

function tellConflict(op: Op, theirs: Fields): void {
  const fields = contested(op, theirs);
  const w = words().change;
  tell({
    text: w.elsewhere(String(theirs.title ?? theirs.name ?? theirs.text ?? '')),
    action: { label: w.compare, run: () => onConflict({ op, theirs, fields }) },
  });
}

function target(op: Op): string {
  const query = new URLSearchParams();
  if (op.occurrence && op.span) {
    query.set('span', op.span);
    query.set('occurrence', op.occurrence);
  }
  const text = query.toString();
  return `${PATHS[op.entity]}/${op.id}${text ? `?${text}` : ''}`;
}

function request(op: Op, version: unknown): Promise<Answered<Fields>> {
  const headers: Record<string, string> = { 'idempotency-key': op.key };
  const guarded = typeof version === 'number' && version > 0 && !op.occurrence;
  switch (op.verb) {
    case 'create':
      return send(PATHS[op.entity], { method: 'POST', body: { ...op.fields, id: op.id }, headers });
    case 'delete':
      return send(target(op), { method: 'DELETE', headers });
    case 'complete':
      return send(`${PATHS[op.entity]}/${op.id}/complete`, { method: 'POST', headers });
    default:
      if (guarded) headers['if-match'] = `"${version}"`;
      return send(target(op), { method: 'PATCH', body: op.fields, headers });
  }
}

async function sendStep(op: Op): Promise<void> {
  const actions = [...(op.actions ?? []), ...(op.of ? await actionsOf(op.of) : [])];
  if (op.verb === 'undo') actions.reverse();
  for (const action of actions.filter((one) => one !== LOST)) {
    const answer = await call<{ effects?: Effect[] }>(`/actions/${action}/${op.verb}`, {
      method: 'POST',
      headers: { 'idempotency-key': `${op.key}:${action}` },
    });
    for (const effect of answer.effects ?? []) applyEffect(effect);
  }
  if (actions.length === 0 || actions.includes(LOST))
    throw new Refused(409, { detail: words().change.actionLost });
}

export function applyEffect({ entity, verb, action_id: _, ...row }: Effect): void {
  if (!(entity in PATHS)) return;
  if (verb === 'deleted') applyRow(entity as Entity, verb, row);
  else if ('version' in row) applyRow(entity as Entity, verb, row);
}

async function reread(op: Op): Promise<Fields> {
  const row = await call<Fields>(`${PATHS[op.entity]}/${op.id}`);
  if (!op.occurrence) applyRow(op.entity, 'updated', row);
  return row;
}

/** What is left to send of an update, beside what others changed meanwhile; null: nothing. */
function reconcile(op: Op, theirs: Fields | undefined): Op | null {
  if (!theirs || op.verb !== 'update' || op.occurrence) return op;
  const left = rebase(op, theirs);
  if (left !== op) tellConflict(op, theirs);
  return left;
}

async function answerOf(op: Op, version: unknown): Promise<Answered<Fields> | null> {
  try {
    return await request(op, version);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 409 && op.verb === 'create')
      return { body: await reread(op), action: null, replayed: true }; // an earlier try made it
    if (error.status === 404 && op.verb === 'delete') return { body: {}, action: null, replayed: true };
    if (error.status !== 412) throw error;
    const theirs = await reread(op);
    const left = reconcile(op, theirs);
    return left && request({ ...left, key: `${op.key}:2` }, theirs.version);
  }
}

/** Many changes, one transaction, one action. */
async function sendBatch(op: Op, parts: readonly Op[]): Promise<void> {
  const changes = parts.map(({ verb, entity, id, fields }) =>
    verb === 'create'
      ? { op: verb, entity, fields: { ...fields, id } }
      : { op: verb, entity, id, ...(verb === 'update' ? { fields } : {}) },
  );
  const headers = { 'idempotency-key': op.key };
  const answer = await send<{ items: (Fields | null)[] }>('/batch', {
    method: 'POST',
    body: { changes },
    headers,
  });
  await noteAction(op.group, answer);
  answer.body.items.forEach((row, i) => {
    const { entity, id } = parts[i]!;
    applyRow(entity, row ? 'updated' : 'deleted', row ?? { id });
  });
}

export async function sendOp(op: Op): Promise<void> {
  if (op.verb === 'undo' || op.verb === 'redo') return sendStep(op);
  if (op.parts) return sendBatch(op, op.parts);
  const known = session().tables[op.entity].base(op.at) as Fields | undefined;
  const left = reconcile(op, known);
  const answer = left && (await answerOf(left, known?.version));
  if (!answer) return;
  await noteAction(op.group, answer);
  if (op.occurrence) rereadMonths();
  if (op.verb === 'delete') applyRow(op.entity, 'deleted', { ...known, id: op.id });
  else applyRow(op.entity, 'updated', answer.body);
}

/** The server won't have it: the row goes back by itself, the user is told why. */
export function onRefused(op: Op, why: Refused): void {
  const name = op.fields.title ?? op.fields.name ?? '';
  tell({ tone: 'problem', text: words().change.refused(String(name), why.message) });
}
