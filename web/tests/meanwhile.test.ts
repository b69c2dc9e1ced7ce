// SPDX-License-Identifier: Apache-2.0
/** What the stream brings while a list is being read stands in it, whichever of the two is first. */
import { QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { readNotifications, takeNotification } from '@/data/notifications';
import { PROPOSALS, readProposals, takeProposal } from '@/data/proposals';
import { client, reread } from '@/data/state';
import { Table } from '@/data/table';
import type { Notification, Proposal } from '@/data/types';

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** A server that answers when it is told to. */
function held() {
  const answers: ((items: unknown[]) => void)[] = [];
  vi.stubGlobal('fetch', () => {
    const { promise, resolve } = deferred<Response>();
    answers.push((items) => resolve(new Response(JSON.stringify({ items, next: null }), { status: 200 })));
    return promise;
  });
  return answers;
}

afterEach(() => {
  vi.unstubAllGlobals();
  client.clear();
});

const proposal = (id: string, version = 1) => ({ id, version, text: `${id} ${version}` }) as Proposal;

test('a proposal that comes while they are read for the first time is not lost', async () => {
  const answers = held();
  const reading = client.fetchQuery({ queryKey: PROPOSALS, queryFn: readProposals });
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  takeProposal(proposal('b'));
  answers[0]?.([proposal('a')]);
  expect((await reading).map(({ id }) => id)).toEqual(['a', 'b']);
});

test('an answer that was made before an event does not take it back', async () => {
  const answers = held();
  client.setQueryData(PROPOSALS, [proposal('a'), proposal('b')]);
  const reading = client.fetchQuery({ queryKey: PROPOSALS, queryFn: readProposals, staleTime: 0 });
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  takeProposal(proposal('a', 2));
  answers[0]?.([proposal('a'), proposal('b')]);
  expect((await reading).map(({ text }) => text)).toEqual(['a 2', 'b 1']);
});

test('a notification that comes while the list is read is in it, once', async () => {
  const answers = held();
  const row = { id: 'n', version: 1, state: 'unread' } as Notification;
  const reading = client.fetchQuery({ queryKey: ['notifications'], queryFn: readNotifications });
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  takeNotification(row);
  answers[0]?.([]);
  expect(await reading).toEqual([row]);
  takeNotification({ ...row, version: 2 });
  takeNotification({ ...row, id: 'm' });
  const now = client.getQueryData<Notification[]>(['notifications']);
  expect(now?.map(({ id, version }) => `${id} ${version}`)).toEqual(['m 1', 'n 2']);
});

test('a row that comes while its table is read stays; one that went before does not', async () => {
  const table = new Table('task', () => {});
  const row = (id: string) => ({ id, version: 1 });
  table.load([row('old')]);
  const { promise, resolve } = deferred<{ id: string; version: number }[]>();
  const reading = table.read(() => promise);
  table.accept(row('new'));
  resolve([row('a')]);
  await reading;
  expect([...table.view.keys()].sort()).toEqual(['a', 'new']);
  await table.read(async () => [row('a')]);
  expect([...table.view.keys()]).toEqual(['a']);
});

test('of two readings at once the first takes no deletion back that the second was too early for', async () => {
  const table = new Table('event', () => {});
  const row = (id: string) => ({ id, version: 1 });
  table.load([row('a'), row('b')]);
  const [first, second] = [
    deferred<{ id: string; version: number }[]>(),
    deferred<{ id: string; version: number }[]>(),
  ];
  const readings = [
    table.read(
      () => first.promise,
      ({ id }) => id === 'a',
    ),
    table.read(
      () => second.promise,
      ({ id }) => id === 'b',
    ),
  ];
  table.remove('b');
  first.resolve([row('a')]);
  await readings[0];
  second.resolve([row('b')]);
  await readings[1];
  expect([...table.view.keys()]).toEqual(['a']);
});

test('what a copy on the device held is gone by the first answer', async () => {
  const table = new Table('task', () => {});
  const { promise, resolve } = deferred<{ id: string; version: number }[]>();
  const reading = table.read(() => promise);
  table.load([{ id: 'deleted elsewhere', version: 1 }]);
  resolve([]);
  await reading;
  expect(table.view.size).toBe(0);
});

test('a list that was being read for the first time is read again', async () => {
  const answers = held();
  const observer = new QueryObserver<Proposal[]>(client, { queryKey: PROPOSALS, queryFn: readProposals });
  const stop = observer.subscribe(() => {});
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  reread('proposals');
  answers[0]?.([]);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.([proposal('a')]);
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toEqual([proposal('a')]));
  stop();
});
