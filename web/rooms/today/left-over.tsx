// SPDX-License-Identifier: Apache-2.0
'use client';
/** In the evening: what is left, all to tomorrow with one press, or each by itself. No streaks, no scores. */
import { change } from '@/data/change';
import { useUser } from '@/data/rows';
import type { Fields, Task } from '@/data/types';
import { dueFields, update } from '@/parts/task/actions';
import { Button } from '@/ui/button';
import { addDays, instantAt, wallMinutes } from '@/ui/days';
import { useWords } from '@/words';
import css from './today.module.css';

/** The same time of the clock on another day. */
function moved(instant: string, day: string, zone: string): string {
  return instantAt(day, wallMinutes(instant, zone), zone);
}

export function LeftOver({ tasks, day }: { tasks: readonly Task[]; day: string }) {
  const w = useWords();
  const { zone } = useUser();
  const tomorrow = addDays(day, 1);
  /** At the same hour of another day, where it has one. */
  const later = (task: Task): Fields =>
    task.due ? { due: moved(task.due, tomorrow, task.zone ?? zone) } : dueFields(tomorrow, zone);
  const all = () =>
    change(
      tasks.map((task) => ({ entity: 'task', verb: 'update', id: task.id, fields: later(task) })),
      { label: w.today.movedAll(tasks.length) },
    );
  return (
    <section className={css.left}>
      <div className={css.leftHead}>
        <h2>{w.today.leftOver}</h2>
        <Button onClick={all}>{w.today.allTomorrow(tasks.length)}</Button>
      </div>
      <details>
        <summary>{w.today.eachByItself}</summary>
        <ul>
          {tasks.map((task) => (
            <li key={task.id}>
              <span>{task.title}</span>
              <Button kind="quiet" onClick={() => update([task], later(task))}>
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
      </details>
    </section>
  );
}
