// SPDX-License-Identifier: Apache-2.0
/**
 * What is said to Pixie. A message is on disk before it is sent and carries its own client_id, so that a
 * broken connection or a dead server neither loses nor repeats it. What stands in a conversation: talk.ts.
 */
import { create } from 'zustand';
import { call, Refused } from './api';
import { noteTurn } from './change';
import { listen } from './events';
import { newId } from './id';
import { type Keep, keep } from './local';
import { Meanwhile } from './meanwhile';
import { applyEffect } from './send';
import { client, isConfirmed, session, useSession } from './state';
import { forgetThinking, type Progress, rejoin, takeProgress } from './thinking';
import type { Effect, Ground, Message, Sent, Turn } from './types';

export interface Said {
  client_id: string;
  text: string;
  conversation: string | null;
  /** Made here and not yet known to the server. */
  fresh: boolean;
  /** Said instead of that message: what it did is taken back first. */
  instead?: string;
  /** Sent with it. */
  files?: readonly Sent[];
  problem: string | null;
}

interface ChatState {
  waiting: readonly Said[];
  /** The message that what is written next will stand for. */
  editing: Message | null;
}

export const useChat = create<ChatState>(() => ({
  waiting: [],
  editing: null,
}));

/** `group`: the step that the turn is for undo; null: it changed nothing. */
type Answer = (turn: Turn, group: string | null) => void;

export interface Talk {
  messages: Message[];
  /** Cursor to earlier messages; null: these are all. */
  older: string | null;
}
const KEPT = 300;

/** Each once, as they were said. */
export function order(messages: Iterable<Message>): Message[] {
  const byId = new Map([...messages].map((message) => [message.id, message]));
  return [...byId.values()].sort((a, b) => a.seq - b.seq || (a.role === 'user' ? -1 : 1));
}

/** Messages of any conversation that come while one is being read. */
export const meanwhile = new Meanwhile<{ conversation: string; messages: Message[] }>();

export const groundsKey = (reply: string) => ['grounds', reply] as const;

/** A finished turn, from our own request or from the stream. */
export function takeTurn(turn: Turn): void {
  const { reply } = turn;
  const messages = [turn.message, ...(reply ? [{ ...reply, effects: turn.effects }] : [])] as Message[];
  meanwhile.note({ conversation: turn.conversation_id, messages });
  client.setQueryData<Talk>(['talk', turn.conversation_id], (now) =>
    now ? { ...now, messages: order([...now.messages, ...messages]).slice(-KEPT) } : now,
  );
  forgetThinking(turn.message.client_id);
  if (reply && turn.grounds?.length) client.setQueryData<Ground[]>(groundsKey(reply.id), turn.grounds);
  for (const effect of turn.effects as Effect[]) applyEffect(effect);
  finish(turn);
}

let store: Keep | null = null;
const isWaiting = ({ client_id }: Said) =>
  useChat.getState().waiting.some((said) => said.client_id === client_id);
/** What was sent before and may be thought about already: by this page, or by one that is gone. */
const begun = new Set<string>();
let running = false;
let stop: (() => void) | null = null;
const RETRY_FIRST_MS = 1000;
const RETRY_MOST_MS = 60000;
let retryAfter = RETRY_FIRST_MS;
let retrying: ReturnType<typeof setTimeout> | undefined;
const answered = new Map<string, Answer>();

/** What waited here for this turn waits no more: once, whichever way the turn came first. */
function finish(turn: Turn): void {
  const { client_id } = turn.message;
  const { waiting } = useChat.getState();
  if (!client_id || !waiting.some((said) => said.client_id === client_id)) return;
  useChat.setState({ waiting: waiting.filter((said) => said.client_id !== client_id) });
  void store?.del(client_id).catch(() => {});
  const effects = turn.effects as Effect[];
  const group = noteTurn(actionsOf(effects), turn.reply?.text ?? '', effects);
  answered.get(client_id)?.(turn, group);
  answered.delete(client_id);
}

/** Called once for a signed-in person: takes up what waited, and hears the stream. */
export async function openChat(): Promise<void> {
  stop?.();
  const opened = keep(`${session().user.id}-says`);
  store = opened;
  const entries = await opened.entries<Said>().catch(() => []);
  const here = useChat.getState().waiting; // said before the disk was read
  const known = new Set(here.map((said) => said.client_id));
  const kept = entries.map(([, said]) => said).filter((said) => !known.has(said.client_id));
  useChat.setState({ waiting: [...kept, ...here].sort((a, b) => (a.client_id < b.client_id ? -1 : 1)) });
  for (const { client_id } of kept) begun.add(client_id);
  const unsent = here.filter((said) => said.problem === null);
  await Promise.allSettled(unsent.map((said) => opened.set(said.client_id, said)));
  stop = listen((name, payload) => {
    if (name === 'chat:message' && payload.message) takeTurn(payload as unknown as Turn);
    if (name === 'chat:status' || name === 'chat:delta') takeProgress(payload as unknown as Progress);
  });
  void sendWaiting();
}

/** The actions behind the effects of a turn, in their order. */
export function actionsOf(effects: readonly Effect[]): string[] {
  return [...new Set(effects.flatMap(({ action_id }) => (typeof action_id === 'string' ? [action_id] : [])))];
}

/** What a message did; that it did nothing, or is taken back already, is no matter. */
async function takeBack(message: string): Promise<void> {
  try {
    const { effects } = await call<{ effects: Effect[] }>(`/messages/${message}/undo`, { method: 'POST' });
    for (const effect of effects) applyEffect(effect);
  } catch (error) {
    const status = (error as Refused).status;
    if (status !== 404 && status !== 409) throw error;
  }
}

async function sendOne(said: Said): Promise<Turn> {
  if (said.fresh && said.conversation) {
    const body = { id: said.conversation, title: [...said.text].slice(0, 60).join('') };
    // The id makes it once. A key would refuse what is said next, before the list knows the talk: its title is another.
    await call('/conversations', { method: 'POST', body }).catch((error) => {
      if ((error as Refused).status !== 409) throw error;
    });
    void client.invalidateQueries({ queryKey: ['rows', 'conversation'] });
  }
  if (said.instead) await takeBack(said.instead);
  const { text, client_id, conversation, instead, files = [] } = said;
  const body = {
    text,
    client_id,
    conversation_id: conversation,
    ...(instead ? { replaces: instead } : {}),
    ...(files.length > 0 ? { files: files.map(({ id }) => id) } : {}),
  };
  const answer = call<Turn>('/messages', { method: 'POST', body });
  if (begun.has(client_id)) void rejoin(body, () => isWaiting(said));
  begun.add(client_id);
  return answer;
}

function setProblem(client_id: string, problem: string | null): void {
  useChat.setState(({ waiting }) => ({
    waiting: waiting.map((one) => (one.client_id === client_id ? { ...one, problem } : one)),
  }));
}

/** Null once it is answered or refused; else how long the rest must wait at least (ms). */
async function sendAndTake(said: Said): Promise<number | null> {
  try {
    takeTurn(await sendOne(said));
    return null;
  } catch (error) {
    if (!isWaiting(said)) return null; // the stream brought the answer
    if (!(error instanceof Refused)) return 0;
    if (error.status >= 500 || error.status === 429 || error.status === 401)
      return (error.retryAfter ?? 0) * 1000;
    setProblem(said.client_id, error.message);
    await store?.del(said.client_id).catch(() => {});
    return null;
  }
}

/** A server that is busy or broken is asked again, later each time; a new connection asks at once. */
function retryLater(least: number): void {
  const after = Math.max(least, retryAfter * (0.75 + Math.random() / 2));
  retryAfter = Math.min(RETRY_MOST_MS, retryAfter * 2);
  retrying = setTimeout(() => {
    retrying = undefined;
    void sendWaiting();
  }, after);
}

/** Sends what waits, in order; only with the cookie of the person who said it. */
export async function sendWaiting(): Promise<void> {
  const mine = useSession.getState().session?.user.id;
  if (running || !mine || !isConfirmed(mine)) return;
  clearTimeout(retrying);
  retrying = undefined;
  running = true;
  try {
    while (isConfirmed(mine)) {
      const next = useChat.getState().waiting.find((said) => said.problem === null);
      const wait = next ? await sendAndTake(next) : null;
      if (wait !== null) return retryLater(wait);
      retryAfter = RETRY_FIRST_MS;
      if (!next) return;
    }
  } finally {
    running = false;
  }
}

interface With {
  files?: readonly Sent[];
  /** Called in this tab when the answer comes. */
  onAnswer?: Answer;
}

export async function say(
  text: string,
  conversation: string | null,
  fresh: boolean,
  { files, onAnswer }: With = {},
): Promise<void> {
  const { editing } = useChat.getState();
  const instead = editing && editing.conversation_id === conversation ? editing.id : undefined;
  const said: Said = { client_id: newId(), text, conversation, fresh, instead, files, problem: null };
  useChat.setState({ editing: null });
  if (onAnswer) answered.set(said.client_id, onAnswer);
  useChat.setState(({ waiting }) => ({ waiting: [...waiting, said] }));
  await store?.set(said.client_id, said).catch(() => {}); // not on disk, but sent all the same
  if (retrying === undefined) void sendWaiting();
}

export function sayAgain(said: Said): void {
  useChat.setState(({ waiting }) => ({ waiting: waiting.filter((one) => one !== said) }));
  if (said.instead)
    useChat.setState({ editing: { id: said.instead, conversation_id: said.conversation } as Message });
  void say(said.text, said.conversation, said.fresh, { files: said.files });
}

export function dropSaid(said: Said): void {
  useChat.setState(({ waiting }) => ({ waiting: waiting.filter((one) => one !== said) }));
  void store?.del(said.client_id);
}

/** Puts a message into the line again, to be said otherwise. */
export function editMessage(message: Message | null): void {
  useChat.setState({ editing: message });
}
