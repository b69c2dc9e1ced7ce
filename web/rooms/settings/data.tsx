// SPDX-License-Identifier: Apache-2.0
'use client';
/** Export of everything, and what was done, newest first, each step with its way back. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { all, call } from '@/data/api';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import { applyEffect } from '@/data/send';
import type { Action, Effect } from '@/data/types';
import { download } from '@/parts/download';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Failed, Skeleton } from '@/ui/states';
import { useWords } from '@/words';

async function exportAll(): Promise<void> {
  const [tasks, events, projects, memories] = await Promise.all([
    all('/tasks'),
    all('/events'),
    all('/projects', null),
    all('/memories'),
  ]);
  download(`pixie-${new Date().toISOString().slice(0, 10)}.json`, { tasks, events, projects, memories });
}

function History() {
  const w = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['actions'],
    queryFn: () => call<{ items: Action[] }>('/actions?order=desc&limit=50'),
    staleTime: 0,
  });
  const flip = async (action: Action) => {
    const verb = action.undone ? 'redo' : 'undo';
    try {
      const answer = await call<{ effects?: Effect[] }>(`/actions/${action.id}/${verb}`, { method: 'POST' });
      for (const effect of answer.effects ?? []) applyEffect(effect);
      void client.invalidateQueries({ queryKey: ['actions'] });
    } catch (error) {
      tell({ tone: 'problem', text: (error as Error).message });
    }
  };
  return (
    <Section title={w.settings.history} hint={w.settings.historyHint}>
      {query.isPending && <Skeleton />}
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      <ul>
        {query.data?.items.map((action) => (
          <li key={action.id}>
            <span>{action.summary}</span>
            <time className="muted small">{format.dayAndTime(action.created)}</time>
            {action.undone && <span className="muted small">{w.settings.undone}</span>}
            <Button kind="quiet" onClick={() => void flip(action)}>
              {action.undone ? w.change.redo : w.change.undo}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function Data() {
  const w = useWords();
  const run = () => void exportAll().catch((error: Error) => tell({ tone: 'problem', text: error.message }));
  return (
    <>
      <Section title={w.settings.export} hint={w.settings.exportHint}>
        <div>
          <Button onClick={run}>{w.settings.exportNow}</Button>
        </div>
      </Section>
      <History />
    </>
  );
}
