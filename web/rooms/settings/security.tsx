// SPDX-License-Identifier: Apache-2.0
'use client';
/** Password, second factor, where one is signed in, tokens for programs. */
import type { FormEvent } from 'react';
import { tell } from '@/data/notices';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { useWords as useEntryWords } from '@/words/entry';
import { useWords } from '@/words/settings';
import { useAsk } from './ask';
import { SecondFactor } from './second-factor';
import { Sessions } from './sessions';
import { Tokens } from './tokens';

function Password() {
  const w = useWords();
  const { entry } = useEntryWords();
  const { ask, problem } = useAsk();
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { current, password } = Object.fromEntries(new FormData(form)) as Record<string, string>;
    if (!(await ask('/auth/password', { password, ...(current ? { current } : {}) }))) return;
    form.reset();
    tell({ text: w.settings.passwordChanged });
  };
  const atCurrent = problem?.field === 'current';
  return (
    <Section title={w.settings.password}>
      <form onSubmit={save}>
        <Field
          label={w.settings.currentPassword}
          name="current"
          type="password"
          autoComplete="current-password"
          problem={atCurrent ? problem.text : null}
        />
        <Field
          label={w.settings.newPassword}
          hint={entry.passwordHint}
          name="password"
          type="password"
          minLength={10}
          autoComplete="new-password"
          required
          problem={atCurrent ? null : problem?.text}
        />
        <Button type="submit">{w.settings.changePassword}</Button>
      </form>
    </Section>
  );
}

export function Security() {
  return (
    <>
      <Password />
      <SecondFactor />
      <Sessions />
      <Tokens />
    </>
  );
}
