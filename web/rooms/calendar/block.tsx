// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * One event or planned task in the grid. A week has hundreds: a block subscribes to nothing, is one flow of text (boxes in
 * boxes took most of the time of a full week), and is drawn anew only if its own place or title changed.
 */
import { Repeat } from 'lucide-react';
import { type KeyboardEvent, memo, type PointerEvent } from 'react';
import type { Words } from '@/words';
import type { Format } from '@/words/format';
import css from './block.module.css';
import type { Placed } from './layout';

/** What one can do with a block; always the same functions. */
export interface BlockActions {
  open(key: string): void;
  move(event: PointerEvent, placed: Placed): void;
  resize(event: PointerEvent, placed: Placed, day: string, edge: 'start' | 'end'): void;
  key(event: KeyboardEvent, placed: Placed, day: string): void;
}

interface Props {
  placed: Placed;
  day: string;
  lifted: boolean;
  /** Pixels that an hour takes. */
  hour: number;
  format: Format;
  w: Words;
  actions: BlockActions;
}

const EDGE_PX = 6;

/** The edge that is pressed, by which the block is made longer or shorter. */
function edgeAt(event: PointerEvent): 'start' | 'end' | null {
  const box = event.currentTarget.getBoundingClientRect();
  if (event.clientY < box.top + EDGE_PX) return 'start';
  return event.clientY >= box.bottom - EDGE_PX ? 'end' : null;
}

export const Block = memo(function Block({ placed, day, lifted, hour, format, w, actions }: Props) {
  const { item, from, to, column, columns, overlaps } = placed;
  const { event, task } = item;
  const short = to - from < 45;
  const when = format.range(item.start, item.end);
  const said = [
    item.title,
    when,
    task && w.calendar.task,
    event?.location,
    overlaps.length > 0 && w.calendar.overlap(overlaps.join(', ')),
  ];
  const press = (pointer: PointerEvent) => {
    const edge = edgeAt(pointer);
    if (edge) actions.resize(pointer, placed, day, edge);
    else actions.move(pointer, placed);
  };
  return (
    <button
      type="button"
      data-item={item.key}
      aria-label={said.filter(Boolean).join(', ')}
      className={`${css.block} ${task ? css.task : ''} ${overlaps.length > 0 ? css.clash : ''} ${lifted ? css.lifted : ''} ${short ? css.short : ''}`}
      style={{
        top: (from / 60) * hour,
        height: Math.max(20, ((to - from) / 60) * hour - 1),
        insetInlineStart: `calc(${(column / columns) * 100}% + 1px)`,
        width: `calc(${100 / columns}% - 4px)`,
      }}
      onClick={() => actions.open(item.key)}
      onPointerDown={press}
      onKeyDown={(key) => actions.key(key, placed, day)}
    >
      <b className={css.title}>{item.title}</b>
      {event?.recurrence && <Repeat size={11} aria-hidden className={css.repeat} />}
      {short ? ' ' : <br />}
      {when}
      {event?.location && (
        <>
          {short ? ' ' : <br />}
          <span className={css.place}>{event.location}</span>
        </>
      )}
    </button>
  );
});
