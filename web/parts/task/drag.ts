// SPDX-License-Identifier: Apache-2.0
'use client';
/** Dragging a task: before another row, into a column, a day or a project. Targets say what they are in data-drop. */
import { type PointerEvent, useCallback, useMemo, useState } from 'react';
import type { Task } from '@/data/types';
import { beginDrag, type DragPoint } from '@/ui/drag';

export interface Drop {
  /** "row:<id>", "column:<key>", "day:<day>". */
  kind: string;
  key: string;
  after: boolean;
}

export interface TaskDrag {
  task: Task | null;
  over: Drop | null;
  begin(event: PointerEvent, task: Task): void;
}

function dropOf(point: DragPoint): Drop | null {
  const [kind, ...rest] = point.target?.dataset.drop?.split(':') ?? [];
  if (!kind || !point.target) return null;
  const box = point.target.getBoundingClientRect();
  return { kind, key: rest.join(':'), after: point.y > box.top + box.height / 2 };
}

export function useTaskDrag(onDrop: (task: Task, drop: Drop) => void): TaskDrag {
  const [task, setTask] = useState<Task | null>(null);
  const [over, setOver] = useState<Drop | null>(null);
  const begin = useCallback(
    (event: PointerEvent, dragged: Task) => {
      if ((event.target as HTMLElement).closest('[data-part=box]')) return;
      const stop = () => {
        setTask(null);
        setOver(null);
      };
      beginDrag(event, {
        scroller: (event.currentTarget as HTMLElement).closest<HTMLElement>('[data-scroll]'),
        onStart: () => setTask(dragged),
        onMove: (point) => setOver(dropOf(point)),
        onCancel: stop,
        onDrop: (point) => {
          stop();
          const drop = dropOf(point);
          if (drop) onDrop(dragged, drop);
        },
      });
    },
    [onDrop],
  );
  return useMemo(() => ({ task, over, begin }), [task, over, begin]);
}
