// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * The owner's first minute: the one-time link has let them in; now a name, an address and a password to come
 * back with. The link is spent at once, so a reload goes on with the session that it bought.
 */
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { call, type Refused } from '@/data/api';
import { useTitle } from '@/data/rows';
import { signedIn } from '@/data/session';
import { Button } from '@/ui/button';
import { Field, SelectField } from '@/ui/field';
import { useWords } from '@/words';
import css from './entry.module.css';
import { EntryPage } from './page';

type State = 'asking' | 'form' | 'over';

function useCode(): State {
  const [state, setState] = useState<State>('asking');
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    const code = window.location.hash.slice(1);
    window.history.replaceState(null, '', '/welcome');
    const body = { code, cookies: true };
    const enter = code
      ? call('/auth/welcome', { method: 'POST', body, bare: true })
      : Promise.reject(new Error('no code'));
    enter
      .catch(() => call('/me', { bare: true }))
      .then(
        () => setState('form'),
        () => setState('over'),
      );
  }, []);
  return state;
}

interface Trouble {
  field: string;
  text: string;
}

async function settle(form: Record<string, string>): Promise<void> {
  const { name, email, zone, password } = form;
  await call('/me', { method: 'PATCH', body: { name, email, zone, locale: navigator.language } });
  await call('/auth/password', { method: 'POST', body: { password } });
  await signedIn();
}

function zones(): string[] {
  return Intl.supportedValuesOf('timeZone');
}

function WelcomeForm() {
  const w = useWords();
  const router = useRouter();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const at = (field: string) => (trouble?.field === field ? trouble.text : null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    try {
      await settle(Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>);
      router.replace('/');
    } catch (error) {
      setTrouble({ field: (error as Refused).problem?.field ?? '', text: (error as Error).message });
      setBusy(false);
    }
  };
  return (
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
        hint={w.entry.welcomeEmailHint}
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
      <SelectField
        label={w.entry.zone}
        name="zone"
        defaultValue={Intl.DateTimeFormat().resolvedOptions().timeZone}
        problem={at('zone')}
      >
        {[...new Set([Intl.DateTimeFormat().resolvedOptions().timeZone, ...zones()])].map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
      {trouble && !['name', 'email', 'password', 'zone'].includes(trouble.field) && (
        <p role="alert">{trouble.text}</p>
      )}
      <Button kind="primary" type="submit" disabled={busy}>
        {w.entry.start}
      </Button>
    </form>
  );
}

export function Welcome() {
  const w = useWords();
  const state = useCode();
  useTitle(w.entry.welcome);
  if (state === 'asking') return <EntryPage title={w.entry.welcome}>{null}</EntryPage>;
  if (state === 'form')
    return (
      <EntryPage title={w.entry.welcome} text={w.entry.welcomeText}>
        <WelcomeForm />
      </EntryPage>
    );
  return (
    <EntryPage title={w.entry.welcome} text={w.entry.welcomeOver}>
      <Link href="/sign-in">{w.entry.signIn}</Link>
    </EntryPage>
  );
}
