// SPDX-License-Identifier: Apache-2.0
'use client';
/** Everything Pixie believes about you and others, grouped by whom it is about. */
import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { useMemories } from '@/data/rows';
import type { Memory } from '@/data/types';
import { fillLine, useRoomLine } from '@/line/state';
import { download } from '@/parts/download';
import { Room } from '@/parts/room';
import { Button } from '@/ui/button';
import { Failed, FirstRun, Skeleton } from '@/ui/states';
import { useWords, type Words } from '@/words';
import { MemoryItem } from './item';
import css from './memory.module.css';

interface Group {
  key: string;
  title: string;
  rows: Memory[];
}

const OWN = new Set(['me', 'i', 'my', 'user']);

export function groupsOf(memories: Iterable<Memory>, w: Words): Group[] {
  const groups = new Map<string, Group>();
  for (const memory of memories) {
    if (memory.superseded_by || memory.kind === 'message') continue;
    const subject = memory.subject?.trim() ?? '';
    const own = OWN.has(subject.toLowerCase());
    const key = own ? '0' : subject ? `1${subject.toLowerCase()}` : '2';
    const title = own ? w.memory.aboutYou : subject || w.memory.notes;
    const group = groups.get(key) ?? { key, title, rows: [] };
    group.rows.push(memory);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => a.key.localeCompare(b.key));
}

export function Profile() {
  const w = useWords();
  const { rows, loading, error, retry } = useMemories();
  const groups = useMemo(() => groupsOf(rows.values(), w), [rows, w]);
  useRoomLine('profile');
  const tools = groups.length > 0 && (
    <Button kind="quiet" icon={Download} onClick={() => download('pixie-memories.json', [...rows.values()])}>
      {w.memory.exportAll}
    </Button>
  );
  return (
    <Room title={w.memory.profile} tools={tools}>
      {error && <Failed error={error} onRetry={retry} />}
      {loading && <Skeleton />}
      {!loading && !error && groups.length === 0 && (
        <FirstRun text={w.memory.profileFirst} examples={w.memory.examples} onExample={fillLine} />
      )}
      {groups.map((group) => (
        <section key={group.key} className={css.group}>
          <h2>{group.title}</h2>
          <ul>
            {group.rows.map((memory) => (
              <MemoryItem key={memory.id} memory={memory} all={rows} />
            ))}
          </ul>
        </section>
      ))}
    </Room>
  );
}
