// SPDX-License-Identifier: Apache-2.0
'use client';
/** A new mailbox. Its password or token is sent once, sealed by the server, and shown to nobody again. */
import { type FormEvent, useState } from 'react';
import { call, Refused } from '@/data/api';
import { Button } from '@/ui/button';
import { Field, SelectField } from '@/ui/field';
import { useWords } from '@/words/settings';

interface Problem {
  field: string | undefined;
  text: string;
}

/** What signing in by OAuth needs: the provider's page gave them to whoever registered Pixie there. */
function Tokens({ of }: { of(field: string): string | null }) {
  const w = useWords();
  return (
    <>
      <Field
        label={w.mail.tokenUrl}
        hint={w.mail.tokenUrlHint}
        name="token_url"
        type="url"
        required
        problem={of('token_url')}
      />
      <Field label={w.mail.clientId} name="client_id" autoComplete="off" required problem={of('client_id')} />
      <Field
        label={w.mail.clientSecret}
        hint={w.mail.clientSecretHint}
        name="client_secret"
        type="password"
        autoComplete="off"
        problem={of('client_secret')}
      />
      <Field
        label={w.mail.refreshToken}
        name="refresh_token"
        type="password"
        autoComplete="off"
        required
        problem={of('refresh_token')}
      />
    </>
  );
}

export function MailboxForm({ onMade }: { onMade(): void }) {
  const w = useWords();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [auth, setAuth] = useState<'password' | 'xoauth2'>('password');
  const secret = auth === 'password' ? 'password' : 'refresh_token';
  const of = (field: string) => (problem?.field === field ? problem.text : null);
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = Object.fromEntries(new FormData(form)) as Record<string, string>;
    const folders = (given.folders ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const { port, back_days, folders: _, ...rest } = given;
    const filled = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
    const body = {
      ...filled,
      ...(folders.length > 0 ? { folders } : {}),
      ...(port ? { port: Number(port) } : {}),
      ...(back_days ? { back_days: Number(back_days) } : {}),
    };
    try {
      await call('/mail/accounts', { method: 'POST', body });
      form.reset();
      setAuth('password');
      setProblem(null);
      onMade();
    } catch (error) {
      const field = error instanceof Refused ? error.problem.field : undefined;
      setProblem({ field: field && field in given ? field : secret, text: (error as Error).message });
    }
  };
  return (
    <form onSubmit={(event) => void make(event)}>
      <Field label={w.mail.address} name="address" type="email" required problem={of('address')} />
      <Field label={w.mail.host} hint={w.mail.hostHint} name="host" required problem={of('host')} />
      <SelectField label={w.mail.security} name="security" problem={of('security')}>
        <option value="tls">TLS (993)</option>
        <option value="starttls">STARTTLS (143)</option>
      </SelectField>
      <Field label={w.mail.user} hint={w.mail.userHint} name="user" autoComplete="off" problem={of('user')} />
      <SelectField
        label={w.mail.auth}
        name="auth"
        value={auth}
        onChange={(event) => setAuth(event.target.value as typeof auth)}
        problem={of('auth')}
      >
        <option value="password">{w.mail.auths.password}</option>
        <option value="xoauth2">{w.mail.auths.xoauth2}</option>
      </SelectField>
      {auth === 'password' ? (
        <Field
          label={w.mail.password}
          hint={w.mail.passwordHint}
          name="password"
          type="password"
          autoComplete="off"
          required
          problem={of('password')}
        />
      ) : (
        <Tokens of={of} />
      )}
      <Field
        label={w.mail.port}
        hint={w.mail.portHint}
        name="port"
        type="number"
        min={1}
        max={65535}
        problem={of('port')}
      />
      <Field
        label={w.mail.backDays}
        hint={w.mail.backDaysHint}
        name="back_days"
        type="number"
        min={0}
        max={365}
        problem={of('back_days')}
      />
      <Field label={w.mail.folders} hint={w.mail.foldersHint} name="folders" problem={of('folders')} />
      <Button type="submit">{w.mail.add}</Button>
    </form>
  );
}
