// SPDX-License-Identifier: Apache-2.0
'use client';
/** Where one is signed in; a session ends at once. */
import { useQuery } from '@tanstack/react-query';
import { call } from '@/data/api';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import type { Session } from '@/data/types';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Failed, Skeleton } from '@/ui/states';
import { useWords } from '@/words/settings';

/** "Firefox on Linux" of a user agent; what is not known is shown as it is. */
export function deviceName(agent: string | null | undefined): string {
  if (!agent) return '–';
  const browser = [/Edg\//, /Firefox\//, /Chrome\//, /Safari\//].findIndex((one) => one.test(agent));
  const system = [/Android/, /iPhone|iPad/, /Windows/, /Mac OS/, /Linux/].findIndex((one) => one.test(agent));
  if (browser < 0) return agent.slice(0, 60);
  return [
    ['Edge', 'Firefox', 'Chrome', 'Safari'][browser],
    ['Android', 'iOS', 'Windows', 'macOS', 'Linux'][system],
  ]
    .filter(Boolean)
    .join(', ');
}

export function Sessions() {
  const w = useWords();
  const format = useFormat();
  const query = useQuery({
    queryKey: ['sessions'],
    queryFn: () => call<{ items?: Session[] }>('/auth/sessions'),
  });
  const end = async (path: string) => {
    await call(path, { method: 'DELETE' }).catch((error: Error) =>
      tell({ tone: 'problem', text: error.message }),
    );
    tell({ text: w.settings.ended });
    void query.refetch();
  };
  const items = query.data?.items ?? [];
  return (
    <Section title={w.settings.sessions}>
      {query.isPending && <Skeleton rows={2} />}
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      <ul>
        {items.map((one) => (
          <li key={one.id}>
            <span>{deviceName(one.user_agent)}</span>
            <span className="muted small">
              {one.address} {one.last_used && w.settings.lastUsed(format.dayAndTime(one.last_used))}
            </span>
            {one.current ? (
              <strong className="small">{w.settings.thisDevice}</strong>
            ) : (
              <Button onClick={() => void end(`/auth/sessions/${one.id}`)}>{w.settings.end}</Button>
            )}
          </li>
        ))}
      </ul>
      {items.length > 1 && (
        <div>
          <Button onClick={() => void end('/auth/sessions')}>{w.settings.endOthers}</Button>
        </div>
      )}
    </Section>
  );
}
