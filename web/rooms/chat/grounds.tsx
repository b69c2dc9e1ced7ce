// SPDX-License-Identifier: Apache-2.0
'use client';
/** "2 grounds": what an answer rests on, with its source, its date and a way to correct or forget it. */
import { useState } from 'react';
import { change } from '@/data/change';
import { useChat } from '@/data/chat';
import { useFormat } from '@/data/format';
import type { Ground, Message } from '@/data/types';
import { fillLine } from '@/line/state';
import { Button } from '@/ui/button';
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

export function Grounds({ message }: { message: Message }) {
  const w = useWords();
  const known = useChat((state) => state.grounds.get(message.id));
  const grounds = message.grounds ?? known;
  if (!grounds?.length) return null;
  return (
    <details className={css.grounds}>
      <summary title={w.chat.why}>{w.chat.grounds(grounds.length)}</summary>
      <ul>
        {grounds.map((ground) => (
          <GroundView key={ground.id} ground={ground} />
        ))}
      </ul>
    </details>
  );
}
