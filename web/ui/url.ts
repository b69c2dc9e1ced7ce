// SPDX-License-Identifier: Apache-2.0
'use client';
/** Ids and filters live in the query of the address: every panel is a link, and back closes it. */
import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

export type Query = Record<string, string | null | undefined>;

/** Changes some names of the query; null removes one. `replace` makes no entry in the history. */
export function setQuery(some: Query, replace = false): void {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(some)) {
    if (value === null || value === undefined || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (url.href === window.location.href) return;
  if (replace) window.history.replaceState(null, '', url);
  else window.history.pushState(null, '', url);
}

export function useQueryParam(name: string): [string | null, (value: string | null) => void] {
  const value = useSearchParams().get(name);
  const set = useCallback((next: string | null) => setQuery({ [name]: next }), [name]);
  return [value, set];
}
