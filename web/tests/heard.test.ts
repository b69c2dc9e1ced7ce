// SPDX-License-Identifier: Apache-2.0
/** What is kept after its room was left hears of changes all the same. */
import { expect, test, vi } from 'vitest';
import { applyEvent } from '@/data/events';
import { client } from '@/data/state';
import '@/data/brief';
import '@/rooms/memory/documents';

test.each([
  ['brief', 'user'],
  ['documents', 'document'],
])('%s that nobody looks at now is read again when somebody does', async (kind, event) => {
  client.setQueryData([kind], 'as it was');
  applyEvent(event, {});
  await vi.waitFor(() => expect(client.getQueryState([kind])?.isInvalidated).toBe(true));
});
