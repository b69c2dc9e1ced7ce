// SPDX-License-Identifier: Apache-2.0
'use client';
/** What is kept, found by words and meaning as one types; each with its source, its time, and a way to forget it. */
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useDeferredValue, useMemo, useState } from 'react';
import { call } from '@/data/api';
import { useMemories } from '@/data/rows';
import type { Recalled } from '@/data/types';
import { fillLine, useRoomLine } from '@/line/state';
import { Room } from '@/parts/room';
import { Failed, FirstRun, Nothing, Skeleton } from '@/ui/states';
import { setQuery } from '@/ui/url';
import { useWords } from '@/words';
import { Hit } from './hit';
import { MemoryItem } from './item';
import css from './memory.module.css';

const KINDS = ['all', 'fact', 'note', 'message', 'document', 'task', 'event'] as const;
type Kind = (typeof KINDS)[number];
const SERVER_KINDS: Record<Kind, string> = {
  all: '',
  fact: 'memory',
  note: 'memory',
  message: 'message',
  document: 'document',
  task: 'task',
  event: 'event',
};

function useSearch(text: string, kind: Kind) {
  const query = new URLSearchParams({ q: text, limit: '30' });
  if (SERVER_KINDS[kind]) query.set('kinds', SERVER_KINDS[kind]);
  return useQuery({
    queryKey: ['search', text, kind],
    enabled: text.length > 1,
    queryFn: () => call<Recalled>(`/search?${query}`),
    placeholderData: (before) => before,
  });
}

export function Memory() {
  const w = useWords();
  const params = useSearchParams();
  const kind = (params.get('kind') ?? 'all') as Kind;
  const [text, setText] = useState(params.get('q') ?? '');
  const sought = useDeferredValue(text.trim());
  const memories = useMemories();
  const search = useSearch(sought, kind);
  useRoomLine('memory');
  const recent = useMemo(
    () =>
      [...memories.rows.values()]
        .filter((row) => !row.superseded_by && (kind === 'all' || row.kind === kind))
        .sort((a, b) => b.updated.localeCompare(a.updated))
        .slice(0, 100),
    [memories.rows, kind],
  );
  const typed = (next: string) => {
    setText(next);
    setQuery({ q: next.trim() || null }, true);
  };
  const found = sought.length > 1;
  return (
    <Room title={w.memory.title}>
      <div className={css.search}>
        <input
          data-find
          type="search"
          className={css.field}
          aria-label={w.memory.search}
          placeholder={w.memory.search}
          value={text}
          onChange={(event) => typed(event.target.value)}
        />
        <fieldset className={css.kinds}>
          <legend className="hidden">{w.memory.kind}</legend>
          {KINDS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={kind === one}
              onClick={() => setQuery({ kind: one === 'all' ? null : one })}
            >
              {w.memory.kinds[one]}
            </button>
          ))}
        </fieldset>
      </div>
      {search.error && found && <Failed error={search.error} onRetry={() => void search.refetch()} />}
      {memories.error && !found && <Failed error={memories.error} onRetry={memories.retry} />}
      {found && search.data?.answer && (
        <p className={css.answer}>
          <span className="muted small">{w.memory.answer}</span>
          <br />
          {search.data.answer}
        </p>
      )}
      {found && search.data?.hits.length === 0 && (
        <Nothing
          text={w.memory.nothing(sought)}
          action={kind === 'all' ? undefined : w.tasks.clear}
          onAction={() => setQuery({ kind: null })}
        />
      )}
      {found && (
        <ul aria-label={w.memory.title}>
          {search.data?.hits.map((hit) => (
            <Hit
              key={`${hit.kind}${hit.id}`}
              hit={hit}
              text={sought}
              memory={memories.rows.get(hit.id ?? '')}
            />
          ))}
        </ul>
      )}
      {!found && memories.loading && <Skeleton />}
      {!found && !memories.loading && memories.rows.size === 0 && !memories.error && (
        <FirstRun text={w.memory.first} examples={w.memory.examples} onExample={fillLine} />
      )}
      {!found && recent.length > 0 && (
        <section>
          <h2>{w.memory.recent}</h2>
          <ul>
            {recent.map((memory) => (
              <MemoryItem key={memory.id} memory={memory} all={memories.rows} />
            ))}
          </ul>
        </section>
      )}
    </Room>
  );
}
