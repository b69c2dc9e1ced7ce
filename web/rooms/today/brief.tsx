// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * The brief of a day in the server's words: what Pixie said that morning as it was then, else what it would say now.
 * Below it what memory adds, the first hour that is free, and on request how the week went.
 */
import { useState } from 'react';
import { type Brief as Composed, useBrief, useReview } from '@/data/brief';
import { useFormat } from '@/data/format';
import { useNotifications } from '@/data/notifications';
import { Link } from '@/ui/link';
import { useWords } from '@/words';
import css from './today.module.css';

function Remembered({ brief }: { brief: Composed }) {
  const w = useWords();
  const format = useFormat();
  if (brief.dates.length === 0) return null;
  return (
    <section className={css.remembered}>
      <h2>{w.today.remembered}</h2>
      <ul>
        {brief.dates.map(({ about, kind, day, memory_id }) => (
          <li key={`${memory_id} ${kind}`}>
            <Link href={`/memory?memory=${memory_id}`}>{w.today.dates[kind](about)}</Link>{' '}
            <span className="muted">{format.day(day, { weekday: 'short' })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Week({ day }: { day: string }) {
  const w = useWords();
  const [open, setOpen] = useState(false);
  const review = useReview(day, open);
  return (
    <details className={css.week} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.today.review}</summary>
      <p>{review ? `${review.title}\n\n${review.text}` : w.common.loading}</p>
    </details>
  );
}

export function Brief({ day }: { day: string }) {
  const w = useWords();
  const format = useFormat();
  const composed = useBrief(day);
  const said = useNotifications().data?.find(
    (row) => row.kind === 'brief' && format.dayOf(row.planned ?? row.created) === day,
  );
  const title = said?.title ?? composed?.title;
  const text = said?.text ?? composed?.text;
  return (
    <>
      {text && (
        <details className={css.brief} open={said?.state === 'unread'}>
          <summary>
            {title}{' '}
            {said && <span className="muted small">{w.today.briefOf(format.time(said.created))}</span>}
          </summary>
          <p>{text}</p>
        </details>
      )}
      {composed?.free?.start && composed.free.end && (
        <p className={css.free}>{w.today.firstFree(format.range(composed.free.start, composed.free.end))}</p>
      )}
      {composed && <Remembered brief={composed} />}
      <Week day={day} />
    </>
  );
}
