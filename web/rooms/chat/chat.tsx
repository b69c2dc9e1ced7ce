// SPDX-License-Identifier: Apache-2.0
'use client';
/** The conversation with Pixie, and the list of conversations beside it. */
import { useQuery } from '@tanstack/react-query';
import { MessagesSquare, Plus } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type Said, say, useChat } from '@/data/chat';
import { newId } from '@/data/id';
import { tell } from '@/data/notices';
import { useConversations, useTitle } from '@/data/rows';
import { useSession } from '@/data/state';
import { loadTalk } from '@/data/talk';
import type { Conversation, Kept, Sent } from '@/data/types';
import { pictureUnderWay, takeDone } from '@/data/uploads';
import { fillLine, useRoomLine } from '@/line/state';
import { IconButton } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Failed, FirstRun, Nothing, Skeleton } from '@/ui/states';
import { setQuery } from '@/ui/url';
import { useWords, words } from '@/words';
import css from './chat.module.css';
import { Log } from './log';
import { TalkList } from './talk-list';

function latest(rows: ReadonlyMap<string, Conversation>): string | null {
  let found: Conversation | null = null;
  for (const row of rows.values()) if (!found || row.updated > found.updated) found = row;
  return found?.id ?? null;
}

const sentOf = ({ id, name, media_type, size }: Kept): Sent => ({ id, name, media_type, size });

/** Says what the line sends while the chat is shown, with the pictures that were given. */
function useSaying(talk: string | null, fresh: boolean) {
  const current = useRef({ talk, fresh });
  current.current = { talk, fresh };
  useEffect(() => {
    const said = (event: Event) => {
      const late = pictureUnderWay('chat'); // it belongs to what is said: the words wait for it in the line
      if (late) {
        event.preventDefault();
        tell({ text: words().line.underWay(late.file.name) });
        return;
      }
      const { talk, fresh } = current.current;
      const conversation = talk ?? newId();
      if (!talk) setQuery({ c: conversation, ask: null, new: null }, true);
      const files = takeDone('chat').map(sentOf);
      void say((event as CustomEvent<string>).detail, conversation, fresh, { files });
    };
    window.addEventListener('pixie-say', said);
    return () => window.removeEventListener('pixie-say', said);
  }, []);
}

/** "Ask Pixie: ..." of the menu arrives in the address and is said once. */
function useAsked(): void {
  const asked = useSearchParams().get('ask');
  useEffect(() => {
    if (!asked) return;
    setQuery({ ask: null }, true);
    window.dispatchEvent(new CustomEvent('pixie-say', { detail: asked }));
  }, [asked]);
}

export function Chat() {
  const w = useWords();
  const params = useSearchParams();
  const [sheet, setSheet] = useState(false);
  const talks = useConversations();
  const signedIn = useSession((state) => state.session !== null);
  const wanted = params.get('c');
  const blank = params.get('new') !== null;
  const talk = wanted ?? (blank ? null : latest(talks.rows));
  const known = talk !== null && talks.rows.has(talk);
  const waiting = useChat((state) => state.waiting);
  const mine = useMemo<Said[]>(() => waiting.filter((said) => said.conversation === talk), [waiting, talk]);
  const query = useQuery({
    queryKey: ['talk', talk],
    queryFn: () => loadTalk(talk!),
    enabled: signedIn && talk !== null && known,
  });
  useRoomLine('chat', { talk: true, conversation: talk });
  useSaying(talk, !known);
  useAsked();
  useTitle(w.chat.title);

  const empty = mine.length === 0 && (talk === null ? !talks.loading : query.data?.messages.length === 0);
  const gone = wanted !== null && !known && !talks.loading && mine.length === 0;
  return (
    <div className={css.room}>
      <aside className={css.side} aria-label={w.chat.talks}>
        <TalkList talks={talks.rows} current={talk} />
      </aside>
      <Dialog open={sheet} onClose={() => setSheet(false)} title={w.chat.talks} kind="sheet">
        <div className={css.sheet}>
          <TalkList talks={talks.rows} current={talk} onGo={() => setSheet(false)} />
        </div>
      </Dialog>
      <div className={css.main}>
        <header className={css.head}>
          <h1>{(talk && talks.rows.get(talk)?.title) || w.chat.title}</h1>
          <IconButton
            icon={MessagesSquare}
            className={css.narrow}
            label={w.chat.talks}
            onClick={() => setSheet(true)}
          />
          <IconButton icon={Plus} label={w.chat.newTalk} onClick={() => setQuery({ c: null, new: '1' })} />
        </header>
        {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
        {gone && <Nothing text={w.chat.gone} />}
        {talks.loading || (known && query.isPending) ? <Skeleton rows={6} /> : null}
        {empty && !gone && (
          <div className={css.first}>
            <FirstRun text={w.chat.first} examples={w.chat.examples} onExample={fillLine} />
          </div>
        )}
        {talk && !gone && (
          <Log
            key={talk}
            talk={talk}
            messages={query.data?.messages ?? []}
            older={query.data?.older ?? null}
            waiting={mine}
          />
        )}
      </div>
    </div>
  );
}
