// SPDX-License-Identifier: Apache-2.0
/** Which of the last actions are taken back now: cards of the chat say so also after a reload, or if it was done elsewhere. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from './api';
import { listen } from './events';
import { client, useSession } from './state';
import type { Action } from './types';

const QUERY = ['undone'];
const NONE: ReadonlySet<string> = new Set();
const SETTLE_MS = 400;

let rereading: ReturnType<typeof setTimeout> | undefined;

/** Undo and redo come as changes of rows. */
function rereadSoon(): void {
  clearTimeout(rereading);
  rereading = setTimeout(() => void client.invalidateQueries({ queryKey: QUERY }), SETTLE_MS);
}

export function useUndone(): ReadonlySet<string> {
  const signedIn = useSession((state) => state.session !== null);
  useEffect(() => listen((_, payload) => payload.action_id !== undefined && rereadSoon()), []);
  const query = useQuery({
    queryKey: QUERY,
    enabled: signedIn,
    staleTime: 30000,
    queryFn: async () => {
      const page = await call<{ items: Action[] }>('/actions?order=desc&limit=200');
      return new Set(page.items.flatMap(({ id, undone }) => (undone ? [id] : [])));
    },
  });
  return query.data ?? NONE;
}

/** Shown at once; what the server says comes after. */
export function noteUndone(actions: readonly string[], gone: boolean): void {
  client.setQueryData<Set<string>>(QUERY, (now) => {
    const next = new Set(now);
    for (const action of actions) gone ? next.add(action) : next.delete(action);
    return next;
  });
  rereadSoon();
}
