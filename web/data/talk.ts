// SPDX-License-Identifier: Apache-2.0
/** What stands in a conversation, read newest first, a page at a time; data/chat keeps it up. */
import { call } from './api';
import { meanwhile, order, type Talk } from './chat';
import { client } from './state';
import type { Ground, Message } from './types';

const PAGE = 30;

interface Page {
  items: Message[];
  next: string | null;
}

const address = (conversation: string, cursor = '') =>
  `/messages?conversation_id=${conversation}&order=desc&limit=${PAGE}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;

export async function loadTalk(conversation: string): Promise<Talk> {
  const [page, came] = await meanwhile.read(() => call<Page>(address(conversation)));
  const before = client.getQueryData<Talk>(['talk', conversation]);
  const since = came.filter((one) => one.conversation === conversation).flatMap((one) => one.messages);
  return {
    messages: order([...page.items, ...(before?.messages ?? []), ...since]),
    older: before ? before.older : page.next,
  };
}

export async function loadOlder(conversation: string): Promise<void> {
  const talk = client.getQueryData<Talk>(['talk', conversation]);
  if (!talk?.older) return;
  const page = await call<Page>(address(conversation, talk.older));
  client.setQueryData<Talk>(['talk', conversation], (now) =>
    now ? { messages: order([...page.items, ...now.messages]), older: page.next } : now,
  );
}

/** What an answer rests on, as it is now: the server keeps no words that were forgotten. */
export async function loadGrounds(reply: string): Promise<Ground[]> {
  return (await call<{ items: Ground[] }>(`/messages/${reply}/grounds`)).items;
}
