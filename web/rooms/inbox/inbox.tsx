// SPDX-License-Identifier: Apache-2.0
'use client';
/** What waits for the person's consent: accepted, changed or declined, each by a press or a key, each taken back by one. */
import { useState } from 'react';
import { decide, putOff } from '@/data/decide';
import { useFormat } from '@/data/format';
import { useLink } from '@/data/live';
import { isOpen, isShown, useProposals } from '@/data/proposals';
import { useNow } from '@/data/rows';
import type { Proposal } from '@/data/types';
import { useRoomLine } from '@/line/state';
import { editable, ProposalCard } from '@/parts/proposal/card';
import { laterTimes } from '@/parts/proposal/later';
import { Room } from '@/parts/room';
import { useCommands } from '@/shell/commands';
import { Failed, Nothing, Skeleton } from '@/ui/states';
import { useWords } from '@/words/proposals';
import css from './inbox.module.css';

/** The one that has the focus, else the first. */
function current(rows: readonly Proposal[]): Proposal | undefined {
  const id = document.activeElement?.closest<HTMLElement>('[data-proposal]')?.dataset.proposal;
  return rows.find((row) => row.id === id) ?? rows[0];
}

function step(n: number): void {
  const all = [...document.querySelectorAll<HTMLElement>('[data-proposal]')];
  const at = all.indexOf(document.activeElement?.closest('[data-proposal]') as HTMLElement);
  (all[at < 0 ? 0 : at + n] ?? all.at(-1))?.focus();
}

function useInboxCommands(rows: readonly Proposal[], onEdit: (id: string) => void): void {
  const w = useWords();
  const format = useFormat();
  const group = w.inbox.title;
  const connected = useLink((state) => state.link === 'connected');
  const act = (run: (row: Proposal) => void) => () => {
    const row = current(rows);
    if (row && connected) run(row);
  };
  useCommands('inbox', [
    { id: 'down', title: w.tasks.down, group, keys: 'j|ArrowDown', silent: true, run: () => step(1) },
    { id: 'up', title: w.tasks.up, group, keys: 'k|ArrowUp', silent: true, run: () => step(-1) },
    {
      id: 'accept',
      title: w.proposals.accept,
      group,
      keys: 'a',
      run: act((row) => void decide(row, 'accept')),
    },
    {
      id: 'edit',
      title: w.proposals.saveAccept,
      group,
      keys: 'e',
      run: act((row) => editable(row).length > 0 && onEdit(row.id)),
    },
    {
      id: 'decline',
      title: w.proposals.decline,
      group,
      keys: 'd',
      run: act((row) => void decide(row, 'decline')),
    },
    {
      id: 'later',
      title: w.proposals.later,
      group,
      keys: 's',
      run: act((row) => {
        const tomorrow = laterTimes(format, Date.now()).find(({ when }) => when === 'tomorrow')!.at;
        void putOff(row, tomorrow, w.proposals.putOff(format.dayAndTime(tomorrow)));
      }),
    },
  ]);
}

export function Inbox() {
  const w = useWords();
  const query = useProposals();
  const [editing, setEditing] = useState<string | null>(null);
  useRoomLine('inbox');
  const rows = query.data ?? [];
  const now = useNow();
  const open = rows.filter((row) => isShown(row, now));
  const later = rows.filter((row) => isOpen(row, now) && !isShown(row, now));
  const decided = rows.filter((row) => !isOpen(row)).slice(-10);
  useInboxCommands(open, setEditing);
  const card = (row: Proposal) => (
    <li key={row.id}>
      <ProposalCard row={row} editing={editing === row.id} onEdit={(on) => setEditing(on ? row.id : null)} />
    </li>
  );
  return (
    <Room title={w.inbox.title}>
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={3} />}
      {query.data && open.length === 0 && <Nothing text={w.proposals.nothing} />}
      <ul className={css.list} aria-label={w.inbox.title}>
        {open.map(card)}
      </ul>
      {later.length > 0 && (
        <details className={css.decided}>
          <summary>{w.proposals.putOffCount(later.length)}</summary>
          <ul className={css.list}>{later.map(card)}</ul>
        </details>
      )}
      {decided.length > 0 && (
        <section className={css.decided}>
          <h2>{w.proposals.decided}</h2>
          <ul className={css.list}>{decided.map(card)}</ul>
        </section>
      )}
    </Room>
  );
}
