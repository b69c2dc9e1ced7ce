// SPDX-License-Identifier: Apache-2.0
'use client';
/** Name, address, zone and locale of the person. */
import { type FocusEvent, useState } from 'react';
import { call } from '@/data/api';
import { tell } from '@/data/notices';
import { useUser } from '@/data/rows';
import { identify } from '@/data/session';
import type { User } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { Field, SelectField } from '@/ui/field';
import { useWords } from '@/words/settings';

type Name = 'name' | 'email' | 'zone' | 'locale';

/** Saves one field, with the way back. */
function useSave() {
  const w = useWords();
  const user = useUser();
  const [problem, setProblem] = useState<{ name: Name; text: string } | null>(null);
  const put = async (name: Name, value: string) => {
    await call<User>('/me', { method: 'PATCH', body: { [name]: value } });
    await identify(true);
  };
  const save = async (name: Name, label: string, value: string) => {
    const before = user[name] ?? '';
    if (value.trim() === before || value.trim() === '') return;
    try {
      await put(name, value.trim());
      setProblem(null);
      tell({
        text: w.settings.saved(label),
        action: before ? { label: w.change.undo, run: () => void put(name, before) } : undefined,
      });
    } catch (error) {
      setProblem({ name, text: (error as Error).message });
    }
  };
  return { save, at: (name: Name) => (problem?.name === name ? problem.text : null) };
}

export function Account() {
  const w = useWords();
  const user = useUser();
  const { save, at } = useSave();
  const blur = (name: Name, label: string) => (event: FocusEvent<HTMLInputElement>) =>
    void save(name, label, event.target.value);
  return (
    <Section title={w.settings.pages.account}>
      <Field
        key={user.name}
        label={w.settings.name}
        defaultValue={user.name}
        onBlur={blur('name', w.settings.name)}
        problem={at('name')}
        maxLength={200}
      />
      <Field
        key={user.email}
        label={w.settings.email}
        hint={w.settings.emailHint}
        type="email"
        defaultValue={user.email ?? ''}
        onBlur={blur('email', w.settings.email)}
        problem={at('email')}
      />
      <SelectField
        label={w.settings.zone}
        value={user.zone}
        onChange={(event) => void save('zone', w.settings.zone, event.target.value)}
        problem={at('zone')}
      >
        {[...new Set([user.zone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
      <Field
        key={user.locale}
        label={w.settings.locale}
        defaultValue={user.locale}
        onBlur={blur('locale', w.settings.locale)}
        problem={at('locale')}
      />
    </Section>
  );
}
