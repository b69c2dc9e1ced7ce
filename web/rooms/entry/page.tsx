// SPDX-License-Identifier: Apache-2.0
'use client';
/** The page around every form before one is in. */
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { usePreferences } from '@/data/preferences';
import { client } from '@/data/state';
import { chooseLanguage } from '@/words';
import css from './entry.module.css';

interface Props {
  title: string;
  text?: string;
  children: ReactNode;
}

export function EntryPage({ title, text, children }: Props) {
  const language = usePreferences((preferences) => preferences.language);
  useEffect(() => {
    void chooseLanguage(language);
  }, [language]);
  return (
    <QueryClientProvider client={client}>
      <main className={css.page}>
        <p className={css.mark} aria-hidden>
          Pixie
        </p>
        <h1>{title}</h1>
        {text && <p className="muted">{text}</p>}
        {children}
      </main>
    </QueryClientProvider>
  );
}
