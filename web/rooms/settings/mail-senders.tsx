// SPDX-License-Identifier: Apache-2.0
'use client';
/** Rules for senders, made in the inbox ("always ignore") or here; without one the person is asked. */
import { useQuery } from '@tanstack/react-query';
import { call } from '@/data/api';
import { tell } from '@/data/notices';
import type { MailSender } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Failed } from '@/ui/states';
import { useWords } from '@/words/settings';

export function MailSenders() {
  const w = useWords();
  const query = useQuery({
    queryKey: ['mail-senders'],
    queryFn: () => call<{ items: MailSender[] }>('/mail/senders'),
  });
  const remove = async (row: MailSender) => {
    await call(`/mail/senders/${row.id}`, { method: 'DELETE' }).catch((error: Error) =>
      tell({ tone: 'problem', text: error.message }),
    );
    void query.refetch();
  };
  return (
    <Section title={w.mail.senders} hint={w.mail.sendersHint}>
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <p className="muted">{w.mail.noSenders}</p>}
      <ul>
        {query.data?.items.map((row) => (
          <li key={row.id}>
            <span>{row.address}</span>
            <span className="muted small">{w.mail.rules[row.rule]}</span>
            <Button onClick={() => void remove(row)}>{w.mail.forgetRule}</Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
