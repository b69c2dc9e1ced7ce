// SPDX-License-Identifier: Apache-2.0
'use client';
/** How the line looks until it can be written in: part of the page itself, so that it stands there before any script. */
import { ArrowUp } from 'lucide-react';
import { useWords } from '@/words';
import css from './line.module.css';

export function WaitingLine() {
  const w = useWords();
  return (
    <div className={css.line} aria-hidden>
      <div className={css.box}>
        <div className={css.layers}>
          <p className={`${css.area} muted`}>{w.line.placeholder}</p>
        </div>
        <span className={css.send}>
          <ArrowUp size={18} />
        </span>
      </div>
    </div>
  );
}
