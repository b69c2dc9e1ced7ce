// SPDX-License-Identifier: Apache-2.0
/** What somebody types in a panel is theirs until they leave it, whatever comes from elsewhere meanwhile. */
import { QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Op } from '@/data/op';
import { client, type Session, useSession } from '@/data/state';
import { Table } from '@/data/table';
import type { Fields } from '@/data/types';
import { EventPanel } from '@/parts/event/panel';
import { TaskPanel } from '@/parts/task/panel';

vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);

const TASK = {
  id: 't',
  version: 1,
  title: 'Call',
  notes: 'old',
  status: 'pending',
  priority: 'normal',
  tags: [],
  created: '2026-03-01T12:00:00Z',
};
const EVENT = {
  id: 'e',
  version: 1,
  title: 'Lunch',
  notes: null,
  all_day: false,
  start: '2026-03-02T12:00:00Z',
  end: '2026-03-02T13:00:00Z',
};
let root: Root;
let page: HTMLElement;
let put: Op[];
let tables: { task: Table<'task'>; event: Table<'event'>; project: Table<'project'> };

function table<E extends 'task' | 'event' | 'project'>(entity: E, rows: Fields[]): Table<E> {
  const made = new Table(entity, (now) => client.setQueryData(['rows', entity], now.view));
  made.load(rows);
  return made;
}

beforeEach(() => {
  put = [];
  tables = { task: table('task', [TASK]), event: table('event', [EVENT]), project: table('project', []) };
  const outbox = { put: async (ops: Op[]) => void put.push(...ops) };
  const user = { id: 'a', zone: 'UTC', locale: 'en-GB' };
  useSession.setState({
    state: 'in',
    user,
    session: { user, tables, outbox } as unknown as Session,
  } as never);
  page = document.body.appendChild(document.createElement('div'));
  root = createRoot(page);
});
afterEach(() => {
  act(() => root.unmount());
  page.remove();
});

const none = () => {};
const show = (panel: React.ReactNode) =>
  act(() => root.render(<QueryClientProvider client={client}>{panel}</QueryClientProvider>));
const comes = (of: 'task' | 'event', row: Fields) => act(async () => tables[of].accept(row));

type Written = HTMLInputElement | HTMLTextAreaElement;
const find = <E extends Element>(selector: string) => page.querySelector(selector) as E;
const title = () => find<Written>('textarea[aria-label]');
const notes = () => find<Written>('label textarea');
const inEvent = (name: string) => find<Written>(`[name=${name}]`);

function type(field: Written, text: string): void {
  act(() => {
    field.focus();
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')!;
    set!.call(field, text); // past React, as keys do
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const leave = (field: Written) => act(() => field.blur());
const edit = () => act(() => find<HTMLElement>('section button').click());

test('a half-typed title stays, and is saved over what stood there when it was begun', async () => {
  show(<TaskPanel id="t" onClose={none} onOpen={none} />);
  type(title(), 'Call Anna');
  await comes('task', { ...TASK, version: 2, title: 'Call Bob' });
  expect(title().value).toBe('Call Anna');
  leave(title());
  expect(put.map(({ fields, before }) => [fields, before])).toEqual([
    [{ title: 'Call Anna' }, { title: 'Call' }],
  ]);
});

test('a title that is given up with Escape is not saved', () => {
  show(<TaskPanel id="t" onClose={none} onOpen={none} />);
  type(title(), 'Call Anna');
  act(() => void title().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
  expect([put, title().value]).toEqual([[], 'Call']);
});

test('notes that nobody typed in are not written back over newer ones', async () => {
  show(<TaskPanel id="t" onClose={none} onOpen={none} />);
  edit();
  await comes('task', { ...TASK, version: 2, notes: 'from the phone' });
  expect(notes().value).toBe('from the phone');
  leave(notes());
  expect(put).toEqual([]);
});

test('notes that were typed say what they were written over', async () => {
  show(<TaskPanel id="t" onClose={none} onOpen={none} />);
  edit();
  type(notes(), 'mine');
  await comes('task', { ...TASK, version: 2, notes: 'from the phone' });
  leave(notes());
  expect(put.map(({ fields, before }) => [fields, before])).toEqual([[{ notes: 'mine' }, { notes: 'old' }]]);
});

test('what is typed about an event outlives a newer version of it, and nothing else of the form is sent', async () => {
  show(<EventPanel at="e" onClose={none} />);
  type(inEvent('notes'), 'bring the book');
  await comes('event', { ...EVENT, version: 2, notes: 'at noon', location: 'Rome' });
  expect(inEvent('notes').value).toBe('bring the book');
  act(() => find<HTMLFormElement>('form').requestSubmit());
  expect(put.map(({ fields, before }) => [fields, before])).toEqual([
    [{ notes: 'bring the book' }, { notes: null }],
  ]);
});

test('a form that nobody is in follows the event, and one that somebody is in keeps the focus', async () => {
  show(<EventPanel at="e" onClose={none} />);
  await comes('event', { ...EVENT, version: 2, title: 'Dinner' });
  expect(inEvent('title').value).toBe('Dinner');
  act(() => inEvent('title').focus());
  await comes('event', { ...EVENT, version: 3, title: 'Supper' });
  expect(document.activeElement).toBe(inEvent('title'));
  leave(inEvent('title'));
  expect(inEvent('title').value).toBe('Supper');
});
