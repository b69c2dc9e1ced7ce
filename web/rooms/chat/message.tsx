// SPDX-License-Identifier: Apache-2.0
'use client';
/** One message: what was said as Markdown, below it what the turn changed and what the answer rests on. */
import { Copy, Ellipsis, Pencil } from 'lucide-react';
import { memo } from 'react';
import { editMessage } from '@/data/chat';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import type { Message } from '@/data/types';
import { fillLine } from '@/line/state';
import { Menu } from '@/ui/menu';
import { useWords } from '@/words';
import { Effects } from './effects';
import { Grounds } from './grounds';
import css from './log.module.css';
import { Pictures } from './pictures';
import { Proposals } from './proposed';
import { Prose } from './prose';

/** Into the line again; sent, it takes the place of the first. */
export function startEdit(message: Message): void {
  editMessage(message);
  fillLine(message.text);
}

function MessageMenu({ message }: { message: Message }) {
  const w = useWords();
  const copy = () => {
    void navigator.clipboard.writeText(message.text).then(() => tell({ text: w.common.copied }));
  };
  const items = [{ label: w.chat.copy, icon: Copy, run: copy }];
  if (message.role === 'user')
    items.push({ label: w.chat.edit, icon: Pencil, run: () => startEdit(message) });
  return <Menu label={w.chat.menu} icon={Ellipsis} items={items} className={css.menu} />;
}

interface Props {
  message: Message;
  /** It was looked for: marked. */
  sought: boolean;
}

export const MessageView = memo(function MessageView({ message, sought }: Props) {
  const w = useWords();
  const format = useFormat();
  const mine = message.role === 'user';
  return (
    <article
      data-message={message.id}
      tabIndex={-1}
      className={`${mine ? css.mine : css.theirs} ${sought ? css.sought : ''}`}
      aria-label={mine ? w.chat.you : w.chat.pixie}
    >
      <div className={css.line}>
        <div className={mine ? css.said : css.answer}>
          {mine ? message.text : <Prose text={message.text} />}
        </div>
        <MessageMenu message={message} />
      </div>
      {message.files && message.files.length > 0 && <Pictures files={message.files} />}
      {!mine && message.corrected > 0 && <p className={css.ending}>{w.chat.corrected(message.corrected)}</p>}
      {!mine && <Effects message={message} />}
      {!mine && <Proposals message={message} />}
      {!mine && <Grounds message={message} />}
      <time className={css.time} dateTime={message.created}>
        {format.dayOf(message.created) === format.today()
          ? format.time(message.created)
          : format.dayAndTime(message.created)}
      </time>
    </article>
  );
});
