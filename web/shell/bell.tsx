// SPDX-License-Identifier: Apache-2.0
'use client';
/** The bell, and what Pixie said by itself, newest first: each done, put off, or opened. */
import { Bell as BellIcon } from 'lucide-react';
import { useState } from 'react';
import { useUnread } from '@/data/notifications';
import { lazily } from '@/ui/lazy';
import { useWords } from '@/words';
import css from './bell.module.css';

const Sheet = lazily(() => import('./bell-sheet').then((module) => module.BellSheet));

/** An icon alone, or a row with its name. */
export function Bell({ className, named = false }: { className?: string; named?: boolean }) {
  const w = useWords();
  const unread = useUnread();
  const [open, setOpen] = useState(false);
  const label = unread > 0 ? w.notifications.unread(unread) : w.notifications.title;
  return (
    <>
      <button
        type="button"
        className={`${named ? '' : css.icon} ${className ?? ''}`}
        aria-haspopup="dialog"
        aria-label={label}
        title={label}
        onClick={() => setOpen(true)}
      >
        <BellIcon size={18} aria-hidden />
        {named && <span>{w.notifications.title}</span>}
        {unread > 0 && <span className={css.dot} aria-hidden />}
      </button>
      {open && <Sheet onClose={() => setOpen(false)} />}
    </>
  );
}
