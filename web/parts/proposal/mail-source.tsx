// SPDX-License-Identifier: Apache-2.0
'use client';
/** Whose mail asked for it, and what shall become of that sender's mails from now on: done at once, or nothing. */
import { useQuery } from '@tanstack/react-query';
import { call } from '@/data/api';
import { tell } from '@/data/notices';
import type { Mail } from '@/data/types';
import { Button } from '@/ui/button';
import { useWords } from '@/words/proposals';

export function MailSource({ id, open }: { id: string; open: boolean }) {
  const w = useWords();
  const mail = useQuery({ queryKey: ['mail', id], queryFn: () => call<Mail>(`/mail/messages/${id}`) }).data;
  if (!mail?.sender) return null;
  const { sender, sender_name, subject } = mail;
  const always = (rule: 'accept' | 'ignore', told: string) => () =>
    void call('/mail/senders', { method: 'POST', body: { address: sender, rule } }).then(
      () => tell({ text: told }),
      (error: Error) => tell({ tone: 'problem', text: error.message }),
    );
  return (
    <>
      {' '}
      {w.proposals.mailOf(sender_name ? `${sender_name} <${sender}>` : sender, subject ?? '')}
      {open && (
        <>
          <Button kind="quiet" onClick={always('accept', w.proposals.trusted(sender))}>
            {w.proposals.acceptSender}
          </Button>
          <Button kind="quiet" onClick={always('ignore', w.proposals.ignored(sender))}>
            {w.proposals.ignoreSender}
          </Button>
        </>
      )}
    </>
  );
}
