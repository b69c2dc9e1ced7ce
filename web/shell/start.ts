// SPDX-License-Identifier: Apache-2.0
'use client';
/** What happens once when the app starts: who is here, preferences, language, keys, the engine, the worker. */
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { wantEngineWhenIdle, whenIdle } from '@/data/engine';
import { followPreferences, loadPreferences, usePreferences } from '@/data/preferences';
import { begin } from '@/data/session';
import { useSession } from '@/data/state';
import { chooseLanguage } from '@/words';
import { onKey } from './keys';
import { CommandMenu } from './lazy';
import { PLACES } from './navigation';

let begun = false;

/** The rooms, one each time the page has nothing else to do: what somebody waits for now goes before them. */
function prefetchInTurn(router: ReturnType<typeof useRouter>, i: number): void {
  const place = PLACES[i];
  if (!place) return;
  whenIdle(() => {
    router.prefetch(place.path);
    prefetchInTurn(router, i + 1);
  });
}

export function useStart(): void {
  const language = usePreferences((preferences) => preferences.language);
  const router = useRouter();
  const signedIn = useSession((session) => session.session !== null);
  useEffect(() => {
    if (!begun) void begin();
    begun = true;
    void import('./worker').then(({ registerWorker }) => registerWorker());
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    void chooseLanguage(language);
  }, [language]);
  useEffect(() => followPreferences(), []);
  useEffect(() => {
    if (!signedIn) return;
    void loadPreferences();
    wantEngineWhenIdle();
    whenIdle(CommandMenu.preload);
    prefetchInTurn(router, 0);
  }, [signedIn, router]);
}
