// SPDX-License-Identifier: Apache-2.0
/** What Pixie said by itself: reminders, the brief. The rows, newest first; shell/notified keeps them up. */
import { useQuery } from '@tanstack/react-query';
import { call } from './api';
import { client, useSession } from './state';
import type { Notification } from './types';

export const NOTIFICATIONS = ['notifications'];
const SHOWN = 50;

export function takeNotification(row: Notification): boolean {
  let fresh = false;
  client.setQueryData<Notification[]>(NOTIFICATIONS, (rows) => {
    if (!rows) return rows;
    const known = rows.find((one) => one.id === row.id);
    if (known && known.version >= row.version) return rows;
    fresh = !known;
    return known ? rows.map((one) => (one.id === row.id ? row : one)) : [row, ...rows].slice(0, SHOWN);
  });
  return fresh;
}

export const isOpen = (row: Notification) => row.state === 'unread' || row.state === 'read';

export function useNotifications() {
  const signedIn = useSession((state) => state.session !== null);
  const query = useQuery({
    queryKey: NOTIFICATIONS,
    enabled: signedIn,
    queryFn: async () =>
      (await call<{ items: Notification[] }>(`/notifications?order=desc&limit=${SHOWN}`)).items,
  });
  return query;
}

export function useUnread(): number {
  return useNotifications().data?.filter((row) => row.state === 'unread').length ?? 0;
}
