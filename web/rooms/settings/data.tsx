// SPDX-License-Identifier: Apache-2.0
'use client';
/** Export of everything, import from elsewhere, and what was done, newest first, each step with its way back. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { all, call } from '@/data/api';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import { applyEffect } from '@/data/send';
import type { Action, Effect, Event } from '@/data/types';
import { download, downloadText } from '@/parts/download';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { localText } from '@/ui/days';
import { Failed, Skeleton } from '@/ui/states';
import { useWords } from '@/words/settings';
import css from './data.module.css';
import { Import } from './import/lazy';

const today = () => new Date().toISOString().slice(0, 10);

async function exportAll(): Promise<void> {
  const [tasks, events, projects, memories, conversations, messages] = await Promise.all([
    all('/tasks'),
    all('/events'),
    all('/projects?archived=true', null),
    all('/memories'),
    all('/conversations'),
    all('/messages'),
  ]);
  download(`pixie-${today()}.json`, { tasks, events, projects, memories, conversations, messages });
}

/** "20260114T090000": the clock of a zone, as calendar files write it. */
function localOf(instant: string, zone: string): string {
  return localText(instant, zone).replace(/[-:]/g, '');
}

async function exportIcs(): Promise<void> {
  const { writeIcs } = await import('./import/ics');
  downloadText(`pixie-${today()}.ics`, writeIcs(await all<Event>('/events'), localOf), 'text/calendar');
}

/** What Pixie did by itself while reading is noted for its copies, and is no step of a person. */
const canGoBack = (action: Action) => action.tool !== 'read_document';

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
        {query.data?.items.filter(canGoBack).map((action) => (
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
  const run = (give: () => Promise<void>) => () =>
    void give().catch((error: Error) => tell({ tone: 'problem', text: error.message }));
  return (
    <>
      <Section title={w.settings.export} hint={w.settings.exportHint}>
        <div className={css.buttons}>
          <Button onClick={run(exportAll)}>{w.settings.exportNow}</Button>
          <Button onClick={run(exportIcs)}>{w.settings.exportIcs}</Button>
        </div>
      </Section>
      <Import />
      <History />
    </>
  );
}
