// SPDX-License-Identifier: Apache-2.0
'use client';
/** Turning on codes by text message: a number and the password, then the code that went there. */
import { type FormEvent, useState } from 'react';
import type { components } from '@/data/schema';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { useWords } from '@/words/settings';
import { useAsk } from './ask';
import { CodeForm } from './code-form';

type Recovery = components['schemas']['RecoveryCodes'];
interface Given {
  phone: string;
  current: string;
}

interface Props {
  onDone(codes: readonly string[]): void;
  onBack(): void;
}

export function TextMessages({ onDone, onBack }: Props) {
  const w = useWords();
  const { ask, problem } = useAsk();
  /** Kept until the code is there: another message needs the same. */
  const [given, setGiven] = useState<Given | null>(null);
  const begin = async (wanted: Given) => {
    if (await ask('/auth/mfa/sms', wanted)) setGiven(wanted);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { phone, current } = Object.fromEntries(new FormData(event.currentTarget)) as Record<
      string,
      string
    >;
    void begin({ phone: phone!.trim(), current: current! });
  };
  const confirm = async (code: string) => {
    const answer = await ask<Recovery>('/auth/mfa/sms/confirm', { code });
    if (answer) onDone(answer.recovery_codes);
  };
  if (given)
    return (
      <>
        <p role="status">{w.settings.codeSent(given.phone)}</p>
        <CodeForm action={w.settings.confirm} problem={problem} onCode={(code) => void confirm(code)} />
        <div>
          <Button kind="quiet" onClick={() => void begin(given)}>
            {w.settings.sendAgain}
          </Button>{' '}
          <Button kind="quiet" onClick={() => setGiven(null)}>
            {w.settings.otherNumber}
          </Button>
        </div>
      </>
    );
  const atPhone = problem?.field === 'phone';
  return (
    <form onSubmit={submit}>
      <p>{w.settings.phoneWarning}</p>
      <Field
        label={w.settings.phone}
        hint={w.settings.phoneHint}
        name="phone"
        type="tel"
        autoComplete="tel"
        required
        problem={atPhone ? problem.text : null}
      />
      <Field
        label={w.settings.currentPassword}
        name="current"
        type="password"
        autoComplete="current-password"
        required
        problem={atPhone ? null : problem?.text}
      />
      <div>
        <Button type="submit">{w.settings.sendCode}</Button>{' '}
        <Button kind="quiet" onClick={onBack}>
          {w.common.cancel}
        </Button>
      </div>
    </form>
  );
}
