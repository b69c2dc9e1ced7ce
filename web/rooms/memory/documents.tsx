// SPDX-License-Identifier: Apache-2.0
'use client';
/** Files that Pixie has read: dropped or chosen, with the state of reading and their passages. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { all, call, Refused } from '@/data/api';
import { listen } from '@/data/events';
import { useLink } from '@/data/live';
import { tell } from '@/data/notices';
import { useSession } from '@/data/state';
import type { Doc } from '@/data/types';
import { useRoomLine } from '@/line/state';
import { Room } from '@/parts/room';
import { Button } from '@/ui/button';
import { Failed, Nothing, Skeleton } from '@/ui/states';
import { useQueryParam } from '@/ui/url';
import { useWords, words } from '@/words';
import { DocumentPanel } from './document-panel';
import { DocumentRow } from './document-row';
import css from './documents.module.css';

const QUERY = ['documents'];

export function useDocuments() {
  const signedIn = useSession((state) => state.session !== null);
  const client = useQueryClient();
  useEffect(
    () =>
      listen((name) => {
        if (name === 'document') void client.invalidateQueries({ queryKey: QUERY });
      }),
    [client],
  );
  return useQuery({
    queryKey: QUERY,
    queryFn: () => all<Doc>('/documents?order=desc'),
    enabled: signedIn,
    refetchInterval: (query) => (query.state.data?.some((doc) => doc.status === 'reading') ? 1500 : false),
  });
}

async function upload(file: File, known: ReadonlySet<string>): Promise<void> {
  const w = words().documents;
  try {
    const body = file.type ? file : new Blob([file], { type: 'application/octet-stream' });
    const doc = await call<Doc>(`/documents?title=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      body,
    });
    tell({ text: known.has(doc.id) ? w.already(file.name) : w.uploaded(file.name) });
  } catch (error) {
    const large = error instanceof Refused && error.status === 413;
    tell({
      tone: 'problem',
      text: large ? w.tooLarge(file.name) : `${file.name}: ${(error as Error).message}`,
    });
  }
}

function useUpload(docs: readonly Doc[] | undefined) {
  const client = useQueryClient();
  const [busy, setBusy] = useState<readonly string[]>([]);
  const take = async (files: Iterable<File>) => {
    const known = new Set(docs?.map((doc) => doc.id));
    for (const file of files) {
      setBusy((names) => [...names, file.name]);
      await upload(file, known);
      setBusy((names) => names.filter((name) => name !== file.name));
      void client.invalidateQueries({ queryKey: QUERY });
    }
  };
  return { busy, take };
}

export function Documents() {
  const w = useWords();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [text, setText] = useState('');
  const [open, setOpen] = useQueryParam('doc');
  const query = useDocuments();
  const { busy, take } = useUpload(query.data);
  const connected = useLink((state) => state.link === 'connected');
  useRoomLine('documents');
  const shown = query.data?.filter((doc) => doc.title.toLowerCase().includes(text.toLowerCase())) ?? [];
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  return (
    <Room
      title={w.documents.title}
      tools={
        <Button
          icon={Upload}
          disabled={!connected}
          title={connected ? undefined : w.common.needsServer}
          onClick={() => picker.current?.click()}
        >
          {w.documents.choose}
        </Button>
      }
      panel={
        open && (
          <DocumentPanel
            id={open}
            doc={query.data?.find((doc) => doc.id === open)}
            onClose={() => setOpen(null)}
          />
        )
      }
    >
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => void take(event.target.files ?? [])}
      />
      <section
        className={`${css.drop} ${over ? css.over : ''}`}
        aria-label={w.documents.title}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <Skeleton />}
        {query.data?.length === 0 && <p className={css.first}>{w.documents.first}</p>}
        {query.data && query.data.length > 0 && (
          <input
            data-find
            type="search"
            className={css.find}
            aria-label={w.documents.find}
            placeholder={w.documents.find}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {text && shown.length === 0 && (
          <Nothing text={w.documents.nothing(text)} action={w.tasks.clear} onAction={() => setText('')} />
        )}
        <ul>
          {busy.map((name) => (
            <li key={name} className={css.row}>
              <span className={css.title}>{name}</span>
              <span className="muted small">…</span>
            </li>
          ))}
          {shown.map((doc) => (
            <DocumentRow key={doc.id} doc={doc} onOpen={setOpen} />
          ))}
        </ul>
      </section>
    </Room>
  );
}
