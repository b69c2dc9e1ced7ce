// SPDX-License-Identifier: Apache-2.0
'use client';
/** A month of weeks. Days are walked by arrows; Enter shows the day, an event is moved to another day by drag. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useFormat } from '@/data/format';
import { moveEvent } from '@/parts/event/actions';
import { addDays, daysBetween, instantAt, monthOf, wallMinutes } from '@/ui/days';
import { beginDrag, type DragPoint } from '@/ui/drag';
import { useWords } from '@/words';
import type { Format } from '@/words/format';
import { allDayOn, type Item, placedOn } from './layout';
import css from './month-view.module.css';

const SHOWN = 3;

interface Props {
  days: readonly string[];
  month: string;
  items: readonly Item[];
  today: string;
  onOpen(key: string): void;
  onDay(day: string): void;
}

/** The same wall time, so many days later; across a change of the clock as well. */
function shifted(instant: string, days: number, format: Format): string {
  return instantAt(addDays(format.dayOf(instant), days), wallMinutes(instant, format.zone), format.zone);
}

function useDayDrag() {
  const format = useFormat();
  const [over, setOver] = useState<string | null>(null);
  const dayUnder = (point: DragPoint) => point.target?.dataset.drop?.replace('day:', '') ?? null;
  const begin = (pressed: PointerEvent, item: Item) => {
    const { event } = item;
    if (!event) return;
    beginDrag(pressed, {
      onMove: (point) => setOver(dayUnder(point)),
      onCancel: () => setOver(null),
      onDrop: (point) => {
        setOver(null);
        const day = dayUnder(point);
        const days = day ? daysBetween(format.dayOf(event.start), day) : 0;
        if (day && days !== 0)
          moveEvent(
            event,
            shifted(event.start, days, format),
            shifted(event.end, days, format),
            format.day(day),
          );
      },
    });
  };
  return { over, begin };
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function MonthView({ days, month, items, today, onOpen, onDay }: Props) {
  const w = useWords();
  const format = useFormat();
  const grid = useRef<HTMLDivElement>(null);
  const { over, begin } = useDayDrag();
  const walk = (event: KeyboardEvent) => {
    const at = (document.activeElement as HTMLElement | null)?.dataset.day;
    const step = STEPS[event.key];
    if (!at || !step) return;
    event.preventDefault();
    grid.current?.querySelector<HTMLElement>(`[data-day="${addDays(at, step)}"]`)?.focus();
  };
  return (
    <div
      ref={grid}
      className={css.month}
      onKeyDown={walk}
      role="group"
      aria-label={format.month(`${month}-01`)}
    >
      {days.slice(0, 7).map((day) => (
        <div key={`h${day}`} className={css.name} aria-hidden>
          {format.day(day, { day: undefined, month: undefined, year: undefined })}
        </div>
      ))}
      {days.map((day) => {
        const found = [
          ...allDayOn(items, day, format),
          ...placedOn(items, day, format).map((placed) => placed.item),
        ];
        return (
          <section
            key={day}
            data-drop={`day:${day}`}
            aria-label={format.day(day)}
            className={`${css.day} ${monthOf(day) === month ? '' : css.other} ${over === day ? css.over : ''}`}
          >
            <button
              type="button"
              data-day={day}
              tabIndex={day === today || (!days.includes(today) && day === days[0]) ? 0 : -1}
              className={`${css.number} ${day === today ? css.today : ''}`}
              aria-label={format.day(day, { weekday: 'long', month: 'long' })}
              onClick={() => onDay(day)}
            >
              {Number(day.slice(8))}
            </button>
            <ul>
              {found.slice(0, SHOWN).map((item) => (
                <li key={item.key}>
                  <button
                    type="button"
                    className={`${css.item} ${item.allDay ? css.whole : ''}`}
                    onPointerDown={(event) => begin(event, item)}
                    onClick={() => onOpen(item.key)}
                  >
                    {!item.allDay && <time>{format.time(item.start)}</time>} {item.title}
                  </button>
                </li>
              ))}
            </ul>
            {found.length > SHOWN && (
              <button type="button" className={css.more} onClick={() => onDay(day)}>
                {w.calendar.more(found.length - SHOWN)}
              </button>
            )}
          </section>
        );
      })}
    </div>
  );
}
