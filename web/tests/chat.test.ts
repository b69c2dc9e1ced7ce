// SPDX-License-Identifier: Apache-2.0
/** What is said is kept, sent and finished once, whenever the disk opens and whichever way the answer comes. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Said } from '@/data/chat';
import type { Session } from '@/data/state';
import type { Turn } from '@/data/types';

const USER = { id: 'user-a' };
let disk: Map<string, Said>;
/** Resolves what stands on the disk when it is opened. */
let opened: (kept: [string, Said][]) => void;
let post: (path: string, body: Record<string, unknown>) => Promise<Response> | Response;

vi.mock('@/data/local', async (load) => ({
  ...(await load<object>()),
  keep: () => ({
    get: async () => undefined,
    set: async (key: string, value: Said) => void disk.set(key, value),
    del: async (key: string) => void disk.delete(key),
    entries: () => new Promise((resolve) => (opened = resolve)),
    clear: async () => disk.clear(),
  }),
}));

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

function turn(client_id: unknown): Turn {
  const conversation_id = 'c';
  return {
    conversation_id,
    message: { id: `m-${client_id}`, client_id, conversation_id, role: 'user', seq: 1 },
    reply: { id: `r-${client_id}`, conversation_id, role: 'assistant', seq: 2, text: 'Done.' },
    effects: [{ entity: 'mail', verb: 'created', id: 'x', action_id: 'act' }],
  } as unknown as Turn;
}

async function start() {
  vi.resetModules();
  const chat = await import('@/data/chat');
  const { useSession } = await import('@/data/state');
  const live = { ask: async () => null };
  const session = { user: USER, live, tables: {} } as unknown as Session;
  useSession.setState({ state: 'in', session, confirmed: USER.id });
  return chat;
}

beforeEach(() => {
  disk = new Map();
  vi.stubGlobal('fetch', (path: string, { body }: RequestInit) =>
    post(path.replace('/api/v1', ''), JSON.parse(String(body ?? '{}'))),
  );
});
afterEach(() => vi.unstubAllGlobals());

const comes = (check: () => void) => vi.waitFor(check, { timeout: 20000, interval: 5 });
const refuses = (): never => {
  throw new TypeError('no network');
};

test('what is said before or while the disk opens waits beside what stands there, and is written down', async () => {
  post = refuses;
  const { openChat, say, useChat } = await start();
  const texts = () => useChat.getState().waiting.map(({ text }) => text);
  await say('before', null, false);
  const opening = openChat();
  await say('meanwhile', null, false);
  opened([['0', { client_id: '0', text: 'kept', problem: null } as Said]]);
  await opening;
  expect(texts()).toEqual(['kept', 'before', 'meanwhile']);
  expect([...disk.values()].map(({ text }) => text).sort()).toEqual(['before', 'meanwhile']);
});
