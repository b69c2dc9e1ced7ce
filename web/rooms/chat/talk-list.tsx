// SPDX-License-Identifier: Apache-2.0
'use client';
/** The conversations, newest first, found by their titles and by what was said in them. */
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Trash2 } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { call } from '@/data/api';
import { change } from '@/data/change';
import { useFormat } from '@/data/format';
import type { Conversation, Recalled } from '@/data/types';
import { Menu } from '@/ui/menu';
import { setQuery } from '@/ui/url';
import { useWords } from '@/words';
import css from './talk-list.module.css';

/** What was said that the words find, by the server. */
function useSaid(text: string) {
  const query = useQuery({
    queryKey: ['said', text],
    enabled: text.trim().length > 2,
    queryFn: () => call<Recalled>(`/search?kinds=message&limit=8&q=${encodeURIComponent(text)}`),
  });
  return query.data?.hits ?? [];
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
  const sought = useDeferredValue(text);
  const hits = useSaid(sought);
  const shown = [...talks.values()]
    .filter((talk) => (talk.title ?? '').toLowerCase().includes(sought.toLowerCase()))
    .sort((a, b) => b.updated.localeCompare(a.updated))
    .slice(0, 200);
  const go = (id: string) => {
    setQuery({ c: id, new: null });
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
            <button
              type="button"
              aria-current={talk.id === current ? 'true' : undefined}
              onClick={() => go(talk.id)}
            >
              <span className={css.title}>{talk.title ?? w.chat.untitled}</span>
              <time className="muted small">{format.day(format.dayOf(talk.updated))}</time>
            </button>
            <Menu
              label={`${w.common.more}: ${talk.title ?? w.chat.untitled}`}
              icon={Ellipsis}
              items={[{ label: w.chat.deleteTalk, icon: Trash2, danger: true, run: () => drop(talk) }]}
            />
          </li>
        ))}
        {sought.trim().length > 2 &&
          hits.map((hit) => (
            <li key={hit.id} className={css.hit}>
              <p>{hit.text}</p>
              <time className="muted small">{hit.at && format.day(format.dayOf(hit.at))}</time>
            </li>
          ))}
      </ul>
      {sought && shown.length === 0 && hits.length === 0 && (
        <p className="muted small">{w.chat.nothing(sought)}</p>
      )}
    </div>
  );
}
