// SPDX-License-Identifier: Apache-2.0
'use client';
/** Events that stand on each other, said once and without drama. */
import { TriangleAlert } from 'lucide-react';
import type { Event } from '@/data/types';
import { atOf } from '@/parts/event/actions';
import { useWords } from '@/words';
import css from './today.module.css';

export function Overlaps({ pairs, onOpen }: { pairs: readonly [Event, Event][]; onOpen(at: string): void }) {
  const w = useWords();
  if (pairs.length === 0) return null;
  return (
    <ul className={css.overlaps} aria-label={w.today.conflicts}>
      {pairs.map(([a, b]) => (
        <li key={atOf(a) + atOf(b)}>
          <button type="button" onClick={() => onOpen(atOf(b))}>
            <TriangleAlert size={15} aria-hidden />
            {w.today.conflict(b.title, a.title)}
          </button>
        </li>
      ))}
    </ul>
  );
}
