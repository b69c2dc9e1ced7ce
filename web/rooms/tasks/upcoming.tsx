// SPDX-License-Identifier: Apache-2.0
'use client';
/** The next fourteen days, each with its tasks; a task is moved to another day by drag or by its date. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { useFormat } from '@/data/format';
import { useNow, useTasks, useUser } from '@/data/rows';
import type { Task } from '@/data/types';
import { fillLine, useRoomLine } from '@/line/state';
import { Room } from '@/parts/room';
import { dueFields, isDone, update } from '@/parts/task/actions';
import { DayList } from '@/parts/task/day-list';
import { type Drop, useTaskDrag } from '@/parts/task/drag';
import { compare, dueDay, type Group } from '@/parts/task/model';
import { TaskPanel } from '@/parts/task/panel-lazy';
import { Button, IconButton } from '@/ui/button';
import { addDays, daysFrom, midnight } from '@/ui/days';
import { Failed, FirstRun, Skeleton } from '@/ui/states';
import { setQuery, useQueryParam } from '@/ui/url';
import { useWords } from '@/words';
import css from './upcoming.module.css';

const DAYS = 14;

/** A task with a time keeps its time of day on the other day. */
export function moveToDay(task: Task, day: string, zone: string, from: string): void {
  if (!task.due) return update([task], dueFields(day, zone));
  const offset = Date.parse(task.due) - Date.parse(midnight(from, zone));
  update([task], dueFields(new Date(Date.parse(midnight(day, zone)) + offset).toISOString(), zone));
}

export function Upcoming() {
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  const { zone } = useUser();
  const today = format.today(now);
  const from = useSearchParams().get('from') ?? today;
  const [open, setOpen] = useQueryParam('task');
  const { rows, loading, error, retry } = useTasks();
  useRoomLine('upcoming');
  const groups = useMemo<Group[]>(() => {
    const sorted = [...rows.values()].filter((task) => !isDone(task)).sort(compare('due', format));
    return daysFrom(from, DAYS).map((day) => ({
      key: day,
      title: format.near(day, today),
      tasks: sorted.filter((task) => dueDay(task, format) === day),
    }));
  }, [rows, from, today, format]);
  const onDrop = useCallback(
    (task: Task, drop: Drop) => {
      const day = drop.kind === 'day' ? drop.key : null;
      const was = dueDay(task, format) ?? today;
      if (day && day !== was) moveToDay(task, day, zone, was);
    },
    [format, today, zone],
  );
  const drag = useTaskDrag(onDrop);
  const any = [...rows.values()].some((task) => !isDone(task));
  const tools = (
    <>
      <IconButton
        icon={ChevronLeft}
        label={w.tasks.previousPeriod}
        onClick={() => setQuery({ from: addDays(from, -DAYS) })}
      />
      <Button onClick={() => setQuery({ from: null })}>{w.days.today}</Button>
      <IconButton
        icon={ChevronRight}
        label={w.tasks.nextPeriod}
        onClick={() => setQuery({ from: addDays(from, DAYS) })}
      />
    </>
  );
  return (
    <Room
      title={w.tasks.upcoming}
      tools={tools}
      panel={open && <TaskPanel id={open} onClose={() => setOpen(null)} onOpen={setOpen} />}
    >
      {error && <Failed error={error} onRetry={retry} />}
      {loading && <Skeleton />}
      {!loading && !error && !any && (
        <FirstRun text={w.tasks.first} examples={w.tasks.examples} onExample={fillLine} />
      )}
      {!loading && any && (
        <div className={css.days}>
          <DayList groups={groups} drag={drag} onOpen={setOpen} empty={w.tasks.emptyDay} />
        </div>
      )}
    </Room>
  );
}
