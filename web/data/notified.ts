// SPDX-License-Identifier: Apache-2.0
/** What the person does about what Pixie said: dealt with, put off, seen. */
import { call } from './api';
import { tell } from './notices';
import { NOTIFICATIONS, takeNotification } from './notifications';
import { client } from './state';
import type { Notification } from './types';

async function change(row: Notification, verb: 'read' | 'ack' | 'snooze', body: unknown = {}): Promise<void> {
  try {
    takeNotification(await call<Notification>(`/notifications/${row.id}/${verb}`, { method: 'POST', body }));
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
  client.setQueryData<Notification[]>(NOTIFICATIONS, (rows) =>
    rows?.map((row) => (row.state === 'unread' ? { ...row, state: 'read' } : row)),
  );
}
