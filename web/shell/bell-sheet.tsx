// SPDX-License-Identifier: Apache-2.0
'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useFormat } from '@/data/format';
import { isOpen, useNotifications } from '@/data/notifications';
import { acknowledge, readAll, snooze } from '@/data/notified';
import type { Notification } from '@/data/types';
import { Button } from '@/ui/button';
import { addDays } from '@/ui/days';
import { Dialog } from '@/ui/dialog';
import { Failed, Skeleton } from '@/ui/states';
import { useWords } from '@/words';
import type { Format } from '@/words/format';
import css from './bell.module.css';

const MORNING = 'T09:00';

function pathOf(row: Notification, format: Format): string | null {
  const day = row.occurrence ? format.dayOf(row.occurrence) : format.dayOf(row.created);
  switch (row.subject) {
    case 'task':
      return `/tasks?task=${row.subject_id}`;
    case 'event':
      return `/calendar?view=day&day=${day}`;
    case 'brief':
      return `/?day=${format.dayOf(row.planned ?? row.created)}`;
    default:
      return null;
  }
}

interface ItemProps {
  row: Notification;
  onGo(path: string): void;
}

function Item({ row, onGo }: ItemProps) {
  const w = useWords();
  const format = useFormat();
  const path = pathOf(row, format);
  const open = isOpen(row);
  const task = row.subject === 'task';
  const tomorrow = addDays(format.today(), 1) + MORNING;
  return (
    <li className={open ? (row.state === 'unread' ? css.unread : '') : css.over}>
      <p className={css.title}>{row.title}</p>
      {row.text && <p className={css.text}>{row.text}</p>}
      <p className="muted small">
        {w.notifications.kinds[row.kind]} · <time>{format.dayAndTime(row.created)}</time>
        {row.state === 'snoozed' && row.snoozed_until && (
          <> · {w.notifications.again(format.dayAndTime(row.snoozed_until))}</>
        )}
      </p>
      {open && (
        <div className={css.actions}>
          {task && <Button onClick={() => void acknowledge(row, true)}>{w.notifications.done}</Button>}
          {path && <Button onClick={() => onGo(path)}>{w.common.open}</Button>}
          {row.kind !== 'brief' && (
            <>
              <Button kind="quiet" onClick={() => void snooze(row, { for: 'PT10M' })}>
                {w.notifications.minutes10}
              </Button>
              <Button kind="quiet" onClick={() => void snooze(row, { until: tomorrow })}>
                {w.notifications.tomorrow}
              </Button>
            </>
          )}
          <Button kind="quiet" onClick={() => void acknowledge(row, false)}>
            {w.notifications.ok}
          </Button>
        </div>
      )}
    </li>
  );
}

export function BellSheet({ onClose }: { onClose(): void }) {
  const w = useWords();
  const router = useRouter();
  const query = useNotifications();
  useEffect(() => () => void readAll(), []); // seen once it is closed: what is new stands out while it is open
  return (
    <Dialog open onClose={onClose} title={w.notifications.title} kind="sheet">
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={4} />}
      {query.data?.length === 0 && <p className={css.empty}>{w.notifications.nothing}</p>}
      <ul className={css.list}>
        {query.data?.map((row) => (
          <Item
            key={row.id}
            row={row}
            onGo={(path) => {
              onClose();
              router.push(path);
            }}
          />
        ))}
      </ul>
    </Dialog>
  );
}
