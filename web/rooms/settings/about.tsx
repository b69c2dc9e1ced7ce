// SPDX-License-Identifier: Apache-2.0
'use client';
/** What this is, and whether it works without a network here. */
import { useEffect, useState } from 'react';
import { useFeatures } from '@/data/features';
import { Section } from '@/parts/pages-room';
import { useWords } from '@/words/settings';

type Worker = 'unknown' | 'none' | 'ready';

function useWorker(): Worker {
  const [state, setState] = useState<Worker>('unknown');
  useEffect(() => {
    if (!('serviceWorker' in navigator)) setState('none');
    else
      void navigator.serviceWorker
        .getRegistration()
        .then((found) => setState(found?.active ? 'ready' : 'unknown'));
  }, []);
  return state;
}

export function About() {
  const w = useWords();
  const worker = useWorker();
  const features = useFeatures();
  return (
    <>
      <Section title={`${w.settings.version} ${features?.version ?? ''}`} hint={w.settings.openSource}>
        {worker === 'none' && <p>{w.settings.noWorker}</p>}
        {worker === 'ready' && <p>{w.settings.worksOffline}</p>}
      </Section>
      <Section title={w.settings.install} hint={w.settings.installHint}>
        {null}
      </Section>
    </>
  );
}
