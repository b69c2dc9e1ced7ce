// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { Table } from '@/data/table';

const row = (version: number, some = {}) => ({ id: 'a', title: `v${version}`, version, ...some });
const title = (table: Table<'task'>) => table.view.get('a')?.title;

test('the higher version wins, in whatever order they arrive', () => {
  const table = new Table('task', () => {});
  table.accept(row(3));
  table.accept(row(2));
  expect(title(table)).toBe('v3');
  table.load([row(2)]);
  expect(title(table)).toBe('v3');
  table.accept(row(4));
  expect(title(table)).toBe('v4');
});

test('a full read takes away what it lacks, but only of what it is about', () => {
  const table = new Table('task', () => {});
  table.load([row(1), row(1, { id: 'b', status: 'completed' })]);
  table.load([], (one) => one.status !== 'completed');
  expect([...table.view.keys()]).toEqual(['b']);
});

test('what was deleted does not come back by a list that was read before', () => {
  const table = new Table('task', () => {});
  table.accept(row(3));
  table.remove('a');
  table.load([row(3)]);
  expect(table.view.size).toBe(0);
  table.accept(row(3)); // an event says that it was restored
  expect(title(table)).toBe('v3');
});

test('occurrences of a repeating event are rows of their own and go with it', () => {
  const table = new Table('event', () => {});
  const at = (day: number) => ({
    id: 'e',
    recurrence: 'FREQ=DAILY',
    occurrence: `2026-01-0${day}T10:00:00Z`,
    version: 1,
  });
  table.load([at(1), at(2)]);
  expect(table.view.size).toBe(2);
  table.remove('e');
  expect(table.view.size).toBe(0);
});
