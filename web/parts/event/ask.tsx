// SPDX-License-Identifier: Apache-2.0
'use client';
/** A repeating event was changed: which occurrences are meant? The first answer is the careful one. */
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { useWords } from '@/words';
import { answer, useEventAsk } from './actions';
import css from './ask.module.css';

export function EventAsk() {
  const question = useEventAsk((state) => state.question);
  const w = useWords();
  return (
    <Dialog
      open={question !== null}
      onClose={() => useEventAsk.setState({ question: null })}
      title={w.calendar.which}
    >
      <div className={css.body}>
        <p>{question?.text}</p>
        {(['this', 'following', 'all'] as const).map((span, i) => (
          <Button
            key={span}
            kind={i === 0 ? 'primary' : 'plain'}
            autoFocus={i === 0}
            onClick={() => answer(question!, span)}
          >
            {w.calendar.spans[span]}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
