// SPDX-License-Identifier: Apache-2.0
'use client';
/** E-mail and password, then a code if a second factor is on; and the issuers that this server knows. */
import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { call, type Refused } from '@/data/api';
import { useFeatures } from '@/data/features';
import { finishLeaving } from '@/data/leave';
import { useTitle } from '@/data/rows';
import { signedIn } from '@/data/session';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { Link } from '@/ui/link';
import { useWords } from '@/words/entry';
import css from './entry.module.css';
import { EntryPage } from './page';

/** Only paths of our own: "//evil.example" is none. */
export function safePath(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : '/';
}

function Issuers() {
  const w = useWords();
  const query = useQuery({
    queryKey: ['issuers'],
    queryFn: () => call<{ items?: { name?: string }[] }>('/auth/oidc', { bare: true }),
  });
  return query.data?.items?.map(({ name }) => (
    <a key={name} className={css.issuer} href={`/api/v1/auth/oidc/${encodeURIComponent(name ?? '')}`}>
      {w.entry.with(name ?? '')}
    </a>
  ));
}

function useSignIn(onDone: () => void) {
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (form: FormData, code: string) => {
    const body = {
      email: form.get('email'),
      password: form.get('password'),
      cookies: true,
      ...(code ? { code } : {}),
    };
    setBusy(true);
    setProblem(null);
    setSaid(null);
    try {
      await call('/auth/login', { method: 'POST', body, bare: true });
      await signedIn();
      onDone();
    } catch (error) {
      const asks = (error as Refused).problem?.field === 'code' && !code;
      if (asks && needsCode) setSaid((error as Error).message);
      else if (asks) setNeedsCode(true);
      else setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return { needsCode, problem, said, busy, send };
}

function CodeStep({
  problem,
  said,
  onAgain,
}: {
  problem: string | null;
  said: string | null;
  onAgain(): void;
}) {
  const w = useWords();
  return (
    <>
      <Field
        label={w.entry.code}
        hint={w.entry.codeHint}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        autoFocus
        problem={problem}
      />
      {said && (
        <p role="status" className="muted">
          {said}
        </p>
      )}
      <Button kind="quiet" onClick={onAgain}>
        {w.entry.sendAgain}
      </Button>
    </>
  );
}

export function SignInForm({ onDone }: { onDone(): void }) {
  const w = useWords();
  const form = useRef<HTMLFormElement>(null);
  const { needsCode, problem, said, busy, send } = useSignIn(onDone);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    void send(given, String(given.get('code') ?? '').trim());
  };
  return (
    <form ref={form} className={css.form} onSubmit={submit}>
      <Field label={w.entry.email} name="email" type="email" autoComplete="username" required autoFocus />
      <Field
        label={w.entry.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        problem={needsCode ? null : problem}
      />
      {needsCode && (
        <CodeStep problem={problem} said={said} onAgain={() => void send(new FormData(form.current!), '')} />
      )}
      <Button kind="primary" type="submit" disabled={busy}>
        {w.entry.signIn}
      </Button>
    </form>
  );
}

/** Ways that this server offers; the address of mail and new accounts are its owner's choice. */
function OtherWays() {
  const w = useWords();
  const features = useFeatures();
  return (
    <>
      <Issuers />
      <p className={css.links}>
        {features?.mail && <Link href="/reset">{w.entry.forgot}</Link>}
        {features && features.sign_up !== 'closed' && <Link href="/sign-up">{w.entry.noAccount}</Link>}
      </p>
    </>
  );
}

export function SignIn() {
  const w = useWords();
  const router = useRouter();
  const next = safePath(useSearchParams().get('next'));
  useTitle(w.entry.signIn);
  useEffect(() => {
    void finishLeaving().catch(() => null); // a sign-out that the server has not heard of yet
  }, []);
  return (
    <EntryPage title={w.entry.signInTo}>
      <SignInForm onDone={() => router.replace(next)} />
      <OtherWays />
    </EntryPage>
  );
}
