// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import type { Op } from '@/data/op';
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

test('a list that is read again keeps the rows that are as they were, and says nothing if all are', () => {
  let said = 0;
  const table = new Table('task', () => said++);
  table.load([row(1, { tags: ['a'] }), row(1, { id: 'b' })]);
  const before = table.view.get('a');
  expect(said).toBe(1);
  table.load([row(1, { tags: ['a'] }), row(1, { id: 'b' })]);
  table.accept(row(1, { tags: ['a'] })); // the stream brings what the answer brought
  expect(said).toBe(1);
  table.load([row(1, { tags: ['a'] }), row(2, { id: 'b' })]);
  expect(said).toBe(2);
  expect(table.view.get('a')).toBe(before);
});

test('what waits for rows of another kind changes nothing here', () => {
  let said = 0;
  const table = new Table('task', () => said++);
  const op = (some: Partial<Op>): Op => ({
    key: 'k',
    entity: 'project',
    id: 'p',
    at: 'p',
    verb: 'create',
    fields: {},
    before: {},
    group: 'g',
    tries: 0,
    ...some,
  });
  table.load([]);
  table.lay([op({})]);
  expect(said).toBe(1);
  table.lay([op({}), op({ verb: 'batch', parts: [op({ entity: 'task', id: 'a', at: 'a' })] })]);
  expect([said, table.view.size]).toEqual([2, 1]);
  table.lay([]);
  expect([said, table.view.size]).toEqual([3, 0]);
});
