// SPDX-License-Identifier: Apache-2.0
/** What is said is kept, sent and finished once, whenever the disk opens and whichever way the answer comes. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Said } from '@/data/chat';
import type { Session } from '@/data/state';
import type { Fields, Turn } from '@/data/types';

const USER = { id: 'user-a' };
let disk: Map<string, Said>;
/** Resolves what stands on the disk when it is opened. */
let opened: (kept: [string, Said][]) => void;
let post: (path: string, body: Fields, headers: Record<string, string>) => Promise<Response> | Response;

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
  vi.stubGlobal('fetch', (path: string, { body, headers }: RequestInit) =>
    post(path.replace('/api/v1', ''), JSON.parse(String(body ?? '{}')), headers as Record<string, string>),
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

test('an answer that the stream brings while its request breaks finishes the turn, once', async () => {
  let breaks: (why: Error) => void = () => {};
  let body: Fields | undefined;
  post = (_, sent) => {
    body = sent;
    return new Promise((_, reject) => (breaks = reject));
  };
  const { openChat, say, useChat } = await start();
  const { applyEvent } = await import('@/data/events');
  const { undo } = await import('@/data/change');
  const { session } = await import('@/data/state');
  const opening = openChat();
  opened([]);
  await opening;
  const onAnswer = vi.fn();
  await say('hello', null, false, { onAnswer });
  expect(disk.size).toBe(1);
  await comes(() => expect(body).toBeDefined());
  applyEvent('chat:message', turn(body?.client_id) as unknown as Fields);
  applyEvent('chat:message', turn(body?.client_id) as unknown as Fields);
  breaks(new TypeError('no network'));
  await comes(() => expect([useChat.getState().waiting, disk.size]).toEqual([[], 0]));
  expect(onAnswer).toHaveBeenCalledTimes(1);
  const put = vi.fn();
  Object.assign(session(), { outbox: { put } });
  await undo();
  await undo(); // there is one step only
  expect(put.mock.calls.map(([[op]]) => op.actions)).toEqual([['act']]);
});

test('the answer of the request finishes the turn as well', async () => {
  post = (_, { client_id }) => json(200, turn(client_id));
  const { openChat, say, useChat } = await start();
  const opening = openChat();
  opened([]);
  await opening;
  const onAnswer = vi.fn();
  await say('hello', null, false, { onAnswer });
  await comes(() => expect([useChat.getState().waiting, disk.size]).toEqual([[], 0]));
  expect(onAnswer).toHaveBeenCalledTimes(1);
});

test('two messages that begin a talk, before the list knows it, are both sent', async () => {
  const keys = new Map<string, string>();
  const made = new Set<unknown>();
  const sent: unknown[] = [];
  post = (path, body, headers) => {
    if (path === '/messages') {
      sent.push(body.text);
      return json(200, turn(body.client_id));
    }
    const key = headers['idempotency-key'];
    if (key && keys.has(key) && keys.get(key) !== JSON.stringify(body)) return json(422, { detail: 'used' });
    if (key) keys.set(key, JSON.stringify(body));
    if (made.has(body.id)) return json(409, { field: 'id' });
    made.add(body.id);
    return json(201, body);
  };
  const { openChat, say, useChat } = await start();
  const opening = openChat();
  opened([]);
  await opening;
  await say('one', 'talk', true);
  await say('two', 'talk', true);
  await comes(() => expect(useChat.getState().waiting.filter((said) => said.problem === null)).toEqual([]));
  expect([sent, useChat.getState().waiting]).toEqual([['one', 'two'], []]);
});
