// SPDX-License-Identifier: Apache-2.0
'use client';
/** Shown when nothing is known here and the server does not answer. */
import { useEffect } from 'react';
import { identify } from '@/data/session';
import { Button } from '@/ui/button';
import { useWords } from '@/words';
import css from './unreachable.module.css';

export function Unreachable() {
  const w = useWords();
  useEffect(() => {
    const timer = setInterval(() => void identify(), 3000);
    return () => clearInterval(timer);
  }, []);
  return (
    <main className={css.page}>
      <h1>{w.shell.unreachable}</h1>
      <p className="muted">{w.shell.unreachableHint}</p>
      <Button onClick={() => void identify()}>{w.common.retry}</Button>
    </main>
  );
}
