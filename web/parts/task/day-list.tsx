// SPDX-License-Identifier: Apache-2.0
'use client';
/** Short groups of tasks under headings, such as days: plain rows with the keys of every list. */
import { useCallback, useMemo } from 'react';
import { useFormat } from '@/data/format';
import { useNow, useProjects } from '@/data/rows';
import type { Task } from '@/data/types';
import { useWords } from '@/words';
import { BulkBar } from './bulk-lazy';
import css from './day-list.module.css';
import type { TaskDrag } from './drag';
import { useListKeys } from './list-keys';
import type { Group } from './model';
import { TaskRow } from './row';

export interface DayGroup extends Group {
  note?: string;
  /** The heading does not say the day: each row does. */
  days?: boolean;
}

interface Props {
  groups: readonly DayGroup[];
  drag?: TaskDrag;
  empty?: string;
  onOpen(id: string): void;
}

export function DayList({ groups, drag, empty, onOpen }: Props) {
  const format = useFormat();
  const w = useWords();
  const now = useNow();
  const projects = useProjects().rows;
  const tasks = useMemo(() => groups.flatMap((group) => group.tasks), [groups]);
  const open = useCallback((task: Task) => onOpen(task.id), [onOpen]);
  const selection = useListKeys({ tasks, onOpen: open });
  const today = format.today(now);
  return (
    <>
      {groups.map((group) => (
        <section
          key={group.key}
          data-drop={drag && `day:${group.key}`}
          className={`${css.group} ${drag?.over?.kind === 'day' && drag.over.key === group.key ? css.over : ''}`}
          aria-label={group.title}
        >
          <h2 className={css.head}>
            {group.title} {group.note && <span className="muted small">{group.note}</span>}
          </h2>
          {group.tasks.length === 0 && empty && <p className={css.empty}>{empty}</p>}
          <ul>
            {group.tasks.map((task) => (
              <li key={task.id}>
                <TaskRow
                  task={task}
                  format={format}
                  w={w}
                  today={today}
                  now={now}
                  timeOnly={!group.days}
                  project={projects.get(task.project_id ?? '')?.name ?? null}
                  selected={selection.selected.has(task.id)}
                  onOpen={open}
                  onDrag={drag?.begin}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <BulkBar {...selection} />
    </>
  );
}
