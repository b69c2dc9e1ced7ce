// SPDX-License-Identifier: Apache-2.0
'use client';
/** Pages that a link of a mail opens: a new password, a confirmed address. The code is in the fragment or query. */
import { type FormEvent, useEffect, useState } from 'react';
import { call } from '@/data/api';
import { useTitle } from '@/data/rows';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Link } from '@/ui/link';
import { useWords } from '@/words/entry';
import css from './entry.module.css';
import { EntryPage } from './page';

export function tokenOfLink(): string {
  return window.location.hash.slice(1) || new URLSearchParams(window.location.search).get('token') || '';
}

type Done = 'asked' | 'set' | null;

export function Reset() {
  const w = useWords();
  const [token, setToken] = useState('');
  const [done, setDone] = useState<Done>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useTitle(w.entry.reset);
  useEffect(() => setToken(tokenOfLink()), []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    try {
      if (token)
        await call('/auth/password/reset', {
          method: 'POST',
          body: { token, password: form.get('password') },
          bare: true,
        });
      else
        await call('/auth/password/forgot', {
          method: 'POST',
          body: { email: form.get('email') },
          bare: true,
        });
      setDone(token ? 'set' : 'asked');
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <EntryPage title={w.entry.reset}>
      {done && <p role="status">{done === 'set' ? w.entry.resetDone : w.entry.resetSent}</p>}
      {!done && (
        <form className={css.form} onSubmit={submit}>
          {token ? (
            <Field
              label={w.entry.newPassword}
              hint={w.entry.passwordHint}
              name="password"
              type="password"
              minLength={10}
              autoComplete="new-password"
              required
              problem={problem}
            />
          ) : (
            <Field
              label={w.entry.email}
              name="email"
              type="email"
              autoComplete="username"
              required
              problem={problem}
            />
          )}
          <Button kind="primary" type="submit">
            {token ? w.entry.reset : w.entry.resetAsk}
          </Button>
        </form>
      )}
      <p className={css.links}>
        <Link href="/sign-in">{w.entry.signIn}</Link>
      </p>
    </EntryPage>
  );
}

export function Verify() {
  const w = useWords();
  const [state, setState] = useState<'asking' | 'done' | 'bad'>('asking');
  useTitle(w.entry.verify);
  useEffect(() => {
    call('/auth/email/verify', { method: 'POST', body: { token: tokenOfLink() }, bare: true }).then(
      () => setState('done'),
      () => setState('bad'),
    );
  }, []);
  const text = { asking: w.entry.verifying, done: w.entry.verified, bad: w.entry.badLink }[state];
  return (
    <EntryPage title={w.entry.verify}>
      <p role="status">{text}</p>
      <p className={css.links}>
        <Link href="/">{w.shell.toToday}</Link>
      </p>
    </EntryPage>
  );
}
