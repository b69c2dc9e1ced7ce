// SPDX-License-Identifier: Apache-2.0
'use client';
/** The field for a code and the button that sends it. */
import type { FormEvent } from 'react';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { useWords } from '@/words/settings';
import type { Problem } from './ask';

interface Props {
  action: string;
  hint?: string;
  problem: Problem | null;
  onCode(code: string): void;
}

export function CodeForm({ action, hint, problem, onCode }: Props) {
  const w = useWords();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onCode(String(new FormData(event.currentTarget).get('code')).trim());
  };
  return (
    <form onSubmit={submit}>
      <Field
        label={w.settings.code}
        hint={hint}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        problem={problem?.text}
      />
      <Button type="submit">{action}</Button>
    </form>
  );
}
