// SPDX-License-Identifier: Apache-2.0
'use client';
/** One column of the board. On a card, Alt+arrows move it to the next column, arrows walk. */
import { type KeyboardEvent, useCallback } from 'react';
import { useFormat } from '@/data/format';
import { useNow, useProjects } from '@/data/rows';
import type { Task } from '@/data/types';
import type { TaskDrag } from '@/parts/task/drag';
import type { Group } from '@/parts/task/model';
import { TaskRow } from '@/parts/task/row';
import { useWords } from '@/words';
import css from './board.module.css';

interface Props {
  column: Group;
  drag: TaskDrag;
  onStep(task: Task, n: number): void;
  onOpen(id: string): void;
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const side = { ArrowRight: 'nextElementSibling', ArrowLeft: 'previousElementSibling' }[event.key] as
    | 'nextElementSibling'
    | undefined;
  const next = step
    ? rows[at + step]
    : side
      ? event.currentTarget[side]?.querySelector<HTMLElement>('[data-row]')
      : null;
  if (!next || at < 0) return;
  event.preventDefault();
  next.focus();
}

export function BoardColumn({ column, drag, onStep, onOpen }: Props) {
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  const projects = useProjects().rows;
  const open = useCallback((task: Task) => onOpen(task.id), [onOpen]);
  const over = drag.task && drag.over?.kind === 'column' && drag.over.key === column.key;
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const id = (document.activeElement as HTMLElement | null)?.dataset.row;
    const task = column.tasks.find((one) => one.id === id);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!task || !step || !event.altKey) return walk(event);
    event.preventDefault();
    onStep(task, step);
  };
  return (
    <section
      className={`${css.column} ${over ? css.over : ''}`}
      data-drop={`column:${column.key}`}
      aria-label={column.title}
      onKeyDown={keys}
    >
      <h2 className={css.head}>
        {column.title} <span className="muted small">{column.tasks.length}</span>
      </h2>
      <ul className={css.cards} data-scroll>
        {column.tasks.map((task) => (
          <li key={task.id} className={css.card}>
            <TaskRow
              task={task}
              format={format}
              w={w}
              today={format.today(now)}
              now={now}
              project={projects.get(task.project_id ?? '')?.name ?? null}
              onOpen={open}
              onDrag={drag.begin}
            />
          </li>
        ))}
      </ul>
      {column.tasks.length === 0 && <p className={css.empty}>{w.tasks.emptyColumn}</p>}
    </section>
  );
}
