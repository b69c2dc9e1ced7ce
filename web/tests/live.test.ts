// SPDX-License-Identifier: Apache-2.0
import { afterEach, expect, test, vi } from 'vitest';
import { whenSignedOut } from '@/data/api';
import { Live } from '@/data/live';

type Heard = (...words: unknown[]) => void;
const heard = new Map<string, Heard>();
let sync: () => Promise<unknown>;
const socket = {
  connected: true,
  on: (name: string, call: Heard) => void heard.set(name, call),
  onAny: () => {},
  connect: vi.fn(),
  timeout: () => ({ emitWithAck: () => sync() }),
};
vi.mock('socket.io-client', () => ({ io: () => socket }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  socket.connect.mockClear();
});

test('lists are read again after the first connect, and whenever what was missed is not known', async () => {
  let reloads = 0;
  const live = new Live({ event: () => {}, reload: () => void reloads++, connected: () => {} });
  await live.open();
  const connect = async (answer: () => Promise<unknown>) => {
    sync = answer;
    heard.get('connect')?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
    return reloads;
  };
  const good = async () => ({ ok: true, sync: { seq: 7, events: [] } });
  expect(await connect(good)).toBe(1);
  expect(await connect(good)).toBe(1);
  expect(await connect(async () => ({ ok: false }))).toBe(2);
  expect(await connect(good)).toBe(2);
  socket.connected = false;
  expect(await connect(() => Promise.reject(new Error('timeout')))).toBe(2);
  socket.connected = true;
  expect(await connect(good)).toBe(3);
});

test('a session that is over is said to be, and not asked for again until somebody signs in', async () => {
  const live = new Live({ event: () => {}, reload: () => {}, connected: () => {} });
  await live.open();
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
  live.nudge();
  expect(socket.connect).toHaveBeenCalledTimes(2);
});
