// SPDX-License-Identifier: Apache-2.0
'use client';
/** One event or planned task in the grid. */
import { Repeat } from 'lucide-react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useFormat } from '@/data/format';
import { useWords } from '@/words';
import css from './block.module.css';
import type { Placed } from './layout';

interface Props {
  placed: Placed;
  day: string;
  lifted: boolean;
  pixels(minutes: number): number;
  onOpen(key: string): void;
  onMove(event: PointerEvent, placed: Placed): void;
  onResize(event: PointerEvent, placed: Placed, day: string, edge: 'start' | 'end'): void;
  onKeyDown(event: KeyboardEvent, placed: Placed, day: string): void;
}

export function Block({ placed, day, lifted, pixels, onOpen, onMove, onResize, onKeyDown }: Props) {
  const w = useWords();
  const format = useFormat();
  const { item, from, to, column, columns, overlaps } = placed;
  const short = to - from < 45;
  const when = format.range(item.start, item.end);
  const more = [
    item.task && w.calendar.task,
    overlaps.length > 0 && w.calendar.overlap(overlaps.join(', ')),
  ].filter(Boolean);
  return (
    <button
      type="button"
      data-item={item.key}
      className={`${css.block} ${item.task ? css.task : ''} ${overlaps.length > 0 ? css.clash : ''} ${lifted ? css.lifted : ''} ${short ? css.short : ''}`}
      style={{
        top: pixels(from),
        height: Math.max(20, pixels(to - from) - 1),
        insetInlineStart: `calc(${(column / columns) * 100}% + 1px)`,
        width: `calc(${100 / columns}% - 4px)`,
      }}
      onClick={() => onOpen(item.key)}
      onPointerDown={(event) => onMove(event, placed)}
      onKeyDown={(event) => onKeyDown(event, placed, day)}
    >
      <span
        className={css.edge}
        data-edge="start"
        onPointerDown={(event) => onResize(event, placed, day, 'start')}
      />
      <span className={css.title}>
        {item.title}
        {item.event?.recurrence && <Repeat size={11} aria-hidden className={css.repeat} />}
      </span>
      <time className={css.when}>{when}</time>
      {more.length > 0 && <span className="hidden">, {more.join(', ')}</span>}
      {item.event?.location && <span className={css.place}>{item.event.location}</span>}
      <span
        className={`${css.edge} ${css.end}`}
        data-edge="end"
        onPointerDown={(event) => onResize(event, placed, day, 'end')}
      />
    </button>
  );
}
