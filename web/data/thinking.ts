// SPDX-License-Identifier: Apache-2.0
/** What a model says while it thinks: pieces by number, which may come twice, or again after a reconnect. */
import { create } from 'zustand';
import { call } from './api';
import { session } from './state';

export interface Thinking {
  turn: string;
  pieces: readonly string[];
}
interface ThinkingState {
  /** Turns that are thought about now, by the client_id of what was said. */
  turns: ReadonlyMap<string, Thinking>;
}
export const useThinking = create<ThinkingState>(() => ({ turns: new Map() }));

export interface Progress {
  client_id?: string;
  turn_id: string;
  n?: number;
  text?: string;
}

/** chat:status and chat:delta; the end is a chat:message. */
export function takeProgress({ client_id, turn_id, n, text }: Progress): void {
  if (!client_id) return;
  useThinking.setState(({ turns }) => {
    const pieces = [...(turns.get(client_id)?.pieces ?? [])];
    if (n !== undefined) pieces[n] = text ?? '';
    return { turns: new Map(turns).set(client_id, { turn: turn_id, pieces }) };
  });
}

export function forgetThinking(client_id: string | null): void {
  useThinking.setState(({ turns }) => ({
    turns: new Map([...turns].filter(([client]) => client !== client_id)),
  }));
}

interface Joined {
  turn?: { turn_id: string; state: string };
  so_far?: { n: number; text: string };
}

/** What a turn that was begun before (in a page that is gone) has said so far; the rest comes with the stream. */
export async function rejoin(body: { client_id: string }, waits: () => boolean): Promise<void> {
  const joined = await session().live.ask<Joined>('chat:send', body);
  if (joined?.turn?.state !== 'running' || !joined.so_far || !waits()) return;
  const { n, text } = joined.so_far;
  const turn = joined.turn.turn_id;
  useThinking.setState(({ turns }) => {
    const pieces = [...(turns.get(body.client_id)?.pieces ?? [])].fill('', 0, n + 1);
    pieces[n] = text;
    return { turns: new Map(turns).set(body.client_id, { turn, pieces }) };
  });
}

/** Stops a turn; what it has said and done stays. */
export function stopThinking({ turn }: Thinking): void {
  void call(`/turns/${turn}`, { method: 'DELETE' }).catch(() => null);
}
