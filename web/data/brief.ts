// SPDX-License-Identifier: Apache-2.0
/** What the server composes about a day: the brief's words, dates from memory, the first free hour; and the week. */
import { useQuery } from '@tanstack/react-query';
import { call } from './api';
import { listen } from './events';
import type { components } from './schema';
import { client, useSession } from './state';

export type Brief = components['schemas']['Brief'];
type Review = components['schemas']['Review'];
const COMPOSED_OF = new Set(['task', 'event', 'memory', 'user']);
const TOGETHER_MS = 400;

const again = () => {
  void client.invalidateQueries({ queryKey: ['brief'] });
  void client.invalidateQueries({ queryKey: ['review'] });
};
let soon: ReturnType<typeof setTimeout> | undefined;
// Heard wherever somebody is: a brief that is not shown now must not be shown later as it was.
listen((name) => {
  if (!COMPOSED_OF.has(name)) return;
  clearTimeout(soon);
  soon = setTimeout(again, TOGETHER_MS);
});

/** Undefined until it is read, and where the server can't be asked. */
export function useBrief(day: string): Brief | undefined {
  const signedIn = useSession((state) => state.session !== null);
  return useQuery({
    queryKey: ['brief', day],
    enabled: signedIn,
    queryFn: () => call<Brief>(`/brief?day=${day}`),
  }).data;
}

/** The week up to a day and the one after it; undefined until it is read. */
export function useReview(day: string, wanted: boolean): Review | undefined {
  const signedIn = useSession((state) => state.session !== null);
  return useQuery({
    queryKey: ['review', day],
    enabled: signedIn && wanted,
    queryFn: () => call<Review>(`/review?day=${day}`),
  }).data;
}
