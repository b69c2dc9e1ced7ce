// SPDX-License-Identifier: Apache-2.0
/**
 * Ends the session at the server. If it does not answer, a mark stays on this device and the next start ends
 * the session before anything else; a new sign-in takes the mark away, as it replaces the session.
 */
import { call, type Refused } from './api';
import { note, noted } from './local';

const LEAVING = 'pixie-leaving';

export function markLeaving(): void {
  note(LEAVING, '1');
}

export function unmarkLeaving(): void {
  note(LEAVING, null);
}

export function isLeaving(): boolean {
  return noted(LEAVING) !== null;
}

/** Does what a sign-out could not; throws if the server still does not do it. */
export async function finishLeaving(): Promise<void> {
  if (!isLeaving()) return;
  // Not bare: the access cookie may be too old for the request, and the session would live on.
  await call('/auth/logout', { method: 'POST', body: {}, anybody: true }).catch((error: Refused) => {
    if (error.status !== 401) throw error; // 401: it has ended already
  });
  unmarkLeaving();
}
