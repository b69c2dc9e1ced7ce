// SPDX-License-Identifier: Apache-2.0
'use client';
/** Tokens for programs. A new one is shown once and kept nowhere in the browser. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '@/data/api';
import { tell } from '@/data/notices';
import type { Token } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Failed } from '@/ui/states';
import { useWords } from '@/words/settings';

export function Tokens() {
  const w = useWords();
  const query = useQuery({ queryKey: ['tokens'], queryFn: () => call<{ items?: Token[] }>('/tokens') });
  const [made, setMade] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    try {
      const answer = await call<{ token: string }>('/tokens', {
        method: 'POST',
        body: { name: new FormData(form).get('name') },
      });
      setMade(answer.token);
      setProblem(null);
      form.reset();
      void query.refetch();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const revoke = async (id: string) => {
    await call(`/tokens/${id}`, { method: 'DELETE' }).catch(() => null);
    tell({ text: w.settings.revoked });
    void query.refetch();
  };
  return (
    <Section title={w.settings.tokens} hint={w.settings.tokensHint}>
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      <ul>
        {query.data?.items?.map((token) => (
          <li key={token.id}>
            <span>{token.name}</span>
            <span className="muted small">{token.scopes}</span>
            <Button onClick={() => void revoke(token.id)}>{w.settings.revoke}</Button>
          </li>
        ))}
      </ul>
      {made && (
        <p role="status">
          {w.settings.tokenOnce}
          <br />
          <code>{made}</code>
        </p>
      )}
      <form onSubmit={make}>
        <Field label={w.settings.tokenName} name="name" required maxLength={100} problem={problem} />
        <Button type="submit">{w.settings.makeToken}</Button>
      </form>
    </Section>
  );
}
