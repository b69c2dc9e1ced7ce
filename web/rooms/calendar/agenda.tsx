// SPDX-License-Identifier: Apache-2.0
'use client';
/** Thirty days as a list; days without anything are left out. */
import { useFormat } from '@/data/format';
import { Nothing } from '@/ui/states';
import { useWords } from '@/words';
import css from './agenda.module.css';
import { allDayOn, type Item, placedOn } from './layout';

interface Props {
  days: readonly string[];
  items: readonly Item[];
  today: string;
  onOpen(key: string): void;
}

/** "Tomorrow", and which day that is. */
function Heading({ near, full }: { near: string; full: string }) {
  if (near === full) return full;
  return (
    <>
      {near} <span className="muted small">{full}</span>
    </>
  );
}

export function Agenda({ days, items, today, onOpen }: Props) {
  const w = useWords();
  const format = useFormat();
  const filled = days
    .map((day) => ({
      day,
      found: [...allDayOn(items, day, format), ...placedOn(items, day, format).map((placed) => placed.item)],
    }))
    .filter(({ found }) => found.length > 0);
  if (filled.length === 0) return <Nothing text={w.calendar.nothing} />;
  return filled.map(({ day, found }) => (
    <section key={day} className={css.day} aria-label={format.day(day)}>
      <h2 className={day === today ? css.today : ''}>
        <Heading near={format.near(day, today)} full={format.day(day)} />
      </h2>
      <ul>
        {found.map((item) => (
          <li key={item.key}>
            <button type="button" className={css.item} onClick={() => onOpen(item.key)}>
              <time className={css.when}>
                {item.allDay ? w.calendar.allDay : format.range(item.start, item.end)}
              </time>
              <span>{item.title}</span>
              {item.event?.location && <span className="ink ink-place small">{item.event.location}</span>}
              {item.event?.attendees && <span className="ink ink-people small">{item.event.attendees}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  ));
}
