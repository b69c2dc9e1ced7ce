// SPDX-License-Identifier: Apache-2.0
'use client';
/** Tasks in columns by state, project or priority; a card is moved by drag, by keys, or in its panel. */
import { Columns3 } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { useCompleted, useProjects, useTasks } from '@/data/rows';
import type { Task } from '@/data/types';
import { fillLine, useRoomLine } from '@/line/state';
import { Room } from '@/parts/room';
import { complete, update } from '@/parts/task/actions';
import { setProject } from '@/parts/task/belongs';
import { type Drop, useTaskDrag } from '@/parts/task/drag';
import { TaskPanel } from '@/parts/task/panel-lazy';
import { Menu } from '@/ui/menu';
import { Failed, FirstRun, Skeleton } from '@/ui/states';
import { setQuery, useQueryParam } from '@/ui/url';
import { useWords } from '@/words';
import css from './board.module.css';
import { BoardColumn } from './board-column';
import { type ColumnsBy, columnsOf } from './columns';

function moveTo(task: Task, by: ColumnsBy, key: string): void {
  if (by === 'project') setProject([task], key === 'none' ? null : { id: key });
  else if (by === 'priority') update([task], { priority: key });
  else if (key === 'completed') complete([task]);
  else update([task], { status: key });
}

export function Board() {
  const w = useWords();
  const by = (useSearchParams().get('by') ?? 'status') as ColumnsBy;
  const [open, setOpen] = useQueryParam('task');
  const { rows, loading, error, retry } = useTasks();
  const projects = useProjects().rows;
  useCompleted(by === 'status');
  useRoomLine('board');
  const columns = useMemo(() => columnsOf(rows.values(), by, projects, w), [rows, by, projects, w]);
  const onDrop = useCallback(
    (task: Task, drop: Drop) => {
      const from = columns.find((column) => column.tasks.some((one) => one.id === task.id));
      if (drop.kind === 'column' && from?.key !== drop.key) moveTo(task, by, drop.key);
    },
    [by, columns],
  );
  const drag = useTaskDrag(onDrop);
  const step = useCallback(
    (task: Task, n: number) => {
      const at = columns.findIndex((column) => column.tasks.some((one) => one.id === task.id));
      const to = columns[at + n];
      if (!to) return;
      moveTo(task, by, to.key);
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${task.id}"]`)?.focus());
    },
    [by, columns],
  );
  const choices = (['status', 'project', 'priority'] as const).map((one) => ({
    label: w.tasks[one],
    checked: by === one,
    run: () => setQuery({ by: one === 'status' ? null : one }),
  }));
  const any = rows.size > 0;
  return (
    <Room
      title={w.tasks.board}
      wide
      tools={<Menu label={w.tasks.boardBy} icon={Columns3} text={w.tasks[by]} items={choices} />}
      panel={open && <TaskPanel id={open} onClose={() => setOpen(null)} onOpen={setOpen} />}
    >
      {error && <Failed error={error} onRetry={retry} />}
      {loading && <Skeleton />}
      {!loading && !error && !any && (
        <FirstRun text={w.tasks.first} examples={w.tasks.examples} onExample={fillLine} />
      )}
      {any && (
        <div className={css.board}>
          {columns.map((column) => (
            <BoardColumn key={column.key} column={column} drag={drag} onStep={step} onOpen={setOpen} />
          ))}
        </div>
      )}
    </Room>
  );
}
