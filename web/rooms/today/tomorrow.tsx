// SPDX-License-Identifier: Apache-2.0
'use client';
/** Tomorrow in two lines. */
import { useFormat } from '@/data/format';
import type { Event, Task } from '@/data/types';
import { Link } from '@/ui/link';
import { useWords } from '@/words';
import css from './today.module.css';

export function Tomorrow({
  events,
  tasks,
  day,
}: {
  events: readonly Event[];
  tasks: readonly Task[];
  day: string;
}) {
  const w = useWords();
  const format = useFormat();
  const said = events.map((event) =>
    event.all_day ? event.title : `${format.time(event.start)} ${event.title}`,
  );
  return (
    <section className={css.tomorrow}>
      <h2>
        <Link href={`/calendar?view=day&day=${day}`}>{w.today.tomorrow}</Link>
      </h2>
      <p>{said.length > 0 ? said.join(' · ') : w.today.free24}</p>
      {tasks.length > 0 && (
        <p className="muted">
          {tasks
            .slice(0, 4)
            .map((task) => task.title)
            .join(' · ')}
          {tasks.length > 4 && ` ${w.today.moreTomorrow(tasks.length - 4)}`}
        </p>
      )}
    </section>
  );
}
