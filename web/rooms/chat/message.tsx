// SPDX-License-Identifier: Apache-2.0
'use client';
/** One message: what was said as Markdown, below it what the turn changed and what the answer rests on. */
import { Copy, Ellipsis, Pencil } from 'lucide-react';
import { memo } from 'react';
import { editMessage } from '@/data/chat';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import type { Message, SentFile } from '@/data/types';
import { fillLine } from '@/line/state';
import { Menu } from '@/ui/menu';
import { useWords } from '@/words';
import { Effects } from './effects';
import { Grounds } from './grounds';
import css from './log.module.css';
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

/** The names of what was sent with it. */
function Sent({ files }: { files: SentFile[] }) {
  return (
    <ul className={css.sent}>
      {files.map((file) => (
        <li key={file.id} className="muted small">
          {file.name}
        </li>
      ))}
    </ul>
  );
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
          {message.files && <Sent files={message.files} />}
        </div>
        <MessageMenu message={message} />
      </div>
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
