// SPDX-License-Identifier: Apache-2.0
'use client';
/** Tasks without a time: one press sets aside the next free stretch of the day. Nothing moves by itself. */
import { CalendarPlus } from 'lucide-react';
import type { PointerEvent } from 'react';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import { usePreferences } from '@/data/preferences';
import { useTasks } from '@/data/rows';
import type { Task } from '@/data/types';
import { Panel } from '@/parts/panel';
import { isDone, update } from '@/parts/task/actions';
import { compare, dueDay } from '@/parts/task/model';
import { IconButton } from '@/ui/button';
import { instantAt, wallMinutes } from '@/ui/days';
import { durationWords } from '@/ui/duration';
import { Nothing } from '@/ui/states';
import { useWords } from '@/words';
import { type Item, lengthOf, placedOn } from './layout';
import { freeFrom, loadOf } from './load';
import css from './tray.module.css';

interface Props {
  items: readonly Item[];
  day: string;
  now: number;
  onClose(): void;
  onOpen(key: string): void;
  /** A task is taken to be put into the grid. */
  onDrag(event: PointerEvent, task: Task): void;
  lifted: string | null;
}

export function Tray({ items, day, now, onClose, onOpen, onDrag, lifted }: Props) {
  const w = useWords();
  const format = useFormat();
  const { dayStart, dayEnd } = usePreferences();
  const { rows } = useTasks();
  const placed = placedOn(items, day, format);
  const load = loadOf(placed);
  const tasks = [...rows.values()]
    .filter((task) => !isDone(task) && !task.planned_start && !task.parent_id)
    .sort(compare('due', format));
  const plan = (task: Task) => {
    const length = lengthOf(task);
    const after =
      format.dayOf(now) === day ? Math.max(dayStart * 60, wallMinutes(now, format.zone)) : dayStart * 60;
    const from = freeFrom(placed, length, after, dayEnd * 60);
    if (from === null) return void tell({ text: w.calendar.full });
    const start = instantAt(day, from, format.zone);
    const end = instantAt(day, from + length, format.zone);
    const when = `${format.day(day)} ${format.range(start, end)}`;
    update([task], { planned_start: start, planned_end: end }, w.calendar.planned(task.title, when));
  };
  return (
    <Panel title={w.calendar.tray} onClose={onClose}>
      <p className="muted small">
        {format.day(day)}: {w.calendar.hours(durationWords(load, w))}
      </p>
      {tasks.length === 0 && <Nothing text={w.calendar.trayEmpty} />}
      <ul className={css.list}>
        {tasks.slice(0, 100).map((task) => (
          <li
            key={task.id}
            onPointerDown={(event) => onDrag(event, task)}
            className={lifted === task.id ? css.lifted : ''}
          >
            <button type="button" className={css.title} onClick={() => onOpen(task.id)}>
              {task.title}
              {dueDay(task, format) && (
                <span className="ink ink-time small">
                  {' '}
                  {format.near(dueDay(task, format)!, format.today())}
                </span>
              )}
            </button>
            <IconButton
              icon={CalendarPlus}
              label={`${w.calendar.plan}: ${task.title}`}
              onClick={() => plan(task)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
