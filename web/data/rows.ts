// SPDX-License-Identifier: Apache-2.0
/** Hooks by which rooms read: one table per entity, views are selections of it. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { all, call } from './api';
import { client, session, useSession } from './state';
import type { Entity, EntityRow, Event, Project, User } from './types';

type View<E extends Entity> = ReadonlyMap<string, EntityRow[E]>;
const EMPTY = new Map<string, never>();

async function loadTasks(): Promise<View<'task'>> {
  const table = session().tables.task;
  const open = (row: Record<string, unknown>) => row.status === 'pending' || row.status === 'in_progress';
  await table.read(() => all<Record<string, unknown>>('/tasks?status=open'), open);
  return table.view;
}

function loader<E extends Entity>(entity: E, path: string, limit?: number | null) {
  return async (): Promise<View<E>> => {
    const table = session().tables[entity];
    await table.read(() => all<Record<string, unknown>>(path, limit));
    return table.view as View<E>;
  };
}

const LOADERS: { [E in Entity]: () => Promise<View<E>> } = {
  task: loadTasks,
  project: loader('project', '/projects?archived=false', null),
  memory: loader('memory', '/memories?superseded=true'),
  conversation: loader('conversation', '/conversations?sort=updated&order=desc'),
  event: async () => session().tables.event.view as View<'event'>,
};

export interface Rows<E extends Entity> {
  rows: View<E>;
  /** There is neither a copy nor an answer yet. */
  loading: boolean;
  error: Error | null;
  retry(): void;
}

export function useRows<E extends Entity>(entity: E): Rows<E> {
  const signedIn = useSession((state) => state.session !== null);
  const query = useQuery({
    queryKey: ['rows', entity],
    queryFn: LOADERS[entity] as () => Promise<View<E>>,
    enabled: signedIn,
  });
  const rows = query.data ?? (EMPTY as View<E>);
  const retry = () => void query.refetch();
  return {
    rows,
    loading: query.isPending || (query.isFetching && rows.size === 0),
    error: query.error,
    retry,
  };
}

export const useTasks = () => useRows('task');
export const useProjects = () => useRows('project');
export const useMemories = () => useRows('memory');
export const useConversations = () => useRows('conversation');

export function useUser(): User {
  return useSession((state) => state.user ?? state.session?.user) as User;
}

export function projectName(
  projects: ReadonlyMap<string, Project>,
  id: string | null | undefined,
): string | null {
  return (id && projects.get(id)?.name) || null;
}

function monthBounds(month: string): [string, string] {
  const [year, number] = month.split('-').map(Number) as [number, number];
  // A day more on both sides: months of the user's zone are not those of UTC.
  return [
    new Date(Date.UTC(year, number - 1, 0)).toISOString(),
    new Date(Date.UTC(year, number, 2)).toISOString(),
  ];
}

/** Where a month is read; app/early.ts asks for the present one and the next in these words. */
export function monthAddress(month: string): string {
  const [start, end] = monthBounds(month);
  return `/events?start=${encodeURIComponent(start)}&end=${encodeURIComponent(end)}`;
}

async function loadMonth(month: string): Promise<string> {
  const [start, end] = monthBounds(month);
  const within = (row: Record<string, unknown>) =>
    Date.parse(String(row.start)) < Date.parse(end) && Date.parse(String(row.end)) > Date.parse(start);
  await session().tables.event.read(() => all<Record<string, unknown>>(monthAddress(month)), within);
  return month;
}

export interface Occurrences {
  rows: ReadonlyMap<string, Event>;
  loading: boolean;
  error: Error | null;
  retry(): void;
}

const MONTHS = ['month', 'view'];

/** Each month by itself, so that a view of others reads only what it lacks. */
async function loadMonths(months: readonly string[]): Promise<string[]> {
  const one = (month: string) =>
    client.fetchQuery({
      queryKey: ['month', month],
      queryFn: () => loadMonth(month),
      staleTime: Number.POSITIVE_INFINITY,
    });
  return Promise.all(months.map(one));
}

/** Occurrences of the months ("2026-01") around a view; each month is read once, then kept up by the stream. */
export function useOccurrences(months: readonly string[]): Occurrences {
  const signedIn = useSession((state) => state.session !== null);
  const query = useQuery({
    queryKey: [...MONTHS, ...months],
    queryFn: () => loadMonths(months),
    enabled: signedIn,
  });
  const { rows } = useRows('event');
  const retry = () => void client.invalidateQueries({ queryKey: ['month'] });
  return { rows, loading: query.isPending && rows.size === 0, error: query.error, retry };
}

/** Completed tasks are read only where they are looked at. */
export function useCompleted(enabled: boolean): { loading: boolean } {
  const query = useQuery({
    queryKey: ['completed'],
    enabled,
    queryFn: async () => {
      const page = await call<{ items: Record<string, unknown>[] }>(
        '/tasks?status=completed&sort=updated&order=desc&limit=200',
      );
      for (const row of page.items) session().tables.task.accept(row);
      return page.items.length;
    },
  });
  return { loading: query.isPending && enabled };
}

export function useNow(everyMs = 30000): number {
  const query = useQuery({
    queryKey: ['now', everyMs],
    queryFn: async () => Date.now(),
    refetchInterval: everyMs,
  });
  return query.data ?? Date.now();
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Pixie` : 'Pixie';
  }, [title]);
}
