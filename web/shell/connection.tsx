// SPDX-License-Identifier: Apache-2.0
'use client';
/** How the link to the server is, said only when it matters: offline at once, a broken link after a while. */
import { useEffect, useState } from 'react';
import { useLink } from '@/data/live';
import { useSession } from '@/data/state';
import { useWords } from '@/words';
import css from './connection.module.css';

const TEXT_AFTER_MS = 6000;

function useLong(lost: boolean, since: number): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    if (!lost) return;
    const timer = setTimeout(() => setLong(true), Math.max(0, since + TEXT_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [lost, since]);
  return long;
}

export function Connection() {
  const { link, since } = useLink();
  const waiting = useSession((session) => session.waiting);
  const w = useWords();
  const long = useLong(link === 'reconnecting', since);
  const text =
    link === 'offline' || (long && waiting > 0) ? w.shell.offline(waiting) : long ? w.shell.reconnecting : '';
  return (
    <div role="status" className={text ? css.bar : 'hidden'}>
      {text}
    </div>
  );
}
