// SPDX-License-Identifier: Apache-2.0
/** The Undo of a notice takes back what the notice tells of. The server is a stub of fetch. */
import { expect, test, vi } from 'vitest';
import { change, redo, undo } from '@/data/change';
import { decide, putOff } from '@/data/decide';
import { useNotices } from '@/data/notices';
import type { Op } from '@/data/op';
import { type Session, useSession } from '@/data/state';
import { Table } from '@/data/table';
import type { Proposal } from '@/data/types';

const ROW = { id: 'p', version: 1, text: 'Add a task', state: 'open' } as unknown as Proposal;

function answers(headers: Record<string, string>): void {
  const body = JSON.stringify({ ...ROW, proposal: ROW, reply: '', effects: [] });
  vi.stubGlobal('fetch', async () => new Response(body, { headers }));
}

test('deciding is taken back by its own notice, not what was changed after it', async () => {
  const put: Op[] = [];
  const outbox = { put: async (ops: Op[]) => void put.push(...ops), withdraw: async () => true };
  const tables = { task: new Table('task', () => {}) };
  useSession.setState({ session: { tables, outbox } as unknown as Session });
  answers({ 'action-id': 'act' });
  await decide(ROW, 'accept');
  const notice = useNotices.getState().list.at(-1);
  change([{ entity: 'task', verb: 'create', fields: { title: 'Mine' } }]);
  notice?.action?.run();
  expect(put.map(({ verb, actions }) => [verb, actions])).toEqual([
    ['create', undefined],
    ['undo', ['act']],
  ]);
});

test('the Redo of a notice does its own step again, whatever was taken back since', async () => {
  const put: Op[] = [];
  const outbox = { put: async (ops: Op[]) => void put.push(...ops), withdraw: async () => true };
  const tables = { task: new Table('task', () => {}) };
  useSession.setState({ session: { tables, outbox } as unknown as Session });
  for (const title of ['first', 'second']) change([{ entity: 'task', verb: 'create', fields: { title } }]);
  await undo();
  const notice = useNotices.getState().list.at(-1);
  await undo();
  put.length = 0;
  notice?.action?.run();
  expect(put.map(({ fields }) => fields.title)).toEqual(['second']);
  await redo();
  expect(put.map(({ fields }) => fields.title)).toEqual(['second', 'first']);
});

test('what became no action offers no Undo', async () => {
  answers({});
  await putOff(ROW, null, 'Shown again.');
  expect(useNotices.getState().list.at(-1)).toMatchObject({ text: 'Shown again.', action: undefined });
});
