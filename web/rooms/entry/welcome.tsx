// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * The owner's first minute: the one-time link has let them in; now a name, an address and a password to come
 * back with. The link is spent at once, so a reload goes on with the session that it bought.
 */
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { call } from '@/data/api';
import { useTitle } from '@/data/rows';
import { signedIn } from '@/data/session';
import { SelectField } from '@/ui/field';
import { Link } from '@/ui/link';
import { useWords } from '@/words/entry';
import { AccountForm } from './account-form';
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
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <AccountForm
      action={w.entry.start}
      emailHint={w.entry.welcomeEmailHint}
      more={['zone']}
      onSubmit={(form) => settle(form).then(() => router.replace('/'))}
    >
      {(problemOf) => (
        <SelectField label={w.entry.zone} name="zone" defaultValue={here} problem={problemOf('zone')}>
          {[...new Set([here, ...zones()])].map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </SelectField>
      )}
    </AccountForm>
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
