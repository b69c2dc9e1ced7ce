// SPDX-License-Identifier: Apache-2.0
'use client';
/** What is kept, found by words and meaning as one types; each with its source, its time, and a way to forget it. */
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useDeferredValue, useId, useMemo, useState } from 'react';
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

type Found = Recalled['hits'][number];

/** Has a word of the question, or means much the same; measured: what is about something else stays below 0.25. */
const NEAR = 0.3;
function isNear({ parts }: Found): boolean {
  return (parts.words ?? 0) > 0 || (parts.meaning ?? 0) >= NEAR;
}

/** Names that memories are about, to be completed while one types. */
function Names({
  id,
  rows,
}: {
  id: string;
  rows: Iterable<{ subject: string | null; attribute: string | null }>;
}) {
  const names = new Set([...rows].flatMap(({ subject, attribute }) => [subject, attribute]));
  return (
    <datalist id={id}>
      {[...names].map((name) => name && name.length > 2 && <option key={name} value={name} />)}
    </datalist>
  );
}

export function Memory() {
  const w = useWords();
  const params = useSearchParams();
  const kind = (params.get('kind') ?? 'all') as Kind;
  const [text, setText] = useState(params.get('q') ?? '');
  const sought = useDeferredValue(text.trim());
  const memories = useMemories();
  const names = useId();
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
  const hits = search.data?.hits ?? [];
  const far = hits.filter((hit) => !isNear(hit));
  const hitView = (hit: Found) => (
    <Hit key={`${hit.kind}${hit.id}`} hit={hit} text={sought} memory={memories.rows.get(hit.id ?? '')} />
  );
  return (
    <Room title={w.memory.title}>
      <div className={css.search}>
        <input
          data-find
          type="search"
          list={names}
          className={css.field}
          aria-label={w.memory.search}
          placeholder={w.memory.search}
          value={text}
          onChange={(event) => typed(event.target.value)}
        />
        <Names id={names} rows={memories.rows.values()} />
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
      {found && <ul aria-label={w.memory.title}>{hits.filter(isNear).map(hitView)}</ul>}
      {found && far.length > 0 && (
        <details className={css.rest}>
          <summary>{w.memory.farther(far.length)}</summary>
          <ul>{far.map(hitView)}</ul>
        </details>
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
