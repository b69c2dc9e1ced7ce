// SPDX-License-Identifier: Apache-2.0
'use client';
/** Who has an account here. */
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '@/data/api';
import { useFormat } from '@/data/format';
import type { User } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Failed, Skeleton } from '@/ui/states';
import { useWords } from '@/words/settings';

export function People() {
  const w = useWords();
  const format = useFormat();
  const query = useQuery({ queryKey: ['users'], queryFn: () => call<{ items: User[] }>('/users') });
  const [token, setToken] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    try {
      const answer = await call<{ token: string }>('/users', {
        method: 'POST',
        body: { name: new FormData(form).get('name') },
      });
      setToken(answer.token);
      setProblem(null);
      form.reset();
      void query.refetch();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <>
      <Section title={w.admin.pages.users}>
        {query.isPending && <Skeleton rows={3} />}
        {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
        <ul>
          {query.data?.items.map((user) => (
            <li key={user.id}>
              <span>{user.name}</span>
              <span className="muted small">{user.email}</span>
              <span className="muted small">{w.admin.since(format.day(format.dayOf(user.created)))}</span>
              {user.admin && <strong className="small">{w.admin.isAdmin}</strong>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={w.admin.addUser}>
        <form onSubmit={add}>
          <Field label={w.admin.userName} name="name" required maxLength={120} problem={problem} />
          <Button type="submit">{w.admin.addUser}</Button>
        </form>
        {token && (
          <p role="status">
            {w.admin.userToken}
            <br />
            <code>{token}</code>
          </p>
        )}
      </Section>
    </>
  );
}
