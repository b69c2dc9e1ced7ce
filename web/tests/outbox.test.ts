// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refused, Unreachable } from '@/data/api';
import { keep } from '@/data/local';
import type { Op } from '@/data/op';
import { Outbox } from '@/data/outbox';

const op = (key: string, id = key): Op => ({
  key,
  entity: 'task',
  id,
  at: id,
  verb: 'update',
  fields: { title: key },
  before: {},
  group: key,
  tries: 0,
});

function box(send: (op: Op) => Promise<void>, kept = keep('x')) {
  const refused: string[] = [];
  const outbox = new Outbox(
    kept,
    { changed: () => {}, send, refused: (one) => refused.push(one.key) },
    `t${Math.random()}`,
  );
  return { outbox, refused, kept };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  vi.stubGlobal('BroadcastChannel', undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

test('what was not answered stays on disk and is sent again under its key', async () => {
  const sent: string[] = [];
  let up = false;
  const { outbox, kept } = box(async (one) => {
    sent.push(one.key);
    if (!up) throw new Unreachable();
  });
  await outbox.open();
  await outbox.put([op('a')]);
  await settle();
  expect(sent).toEqual(['a']);
  expect((await kept.get<Op>('a'))?.tries).toBe(1);
  up = true;
  await vi.advanceTimersByTimeAsync(2000);
  await settle();
  expect(sent).toEqual(['a', 'a']);
  expect(await kept.entries()).toEqual([]);
});

test('another start takes up what an earlier one left, oldest first', async () => {
  const kept = keep('y');
  await kept.set('b', op('b', 'row'));
  await kept.set('a', op('a', 'row'));
  const sent: string[] = [];
  const { outbox } = box(async (one) => void sent.push(one.key), kept);
  await outbox.open();
  await settle();
  expect(sent).toEqual(['a', 'b']);
});

test('a refusal takes the change back and is told; the rest goes on', async () => {
  const { outbox, refused } = box(async (one) => {
    if (one.key === 'a') throw new Refused(422, { detail: 'no' });
  });
  await outbox.open();
  await outbox.put([op('a'), op('b')]);
  await settle();
  expect(refused).toEqual(['a']);
  expect(outbox.ops).toEqual([]);
});

test('too many requests wait as long as the server asks', async () => {
  let calls = 0;
  const { outbox } = box(async () => {
    calls += 1;
    if (calls === 1) throw new Refused(429, {}, 7);
  });
  await outbox.open();
  await outbox.put([op('a')]);
  await settle();
  await vi.advanceTimersByTimeAsync(6000);
  expect(calls).toBe(1);
  await vi.advanceTimersByTimeAsync(1500);
  await settle();
  expect(calls).toBe(2);
});

test('only what was never sent can be withdrawn', async () => {
  const { outbox } = box(async () => {
    throw new Unreachable();
  });
  await outbox.open();
  await outbox.put([op('a', 'row'), op('b', 'row')]);
  await settle();
  expect(await outbox.withdraw(['a'])).toBe(false);
  expect(await outbox.withdraw(['b'])).toBe(true);
  expect(outbox.ops.map((one) => one.key)).toEqual(['a']);
});
