// SPDX-License-Identifier: Apache-2.0
'use client';
/** A list of tasks in groups, walked by keys, ordered by drag; a long one is virtual, so that ten thousand scroll as ten. */
import { type CSSProperties, memo, type PointerEvent, useCallback, useMemo, useRef } from 'react';
import { useFormat } from '@/data/format';
import { useNow, useProjects } from '@/data/rows';
import { useSession } from '@/data/state';
import type { Task } from '@/data/types';
import { useWords } from '@/words';
import { BulkBar } from './bulk-lazy';
import type { TaskDrag } from './drag';
import css from './list.module.css';
import { useListKeys } from './list-keys';
import { ManyRows } from './many-rows-lazy';
import type { Group } from './model';
import { TaskRow } from './row';

/** Up to here all rows are drawn; more are drawn as they come into view, by code that is fetched for it. */
const PLAIN_MOST = 200;

export interface ItemProps {
  'data-drop': string | undefined;
  role: string | undefined;
  className: string;
  style: CSSProperties;
}

export type Item =
  | { kind: 'head'; key: string; title: string; count: number }
  | { kind: 'task'; key: string; task: Task; depth: number };

function itemsOf(groups: readonly Group[], children: ReadonlyMap<string, Task[]>): Item[] {
  const items: Item[] = [];
  const add = (task: Task, depth: number) => {
    items.push({ kind: 'task', key: task.id, task, depth });
    for (const child of children.get(task.id) ?? []) if (depth < 4) add(child, depth + 1);
  };
  for (const group of groups) {
    if (group.title)
      items.push({ kind: 'head', key: `head-${group.key}`, title: group.title, count: group.tasks.length });
    for (const task of group.tasks) add(task, 0);
  }
  return items;
}

const NO_CHILDREN: ReadonlyMap<string, Task[]> = new Map();

interface Props {
  groups: readonly Group[];
  /** Subtasks by their parent's id. */
  subtasks?: ReadonlyMap<string, Task[]>;
  label: string;
  timeOnly?: boolean;
  hideProject?: boolean;
  drag?: TaskDrag;
  onMove?(task: Task, step: 1 | -1): void;
  onOpen(id: string): void;
}

/** Ids of rows that wait in the outbox: they carry a hollow dot. */
function useUnsent(): ReadonlySet<string> {
  const waiting = useSession((state) => state.waiting);
  const outbox = useSession((state) => state.session?.outbox);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number stands for the operations
  return useMemo(() => new Set(outbox?.ops.map((op) => op.id)), [outbox, waiting]);
}

/** Drawn anew with other tasks, not with each word of a filter: those are drawn first. */
export const TaskRows = memo(function TaskRows({
  groups,
  subtasks: children = NO_CHILDREN,
  label,
  timeOnly,
  hideProject,
  drag,
  onMove,
  onOpen,
}: Props) {
  const format = useFormat();
  const w = useWords();
  const now = useNow();
  const today = format.today(now);
  const projects = useProjects().rows;
  const unsent = useUnsent();
  const items = useMemo(() => itemsOf(groups, children), [groups, children]);
  const grouped = groups.some((group) => group.title !== '');
  const tasks = useMemo(() => items.flatMap((item) => (item.kind === 'task' ? item.task : [])), [items]);
  const draw = useRef<((key: string) => void) | null>(null);
  // A long list that a filter makes short stays what it is: another kind of list would be built from nothing.
  const many = useRef(false);
  many.current ||= items.length > PLAIN_MOST;
  const open = useCallback((task: Task) => onOpen(task.id), [onOpen]);
  const selection = useListKeys({ tasks, draw: (id) => draw.current?.(id), onMove, onOpen: open });
  const latest = useRef({ drag, toggle: selection.toggle });
  latest.current = { drag, toggle: selection.toggle };
  // Always the same function: a row is drawn anew only if its task changed.
  const press = useCallback((event: PointerEvent, task: Task) => {
    if (event.ctrlKey || event.metaKey) latest.current.toggle(task.id);
    else latest.current.drag?.begin(event, task);
  }, []);
  const progress = (task: Task) => {
    const all = children.get(task.id);
    return all ? `${all.filter((child) => child.status === 'completed').length}/${all.length}` : null;
  };
  const row = (item: Item) =>
    item.kind === 'head' ? (
      <h2 className={css.head}>
        {item.title} <span className="muted small">{item.count}</span>
      </h2>
    ) : (
      <TaskRow
        task={item.task}
        format={format}
        w={w}
        today={today}
        now={now}
        timeOnly={timeOnly}
        project={hideProject ? null : (projects.get(item.task.project_id ?? '')?.name ?? null)}
        subtasks={progress(item.task)}
        selected={selection.selected.has(item.task.id)}
        unsent={unsent.has(item.task.id)}
        onOpen={open}
        onDrag={press}
      />
    );
  const props = (item: Item): ItemProps => {
    const over = drag?.over?.kind === 'row' && drag.over.key === item.key && drag.task ? drag.over : null;
    return {
      'data-drop': item.kind === 'task' ? `row:${item.key}` : undefined,
      role: grouped ? undefined : 'listitem',
      className: over ? (over.after ? css.after! : css.before!) : '',
      style: { paddingInlineStart: item.kind === 'task' ? item.depth * 28 : 0 },
    };
  };
  const shared = { role: grouped ? 'group' : 'list', 'aria-label': label, className: css.list };
  return (
    <>
      {many.current ? (
        <ManyRows items={items} shared={shared} props={props} row={row} draw={draw} />
      ) : (
        <div {...shared}>
          {items.map((item) => (
            <div key={item.key} {...props(item)}>
              {row(item)}
            </div>
          ))}
        </div>
      )}
      <BulkBar {...selection} />
    </>
  );
});
