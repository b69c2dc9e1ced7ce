// SPDX-License-Identifier: Apache-2.0
'use client';
/** Name, address and password of a new account, with problems at their fields; what else is asked comes as children. */
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Refused } from '@/data/api';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { useWords } from '@/words/entry';
import css from './entry.module.css';

interface Trouble {
  field: string;
  text: string;
}

const OWN_FIELDS = ['name', 'email', 'password'];

interface Props {
  action: string;
  emailHint?: string;
  /** Names of the fields among the children. */
  more: readonly string[];
  /** Throws what is refused; then the form stays. */
  onSubmit(form: Record<string, string>): Promise<void>;
  children(problemOf: (field: string) => string | null): ReactNode;
}

export function AccountForm({ action, emailHint, more, onSubmit, children }: Props) {
  const w = useWords();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const at = (field: string) => (trouble?.field === field ? trouble.text : null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setTrouble(null);
    try {
      await onSubmit(Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>);
    } catch (error) {
      setTrouble({ field: (error as Refused).problem?.field ?? '', text: (error as Error).message });
      setBusy(false);
    }
  };
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)}>
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
        hint={emailHint}
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
      {children(at)}
      {trouble && ![...OWN_FIELDS, ...more].includes(trouble.field) && <p role="alert">{trouble.text}</p>}
      <Button kind="primary" type="submit" disabled={busy}>
        {action}
      </Button>
    </form>
  );
}
