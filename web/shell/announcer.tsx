// SPDX-License-Identifier: Apache-2.0
'use client';
/** The one place where screen readers are told what happened. */
import { useAnnounced } from '@/data/notices';

export function Announcer() {
  const { text, assertive } = useAnnounced();
  return (
    <>
      <div className="hidden" role="status" aria-live="polite">
        {assertive ? '' : text}
      </div>
      <div className="hidden" role="alert">
        {assertive ? text : ''}
      </div>
    </>
  );
}
