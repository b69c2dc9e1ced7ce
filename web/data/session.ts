// SPDX-License-Identifier: Apache-2.0
/**
 * One signed-in person in this tab: the tables, the outbox, the event stream and the copy on this device,
 * wired together. Opened once after sign-in, closed at sign-out.
 */
import { call, type Refused, whenSignedOut } from './api';
import { forgetSteps } from './change';
import { openChat, sendWaiting } from './chat';
import { applyEvent } from './events';
import { Live, useLink } from './live';
import { keep } from './local';
import type { Op } from './op';
import { Outbox } from './outbox';
import { onRefused, sendOp } from './send';
import { client, type Session, type Tables, useSession } from './state';
import { type Changed, Table } from './table';
import type { Entity, User } from './types';

const REMEMBERED = 'pixie-user';
const COPIED: Entity[] = ['task', 'project', 'event', 'conversation'];
const COPY_AFTER_MS = 1500;

function rememberedUser(): User | null {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null');
  } catch {
    return null;
  }
}

function rowsChanged(table: Changed): void {
  const queryKey = ['rows', table.entity];
  client.setQueryData(queryKey, table.view);
  if (!table.loaded) void client.invalidateQueries({ queryKey, refetchType: 'none' });
  copySoon();
}

let copying: ReturnType<typeof setTimeout> | undefined;
function copySoon(): void {
  clearTimeout(copying);
  copying = setTimeout(() => {
    const { session } = useSession.getState();
    if (!session) return;
    const copy = Object.fromEntries(COPIED.map((entity) => [entity, session.tables[entity].confirmed]));
    void session.keep.set('tables', copy);
  }, COPY_AFTER_MS);
}

function makeTables(): Tables {
  const table = <E extends Entity>(entity: E) => new Table(entity, rowsChanged);
  return {
    task: table('task'),
    event: table('event'),
    project: table('project'),
    memory: table('memory'),
    conversation: table('conversation'),
  };
}

async function paintCopy(opened: Session): Promise<void> {
  const copy = await opened.keep.get<Partial<Record<Entity, Record<string, unknown>[]>>>('tables');
  for (const entity of COPIED) {
    const rows = copy?.[entity];
    if (rows && !client.getQueryState(['rows', entity])?.dataUpdateCount) opened.tables[entity].load(rows);
    if (rows) void client.invalidateQueries({ queryKey: ['rows', entity] });
  }
}

function open(user: User): Session {
  const tables = makeTables();
  const kept = keep(user.id);
  const outbox: Outbox = new Outbox(
    keep(`${user.id}-outbox`),
    {
      changed: (ops: readonly Op[]) => {
        for (const table of Object.values(tables)) table.lay(ops);
        useSession.setState({ waiting: ops.length });
      },
      send: sendOp,
      refused: onRefused,
    },
    user.id,
  );
  const live = new Live({
    event: applyEvent,
    reload: () => {
      for (const kind of ['rows', 'month', 'talk', 'documents'])
        void client.invalidateQueries({ queryKey: [kind] });
    },
    connected: () => {
      outbox.resume();
      void sendWaiting();
    },
  });
  return { user, tables, outbox, live, keep: kept };
}

async function enter(user: User): Promise<void> {
  const before = useSession.getState().session;
  if (before?.user.id === user.id) {
    useSession.setState({ state: 'in', user });
    before.outbox.resume();
    before.live.nudge();
    return;
  }
  const opened = open(user);
  useSession.setState({ state: 'in', session: opened, user });
  forgetSteps();
  await paintCopy(opened);
  await opened.outbox.open();
  await openChat();
  void opened.live.open();
}

/** Finds out who is here. A person known to this browser is shown their copy before the server has answered. */
export async function begin(): Promise<void> {
  const known = rememberedUser();
  whenSignedOut(() => useSession.setState(({ state }) => ({ state: state === 'in' ? 'expired' : 'out' })));
  window.addEventListener('online', () => {
    const { session } = useSession.getState();
    session?.live.nudge();
    session?.outbox.resume();
  });
  window.addEventListener('offline', () => useSession.getState().session?.live.offline());
  if (known) await enter(known);
  await identify(known !== null);
}

/** Asks the server who is signed in; also after signing in. */
export async function identify(haveCopy = false): Promise<void> {
  try {
    const user = await call<User>('/me');
    localStorage.setItem(REMEMBERED, JSON.stringify(user));
    await enter(user);
  } catch (error) {
    if (haveCopy) {
      if ((error as Refused).status === undefined)
        useLink.setState({ link: 'reconnecting', since: Date.now() });
      return;
    }
    useSession.setState({ state: (error as Refused).status === 401 ? 'out' : 'unreachable' });
  }
}

/** Ends the session and deletes what this browser keeps of it. */
export async function signOut(): Promise<void> {
  const { session } = useSession.getState();
  await call('/auth/logout', { method: 'POST', body: {}, bare: true }).catch(() => null);
  localStorage.removeItem(REMEMBERED);
  session?.outbox.close();
  session?.live.close();
  await session?.keep.clear();
  for (const name of ['outbox', 'says']) await keep(`${session?.user.id}-${name}`).clear();
  client.clear();
  window.location.assign('/sign-in');
}
