// SPDX-License-Identifier: Apache-2.0
'use client';
/** "2 grounds": what an answer rests on, read when one asks, with its source, its date and a way to correct or forget it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { change } from '@/data/change';
import { groundsKey } from '@/data/chat';
import { useFormat } from '@/data/format';
import { loadGrounds } from '@/data/talk';
import type { Ground, Message } from '@/data/types';
import { fillLine } from '@/line/state';
import { Button } from '@/ui/button';
import { Failed, Skeleton } from '@/ui/states';
import { useWords } from '@/words';
import css from './effects.module.css';

function GroundView({ ground }: { ground: Ground }) {
  const w = useWords();
  const format = useFormat();
  const [gone, setGone] = useState(false);
  const forget = () => {
    setGone(true);
    change([{ entity: 'memory', verb: 'delete', id: ground.id! }], {
      label: w.memory.forgotten(ground.text ?? ''),
    });
  };
  const kind = w.chat.groundKinds[ground.kind as keyof typeof w.chat.groundKinds] ?? ground.kind;
  return (
    <li className={css.ground}>
      <blockquote className={gone ? css.undone : ''}>{ground.text}</blockquote>
      <p className="muted small">
        {kind} {ground.at && format.day(format.dayOf(ground.at))}
        {ground.valid === false && ` · ${w.chat.noLonger}`}
      </p>
      {ground.kind === 'memory' && !gone && (
        <p>
          <Button kind="quiet" onClick={() => fillLine(ground.text ?? '')}>
            {w.chat.correct}
          </Button>
          <Button kind="quiet" onClick={forget}>
            {w.chat.forget}
          </Button>
        </p>
      )}
    </li>
  );
}

function Known({ reply }: { reply: string }) {
  const w = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: groundsKey(reply),
    queryFn: () => loadGrounds(reply),
    staleTime: 0, // something may have been forgotten or corrected since
  });
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={1} />;
  if (data.length === 0) return <p className="muted small">{w.chat.noGrounds}</p>;
  return (
    <ul>
      {data.map((ground) => (
        <GroundView key={ground.id} ground={ground} />
      ))}
    </ul>
  );
}

export function Grounds({ message }: { message: Message }) {
  const w = useWords();
  const [open, setOpen] = useState(false);
  const count = message.grounds?.length ?? 0;
  if (count === 0) return null;
  return (
    <details className={css.grounds} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary title={w.chat.why}>{w.chat.grounds(count)}</summary>
      {open && <Known reply={message.id} />}
    </details>
  );
}
