// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * Hears what Pixie says by itself: while the page is open it is told beside it, once, with its ways on. The number of
 * unread ones stands on the app's icon where there is one.
 */
import { useEffect, useState } from 'react';
import { listen } from '@/data/events';
import { tell } from '@/data/notices';
import { takeNotification, useNotifications, useUnread } from '@/data/notifications';
import { acknowledge, snooze } from '@/data/notified';
import { renewPush } from '@/data/push';
import { Told } from '@/data/told';
import type { Notification } from '@/data/types';
import { words } from '@/words';

function announceNew(row: Notification): void {
  const w = words().notifications;
  const task = row.subject === 'task';
  tell({
    text: row.title,
    action: { label: task ? w.done : w.ok, run: () => void acknowledge(row, task) },
    more: { label: w.minutes10, run: () => void snooze(row, { for: 'PT10M' }) },
  });
}

/** Rendered once, by the frame. */
export function Notified() {
  const unread = useUnread();
  const rows = useNotifications().data;
  const [told] = useState(() => new Told());
  useEffect(
    () =>
      listen((name, payload) => {
        const row = name === 'notification' ? (payload.notification as Notification | undefined) : undefined;
        if (!row) return;
        if (told.event(row, String(payload.verb))) announceNew(row);
        takeNotification(row);
      }),
    [told],
  );
  useEffect(() => {
    if (rows) told.list(rows).forEach(announceNew);
  }, [told, rows]);
  useEffect(() => {
    const badge = navigator as { setAppBadge?(n: number): Promise<void>; clearAppBadge?(): Promise<void> };
    const set = unread > 0 ? badge.setAppBadge?.(unread) : badge.clearAppBadge?.();
    void set?.catch(() => null); // only installed apps have one
  }, [unread]);
  useEffect(() => {
    void renewPush().catch(() => null); // the next start tries again
  }, []);
  return null;
}
