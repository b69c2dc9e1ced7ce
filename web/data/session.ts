// SPDX-License-Identifier: Apache-2.0
/**
 * One signed-in person in this tab: the tables, the outbox, the event stream and the copy on this device,
 * wired together. Opened once after sign-in, closed at sign-out. A copy on this device says who was here last,
 * not whose cookie the browser has now: nothing is sent or kept for a person until the server has named them.
 */
import { words } from '@/words';
import { call, csrf, pin, type Refused, Unreachable, whenSignedOut, whenUnsure } from './api';
import { forgetSteps } from './change';
import { openChat, sendWaiting, useChat } from './chat';
import { applyEvent } from './events';
import { finishLeaving, isLeaving, markLeaving, unmarkLeaving } from './leave';
import { Live, useLink } from './live';
import { forgetNotes, keep, note, noted } from './local';
import type { Op } from './op';
import { Outbox } from './outbox';
import { page } from './page';
import { forgetPreferences, loadPreferences } from './preferences';
import { onRefused, sendOp } from './send';
import { client, isConfirmed, reread, type Session, type Tables, useSession } from './state';
import { type Changed, Table } from './table';
import type { Entity, User } from './types';

const REMEMBERED = 'pixie-user';
/** When a tab last learned who is here: a tab that does not know, or whose session is over, asks then. */
const LEARNED = 'pixie-learned';
const COPIED: Entity[] = ['task', 'project', 'event', 'conversation'];
/** What is read once and kept up by the stream. */
const LISTS = ['rows', 'month', 'completed', 'talk', 'documents', 'proposals', 'notifications', 'brief'];
const COPY_AFTER_MS = 1500;
const ASK_AGAIN_MS = 5000;

function userOf(text: string | null): User | null {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
const rememberedUser = () => userOf(noted(REMEMBERED));

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
    if (!session || !isConfirmed(session.user.id)) return;
    const copy = Object.fromEntries(COPIED.map((entity) => [entity, session.tables[entity].confirmed]));
    session.keep.set('tables', copy).catch(() => {}); // the next start reads from the server
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
    const table = opened.tables[entity];
    if (rows && !table.loaded) table.load(rows);
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
      ready: () => isConfirmed(user.id),
      send: async (op) => {
        if (!isConfirmed(user.id)) throw new Unreachable('it is not known who is signed in');
        await sendOp(op);
      },
      refused: onRefused,
    },
    user.id,
  );
  useSession.subscribe((now, before) => {
    if (now.confirmed !== before.confirmed) outbox.pump(); // this tab may send now, or another must
  });
  const live = new Live({
    ready: () => isConfirmed(user.id),
    unsure: () => void identify(true),
    event: applyEvent,
    reload: () => {
      for (const kind of LISTS) reread(kind);
      void loadPreferences(); // set elsewhere meanwhile
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
    void sendWaiting();
    before.live.resume();
    return;
  }
  const opened = open(user);
  useSession.setState({ state: 'in', session: opened, user });
  forgetSteps();
  await paintCopy(opened).catch(console.error);
  await opened.outbox.open();
  await openChat();
  opened.live.resume();
}

/** This page's person is not here any more: until the next page has taken its place, it asks and says nothing. */
let left = false;

/** Ends this tab's part in a session: nothing of it is sent, heard or copied any more. */
function leave({ outbox, live }: Session): void {
  left = true;
  useSession.setState({ confirmed: null });
  clearTimeout(copying);
  clearTimeout(asking);
  outbox.close();
  live.close();
}

/** Remembers who is here. True if an open session was another's: the page starts anew. */
function takeOver(user: User): boolean {
  const { session } = useSession.getState();
  const former = session?.user ?? rememberedUser();
  if (former?.id !== user.id) {
    forgetNotes();
    forgetPreferences();
  }
  note(REMEMBERED, JSON.stringify(user));
  if (!session || session.user.id === user.id) return false;
  leave(session);
  page.open('/');
  return true;
}

/** Another tab signed in; or out, or in as somebody else: the cookie is no more that of this page's person. */
function otherTab({ key, newValue }: StorageEvent): void {
  const { session, confirmed } = useSession.getState();
  if (!session || left) return;
  if (key === LEARNED && newValue !== null && confirmed === null) void identify(true);
  if (key !== REMEMBERED && key !== null) return;
  if (userOf(newValue)?.id === session.user.id) return;
  leave(session);
  page.reload();
}

/** Finds out who is here. A person known to this browser is shown their copy before the server has answered. */
export async function begin(): Promise<void> {
  const known = isLeaving() ? null : rememberedUser();
  whenSignedOut(() =>
    useSession.setState(({ session }) => ({ state: session ? 'expired' : 'out', confirmed: null })),
  );
  whenUnsure(sameAsBefore);
  window.addEventListener('online', () => {
    if (left) return;
    const { session, confirmed } = useSession.getState();
    session?.live.resume();
    session?.outbox.resume();
    if (session && confirmed === null) void identify(true);
  });
  window.addEventListener('offline', () => useSession.getState().session?.live.offline());
  window.addEventListener('storage', otherTab);
  if (known) await enter(known);
  await identify(known !== null);
}

/** The copy is shown until the server has said who is here; it is asked again and again. */
function askLater(error: Refused): void {
  if (error.status === 401) return; // the sign-in sheet asks, and a sign-in in another tab is heard of
  if (error.status === undefined && useLink.getState().link !== 'reconnecting')
    useLink.setState({ link: 'reconnecting', since: Date.now() });
  asking = setTimeout(() => void identify(true), ASK_AGAIN_MS);
}

const ASK_MOST = 3;

/** The person that the server names, and the token of the session that it named them for. */
async function whoIsHere(): Promise<{ user: User; token: string | null }> {
  for (let tries = 0; tries < ASK_MOST; tries++) {
    const token = csrf();
    const user = await call<User>('/me');
    if (csrf() === token) return { user, token }; // else the cookies changed while it was asked
  }
  throw new Unreachable('the session changes all the time');
}

/** The cookies are no more those that this page was named for. Whose are they? */
async function sameAsBefore(): Promise<boolean> {
  const mine = useSession.getState().session?.user.id;
  if (!mine) return false;
  useSession.setState({ confirmed: null });
  await identify(true);
  return isConfirmed(mine);
}

let asking: ReturnType<typeof setTimeout> | undefined;
/** Asks the server who is signed in. */
export async function identify(haveCopy = false): Promise<void> {
  clearTimeout(asking);
  if (left) return;
  try {
    await finishLeaving();
    const { user, token } = await whoIsHere();
    if (left || takeOver(user)) return; // a page writes as nobody but its own person
    pin(token, user.id);
    if (!isConfirmed(user.id)) note(LEARNED, String(Date.now()));
    useSession.setState({ confirmed: user.id });
    await enter(user);
  } catch (error) {
    if (haveCopy || useSession.getState().session) return askLater(error as Refused);
    const { status } = error as Refused;
    const out = status === 401 || (isLeaving() && status !== undefined && status < 500);
    useSession.setState({ state: out ? 'out' : 'unreachable' });
  }
}

/** After signing in: the new session has taken the place of one that was to be ended. */
export async function signedIn(): Promise<void> {
  unmarkLeaving();
  await identify();
}

/** What is for this person reaches this browser no more. */
async function endPush(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  await (await worker?.pushManager?.getSubscription())?.unsubscribe();
}

/** Ends the session and deletes what this browser keeps of it; asks first if that loses something. */
export async function signOut(): Promise<void> {
  const { session } = useSession.getState();
  const unsent = (session?.outbox.ops.length ?? 0) + useChat.getState().waiting.length;
  if (unsent > 0 && !window.confirm(words().shell.signOutLoses(unsent))) return;
  if (session) leave(session);
  markLeaving();
  whenSignedOut(() => {}); // no sheet: that it ends is meant
  await finishLeaving().catch(() => null); // the mark stays; the next start tries again
  const left = isLeaving();
  forgetNotes();
  forgetPreferences();
  if (left) markLeaving();
  const stores = session
    ? [session.keep, keep(`${session.user.id}-outbox`), keep(`${session.user.id}-says`)]
    : [];
  await Promise.allSettled(stores.map((store) => store.clear()));
  await endPush().catch(() => null); // then the push service tells the server that it is gone
  client.clear();
  page.open('/sign-in');
}
