// SPDX-License-Identifier: Apache-2.0
'use client';
/** A new account, where the server's policy allows it. */
import { useRouter, useSearchParams } from 'next/navigation';
import { call } from '@/data/api';
import { useTitle } from '@/data/rows';
import { signedIn } from '@/data/session';
import { Field } from '@/ui/field';
import { Link } from '@/ui/link';
import { useWords } from '@/words/entry';
import { AccountForm } from './account-form';
import css from './entry.module.css';
import { EntryPage } from './page';

async function signUp({ name, email, password, invite }: Record<string, string>): Promise<void> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const body = { name, email, password, zone, locale: navigator.language, ...(invite ? { invite } : {}) };
  await call('/auth/signup', { method: 'POST', body, bare: true });
  await call('/auth/login', { method: 'POST', body: { email, password, cookies: true }, bare: true });
  await signedIn();
}

export function SignUp() {
  const w = useWords();
  const router = useRouter();
  const invite = useSearchParams().get('invite') ?? '';
  useTitle(w.entry.signUp);
  return (
    <EntryPage title={w.entry.signUp}>
      <AccountForm
        action={w.entry.signUp}
        more={['invite']}
        onSubmit={(form) => signUp(form).then(() => router.replace('/'))}
      >
        {(problemOf) => (
          <Field
            label={w.entry.invite}
            hint={w.entry.inviteHint}
            name="invite"
            defaultValue={invite}
            problem={problemOf('invite')}
          />
        )}
      </AccountForm>
      <p className={css.links}>
        <Link href="/sign-in">{w.entry.haveAccount}</Link>
      </p>
    </EntryPage>
  );
}
