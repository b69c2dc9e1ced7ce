// SPDX-License-Identifier: Apache-2.0
'use client';
/** In the evening: what is left, with one press each. No streaks, no scores. */
import { useUser } from '@/data/rows';
import type { Task } from '@/data/types';
import { dueFields, update } from '@/parts/task/actions';
import { Button } from '@/ui/button';
import { addDays } from '@/ui/days';
import { useWords } from '@/words';
import css from './today.module.css';

export function LeftOver({ tasks, day }: { tasks: readonly Task[]; day: string }) {
  const w = useWords();
  const { zone } = useUser();
  return (
    <section className={css.left}>
      <h2>{w.today.leftOver}</h2>
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            <span>{task.title}</span>
            <Button kind="quiet" onClick={() => update([task], dueFields(addDays(day, 1), zone))}>
              {w.today.toTomorrow}
            </Button>
            <Button kind="quiet" onClick={() => update([task], dueFields(null, zone))}>
              {w.today.later}
            </Button>
            <Button
              kind="quiet"
              onClick={() => update([task], { status: 'cancelled' }, w.today.dropped(task.title))}
            >
              {w.today.drop}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
