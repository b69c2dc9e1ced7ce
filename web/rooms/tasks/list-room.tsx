// SPDX-License-Identifier: Apache-2.0
'use client';
/** All tasks as one list: filtered by chips or words, grouped and sorted, all of it in the address. */
import { useSearchParams } from 'next/navigation';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useFormat } from '@/data/format';
import { projectName, useCompleted, useNow, useProjects, useTasks, useUser } from '@/data/rows';
import type { Task } from '@/data/types';
import { fillLine, useRoomLine } from '@/line/state';
import { Room } from '@/parts/room';
import { isDone, update } from '@/parts/task/actions';
import { type Drop, useTaskDrag } from '@/parts/task/drag';
import { TaskRows } from '@/parts/task/list';
import { between, compare, type Filter, type Group, keeper, type Sort, split } from '@/parts/task/model';
import { TaskPanel } from '@/parts/task/panel-lazy';
import { addDays, firstWeekday, weekStart } from '@/ui/days';
import { Failed, FirstRun, Nothing, Skeleton } from '@/ui/states';
import { setQuery, useQueryParam } from '@/ui/url';
import { useWords } from '@/words';
import { FilterBar } from './filter-bar';
import { type Grouping, groupTasks } from './group';
import { SaveView } from './save-view-lazy';

/** The address follows what is typed when the keys rest: the router takes longer than a key may. */
const ADDRESS_AFTER_MS = 250;

interface Typed {
  text: string;
  /** What the address said before; if it says something else now, that counts. */
  over: string | null;
}

/** The filter of the address, with the words as they are typed; and how to type them. */
function useFilter(): [Filter, (text: string | null) => void] {
  const params = useSearchParams();
  const [typed, setTyped] = useState<Typed | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const over = params.get('text');
  const counts = typed && (over === typed.over || over === (typed.text || null));
  const text = counts ? typed.text || null : over;
  const [project, priority, tag, due] = ['project', 'priority', 'tag', 'due'].map((name) => params.get(name));
  // By its parts: an address that follows what was typed is no other filter.
  const filter = useMemo(() => ({ project, priority, tag, due, text }), [project, priority, tag, due, text]);
  const type = useCallback(
    (text: string | null) => {
      clearTimeout(timer.current);
      setTyped(text === null ? null : { text: text.trim(), over });
      if (text === null) return;
      timer.current = setTimeout(() => {
        const taken = text.trim() || null;
        setQuery({ text: taken }, true);
        setTyped({ text: text.trim(), over: taken }); // an address without it is another filter
      }, ADDRESS_AFTER_MS);
    },
    [over],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return [filter, type];
}

function useShown(filter: Filter, sort: Sort, grouping: Grouping, done: boolean) {
  const { rows, loading, error, retry } = useTasks();
  const projects = useProjects().rows;
  const format = useFormat();
  const now = useNow();
  const { locale } = useUser();
  const w = useWords();
  const shown = useMemo(() => {
    const today = format.today(now);
    const clock = { today, now, weekEnd: addDays(weekStart(today, firstWeekday(locale)), 6) };
    const keeps = keeper(filter, clock, format);
    const kept = [...rows.values()].filter((task) => isDone(task) === done && keeps(task));
    const { roots, children } = split(kept);
    roots.sort(compare(sort, format));
    const groups: Group[] = groupTasks(roots, grouping, { today, now, format, projects, w });
    return { groups, children, count: kept.length };
  }, [rows, filter, sort, grouping, done, format, now, locale, projects, w]);
  const open = useMemo(() => [...rows.values()].some((task) => !isDone(task)), [rows]);
  return { ...shown, any: open, loading, error, retry };
}

/** A task set between others by hand, by drag or by Alt+arrows. */
function useOrder(groups: readonly Group[]) {
  // Made when one is moved, not with each list of ten thousand.
  const flat = useCallback(() => groups.flatMap((group) => group.tasks), [groups]);
  const place = useCallback(
    (task: Task, index: number) => {
      const rest = flat().filter((one) => one.id !== task.id);
      update([task], { position: between(rest[index - 1], rest[index]) });
    },
    [flat],
  );
  const onDrop = useCallback(
    (task: Task, drop: Drop) => {
      if (drop.kind !== 'row' || drop.key === task.id) return;
      const rest = flat().filter((one) => one.id !== task.id);
      const at = rest.findIndex((one) => one.id === drop.key);
      if (at >= 0) place(task, drop.after ? at + 1 : at);
    },
    [flat, place],
  );
  const onMove = useCallback(
    (task: Task, step: 1 | -1) => {
      const all = flat();
      const at = all.findIndex((one) => one.id === task.id) + step;
      if (at >= 0 && at < all.length) place(task, at);
    },
    [flat, place],
  );
  return { drag: useTaskDrag(onDrop), onMove };
}

function useFilterWords(filter: Filter): string {
  const w = useWords();
  const projects = useProjects().rows;
  const priority = filter.priority && w.tasks.priorities[filter.priority as 'high'];
  const parts = [
    projectName(projects, filter.project),
    priority,
    filter.due,
    filter.tag && `#${filter.tag}`,
    filter.text,
  ];
  return parts.filter(Boolean).join(' ');
}

export function TaskList() {
  const w = useWords();
  const params = useSearchParams();
  const [filter, type] = useFilter();
  const projects = useProjects().rows;
  const [open, setOpen] = useQueryParam('task');
  const done = params.get('done') === '1';
  const sort = (params.get('sort') ?? 'order') as Sort;
  const grouping = (params.get('group') ?? 'none') as Grouping;
  const { groups, children, count, any, loading, error, retry } = useShown(
    useDeferredValue(filter), // a key is painted first
    sort,
    grouping,
    done,
  );
  const { drag, onMove } = useOrder(groups);
  const completed = useCompleted(done);
  const project = filter.project && filter.project !== 'none' ? filter.project : undefined;
  useRoomLine('tasks', { defaults: { project } });

  const title = projectName(projects, filter.project) ?? w.tasks.title;
  const filtered = Object.values(filter).some(Boolean);
  const says = useFilterWords(filter);
  const byHand = sort === 'order' && grouping === 'none';
  const clear = () => {
    type(null);
    setQuery({ project: null, priority: null, tag: null, due: null, text: null });
  };
  const tools = (filtered || sort !== 'order') && <SaveView name={says || w.tasks.groups[grouping]} />;
  return (
    <Room
      title={title}
      tools={tools}
      panel={open && <TaskPanel id={open} onClose={() => setOpen(null)} onOpen={setOpen} />}
    >
      <FilterBar filter={filter} sort={sort} grouping={grouping} done={done} onType={type} />
      {error && <Failed error={error} onRetry={retry} />}
      {loading || completed.loading ? <Skeleton /> : null}
      {!loading && !error && !any && !filtered && !done && (
        <FirstRun text={w.tasks.first} examples={w.tasks.examples} onExample={fillLine} />
      )}
      {!loading && count === 0 && (filtered || done) && (
        <Nothing
          text={w.tasks.nothing(says || w.tasks.showDone)}
          action={filtered ? w.tasks.clear : undefined}
          onAction={clear}
        />
      )}
      {count > 0 && (
        <TaskRows
          groups={groups}
          subtasks={children}
          label={title}
          hideProject={grouping === 'project' || Boolean(project)}
          drag={byHand ? drag : undefined}
          onMove={byHand ? onMove : undefined}
          onOpen={setOpen}
        />
      )}
    </Room>
  );
}
