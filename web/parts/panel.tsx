// SPDX-License-Identifier: Apache-2.0
'use client';
/** The panel beside a room: at the side on wide screens, over the room on narrower ones, a full sheet on phones. */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { IconButton } from '@/ui/button';
import { useWords } from '@/words';
import css from './panel.module.css';

interface Props {
  title: string;
  onClose(): void;
  actions?: ReactNode;
  children: ReactNode;
}

export function Panel({ title, onClose, actions, children }: Props) {
  const w = useWords();
  const ref = useRef<HTMLElement>(null);
  // Asked for before a field of the panel can take the focus.
  const [opener] = useState(() => document.activeElement as HTMLElement | null);
  useEffect(
    () => () => {
      if (document.activeElement === document.body) opener?.focus();
    },
    [opener],
  );
  return (
    <aside
      ref={ref}
      className={css.panel}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header className={css.head}>
        <h2>{title}</h2>
        {actions}
        <IconButton icon={X} label={w.common.close} onClick={onClose} />
      </header>
      <div className={css.body}>{children}</div>
    </aside>
  );
}
