// SPDX-License-Identifier: Apache-2.0
'use client';
/** What Pixie said in the morning of a day, as it was then; below it the day as it is now. */
import { useFormat } from '@/data/format';
import { useNotifications } from '@/data/notifications';
import { useWords } from '@/words';
import css from './today.module.css';

export function Brief({ day }: { day: string }) {
  const w = useWords();
  const format = useFormat();
  const brief = useNotifications().data?.find(
    (row) => row.kind === 'brief' && format.dayOf(row.planned ?? row.created) === day,
  );
  if (!brief?.text) return null;
  return (
    <details className={css.brief} open={brief.state === 'unread'}>
      <summary>
        {brief.title} <span className="muted small">{w.today.briefOf(format.time(brief.created))}</span>
      </summary>
      <p>{brief.text}</p>
    </details>
  );
}
