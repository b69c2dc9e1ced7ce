// SPDX-License-Identifier: Apache-2.0
import { expect, test, vi } from 'vitest';
import { Live } from '@/data/live';

type Heard = (...words: unknown[]) => void;
const heard = new Map<string, Heard>();
let sync: () => Promise<unknown>;
const socket = {
  connected: true,
  on: (name: string, call: Heard) => void heard.set(name, call),
  onAny: () => {},
  timeout: () => ({ emitWithAck: () => sync() }),
};
vi.mock('socket.io-client', () => ({ io: () => socket }));

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
