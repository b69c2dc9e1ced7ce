// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { contested, type Op, overlay, rebase, sendable } from '@/data/op';

let count = 0;
function op(some: Partial<Op>): Op {
  count += 1;
  const id = some.id ?? `id-${count}`;
  return {
    key: `k${String(count).padStart(4, '0')}`,
    entity: 'task',
    id,
    at: id,
    verb: 'update',
    fields: {},
    before: {},
    group: `g${count}`,
    tries: 0,
    ...some,
  };
}

describe('a change beside a change of somebody else', () => {
  const mine = op({
    fields: { title: 'Mine', priority: 'high' },
    before: { title: 'Old', priority: 'normal' },
  });
  test('of other fields is kept as it is', () => {
    expect(rebase(mine, { title: 'Old', priority: 'normal', notes: 'theirs' })).toBe(mine);
  });
  test('of the same field gives way, the rest is kept', () => {
    const theirs = { title: 'Theirs', priority: 'normal' };
    expect(contested(mine, theirs)).toEqual(['title']);
    expect(rebase(mine, theirs)?.fields).toEqual({ priority: 'high' });
  });
  test('to the same value is no contest', () => {
    expect(contested(mine, { title: 'Mine', priority: 'normal' })).toEqual([]);
  });
  test('of all our fields leaves nothing, and the zone alone is nothing', () => {
    const due = op({ fields: { due: 'b', zone: 'Z' }, before: { due: 'a', zone: null } });
    expect(rebase(due, { due: 'c', zone: null })).toBeNull();
  });
  test('lists are compared by what they hold', () => {
    const tags = op({ fields: { tags: ['a', 'b'] }, before: { tags: ['a'] } });
    expect(contested(tags, { tags: ['a'] })).toEqual([]);
    expect(contested(tags, { tags: ['c'] })).toEqual(['tags']);
  });
  test('instants are compared by value, however their milliseconds are written', () => {
    const again = op({
      fields: { start: '2026-12-01T15:00:00.000Z', skipped: ['2026-12-03T14:00:00.000Z'] },
      before: { start: '2026-12-01T14:00:00.000Z', skipped: ['2026-12-02T14:00:00.000Z'] },
    });
    expect(contested(again, { start: '2026-12-01T14:00:00Z', skipped: ['2026-12-02T14:00:00Z'] })).toEqual(
      [],
    );
    expect(contested(again, { start: '2026-12-01T15:00:00Z', skipped: [] })).toEqual(['skipped']);
    expect(contested(again, { start: '2026-12-01T14:00:00.500Z' })).toEqual(['start', 'skipped']);
  });
});

describe('waiting changes laid over rows', () => {
  const base = new Map([['a', { id: 'a', title: 'A', status: 'pending', version: 3 }]]);
  test('do not touch the rows below', () => {
    overlay(base, [op({ id: 'a', fields: { title: 'B' } })], 'task');
    expect(base.get('a')?.title).toBe('A');
  });
  test('come in their order', () => {
    const ops = [
      op({ id: 'a', fields: { title: 'B' } }),
      op({ id: 'a', fields: { title: 'C' } }),
      op({ id: 'a', verb: 'complete' }),
    ];
    expect(overlay(base, ops, 'task').get('a')).toMatchObject({ title: 'C', status: 'completed' });
  });
  test('a creation does not hide the row that the server made of it', () => {
    expect(
      overlay(base, [op({ id: 'a', verb: 'create', fields: { title: 'Ours' } })], 'task').get('a')?.title,
    ).toBe('A');
  });
  test('a change of a row that is gone makes nothing', () => {
    expect(overlay(base, [op({ id: 'x', fields: { title: 'B' } })], 'task').has('x')).toBe(false);
  });
  test('a batch is all its parts, an undo the rows as they were', () => {
    const parts = [op({ id: 'b', verb: 'create', fields: { title: 'B' } }), op({ id: 'a', verb: 'delete' })];
    const batch = op({ verb: 'batch', parts });
    expect([...overlay(base, [batch], 'task').keys()]).toEqual(['b']);
    const undo = op({
      verb: 'undo',
      snapshots: [
        { entity: 'task', at: 'b', row: null },
        { entity: 'task', at: 'a', row: base.get('a')! },
      ],
    });
    expect([...overlay(base, [batch, undo], 'task').keys()]).toEqual(['a']);
  });
  test('"this and following" moves what comes after by as much', () => {
    const rows = new Map(
      ['2026-01-05', '2026-01-12', '2026-01-19'].map((day) => [
        `e@${day}`,
        {
          id: 'e',
          occurrence: `${day}T10:00:00Z`,
          start: `${day}T10:00:00Z`,
          end: `${day}T11:00:00Z`,
          recurrence: 'FREQ=WEEKLY',
        },
      ]),
    );
    const fields = { start: '2026-01-12T12:00:00Z', end: '2026-01-12T13:00:00Z' };
    const move = op({
      entity: 'event',
      id: 'e',
      at: 'e@2026-01-12',
      fields,
      span: 'following',
      occurrence: '2026-01-12T10:00:00Z',
    });
    const moved = [...overlay(rows, [move], 'event').values()].map((row) => Date.parse(String(row.start)));
    expect(moved).toEqual(
      ['2026-01-05T10:00Z', '2026-01-12T12:00Z', '2026-01-19T12:00Z'].map((text) => Date.parse(text)),
    );
  });
});

describe('what may be sent now', () => {
  test('one at a time of a row, four rows at once', () => {
    const ops = ['a', 'a', 'b', 'c', 'd', 'e'].map((id) => op({ id }));
    expect(sendable(ops, new Set(), 4)).toEqual([ops[0], ops[2], ops[3], ops[4]]);
    expect(sendable(ops, new Set([ops[0]!.key]), 4)).toEqual([ops[2], ops[3], ops[4]]);
  });
  test('a subtask waits for its task, a task for its project; tasks of a known project do not wait for each other', () => {
    const project = op({ entity: 'project', id: 'p', verb: 'create' });
    const task = op({ id: 't', verb: 'create', fields: { project_id: 'p' } });
    const child = op({ id: 'c', verb: 'create', fields: { parent_id: 't' } });
    expect(sendable([project, task, child], new Set(), 4)).toEqual([project]);
    expect(sendable([task, child], new Set(), 4)).toEqual([task]);
    const others = [
      op({ id: 'x', fields: { project_id: 'p' } }),
      op({ id: 'y', fields: { project_id: 'p' } }),
    ];
    expect(sendable(others, new Set(), 4)).toEqual(others);
  });
  test('new rows of a kind go one after the other', () => {
    const made = ['a', 'b'].map((id) => op({ id, verb: 'create' }));
    expect(sendable(made, new Set(), 4)).toEqual([made[0]]);
  });
  test('an undo waits for what it takes back, and later changes of its rows for it', () => {
    const change = op({ id: 'a', group: 'g' });
    const undo = op({ id: 'u', verb: 'undo', of: 'g', snapshots: [{ entity: 'task', at: 'a', row: null }] });
    const later = op({ id: 'a' });
    expect(sendable([change, undo, later], new Set(), 4)).toEqual([change]);
    expect(sendable([undo, later], new Set(), 4)).toEqual([undo]);
  });
});
