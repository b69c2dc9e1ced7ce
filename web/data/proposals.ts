// SPDX-License-Identifier: Apache-2.0
/**
 * What a model wants to do and only the person may. Accepting runs the tool at the server, so it needs it; the row
 * shows its decision at once and goes back if the server says why not.
 */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { words } from '@/words';
import { all, send } from './api';
import { noteTurn, undo } from './change';
import { listen } from './events';
import { newId } from './id';
import { tell } from './notices';
import { applyEffect } from './send';
import { client, useSession } from './state';
import type { Effect, Fields, Proposal } from './types';

const QUERY = ['proposals'];

function take(row: Proposal): void {
  client.setQueryData<Proposal[]>(QUERY, (rows) => {
    if (!rows) return rows;
    const known = rows.find((one) => one.id === row.id);
    if (known && known.version >= row.version) return rows;
    return known ? rows.map((one) => (one.id === row.id ? row : one)) : [...rows, row];
  });
}

/** All that are open or were decided while the app is open. */
export function useProposals() {
  const signedIn = useSession((state) => state.session !== null);
  useEffect(
    () =>
      listen((name, payload) => {
        if (name === 'proposal' && payload.proposal) take(payload.proposal as unknown as Proposal);
      }),
    [],
  );
  return useQuery({
    queryKey: QUERY,
    queryFn: () => all<Proposal>('/proposals?state=open'),
    enabled: signedIn,
  });
}

export function isOpen(row: Proposal, now = Date.now()): boolean {
  return row.state === 'open' && Date.parse(row.expires ?? '') > now;
}

export function useOpenCount(): number {
  return useProposals().data?.filter((row) => isOpen(row)).length ?? 0;
}

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
  client.setQueryData<Proposal[]>(QUERY, (rows) => rows?.map((one) => (one.id === row.id ? shown : one)));
  try {
    const { body, action } = await send<Decided>(`/proposals/${row.id}/${verb}`, {
      method: 'POST',
      headers: { 'idempotency-key': newId() },
    });
    client.setQueryData<Proposal[]>(QUERY, (rows) =>
      rows?.map((one) => (one.id === row.id ? body.proposal : one)),
    );
    for (const effect of body.effects) applyEffect(effect);
    noteTurn(action ? [action] : [], row.text, body.effects);
    const w = words();
    tell({
      text: verb === 'accept' ? w.inbox.accepted(row.text) : w.inbox.declined(row.text),
      action: action ? { label: w.change.undo, run: () => void undo() } : undefined,
    });
  } catch (error) {
    client.setQueryData<Proposal[]>(QUERY, (rows) => rows?.map((one) => (one.id === row.id ? row : one)));
    void client.invalidateQueries({ queryKey: QUERY });
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
  take(body);
  return body;
}
