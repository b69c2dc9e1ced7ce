// SPDX-License-Identifier: Apache-2.0
'use client';
/** A new mailbox. Its password is sent once, sealed by the server, and shown to nobody again. */
import { type FormEvent, useState } from 'react';
import { call, Refused } from '@/data/api';
import { Button } from '@/ui/button';
import { Field, SelectField } from '@/ui/field';
import { useWords } from '@/words/settings';

interface Problem {
  field: string | undefined;
  text: string;
}

export function MailboxForm({ onMade }: { onMade(): void }) {
  const w = useWords();
  const [problem, setProblem] = useState<Problem | null>(null);
  const of = (field: string) => (problem?.field === field ? problem.text : null);
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = Object.fromEntries(new FormData(form)) as Record<string, string>;
    const folders = (given.folders ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const { address, host, security, password, user } = given;
    const body = {
      address,
      host,
      security,
      password,
      ...(user ? { user } : {}),
      ...(folders.length > 0 ? { folders } : {}),
    };
    try {
      await call('/mail/accounts', { method: 'POST', body });
      form.reset();
      setProblem(null);
      onMade();
    } catch (error) {
      const field = error instanceof Refused ? error.problem.field : undefined;
      setProblem({ field: field ?? 'password', text: (error as Error).message });
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
      <Field
        label={w.mail.password}
        hint={w.mail.passwordHint}
        name="password"
        type="password"
        autoComplete="off"
        required
        problem={of('password')}
      />
      <Field label={w.mail.folders} hint={w.mail.foldersHint} name="folders" problem={of('folders')} />
      <Button type="submit">{w.mail.add}</Button>
    </form>
  );
}
