// SPDX-License-Identifier: Apache-2.0
'use client';
/** Walking, selecting and changing the rows of a list by keys. The focused row is the cursor. */
import { useCallback, useMemo, useState } from 'react';
import type { Task } from '@/data/types';
import { type Command, useCommands } from '@/shell/commands';
import { useWords } from '@/words';
import { complete, remove, toggle, update } from './actions';
import { type Asked, ask, askSubtask } from './ask-store';
import { PRIORITIES } from './model';

export interface Selection {
  selected: ReadonlySet<string>;
  toggle(id: string): void;
  clear(): void;
  tasks: readonly Task[];
}

const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-row="${id}"]`);
const focusedId = () =>
  (document.activeElement?.closest('[data-task]') as HTMLElement | null)?.dataset.task ?? null;

interface Options {
  tasks: readonly Task[];
  /** Draws a row that has no element yet, before it returns. */
  draw?(id: string): void;
  onMove?(task: Task, step: 1 | -1): void;
  onOpen(task: Task): void;
}

export function useListKeys({ tasks, draw, onMove, onOpen }: Options): Selection {
  const w = useWords();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(
    () => (selected.size > 0 ? tasks.filter((task) => selected.has(task.id)) : []),
    [tasks, selected],
  );
  const flip = useCallback((id: string) => {
    setSelected((was) => {
      const next = new Set(was);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const clear = useCallback(() => setSelected(new Set()), []);

  const current = () => {
    const id = focusedId();
    return tasks.find((task) => task.id === id);
  };
  const targets = () => (chosen.length > 0 ? chosen : [current()].filter((task) => task !== undefined));
  const focusAt = (index: number) => {
    const task = tasks[Math.max(0, Math.min(index, tasks.length - 1))];
    if (!task) return;
    // All of it within the press: the next one begins at what has the focus by then.
    if (!rowOf(task.id)) draw?.(task.id);
    const row = rowOf(task.id);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  };
  const walk = (step: number, extend = false) => {
    const at = tasks.findIndex((task) => task.id === focusedId());
    if (extend && at >= 0)
      setSelected(
        (was) =>
          new Set([...was, tasks[at]!.id, tasks[Math.max(0, Math.min(at + step, tasks.length - 1))]!.id]),
      );
    focusAt(at < 0 ? 0 : at + step);
  };
  const after = (act: (tasks: readonly Task[]) => void) => () => {
    const these = targets();
    if (these.length === 0) return;
    const at = tasks.findIndex((task) => task.id === these.at(-1)!.id);
    const next =
      tasks.slice(at + 1).find((task) => !these.includes(task)) ??
      tasks
        .slice(0, at)
        .reverse()
        .find((task) => !these.includes(task));
    act(these);
    clear();
    if (next) focusAt(tasks.indexOf(next)); // at once: the next key is about it
  };
  const layer = (kind: Asked) => () => {
    const these = targets();
    const row = rowOf(focusedId() ?? these[0]?.id ?? '');
    ask(kind, these, row);
  };
  const subtask = () => {
    const task = current();
    if (!task) return;
    onOpen(task);
    askSubtask(task.id);
  };
  const move = (step: 1 | -1) => () => {
    const task = current();
    if (task) onMove?.(task, step);
  };
  const group = w.tasks.commands;
  const make = (id: string, title: string, keys: string, run: () => void): Command => ({
    id,
    title,
    keys,
    group,
    silent: true,
    run,
  });
  useCommands('list', [
    make('down', w.tasks.down, 'j|ArrowDown', () => walk(1)),
    make('up', w.tasks.up, 'k|ArrowUp', () => walk(-1)),
    make('extend-down', `${w.tasks.select} ↓`, 'Shift+ArrowDown', () => walk(1, true)),
    make('extend-up', `${w.tasks.select} ↑`, 'Shift+ArrowUp', () => walk(-1, true)),
    make('select', w.tasks.select, 'x', () => focusedId() && flip(focusedId()!)),
    make('select-all', `${w.tasks.select} *`, 'Mod+a', () =>
      setSelected(new Set(tasks.map((task) => task.id))),
    ),
    make('unselect', w.tasks.unselect, 'Escape', clear),
    make(
      'complete',
      w.tasks.statuses.completed,
      'e',
      after((these) => (these.length === 1 ? toggle(these[0]!) : complete(these))),
    ),
    make('date', w.tasks.setDate, 'd', layer('date')),
    make('repeat', w.tasks.repeat, 'r', layer('repeat')),
    make('project', w.tasks.project, 'p', layer('project')),
    make('tags', w.tasks.tags, 'l', layer('tags')),
    make('plan', w.plan.planned, 't', layer('planned')),
    ...PRIORITIES.map((priority, i) =>
      make(priority, w.tasks.priorities[priority], String(i + 1), () => update(targets(), { priority })),
    ),
    make('subtask', w.tasks.addSubtask, 's', subtask),
    make('move-up', w.tasks.moveUp, 'Alt+ArrowUp', move(-1)),
    make('move-down', w.tasks.moveDown, 'Alt+ArrowDown', move(1)),
    make('delete', w.common.delete, 'Delete|Backspace', after(remove)),
  ]);
  return { selected, toggle: flip, clear, tasks: chosen };
}
