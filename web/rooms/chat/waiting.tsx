// SPDX-License-Identifier: Apache-2.0
'use client';
/** Something said that has no answer yet: on its way, waiting for the network, or refused. */
import { Square } from 'lucide-react';
import { dropSaid, type Said, sayAgain } from '@/data/chat';
import { useLink } from '@/data/live';
import { stopThinking, useThinking } from '@/data/thinking';
import { fillLine } from '@/line/state';
import { Button } from '@/ui/button';
import { useWords } from '@/words';
import css from './log.module.css';
import { Pictures } from './pictures';

export function Waiting({ said }: { said: Said }) {
  const w = useWords();
  const thinking = useThinking(({ turns }) => turns.get(said.client_id));
  const connected = useLink((state) => state.link === 'connected');
  return (
    <div className={css.mine}>
      <p className={css.said}>{said.text}</p>
      {said.files && said.files.length > 0 && <Pictures files={said.files} />}
      {said.problem ? (
        <div role="alert" className={css.problem}>
          {w.chat.failed} {said.problem}{' '}
          <Button kind="quiet" onClick={() => sayAgain(said)}>
            {w.chat.retry}
          </Button>
          <Button
            kind="quiet"
            onClick={() => {
              fillLine(said.text);
              dropSaid(said);
            }}
          >
            {w.common.edit}
          </Button>
        </div>
      ) : (
        <p className={css.state}>{connected ? w.chat.answering : w.chat.unsent}…</p>
      )}
      {thinking && (
        <div className={css.partial}>
          <div className={css.answer}>{thinking.pieces.join('')}</div>
          <Button kind="quiet" icon={Square} onClick={() => stopThinking(thinking)}>
            {w.chat.stop}
          </Button>
        </div>
      )}
    </div>
  );
}
