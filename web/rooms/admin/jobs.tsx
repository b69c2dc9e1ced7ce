// SPDX-License-Identifier: Apache-2.0
'use client';
/** Work that was given up after many attempts: tried again or removed by a person. */
import { useQuery } from '@tanstack/react-query';
import { call } from '@/data/api';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import type { Job } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Failed, Nothing, Skeleton } from '@/ui/states';
import { useWords } from '@/words/settings';

export function Jobs() {
  const w = useWords();
  const format = useFormat();
  const query = useQuery({
    queryKey: ['jobs'],
    queryFn: () => call<{ items: Job[] }>('/jobs'),
    staleTime: 0,
  });
  const act = async (path: string, method: string) => {
    await call(path, { method }).catch((error: Error) => tell({ tone: 'problem', text: error.message }));
    void query.refetch();
  };
  return (
    <Section title={w.admin.pages.jobs}>
      {query.isPending && <Skeleton rows={3} />}
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && <Nothing text={w.admin.noJobs} />}
      <ul>
        {query.data?.items.map((job) => (
          <li key={job.id}>
            <span>{w.admin.jobFailed(job.kind, job.attempts)}</span>
            <span className="muted small">{job.last_error}</span>
            <time className="muted small">{format.dayAndTime(job.updated)}</time>
            <Button onClick={() => void act(`/jobs/${job.id}/retry`, 'POST')}>{w.admin.tryAgain}</Button>
            <Button onClick={() => void act(`/jobs/${job.id}`, 'DELETE')}>{w.admin.remove}</Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
