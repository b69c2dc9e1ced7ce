// SPDX-License-Identifier: Apache-2.0
'use client';
/** A new account, where the server's policy allows it; problems stand at their fields. */
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { call, type Refused } from '@/data/api';
import { useTitle } from '@/data/rows';
import { signedIn } from '@/data/session';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { useWords } from '@/words';
import css from './entry.module.css';
import { EntryPage } from './page';

interface Trouble {
  field: string;
  text: string;
}

function useSignUp() {
  const router = useRouter();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const { name, email, password, invite } = form;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setBusy(true);
    setTrouble(null);
    try {
      const body = { name, email, password, zone, locale: navigator.language, ...(invite ? { invite } : {}) };
      await call('/auth/signup', { method: 'POST', body, bare: true });
      await call('/auth/login', { method: 'POST', body: { email, password, cookies: true }, bare: true });
      await signedIn();
      router.replace('/');
    } catch (error) {
      setTrouble({ field: (error as Refused).problem?.field ?? '', text: (error as Error).message });
    } finally {
      setBusy(false);
    }
  };
  return { trouble, busy, submit };
}

export function SignUp() {
  const w = useWords();
  const invite = useSearchParams().get('invite') ?? '';
  const { trouble, busy, submit } = useSignUp();
  const at = (field: string) => (trouble?.field === field ? trouble.text : null);
  useTitle(w.entry.signUp);
  return (
    <EntryPage title={w.entry.signUp}>
      <form className={css.form} onSubmit={submit}>
        <Field
          label={w.entry.name}
          name="name"
          autoComplete="name"
          required
          maxLength={120}
          autoFocus
          problem={at('name')}
        />
        <Field
          label={w.entry.email}
          name="email"
          type="email"
          autoComplete="username"
          required
          problem={at('email')}
        />
        <Field
          label={w.entry.password}
          hint={w.entry.passwordHint}
          name="password"
          type="password"
          minLength={10}
          autoComplete="new-password"
          required
          problem={at('password')}
        />
        <Field
          label={w.entry.invite}
          hint={w.entry.inviteHint}
          name="invite"
          defaultValue={invite}
          problem={at('invite')}
        />
        {trouble && !['name', 'email', 'password', 'invite'].includes(trouble.field) && (
          <p role="alert">{trouble.text}</p>
        )}
        <Button kind="primary" type="submit" disabled={busy}>
          {w.entry.signUp}
        </Button>
      </form>
      <p className={css.links}>
        <Link href="/sign-in">{w.entry.haveAccount}</Link>
      </p>
    </EntryPage>
  );
}
