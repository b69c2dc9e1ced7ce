// SPDX-License-Identifier: Apache-2.0
'use client';
/** What a turn proposed, to be decided where it was said; the same cards as in the inbox. */
import { useState } from 'react';
import { useProposals } from '@/data/proposals';
import type { Message } from '@/data/types';
import { ProposalCard } from '@/parts/proposal/card';
import css from './effects.module.css';

function Proposed({ ids }: { ids: ReadonlySet<string> }) {
  const rows = useProposals().data;
  const [editing, setEditing] = useState<string | null>(null);
  return (
    <ul className={css.proposed}>
      {rows
        ?.filter((row) => ids.has(row.id))
        .map((row) => (
          <li key={row.id}>
            <ProposalCard
              row={row}
              editing={editing === row.id}
              onEdit={(on) => setEditing(on ? row.id : null)}
            />
          </li>
        ))}
    </ul>
  );
}

export function Proposals({ message }: { message: Message }) {
  const ids = new Set(
    (message.effects ?? []).flatMap(({ entity, id }) => (entity === 'proposal' ? [id] : [])),
  );
  return ids.size > 0 ? <Proposed ids={ids} /> : null;
}
