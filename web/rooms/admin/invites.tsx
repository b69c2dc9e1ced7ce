// SPDX-License-Identifier: Apache-2.0
'use client';
/** Invitations made in this page; the code is shown once. */
import { type FormEvent, useState } from 'react';
import { call } from '@/data/api';
import { useFormat } from '@/data/format';
import type { Invite } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { useWords } from '@/words/settings';

type Made = Invite & { invite: string };

export function Invites() {
  const w = useWords();
  const format = useFormat();
  const [made, setMade] = useState<readonly Made[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const invite = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const email = String(new FormData(form).get('email')).trim();
    try {
      const answer = await call<Made>('/auth/invites', { method: 'POST', body: email ? { email } : {} });
      setMade([answer, ...made]);
      setProblem(null);
      form.reset();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const takeBack = async (id: string) => {
    await call(`/auth/invites/${id}`, { method: 'DELETE' }).catch(() => null);
    setMade(made.filter((one) => one.id !== id));
  };
  return (
    <Section title={w.admin.invite}>
      <form onSubmit={invite}>
        <Field label={w.admin.inviteEmail} name="email" type="email" problem={problem} />
        <Button type="submit">{w.admin.invite}</Button>
      </form>
      {made.length > 0 && <p>{w.admin.inviteLink}</p>}
      <ul>
        {made.map((one) => (
          <li key={one.id}>
            <code>{`${window.location.origin}/sign-up?invite=${one.invite}`}</code>
            <span className="muted small">
              {one.expires && w.admin.inviteOpen(format.day(format.dayOf(one.expires)))}
            </span>
            <Button onClick={() => void takeBack(one.id)}>{w.admin.takeBack}</Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
