// SPDX-License-Identifier: Apache-2.0
'use client';
/** Whether all that is stored can be read, and how far the search by meaning is. */
import { useQuery } from '@tanstack/react-query';
import { call } from '@/data/api';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Failed } from '@/ui/states';
import { useWords } from '@/words/settings';

interface Index {
  items?: number;
  pending?: number;
  model?: string | null;
}

export function Health() {
  const w = useWords();
  const index = useQuery({ queryKey: ['index'], queryFn: () => call<Index>('/memory/index'), staleTime: 0 });
  const check = useQuery({
    queryKey: ['storage'],
    queryFn: () => call<{ intact: boolean; problem: string | null }>('/storage/check'),
    enabled: false,
  });
  return (
    <>
      <Section title={w.admin.storage}>
        <div>
          <Button disabled={check.isFetching} onClick={() => void check.refetch()}>
            {w.admin.checkStorage}
          </Button>
        </div>
        {check.error && <Failed error={check.error} onRetry={() => void check.refetch()} />}
        {check.data && (
          <p role="status">
            {check.data.intact ? w.admin.intact : w.admin.damaged(check.data.problem ?? '')}
          </p>
        )}
      </Section>
      <Section title={w.admin.index}>
        {index.error && <Failed error={index.error} onRetry={() => void index.refetch()} />}
        {index.data && (
          <p>{w.admin.indexText(index.data.items ?? 0, index.data.pending ?? 0, index.data.model ?? '–')}</p>
        )}
      </Section>
    </>
  );
}
