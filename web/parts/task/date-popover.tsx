// SPDX-License-Identifier: Apache-2.0
'use client';
/** A date in words, read by the engine as it is typed, with presets and a month to click in. */
import { type RefObject, useState } from 'react';
import { read } from '@/data/engine';
import { useFormat } from '@/data/format';
import { useUser } from '@/data/rows';
import { addDays, daysBetween, firstWeekday, instantOf, weekday } from '@/ui/days';
import { MonthGrid } from '@/ui/month';
import { Popover } from '@/ui/popover';
import { useWords } from '@/words';
import css from './popovers.module.css';

/** A day or an instant from words; null if they hold no date. */
export function readDate(text: string, zone: string): string | null {
  const call = read(`do it ${text}`, zone, {})?.calls?.[0];
  const due = call?.arguments.due ?? call?.arguments.start;
  if (typeof due !== 'string') return null;
  return due.includes('T') ? instantOf(due.slice(0, 16), zone) : due;
}

interface Props {
  anchor: RefObject<HTMLElement | null>;
  value: string | null;
  label: string;
  onPick(due: string | null): void;
  onClose(): void;
}

export function DatePopover({ anchor, value, label, onPick, onClose }: Props) {
  const w = useWords();
  const format = useFormat();
  const { zone, locale } = useUser();
  const [text, setText] = useState('');
  const today = format.today();
  const found = text.trim() ? readDate(text, zone) : null;
  const pick = (due: string | null) => {
    onPick(due);
    onClose();
  };
  const shown = (due: string) => (due.includes('T') ? format.dayAndTime(due) : format.day(due));
  const monday = addDays(today, (8 - weekday(today)) % 7 || 7);
  const presets = [
    [w.days.today, today],
    [w.days.tomorrow, addDays(today, 1)],
    [format.near(monday, today), monday],
  ].filter(([, day], i, all) => all.findIndex(([, other]) => other === day) === i) as [string, string][]; // on Sundays
  return (
    <Popover anchor={anchor} label={label} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (found) pick(found);
        }}
      >
        <input
          data-first
          className={css.input}
          aria-label={label}
          placeholder={w.tasks.dateHint}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <p className={css.note} role="status">
          {found ? (
            <span className="ink ink-time">{shown(found)}</span>
          ) : text.trim().length > 2 ? (
            w.tasks.dateUnread
          ) : (
            '\u00a0'
          )}
        </p>
      </form>
      <div className={css.presets}>
        {presets.map(([name, day]) => (
          <button key={day} type="button" onClick={() => pick(day)}>
            {name}{' '}
            <span className="muted small">{format.day(day, { month: undefined, day: undefined })}</span>
          </button>
        ))}
        {value && (
          <button type="button" onClick={() => pick(null)}>
            {w.tasks.noDate}
          </button>
        )}
      </div>
      <MonthGrid
        chosen={value && (value.includes('T') ? format.dayOf(value) : value)}
        today={today}
        first={firstWeekday(locale)}
        format={format}
        isMuted={(day) => daysBetween(today, day) < 0}
        onPick={pick}
      />
    </Popover>
  );
}
