// SPDX-License-Identifier: Apache-2.0
/** What a model wants to do and only the person may: the rows, kept up by the stream. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { all } from './api';
import { listen } from './events';
import { laid, Meanwhile } from './meanwhile';
import { useNow } from './rows';
import { client, useSession } from './state';
import type { Proposal } from './types';

export const PROPOSALS = ['proposals'];

const meanwhile = new Meanwhile<Proposal>();
const lay = (rows: readonly Proposal[], row: Proposal) => laid(rows, row, (others, one) => [...others, one]);

export function takeProposal(row: Proposal): void {
  meanwhile.note(row);
  client.setQueryData<Proposal[]>(PROPOSALS, (rows) => rows && lay(rows, row));
}

/** Those that are open, and what came while they were read. */
export async function readProposals(): Promise<Proposal[]> {
  const [rows, came] = await meanwhile.read(() => all<Proposal>('/proposals?state=open'));
  return came.reduce(lay, rows);
}

/** All that are open or were decided while the app is open. */
export function useProposals() {
  const signedIn = useSession((state) => state.session !== null);
  useEffect(
    () =>
      listen((name, payload) => {
        if (name === 'proposal' && payload.proposal) takeProposal(payload.proposal as unknown as Proposal);
      }),
    [],
  );
  return useQuery({
    queryKey: PROPOSALS,
    queryFn: readProposals,
    enabled: signedIn,
  });
}

export function isOpen(row: Proposal, now = Date.now()): boolean {
  return row.state === 'open' && Date.parse(row.expires ?? '') > now;
}

/** To be shown: open, and not put off until later. */
export function isShown(row: Proposal, now = Date.now()): boolean {
  return isOpen(row, now) && !(Date.parse(row.snoozed ?? '') > now);
}

export function useOpenCount(): number {
  const now = useNow();
  return useProposals().data?.filter((row) => isShown(row, now)).length ?? 0;
}
