// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, test, vi } from 'vitest';
import { whenSignedOut } from '@/data/api';
import { Live } from '@/data/live';

type Heard = (...words: unknown[]) => void;
const heard = new Map<string, Heard>();
let sync: () => Promise<unknown>;
let since: number[] = [];
let event: Heard = () => {};
const socket = {
  connected: true,
  on: (name: string, call: Heard) => void heard.set(name, call),
  onAny: (call: Heard) => {
    event = call;
  },
  connect: vi.fn(),
  timeout: () => ({
    emitWithAck: (_: string, asked: { since: number }) => {
      since.push(asked.since);
      return sync();
    },
  }),
};
vi.mock('socket.io-client', () => ({ io: () => socket }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  socket.connect.mockClear();
  socket.connected = true;
  since = [];
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A stream that is open; `is.ready` says whether it is known who is here. */
async function opened() {
  heard.clear();
  const is = { ready: true };
  const events = { unsure: vi.fn(), reload: vi.fn(), connected: vi.fn() };
  const seen: string[] = [];
  const live = new Live({ ...events, ready: () => is.ready, event: (name) => void seen.push(name) });
  live.resume();
  await vi.waitFor(() => expect(heard.size).toBeGreaterThan(0), { timeout: 20000 });
  return { live, is, seen, ...events };
}

test('lists are read again after the first connect, and whenever what was missed is not known', async () => {
  const { reload } = await opened();
  const connect = async (answer: () => Promise<unknown>) => {
    sync = answer;
    heard.get('connect')?.();
    await settle();
    return reload.mock.calls.length;
  };
  const good = async () => ({ ok: true, sync: { seq: 7, events: [] } });
  expect(await connect(good)).toBe(1);
  expect(await connect(good)).toBe(1);
  expect(await connect(async () => ({ ok: false }))).toBe(2);
  expect(await connect(good)).toBe(2);
  const lost = async () => {
    socket.connected = false;
    throw new Error('lost');
  };
  expect(await connect(lost)).toBe(2);
  socket.connected = true;
  expect(await connect(good)).toBe(3);
});

test('a session that is over is said to be, and not asked for again until somebody signs in', async () => {
  const { live } = await opened();
  vi.useFakeTimers();
  const over = vi.fn();
  whenSignedOut(over);
  let status = 503;
  const refresh = vi.fn(async () => new Response('{}', { status }));
  vi.stubGlobal('fetch', refresh);
  const unauthorized = () => heard.get('connect_error')?.({ data: { code: 'unauthorized' } });
  unauthorized();
  await vi.advanceTimersByTimeAsync(6000); // it is not known to be over
  expect(socket.connect).toHaveBeenCalledTimes(1);
  status = 401;
  unauthorized();
  await vi.advanceTimersByTimeAsync(60000);
  expect(refresh).toHaveBeenCalledTimes(2);
  expect(over).toHaveBeenCalledTimes(1);
  expect(socket.connect).toHaveBeenCalledTimes(1);
  socket.connected = false;
  live.resume();
  expect(socket.connect).toHaveBeenCalledTimes(2);
});

/** Connected, with all events up to 7. */
async function level() {
  const stream = await opened();
  sync = async () => ({ ok: true, sync: { seq: 7, events: [] } });
  heard.get('connect')?.();
  await settle();
  stream.reload.mockClear();
  return stream;
}

test('who is here is asked before what was missed, and nothing of it is lost', async () => {
  const { live, is, seen, unsure, reload } = await level();
  const missed = ['eight', 'nine'].map((name, i) => [name, {}, 8 + i]);
  sync = async () => ({ ok: true, sync: { seq: 9, events: missed } });
  is.ready = false;
  heard.get('disconnect')?.('transport close');
  heard.get('connect')?.();
  await settle();
  expect(unsure).toHaveBeenCalledTimes(1);
  expect(since).toEqual([0]);
  is.ready = true;
  live.resume();
  await settle();
  expect(since).toEqual([0, 7]);
  expect(seen).toEqual(['eight', 'nine']);
  expect(reload).not.toHaveBeenCalled();
});

test('what comes while it is not known who is here is held, and applied then', async () => {
  const { live, is, seen } = await level();
  is.ready = false;
  event('task', {}, 8);
  event('chat:delta', {});
  expect(seen).toEqual([]);
  expect(live.seq).toBe(7);
  is.ready = true;
  live.resume();
  expect(seen).toEqual(['task', 'chat:delta']);
  expect(live.seq).toBe(8);
});

test('what was held when the connection was lost is asked for again', async () => {
  const { is, seen } = await level();
  is.ready = false;
  event('task', {}, 8);
  heard.get('disconnect')?.('transport close');
  is.ready = true;
  sync = async () => ({ ok: true, sync: { seq: 8, events: [['task', {}, 8]] } });
  heard.get('connect')?.();
  await settle();
  expect(since).toEqual([0, 7]);
  expect(seen).toEqual(['task']);
});

test('an answer that comes when it is not known any more who is here is asked for again', async () => {
  const { live, is, seen } = await level();
  sync = async () => {
    is.ready = false;
    return { ok: true, sync: { seq: 8, events: [['task', {}, 8]] } };
  };
  heard.get('connect')?.();
  await settle();
  expect(seen).toEqual([]);
  expect(live.seq).toBe(7);
  is.ready = true;
  sync = async () => ({ ok: true, sync: { seq: 8, events: [['task', {}, 8]] } });
  live.resume();
  await settle();
  expect(seen).toEqual(['task']);
});

test('what is held while what was missed is asked for is applied once, and in order', async () => {
  const { live, is, seen } = await level();
  heard.get('disconnect')?.('transport close');
  is.ready = false;
  heard.get('connect')?.();
  event('chat:delta', {});
  event('eight', {}, 8);
  event('nine', {}, 9);
  let answer: (answer: unknown) => void = () => {};
  sync = () => new Promise((resolve) => (answer = resolve));
  is.ready = true;
  live.resume();
  event('ten', {}, 10);
  expect(seen).toEqual([]);
  const missed = ['eight', 'nine'].map((name, i) => [name, {}, 8 + i]);
  answer({ ok: true, sync: { seq: 9, events: missed } });
  await settle();
  expect(seen).toEqual(['eight', 'nine', 'ten']);
  expect(live.seq).toBe(10);
});

test('everything is read again if too much came to be held, or the server said so meanwhile', async () => {
  for (const much of [
    () => [...Array(1001)].map(() => event('task', {}, 8)),
    () => heard.get('reload')?.(),
  ]) {
    const { live, is, reload } = await level();
    is.ready = false;
    much();
    expect(reload).not.toHaveBeenCalled();
    is.ready = true;
    live.resume();
    expect(reload).toHaveBeenCalledTimes(1);
  }
});

test('a stream whose library did not come is opened later', async () => {
  vi.useFakeTimers();
  vi.resetModules();
  heard.clear();
  vi.doMock('socket.io-client', () => {
    throw new Error('no network');
  });
  const later = (await import('@/data/live')).Live;
  const events = { unsure: () => {}, event: () => {}, reload: () => {}, connected: () => {} };
  new later({ ...events, ready: () => true }).resume();
  await vi.advanceTimersByTimeAsync(1000);
  expect(heard.size).toBe(0);
  vi.doMock('socket.io-client', () => ({ io: () => socket }));
  await vi.waitFor(() => expect(heard.size).toBeGreaterThan(0), { timeout: 20000, interval: 1000 });
});
