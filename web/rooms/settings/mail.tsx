// SPDX-License-Identifier: Apache-2.0
'use client';
/** Mailboxes that Pixie reads, how reading them goes, and what becomes of what certain senders ask for. */
import { useQuery } from '@tanstack/react-query';
import { call } from '@/data/api';
import type { MailAccount } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { Failed, Skeleton } from '@/ui/states';
import { useWords } from '@/words/settings';
import { MailSenders } from './mail-senders';
import { Mailbox } from './mailbox';
import { MailboxForm } from './mailbox-form';

export function Mail() {
  const w = useWords();
  const query = useQuery({
    queryKey: ['mail-accounts'],
    queryFn: () => call<{ items: MailAccount[] }>('/mail/accounts'),
  });
  const refresh = () => void query.refetch();
  if (query.error) return <Failed error={query.error} onRetry={refresh} />;
  if (!query.data) return <Skeleton rows={4} />;
  return (
    <>
      <Section title={w.mail.boxes} hint={w.mail.boxesHint}>
        {query.data.items.length === 0 && <p className="muted">{w.mail.none}</p>}
        {query.data.items.map((account) => (
          <Mailbox key={account.id} account={account} onChange={refresh} />
        ))}
      </Section>
      <Section title={w.mail.add} hint={w.mail.addHint}>
        <MailboxForm onMade={refresh} />
      </Section>
      <MailSenders />
    </>
  );
}
