// SPDX-License-Identifier: Apache-2.0
// What was given in the chat: pictures go with the next message, documents are done with, the rest stays.
import { beforeEach, expect, test, vi } from 'vitest';
import type { Doc } from '@/data/types';
import { takeDocument, takeDone, type Upload, upload, useUploads } from '@/data/uploads';

const one = (id: string, some: Partial<Upload> = {}): Upload => ({
  id,
  file: new File(['x'], `${id}.png`),
  place: 'chat',
  look: true,
  percent: 0,
  problem: null,
  doc: null,
  kept: null,
  ...some,
});
const kept = (id: string) => ({ id }) as Upload['kept'];
const taken = () => takeDone('chat').map(({ id }) => id);
const left = () => useUploads.getState().list.map(({ id }) => id);

beforeEach(() => useUploads.setState({ list: [] }));

test('kept pictures go along in their order and leave; what is under way or failed stays', () => {
  useUploads.setState({
    list: [
      one('a', { kept: kept('file-a') }),
      one('b'),
      one('c', { kept: kept('file-c') }),
      one('d', { problem: 'too large' }),
      one('e', { doc: { id: 'doc-e' } as Upload['doc'] }),
      one('f', { place: 'documents', doc: { id: 'doc-f' } as Upload['doc'] }),
    ],
  });
  expect(taken()).toEqual(['file-a', 'file-c']);
  expect(left()).toEqual(['b', 'd', 'f']);
  expect(taken()).toEqual([]);
});

test('a message takes so many; the others go with the one after it', () => {
  useUploads.setState({
    list: Array.from({ length: 10 }, (_, i) => one(`${i}`, { kept: kept(`file-${i}`) })),
  });
  expect(taken()).toHaveLength(8);
  expect(taken()).toEqual(['file-8', 'file-9']);
});

test('a document that is read before its answer is there is taken as read', async () => {
  let answered: (() => void) | undefined;
  class Request {
    upload = {};
    status = 201;
    responseText = JSON.stringify({ id: 'doc', status: 'reading' });
    onload?: () => void;
    open() {}
    setRequestHeader() {}
    getResponseHeader = () => null;
    send() {
      answered = () => this.onload?.();
    }
  }
  vi.stubGlobal('XMLHttpRequest', Request);
  const done = vi.fn();
  upload('documents', [new File(['x'], 'lease.txt')], { onDone: done, why: String });
  takeDocument({ id: 'doc', status: 'ready' } as Doc);
  answered?.();
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  expect(useUploads.getState().list[0]?.doc?.status).toBe('ready');
  vi.unstubAllGlobals();
});

test('a file that is sent when the session ran out goes again once it is renewed', async () => {
  const statuses = [401, 201];
  class Request {
    upload = {};
    status = statuses.shift();
    responseText = this.status === 201 ? JSON.stringify({ id: 'doc', status: 'reading' }) : '{}';
    onload?: () => void;
    open() {}
    setRequestHeader() {}
    getResponseHeader = () => null;
    send() {
      this.onload?.();
    }
  }
  vi.stubGlobal('XMLHttpRequest', Request);
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return new Response('{}', { status: 200 });
  });
  const done = vi.fn();
  upload('documents', [new File(['x'], 'lease.txt')], { onDone: done, why: String });
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  expect(asked).toEqual(['/api/v1/auth/refresh']);
  expect(statuses).toEqual([]);
  vi.unstubAllGlobals();
});
