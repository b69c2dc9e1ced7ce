// SPDX-License-Identifier: Apache-2.0
'use client';
import { useFormat } from '@/data/format';
import type { Doc } from '@/data/types';
import { useWords } from '@/words';
import css from './documents.module.css';

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

/** One document in the list. */
export function DocumentRow({ doc, onOpen }: { doc: Doc; onOpen(id: string): void }) {
  const w = useWords();
  const format = useFormat();
  return (
    <li>
      <button type="button" className={css.row} onClick={() => onOpen(doc.id)}>
        <span className={css.title}>{doc.title}</span>
        {doc.status !== 'ready' && (
          <span className={doc.status === 'failed' ? 'ink-urgent small' : 'muted small'}>
            {w.documents.states[doc.status]}
          </span>
        )}
        <span className="muted small tnum">{sizeText(doc.size)}</span>
        <time className="muted small">{format.day(format.dayOf(doc.learned ?? doc.created))}</time>
      </button>
    </li>
  );
}
