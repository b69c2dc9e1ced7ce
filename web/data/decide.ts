// SPDX-License-Identifier: Apache-2.0
/**
 * Deciding and changing proposals. Accepting runs the tool at the server, so it needs it; the row shows its decision
 * at once and goes back if the server says why not.
 */
import { words } from '@/words';
import { send } from './api';
import { noteTurn, undoOf } from './change';
import { newId } from './id';
import { tell } from './notices';
import { PROPOSALS, takeProposal } from './proposals';
import { applyEffect } from './send';
import { client } from './state';
import type { Effect, Fields, Proposal } from './types';

interface Decided {
  proposal: Proposal;
  reply: string;
  effects: Effect[];
}

/** Accepts or declines, once, however often it is asked. */
export async function decide(row: Proposal, verb: 'accept' | 'decline'): Promise<void> {
  const shown: Proposal = {
    ...row,
    state: verb === 'accept' ? 'accepted' : 'declined',
    version: row.version,
  };
  client.setQueryData<Proposal[]>(PROPOSALS, (rows) => rows?.map((one) => (one.id === row.id ? shown : one)));
  try {
    const { body, action } = await send<Decided>(`/proposals/${row.id}/${verb}`, {
      method: 'POST',
      headers: { 'idempotency-key': newId() },
    });
    client.setQueryData<Proposal[]>(PROPOSALS, (rows) =>
      rows?.map((one) => (one.id === row.id ? body.proposal : one)),
    );
    for (const effect of body.effects) applyEffect(effect);
    const group = noteTurn(action ? [action] : [], row.text, body.effects);
    const w = words();
    tell({
      text: verb === 'accept' ? w.inbox.accepted(row.text) : w.inbox.declined(row.text),
      action: undoOf(group),
    });
  } catch (error) {
    client.setQueryData<Proposal[]>(PROPOSALS, (rows) => rows?.map((one) => (one.id === row.id ? row : one)));
    void client.invalidateQueries({ queryKey: PROPOSALS });
    tell({ tone: 'problem', text: (error as Error).message });
  }
}

/** Not to be shown before that instant; null: again at once. */
export async function putOff(row: Proposal, until: string | null, told: string): Promise<void> {
  try {
    const { body, action } = await send<Proposal>(`/proposals/${row.id}`, {
      method: 'PATCH',
      body: { snoozed: until },
      headers: { 'idempotency-key': newId() },
    });
    takeProposal(body);
    const group = noteTurn(action ? [action] : [], told, [{ entity: 'proposal', verb: 'updated', ...body }]);
    tell({ text: told, action: undoOf(group) });
  } catch (error) {
    tell({ tone: 'problem', text: (error as Error).message });
  }
}

/** Other arguments; the server says anew what it would do. Throws why it would not work. */
export async function edit(row: Proposal, args: Fields): Promise<Proposal> {
  const headers = { 'idempotency-key': newId(), 'if-match': `"${row.version}"` };
  const { body } = await send<Proposal>(`/proposals/${row.id}`, {
    method: 'PATCH',
    body: { arguments: args },
    headers,
  });
  takeProposal(body);
  return body;
}
