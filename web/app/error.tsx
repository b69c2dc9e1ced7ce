// SPDX-License-Identifier: Apache-2.0
'use client';
import { useEffect } from 'react';
import { Button } from '@/ui/button';
import { useWords } from '@/words';

const RELOADED = 'pixie-reloaded-for-chunk';

/** A missing chunk means a newer build: the page reloads once. Anything else is said. */
export default function RoomError({ error, reset }: { error: Error; reset(): void }) {
  const w = useWords();
  useEffect(() => {
    console.error(error);
    const stale = error.name === 'ChunkLoadError';
    if (!stale || sessionStorage.getItem(RELOADED)) return;
    sessionStorage.setItem(RELOADED, '1');
    window.location.reload();
  }, [error]);
  return (
    <div role="alert" style={{ padding: '20vh 24px', textAlign: 'center' }}>
      <p>{w.shell.crash}</p>
      <Button onClick={reset}>{w.common.retry}</Button>{' '}
      <Button onClick={() => window.location.reload()}>{w.shell.reload}</Button>
    </div>
  );
}
