// SPDX-License-Identifier: Apache-2.0
/** Who is signed in in this tab, and what belongs to them. session.ts makes it; everybody else asks here. */
import { notifyManager, QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import type { Refused } from './api';
import type { Live } from './live';
import type { Keep } from './local';
import type { Outbox } from './outbox';
import type { Table } from './table';
import type { User } from './types';

// What changed is drawn in the frame that follows the click; a timer, as is usual, would come after that.
notifyManager.setScheduler(queueMicrotask);

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30 * 60 * 1000,
      structuralSharing: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (count, error) => count < 2 && (error as Refused).status === undefined,
      networkMode: 'always',
    },
  },
});

/**
 * Reads the lists of a kind again, for what the stream could not tell of. A list that is just being read for the
 * first time may have been answered before that, and an invalidation does not begin it anew: it is read again after.
 */
export function reread(kind: string): void {
  const first = client
    .getQueryCache()
    .findAll({ queryKey: [kind], fetchStatus: 'fetching' })
    .filter(({ state }) => state.data === undefined);
  void client.invalidateQueries({ queryKey: [kind] });
  for (const { promise, queryKey } of first)
    promise?.then(
      () => client.invalidateQueries({ queryKey, exact: true }),
      () => null, // it says so itself where it is shown
    );
}

export interface Tables {
  task: Table<'task'>;
  event: Table<'event'>;
  project: Table<'project'>;
  memory: Table<'memory'>;
  conversation: Table<'conversation'>;
}

export interface Session {
  user: User;
  tables: Tables;
  outbox: Outbox;
  live: Live;
  keep: Keep;
}

type State = 'starting' | 'in' | 'out' | 'expired' | 'unreachable';
export const useSession = create<{
  state: State;
  session: Session | null;
  user: User | null;
  waiting: number;
  /** The id of the user whom the server named for the cookie of now; null: not asked yet, or it has ended. */
  confirmed: string | null;
}>(() => ({
  state: 'starting',
  session: null,
  user: null,
  waiting: 0,
  confirmed: null,
}));

/** The session of this tab; only code that runs inside the app may ask. */
export function session(): Session {
  const { session } = useSession.getState();
  if (!session) throw new Error('nobody is signed in');
  return session;
}

/** The cookie of now is known to be this person's: only then may what they left here be sent. */
export function isConfirmed(user: string): boolean {
  return useSession.getState().confirmed === user;
}
