// SPDX-License-Identifier: Apache-2.0
'use client';
/** The next five dates of a rule, by the engine that the server has too. Nothing without the engine. */
import { useMemo } from 'react';
import { nextDates, useEngine } from '@/data/engine';
import { useFormat } from '@/data/format';
import { useWords } from '@/words';
import css from './next-dates.module.css';

const SHOWN = 5;

interface Props {
  rule: string;
  /** The first date: a day, or an instant. */
  start: string;
  zone: string;
}

export function NextDates({ rule, start, zone }: Props) {
  const w = useWords();
  const format = useFormat();
  const engine = useEngine((state) => state.engine);
  const dates = useMemo(
    () => (engine ? nextDates(rule, start, zone, SHOWN) : []),
    [engine, rule, start, zone],
  );
  if (dates.length === 0) return null;
  return (
    <p className={css.next}>
      <span className="muted">{w.plan.next}</span>
      {dates.map((date) => (
        <time key={date} dateTime={date}>
          {date.includes('T') ? format.day(format.dayOf(date)) : format.day(date)}
        </time>
      ))}
    </p>
  );
}
