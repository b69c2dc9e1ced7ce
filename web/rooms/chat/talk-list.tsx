// SPDX-License-Identifier: Apache-2.0
'use client';
/** The conversations, newest first, found by their titles and by what was said in them. */
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useState } from 'react';
import { call } from '@/data/api';
import { change } from '@/data/change';
import { useFormat } from '@/data/format';
import type { Conversation, Message } from '@/data/types';
import { Marked } from '@/parts/marked';
import { Menu } from '@/ui/menu';
import { setQuery } from '@/ui/url';
import { useWords } from '@/words';
import css from './talk-list.module.css';

/** What was said with these words in it, by the server; newest first. */
function useSaid(text: string): readonly Message[] {
  const words = text.trim();
  const query = useQuery({
    queryKey: ['said', words],
    enabled: words.length > 2,
    queryFn: () => call<{ items: Message[] }>(`/messages?order=desc&limit=12&q=${encodeURIComponent(words)}`),
  });
  return query.data?.items ?? [];
}

function Rename({ talk, onDone }: { talk: Conversation; onDone(): void }) {
  const w = useWords();
  const save = (text: string) => {
    onDone();
    const title = text.trim();
    if (!title || title === talk.title) return;
    change([{ entity: 'conversation', verb: 'update', id: talk.id, fields: { title } }], {
      label: w.chat.renamed(title),
    });
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') save(event.currentTarget.value);
    else if (event.key === 'Escape') onDone();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <input
      autoFocus
      className={css.rename}
      aria-label={w.chat.rename}
      maxLength={200}
      defaultValue={talk.title ?? ''}
      onKeyDown={keys}
      onBlur={(event) => save(event.currentTarget.value)}
    />
  );
}

interface Props {
  talks: ReadonlyMap<string, Conversation>;
  current: string | null;
  onGo?(): void;
}

export function TalkList({ talks, current, onGo }: Props) {
  const w = useWords();
  const format = useFormat();
  const [text, setText] = useState('');
  const [renamed, setRenamed] = useState<string | null>(null);
  const sought = useDeferredValue(text);
  const hits = useSaid(sought);
  const shown = [...talks.values()]
    .filter((talk) => (talk.title ?? '').toLowerCase().includes(sought.toLowerCase()))
    .sort((a, b) => b.updated.localeCompare(a.updated))
    .slice(0, 200);
  const today = format.today();
  const go = (id: string, message: string | null = null) => {
    setQuery({ c: id, new: null, m: message });
    onGo?.();
  };
  const drop = (talk: Conversation) => {
    change([{ entity: 'conversation', verb: 'delete', id: talk.id }], {
      label: w.chat.deleted(talk.title ?? w.chat.untitled),
    });
    if (talk.id === current) setQuery({ c: null });
  };
  return (
    <div className={css.list}>
      <input
        data-find
        type="search"
        className={css.find}
        aria-label={w.chat.find}
        placeholder={w.chat.find}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className={css.scroll}>
        {shown.map((talk) => (
          <li key={talk.id} className={css.item}>
            {renamed === talk.id ? (
              <Rename talk={talk} onDone={() => setRenamed(null)} />
            ) : (
              <>
                <button
                  type="button"
                  aria-current={talk.id === current ? 'true' : undefined}
                  onClick={() => go(talk.id)}
                >
                  <span className={css.title}>{talk.title ?? w.chat.untitled}</span>
                  <time className="muted small">{format.near(format.dayOf(talk.updated), today)}</time>
                </button>
                <Menu
                  label={`${w.common.more}: ${talk.title ?? w.chat.untitled}`}
                  icon={Ellipsis}
                  items={[
                    { label: w.chat.rename, icon: Pencil, run: () => setRenamed(talk.id) },
                    { label: w.chat.deleteTalk, icon: Trash2, danger: true, run: () => drop(talk) },
                  ]}
                />
              </>
            )}
          </li>
        ))}
        {sought.trim().length > 2 &&
          hits.map((hit) => (
            <li key={hit.id} className={css.hit}>
              <button type="button" onClick={() => go(hit.conversation_id ?? '', hit.id)}>
                <span className={css.quote}>
                  <Marked text={hit.text} sought={sought} />
                </span>
                <time className="muted small">{format.near(format.dayOf(hit.created), today)}</time>
              </button>
            </li>
          ))}
      </ul>
      {sought && shown.length === 0 && hits.length === 0 && (
        <p className="muted small">{w.chat.nothing(sought)}</p>
      )}
    </div>
  );
}
