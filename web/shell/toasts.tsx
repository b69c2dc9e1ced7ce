// SPDX-License-Identifier: Apache-2.0
'use client';
/** Changes with their Undo and refusals, for 8 seconds; a pointer or the focus on one holds it. */
import { X } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { dismiss, type Notice, useNotices } from '@/data/notices';
import { Button, IconButton } from '@/ui/button';
import { useWords } from '@/words';
import css from './toasts.module.css';

const SHOWN_MS = 8000;

function Toast({ notice }: { notice: Notice }) {
  const w = useWords();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(notice.id), notice.tone === 'problem' ? 2 * SHOWN_MS : SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, notice]);
  const act = (action: Notice['action']) => {
    dismiss(notice.id);
    action?.run();
  };
  const hold = { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false) };
  const focus = { onFocus: () => setHeld(true), onBlur: () => setHeld(false) };
  return (
    <li className={`${css.toast} ${notice.tone === 'problem' ? css.problem : ''}`} {...hold} {...focus}>
      <span className={css.text} role={notice.tone === 'problem' ? 'alert' : 'status'}>
        {notice.text}
      </span>
      {[notice.action, notice.more].map(
        (action) =>
          action && (
            <Button key={action.label} kind="quiet" className={css.action} onClick={() => act(action)}>
              {action.label}
            </Button>
          ),
      )}
      <IconButton icon={X} size={16} label={w.common.close} onClick={() => dismiss(notice.id)} />
    </li>
  );
}

export function Toasts() {
  const list = useDeferredValue(useNotices((notices) => notices.list)); // what was changed is drawn first
  const w = useWords();
  return (
    <section aria-label={w.shell.notifications} className={css.toasts}>
      <ul>
        {list.map((notice) => (
          <Toast key={notice.id} notice={notice} />
        ))}
      </ul>
    </section>
  );
}
