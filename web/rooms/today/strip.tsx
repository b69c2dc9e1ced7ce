// SPDX-License-Identifier: Apache-2.0
'use client';
/** The day's events in their order, with what is on now and what comes next. */
import { Repeat } from 'lucide-react';
import { useFormat } from '@/data/format';
import type { Event } from '@/data/types';
import { atOf } from '@/parts/event/actions';
import { useWords } from '@/words';
import { lasts } from './day';
import css from './today.module.css';

interface Props {
  events: readonly Event[];
  day: string;
  now: number | null;
  onOpen(at: string): void;
}

function Mark({ event, now, next }: { event: Event; now: number | null; next: boolean }) {
  const w = useWords();
  if (now === null || event.all_day) return null;
  if (Date.parse(event.start) <= now && now < Date.parse(event.end))
    return <span className={css.mark}>{w.today.now}</span>;
  return next ? (
    <span className={css.next}>{w.today.inMinutes(lasts(Date.parse(event.start) - now))}</span>
  ) : null;
}

export function Strip({ events, now, onOpen }: Props) {
  const w = useWords();
  const format = useFormat();
  if (events.length === 0) return null;
  const next =
    now === null ? undefined : events.find((event) => !event.all_day && Date.parse(event.start) > now);
  return (
    <section aria-label={w.today.strip}>
      <ol className={css.strip}>
        {events.map((event) => {
          const over = now !== null && Date.parse(event.end) <= now;
          return (
            <li key={atOf(event)}>
              <button
                type="button"
                className={`${css.event} ${over ? css.over : ''}`}
                onClick={() => onOpen(atOf(event))}
              >
                <time className={css.when}>
                  {event.all_day ? w.today.allDay : format.range(event.start, event.end)}
                </time>
                <span className={css.title}>{event.title}</span>
                {event.recurrence && <Repeat size={13} aria-hidden className={css.repeat} />}
                {event.location && <span className="ink ink-place">{event.location}</span>}
                {event.attendees && <span className="ink ink-people">{event.attendees}</span>}
                <Mark event={event} now={now} next={event === next} />
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
