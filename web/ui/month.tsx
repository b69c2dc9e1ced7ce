// SPDX-License-Identifier: Apache-2.0
'use client';
/** A month to pick a day from; arrows walk, Page keys change the month. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useWords } from '@/words';
import type { Format } from '@/words/format';
import { IconButton } from './button';
import { addDays, addMonths, monthOf, monthWeeks } from './days';
import css from './month.module.css';

interface Props {
  chosen: string | null;
  today: string;
  first: number;
  format: Format;
  isMuted?(day: string): boolean;
  onPick(day: string): void;
}

const STEPS: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
};

export function MonthGrid({ chosen, today, first, format, isMuted, onPick }: Props) {
  const w = useWords();
  const [at, setAt] = useState(chosen ?? today);
  const walked = useRef(false);
  const grid = useRef<HTMLTableElement>(null);
  const weeks = monthWeeks(at, first);
  useEffect(() => {
    if (walked.current) grid.current?.querySelector<HTMLElement>(`[data-day="${at}"]`)?.focus();
  }, [at]);
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    walked.current = true;
    setAt(step(at));
  };
  const turn = (n: number) => {
    walked.current = false;
    setAt(addMonths(at, n));
  };
  return (
    <div className={css.month}>
      <div className={css.head}>
        <IconButton icon={ChevronLeft} label={w.calendar.previous} onClick={() => turn(-1)} />
        <span aria-live="polite">{format.month(at)}</span>
        <IconButton icon={ChevronRight} label={w.calendar.next} onClick={() => turn(1)} />
      </div>
      <table ref={grid} className={css.grid} onKeyDown={walk} aria-label={format.month(at)}>
        <thead>
          <tr>
            {weeks[0]!.map((day) => (
              <th key={day} scope="col">
                {format.day(day, { day: undefined, month: undefined, year: undefined, weekday: 'narrow' })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day}>
                  <button
                    type="button"
                    data-day={day}
                    tabIndex={day === at ? 0 : -1}
                    aria-label={format.day(day, { weekday: 'long', month: 'long' })}
                    aria-current={day === today ? 'date' : undefined}
                    aria-pressed={day === chosen}
                    className={`${css.day} ${monthOf(day) !== monthOf(at) || isMuted?.(day) ? css.other : ''}`}
                    onClick={() => onPick(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
