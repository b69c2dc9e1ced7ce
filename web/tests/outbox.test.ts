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

test('a tab that takes over sends what is on disk, not what it remembers', async () => {
  const kept = keep('z');
  await kept.set('a', op('a', 'row'));
  let lead: () => Promise<void> = async () => {};
  const request = (_: string, __: unknown, call: () => Promise<void>) => {
    lead = call;
    return new Promise(() => {});
  };
  vi.stubGlobal('navigator', { locks: { request } });
  const sent: string[] = [];
  const { outbox } = box(async (one) => void sent.push(one.key), kept);
  await outbox.open();
  await kept.del('a'); // sent by the tab that led
  await kept.set('b', op('b', 'row')); // stored by a tab that is gone
  void lead();
  await settle();
  expect(sent).toEqual(['b']);
});

/** As the browser's: one holder at a time, the next in its turn. */
function queueingLocks() {
  let held = false;
  let last: Promise<unknown> = Promise.resolve();
  const request = (_: string, { ifAvailable }: LockOptions, call: (lock: unknown) => Promise<unknown>) => {
    if (ifAvailable && held) return call(null);
    const turn = last.then(async () => {
      held = true;
      await call({}).finally(() => {
        held = false;
      });
    });
    const result = ifAvailable ? call({}) : turn;
    if (!ifAvailable) last = turn;
    return result;
  };
  vi.stubGlobal('navigator', { locks: { request } });
}

test('a tab that may not send leaves it to another, also when it could before', async () => {
  queueingLocks();
  const kept = keep('shared');
  const sent: string[] = [];
  const may = { first: false, second: true };
  const tab = (name: keyof typeof may) =>
    new Outbox(
      kept,
      {
        changed: () => {},
        ready: () => may[name],
        send: async (one) => void sent.push(`${name} ${one.key}`),
        refused: () => {},
      },
      'shared',
    );
  const [first, second] = [tab('first'), tab('second')];
  await first.open();
  await second.open();
  await second.put([op('a')]);
  await settle();
  expect(sent).toEqual(['second a']);
  may.first = true;
  first.pump();
  may.second = false;
  second.pump();
  await settle();
  await first.put([op('b')]);
  await settle();
  expect(sent).toEqual(['second a', 'first b']);
  may.second = true;
  second.pump();
  may.first = false;
  first.pump();
  await settle();
  await second.put([op('c')]);
  await settle();
  expect(sent).toEqual(['second a', 'first b', 'second c']);
});

test('a tab gives the lock up only once what it sent is answered', async () => {
  queueingLocks();
  const kept = keep('flight');
  const is = { ready: true };
  let answer: () => void = () => {};
  const events = { changed: () => {}, refused: () => {} };
  const flight = () => new Promise<void>((resolve) => (answer = resolve));
  const first = new Outbox(kept, { ...events, ready: () => is.ready, send: flight }, 'flight');
  const sent: string[] = [];
  const second = new Outbox(kept, { ...events, send: async (one) => void sent.push(one.key) }, 'flight');
  await first.open();
  await first.put([op('a')]);
  await settle();
  await second.open();
  is.ready = false;
  first.pump();
  await settle();
  expect(sent).toEqual([]);
  answer();
  await settle();
  await second.put([op('b')]);
  await settle();
  expect(sent).toEqual(['b']);
});

test('what waits where nobody may send is withdrawn under the lock', async () => {
  queueingLocks();
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      postMessage() {}
      close() {}
    },
  );
  const kept = keep('nobody');
  const events = { changed: () => {}, send: async () => {}, refused: () => {} };
  const outbox = new Outbox(kept, { ...events, ready: () => false }, 'nobody');
  await outbox.open();
  await outbox.put([op('a')]);
  expect(await outbox.withdraw(['a'])).toBe(true);
  expect(await kept.entries()).toEqual([]);
});

test('several are withdrawn at once: none of them is sent meanwhile', async () => {
  const sent: string[] = [];
  let free: () => void = () => {};
  const { outbox } = box(async (one) => {
    sent.push(one.key);
    if (one.key === 'a') await new Promise<void>((resolve) => (free = resolve));
  });
  await outbox.open();
  await outbox.put([op('a', 'row'), op('b', 'row'), op('c', 'row')]);
  await settle();
  const withdrawn = outbox.withdraw(['b', 'c']);
  free();
  expect(await withdrawn).toBe(true);
  await settle();
  expect(sent).toEqual(['a']);
});

test('a disk that fails does not hold up sending', async () => {
  const sent: string[] = [];
  const broken = { ...keep('w'), set: () => Promise.reject(new Error('quota')) };
  const { outbox } = box(async (one) => void sent.push(one.key), broken);
  await outbox.open();
  await outbox.put([op('a')]);
  await settle();
  expect(sent).toEqual(['a']);
});

test('what the disk did not take is sent by the tab that has it, once its turn comes', async () => {
  queueingLocks();
  const sent: string[] = [];
  const is = { ready: false };
  const broken = { ...keep('v'), set: () => Promise.reject(new Error('quota')) };
  const events = { changed: () => {}, refused: () => {}, ready: () => is.ready };
  const outbox = new Outbox(broken, { ...events, send: async (one) => void sent.push(one.key) }, 'v');
  await outbox.open();
  await outbox.put([op('a')]);
  is.ready = true;
  outbox.pump();
  await settle();
  expect(sent).toEqual(['a']);
  expect(outbox.ops).toEqual([]);
});

test('a database that exists but does not open gives way to memory', async () => {
  const open = () => {
    throw new DOMException('blocked', 'SecurityError');
  };
  vi.stubGlobal('indexedDB', { open });
  const kept = keep('blocked');
  await kept.set('a', 1);
  expect(await kept.get('a')).toBe(1);
});
