// SPDX-License-Identifier: Apache-2.0
/**
 * What Pixie said by itself: reminders, the brief. Kept up by the stream; what comes while the page is open is told
 * beside it, once, with its ways on. The number of unread ones stands on the app's icon where there is one.
 */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { words } from '@/words';
import { call } from './api';
import { listen } from './events';
import { tell } from './notices';
import { client, useSession } from './state';
import type { Notification } from './types';

const QUERY = ['notifications'];
const SHOWN = 50;

function take(row: Notification): boolean {
  let fresh = false;
  client.setQueryData<Notification[]>(QUERY, (rows) => {
    if (!rows) return rows;
    const known = rows.find((one) => one.id === row.id);
    if (known && known.version >= row.version) return rows;
    fresh = !known;
    return known ? rows.map((one) => (one.id === row.id ? row : one)) : [row, ...rows].slice(0, SHOWN);
  });
  return fresh;
}

async function change(row: Notification, verb: 'read' | 'ack' | 'snooze', body: unknown = {}): Promise<void> {
  try {
    take(await call<Notification>(`/notifications/${row.id}/${verb}`, { method: 'POST', body }));
  } catch (error) {
    tell({ tone: 'problem', text: (error as Error).message });
  }
}

/** Dealt with; `done`: the task that it is about is completed, too. */
export const acknowledge = (row: Notification, done: boolean) => change(row, 'ack', done ? { done } : {});

/** Again later: after a duration ("PT10M"), or at a time of the person's own ("2026-01-16T09:00"). */
export const snooze = (row: Notification, later: { for: string } | { until: string }) =>
  change(row, 'snooze', later);

export async function readAll(): Promise<void> {
  await call('/notifications/read', { method: 'POST' }).catch(() => null); // they stay unread; no harm
  client.setQueryData<Notification[]>(QUERY, (rows) =>
    rows?.map((row) => (row.state === 'unread' ? { ...row, state: 'read' } : row)),
  );
}

export const isOpen = (row: Notification) => row.state === 'unread' || row.state === 'read';

function announceNew(row: Notification): void {
  const w = words().notifications;
  const task = row.subject === 'task';
  tell({
    text: row.title,
    action: { label: task ? w.done : w.ok, run: () => void acknowledge(row, task) },
    more: { label: w.minutes10, run: () => void snooze(row, { for: 'PT10M' }) },
  });
}

export function useNotifications() {
  const signedIn = useSession((state) => state.session !== null);
  const query = useQuery({
    queryKey: QUERY,
    enabled: signedIn,
    queryFn: async () =>
      (await call<{ items: Notification[] }>(`/notifications?order=desc&limit=${SHOWN}`)).items,
  });
  return query;
}

/** Called once, by the frame. */
export function useNotified(): void {
  const unread = useUnread();
  useEffect(
    () =>
      listen((name, payload) => {
        const row = name === 'notification' ? (payload.notification as Notification | undefined) : undefined;
        if (row && take(row) && row.state === 'unread') announceNew(row);
      }),
    [],
  );
  useEffect(() => {
    const badge = navigator as { setAppBadge?(n: number): Promise<void>; clearAppBadge?(): Promise<void> };
    const set = unread > 0 ? badge.setAppBadge?.(unread) : badge.clearAppBadge?.();
    void set?.catch(() => null); // only installed apps have one
  }, [unread]);
}

export function useUnread(): number {
  return useNotifications().data?.filter((row) => row.state === 'unread').length ?? 0;
}
