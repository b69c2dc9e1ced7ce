// SPDX-License-Identifier: Apache-2.0
/** Whose edits go out under whose cookie, and what is left after signing out. The server is a stub of fetch. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Op } from '@/data/op';

vi.mock('socket.io-client', () => ({
  io: () => ({
    on: () => {},
    onAny: () => {},
    close: () => {},
    timeout: () => ({ emitWithAck: async () => ({ ok: false }) }),
  }),
}));

const A = { id: 'user-a', name: 'A' };
const B = { id: 'user-b', name: 'B' };
let cookie: { id: string } | null;
let stale: boolean;
let up: boolean;
let asked: string[];
let heard: [string, EventListenerOrEventListenerObject][] = [];

function answer(status: number, body: unknown = null): Response {
  return new Response(status === 204 ? null : JSON.stringify(body), { status });
}

/** As a server does: the token of the header must be that of the cookie, and of the session. */
function foreign(method: string, headers: HeadersInit | undefined): boolean {
  const sent = (headers as Record<string, string> | undefined)?.['x-csrf-token'];
  return method !== 'GET' && (sent ?? '') !== (/pixie-csrf=(\S+)/.exec(document.cookie)?.[1] ?? '');
}

async function server(path: string, { method = 'GET', headers }: RequestInit): Promise<Response> {
  const name = `${method} ${path.replace('/api/v1', '')}`;
  asked.push(name);
  if (!up) throw new TypeError('no network');
  if (name === 'POST /auth/refresh') {
    stale = false;
    return answer(cookie ? 200 : 401, {});
  }
  if (!cookie || stale) return answer(401, {});
  const named = (headers as Record<string, string> | undefined)?.['x-user-id'];
  if (named && named !== cookie.id) return answer(409, { field: 'X-User-Id' });
  if (foreign(method, headers)) return answer(403, { field: 'X-CSRF-Token' });
  if (name === 'POST /auth/logout') cookie = null;
  if (name === 'GET /me') return answer(200, cookie);
  return name === 'POST /auth/logout' ? answer(204) : answer(200, { id: 'row', version: 2, items: [] });
}

const edit: Op = {
  key: 'k1',
  entity: 'task',
  id: 'row',
  at: 'row',
  verb: 'update',
  fields: { title: 'secret of A' },
  before: {},
  group: 'g',
  tries: 0,
};

/** A fresh page: modules anew, what the device keeps as it was. */
async function start() {
  vi.resetModules();
  const data = await import('@/data/session');
  const listen = window.addEventListener.bind(window);
  vi.spyOn(window, 'addEventListener').mockImplementation(
    (name: string, call: EventListenerOrEventListenerObject) => {
      heard.push([name, call]);
      listen(name, call);
    },
  );
  const { useSession } = await import('@/data/state');
  const { page } = await import('@/data/page');
  const open = vi.spyOn(page, 'open').mockImplementation(() => {});
  const reload = vi.spyOn(page, 'reload').mockImplementation(() => {});
  return { ...data, useSession, open, reload };
}

/** What should come, however slow the machine is. */
const comes = (check: () => void) => vi.waitFor(check, { timeout: 20000, interval: 10 });
/** Time for what should not come. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
const sent = () => asked.filter((name) => name.startsWith('PATCH'));

function holdToken(token: string | null): void {
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no other way
  document.cookie = token ? `pixie-csrf=${token}` : 'pixie-csrf=; max-age=0';
}

beforeEach(() => {
  holdToken(null);
  localStorage.clear();
  sessionStorage.clear();
  cookie = A;
  stale = false;
  up = true;
  asked = [];
  vi.stubGlobal('fetch', server);
  vi.stubGlobal('BroadcastChannel', undefined);
});
afterEach(async () => {
  const { useSession } = await import('@/data/state');
  useSession.getState().session?.outbox.close();
  for (const [name, call] of heard) window.removeEventListener(name, call);
  heard = [];
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a session that ends asks over the page for it, however many requests hear of it', async () => {
  const { begin, useSession } = await start();
  await begin();
  expect(useSession.getState().state).toBe('in');
  cookie = null;
  const { call } = await import('@/data/api');
  await Promise.allSettled([call('/tasks'), call('/events')]);
  await call('/projects').catch(() => null);
  expect(useSession.getState().state).toBe('expired');
});

test('a refresh that the server cannot do now ends no session', async () => {
  const { begin, useSession } = await start();
  await begin();
  const { call, Unreachable } = await import('@/data/api');
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) =>
    path.endsWith('/auth/refresh') ? answer(503) : server(path, init),
  );
  stale = true;
  await expect(call('/tasks')).rejects.toThrow(Unreachable);
  expect(useSession.getState()).toMatchObject({ state: 'in', confirmed: A.id });
});

test('a session that is over is taken up again when another tab has signed in', async () => {
  const { begin, useSession } = await start();
  await begin();
  const { call } = await import('@/data/api');
  cookie = null;
  await call('/tasks').catch(() => null);
  expect(useSession.getState()).toMatchObject({ state: 'expired', confirmed: null });
  cookie = A;
  const newValue = localStorage.getItem('pixie-learned');
  expect(newValue).not.toBeNull();
  window.dispatchEvent(new StorageEvent('storage', { key: 'pixie-learned', newValue }));
  await comes(() => {
    expect(useSession.getState()).toMatchObject({ state: 'in', confirmed: A.id });
  });
});

test('nobody is asked over the page before somebody was here', async () => {
  cookie = null;
  const { begin, useSession } = await start();
  await begin();
  expect(useSession.getState().state).toBe('out');
});

test('an edit is sent once the server has said that its owner is here', async () => {
  localStorage.setItem('pixie-user', JSON.stringify(A));
  up = false;
  const { begin, identify, useSession } = await start();
  await begin();
  await useSession.getState().session?.outbox.put([{ ...edit }]);
  await settle();
  expect(sent()).toEqual([]);
  up = true;
  await identify(true);
  await comes(() => {
    expect(sent()).toEqual(['PATCH /tasks/row']);
  });
});

test('the copy of the events is shown although a room asked for them before it was read', async () => {
  localStorage.setItem('pixie-user', JSON.stringify(A));
  up = false;
  const { begin, useSession } = await start();
  const { client } = await import('@/data/state');
  const { QueryObserver } = await import('@tanstack/react-query');
  const stop = useSession.subscribe(({ session }, before) => {
    if (!session || before.session) return;
    vi.spyOn(session.keep, 'get').mockImplementation(async () => {
      await settle();
      return { event: [{ id: 'e', version: 1, title: 'Lunch' }] } as never;
    });
    const queryFn = async () => session.tables.event.view;
    new QueryObserver(client, { queryKey: ['rows', 'event'], queryFn }).subscribe(() => {});
  });
  await begin();
  stop();
  expect([...useSession.getState().session!.tables.event.view.keys()]).toEqual(['e']);
  client.clear();
});

test("one person's waiting edits are not sent under another's cookie", async () => {
  localStorage.setItem('pixie-user', JSON.stringify(A));
  localStorage.setItem('pixie-draft:today', 'of A');
  up = false;
  const { begin, identify, useSession, open } = await start();
  await begin();
  const outbox = useSession.getState().session?.outbox;
  await outbox?.put([{ ...edit }]);
  cookie = B;
  up = true;
  await identify(true);
  outbox?.resume();
  await comes(() => {
    expect(open).toHaveBeenCalledWith('/');
    expect(JSON.parse(localStorage.getItem('pixie-user') ?? '')).toEqual(B);
    expect(localStorage.getItem('pixie-draft:today')).toBeNull();
  });
  await settle();
  expect(sent()).toEqual([]);
});

test('an edit does not leave under cookies that changed unseen: somebody else signed in', async () => {
  holdToken('of-a');
  const { begin, useSession, open } = await start();
  await begin();
  cookie = B;
  holdToken('of-b');
  await useSession.getState().session?.outbox.put([{ ...edit }]);
  await comes(() => {
    expect(sent().length).toBe(1); // it was tried with the token of A
    expect(open).toHaveBeenCalledWith('/');
    expect(useSession.getState().confirmed).toBeNull();
    expect(useSession.getState().session?.outbox.ops.map((op) => op.key)).toEqual(['k1']);
  });
});

test('without any token the name of the person alone keeps an edit from leaving as another', async () => {
  const { begin, useSession, open } = await start();
  await begin();
  cookie = B;
  await useSession.getState().session?.outbox.put([{ ...edit }]);
  await comes(() => {
    expect(sent().length).toBe(1);
    expect(open).toHaveBeenCalledWith('/');
    expect(useSession.getState().session?.outbox.ops.map((op) => op.key)).toEqual(['k1']);
  });
});

test('cookies that another tab renewed are asked about once, and the edit goes out', async () => {
  holdToken('first');
  const { begin, useSession } = await start();
  await begin();
  holdToken('second');
  await useSession.getState().session?.outbox.put([{ ...edit }]);
  await comes(() => {
    expect(sent().length).toBe(2);
    expect(useSession.getState().session?.outbox.ops).toEqual([]);
  });
});

test('a session that this page renewed goes on as the same person only', async () => {
  holdToken('first');
  const { begin, useSession } = await start();
  await begin();
  stale = true;
  cookie = B;
  holdToken('of-b');
  await useSession.getState().session?.outbox.put([{ ...edit }]);
  await comes(() => {
    expect(sent().length).toBe(1); // refused as stale, and not sent again
    expect(useSession.getState().session?.outbox.ops.map((op) => op.key)).toEqual(['k1']);
  });
});

/** Of different rows, so that they fly at once. */
const edits = (count: number): Op[] =>
  [...Array(count).keys()].map((i) => ({ ...edit, key: `k${i}`, id: `row${i}`, at: `row${i}` }));

test('all edits that fly under a token that another tab renewed go out after one question', async () => {
  holdToken('first');
  const { begin, useSession } = await start();
  await begin();
  const { useNotices } = await import('@/data/notices');
  holdToken('second');
  asked = [];
  await useSession.getState().session?.outbox.put(edits(4));
  await comes(() => {
    expect(useSession.getState().session?.outbox.ops).toEqual([]);
  });
  expect(useNotices.getState().list).toEqual([]); // none was refused
  expect(sent().length).toBe(8);
  expect(asked.filter((name) => name === 'GET /me').length).toBe(1);
});

test('no edit that waited for the renewal of the session leaves as somebody else', async () => {
  const { begin, useSession, open } = await start();
  await begin();
  let accepted = 0;
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const got = await server(path, init);
    if (init.method === 'PATCH' && got.ok) accepted += 1;
    return got;
  });
  stale = true;
  cookie = B;
  await useSession.getState().session?.outbox.put(edits(3));
  await comes(() => {
    expect(open).toHaveBeenCalledWith('/');
    expect(useSession.getState().session?.outbox.ops.length).toBe(3);
  });
  await settle();
  expect(accepted).toBe(0);
});

test('an edit that is refused once more, because the cookies changed again, is kept', async () => {
  holdToken('first');
  const { begin, useSession } = await start();
  await begin();
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (init.method === 'PATCH') holdToken(`other${asked.length}`);
    return server(path, init);
  });
  await useSession.getState().session?.outbox.put([{ ...edit }]);
  await comes(() => {
    expect(sent().length).toBe(2);
  });
  await settle();
  expect(useSession.getState().session?.outbox.ops.map((op) => op.key)).toEqual(['k1']);
});

test('what is said waits in the same way', async () => {
  localStorage.setItem('pixie-user', JSON.stringify(A));
  up = false;
  const { begin } = await start();
  await begin();
  const { say } = await import('@/data/chat');
  up = true;
  await say('remember my secret', null, false);
  await settle();
  expect(asked).not.toContain('POST /messages');
});

test('when another tab signs in as somebody else, this one stops and starts anew', async () => {
  const { begin, useSession, reload } = await start();
  await begin();
  expect(useSession.getState().confirmed).toBe(A.id);
  const outbox = useSession.getState().session?.outbox;
  window.dispatchEvent(new StorageEvent('storage', { key: 'pixie-user', newValue: JSON.stringify(A) }));
  expect(reload).not.toHaveBeenCalled();
  window.dispatchEvent(new StorageEvent('storage', { key: 'pixie-user', newValue: JSON.stringify(B) }));
  await outbox?.put([{ ...edit }]);
  await comes(() => {
    expect(reload).toHaveBeenCalled();
  });
  await settle();
  expect(sent()).toEqual([]);
});

test('a page that somebody else has taken over from asks nothing more, and leaves their notes alone', async () => {
  const { begin, useSession, open } = await start();
  await begin();
  cookie = B;
  localStorage.setItem('pixie-user', JSON.stringify(B));
  localStorage.setItem('pixie-draft:today', 'of B');
  asked = [];
  const says = (key: string, newValue: string) =>
    window.dispatchEvent(new StorageEvent('storage', { key, newValue }));
  says('pixie-user', JSON.stringify(B));
  expect(useSession.getState().confirmed).toBeNull();
  says('pixie-learned', '1');
  window.dispatchEvent(new Event('online'));
  await settle();
  expect(asked).toEqual([]);
  expect(open).not.toHaveBeenCalled();
  expect(localStorage.getItem('pixie-draft:today')).toBe('of B');
});

test('a page that learns that somebody else is here does not write as them', async () => {
  const { begin, identify, open } = await start();
  await begin();
  cookie = B;
  await identify(true);
  expect(open).toHaveBeenCalledWith('/');
  const { writeHeaders } = await import('@/data/api');
  expect(writeHeaders()).toMatchObject({ 'x-user-id': A.id });
});

test('signing out ends the session even if the access cookie is too old, and leaves nothing here', async () => {
  const { begin, signOut, open } = await start();
  await begin();
  localStorage.setItem('pixie-draft:today', 'a draft');
  sessionStorage.setItem('pixie-draft:today', 'a draft');
  localStorage.setItem('pixie-preferences', '{"theme":"dark"}');
  stale = true;
  await signOut();
  expect(cookie).toBeNull();
  expect(open).toHaveBeenCalledWith('/sign-in');
  expect([...Object.keys(localStorage), ...Object.keys(sessionStorage)]).toEqual([]);
});

test('a sign-out without network is done by the next start, before anything else', async () => {
  const first = await start();
  await first.begin();
  up = false;
  await first.signOut();
  expect(Object.keys(localStorage)).toEqual(['pixie-leaving']);
  const still = await start();
  await still.begin();
  expect(still.useSession.getState().state).toBe('unreachable');
  up = true;
  asked = [];
  const { begin, useSession } = await start();
  await begin();
  expect(asked[0]).toBe('POST /auth/logout');
  expect(cookie).toBeNull();
  expect(useSession.getState().state).toBe('out');
});

test('a new sign-in is not ended by an old sign-out', async () => {
  localStorage.setItem('pixie-leaving', '1');
  cookie = B;
  const { signedIn, useSession } = await start();
  await signedIn();
  expect(asked).not.toContain('POST /auth/logout');
  expect(useSession.getState().confirmed).toBe(B.id);
});

test('signing out asks before it loses what was not sent', async () => {
  const { begin, signOut, useSession, open } = await start();
  await begin();
  up = false;
  await useSession.getState().session?.outbox.put([{ ...edit }]);
  const ask = vi.spyOn(window, 'confirm').mockReturnValue(false);
  await signOut();
  expect(ask).toHaveBeenCalled();
  expect(open).not.toHaveBeenCalled();
  expect(localStorage.getItem('pixie-user')).not.toBeNull();
});

test('an edit whose first answer was lost is not claimed to be taken back', async () => {
  const { begin, useSession } = await start();
  await begin();
  const { sendOp } = await import('@/data/send');
  vi.stubGlobal('fetch', async () => {
    const headers = { 'idempotency-replayed': 'true' };
    return new Response(JSON.stringify({ id: 'row', version: 2 }), { status: 200, headers });
  });
  expect(useSession.getState().session).not.toBeNull();
  await sendOp({ ...edit });
  const undo: Op = { ...edit, key: 'k2', verb: 'undo', of: 'g', id: 'g', at: '', snapshots: [] };
  await expect(sendOp(undo)).rejects.toMatchObject({ status: 409 });
});

test('the undo of a step takes back all of it, although its answers came at once', async () => {
  const { begin } = await start();
  await begin();
  const { sendOp } = await import('@/data/send');
  const undos: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    if (path.includes('/actions/')) undos.push(path);
    const id = path.split('/').at(-1) ?? '';
    return new Response(JSON.stringify({ id, version: 2 }), { headers: { 'action-id': `of-${id}` } });
  });
  await Promise.all(['r1', 'r2'].map((id) => sendOp({ ...edit, key: id, id, at: id })));
  await sendOp({ ...edit, key: 'k2', verb: 'undo', of: 'g', id: 'g', at: '', snapshots: [] });
  expect(undos).toEqual(['/api/v1/actions/of-r2/undo', '/api/v1/actions/of-r1/undo']);
});

test('a disk that takes no note of an action does not have the edit sent again', async () => {
  const { begin, useSession } = await start();
  await begin();
  const { session } = useSession.getState();
  vi.spyOn(session!.keep, 'set').mockRejectedValue(new Error('full'));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { sendOp } = await import('@/data/send');
  vi.stubGlobal(
    'fetch',
    async () => new Response('{"id":"row","version":2}', { headers: { 'action-id': 'act' } }),
  );
  await expect(sendOp({ ...edit })).resolves.toBeUndefined();
});

test('a busy server is told again what waits, without a new connection', async () => {
  const { begin } = await start();
  await begin();
  const { say, useChat } = await import('@/data/chat');
  let tries = 0;
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    if (path !== '/api/v1/messages' || !String(body).includes('hello')) return answer(503);
    tries += 1;
    return answer(tries === 1 ? 503 : 422, { detail: 'no' });
  });
  await say('hello', null, false);
  await comes(() => {
    expect(useChat.getState().waiting[0]?.problem).toBe('no');
  });
  expect(tries).toBe(2);
});

test('a code or password that is wrong is told, and ends no session; one that names no field does', async () => {
  const { begin, useSession } = await start();
  await begin();
  const { call } = await import('@/data/api');
  const over = () => useSession.getState().state === 'expired';
  vi.stubGlobal('fetch', async () => answer(401, { field: 'code', detail: 'the code is not right' }));
  await expect(call('/auth/mfa/disable', { method: 'POST', body: { code: '1' } })).rejects.toThrow(
    'not right',
  );
  expect(over()).toBe(false);
  vi.stubGlobal('fetch', async () => answer(401, { detail: 'the session has ended' }));
  await expect(call('/auth/mfa')).rejects.toThrow('ended');
  expect(over()).toBe(true);
});
