// SPDX-License-Identifier: Apache-2.0
/** What Pixie said by itself: reminders, the brief. The rows, newest first; shell/notified keeps them up. */
import { useQuery } from '@tanstack/react-query';
import { call } from './api';
import { laid, Meanwhile } from './meanwhile';
import { client, useSession } from './state';
import type { Notification } from './types';

export const NOTIFICATIONS = ['notifications'];
const SHOWN = 50;

const meanwhile = new Meanwhile<Notification>();
const lay = (rows: readonly Notification[], row: Notification) =>
  laid(rows, row, (others, one) => [one, ...others].slice(0, SHOWN));

/** A row of an answer or an event, into the list. */
export function takeNotification(row: Notification): void {
  meanwhile.note(row);
  client.setQueryData<Notification[]>(NOTIFICATIONS, (rows) => rows && lay(rows, row));
}

/** The newest, and what came while they were read. */
export async function readNotifications(): Promise<Notification[]> {
  const ask = () => call<{ items: Notification[] }>(`/notifications?order=desc&limit=${SHOWN}`);
  const [{ items }, came] = await meanwhile.read(ask);
  return came.reduce(lay, items);
}

export const isOpen = (row: Notification) => row.state === 'unread' || row.state === 'read';

export function useNotifications() {
  const signedIn = useSession((state) => state.session !== null);
  const query = useQuery({
    queryKey: NOTIFICATIONS,
    enabled: signedIn,
    queryFn: readNotifications,
  });
  return query;
}

export function useUnread(): number {
  return useNotifications().data?.filter((row) => row.state === 'unread').length ?? 0;
}
