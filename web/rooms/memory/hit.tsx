// SPDX-License-Identifier: Apache-2.0
'use client';
/** Something found, with the sought words marked and a link to where it stands. */
import { useFormat } from '@/data/format';
import type { Memory, Recalled } from '@/data/types';
import { Marked } from '@/parts/marked';
import { Link } from '@/ui/link';
import { useWords } from '@/words';
import { MemoryItem } from './item';
import css from './memory.module.css';

type Found = Recalled['hits'][number];

function placeOf(hit: Found, day: string): string | null {
  switch (hit.kind) {
    case 'task':
      return `/tasks?task=${hit.id}`;
    case 'event':
      return `/calendar?view=day&day=${day}`;
    case 'document':
      return '/memory/documents';
    default:
      return null;
  }
}

export function Hit({ hit, text, memory }: { hit: Found; text: string; memory?: Memory }) {
  const w = useWords();
  const format = useFormat();
  if (memory) return <MemoryItem memory={memory} sought={text} />;
  const day = hit.at ? format.dayOf(hit.at) : format.today();
  const place = placeOf(hit, day);
  return (
    <li className={css.item}>
      <p className={css.text}>
        <Marked text={hit.text ?? ''} sought={text} />
      </p>
      <p className={css.note}>
        <span className={css.chip}>{w.memory.kinds[hit.kind as 'task'] ?? hit.kind}</span>
        <time>{format.day(day)}</time>
        {place && <Link href={place}>{w.common.open}</Link>}
      </p>
    </li>
  );
}
