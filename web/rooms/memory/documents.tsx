// SPDX-License-Identifier: Apache-2.0
'use client';
/** Files that Pixie has read: dropped or chosen, with the state of reading and their passages. */
import { useQuery } from '@tanstack/react-query';
import { Upload as UploadIcon } from 'lucide-react';
import { type DragEvent, useMemo, useRef, useState } from 'react';
import { all } from '@/data/api';
import { listen } from '@/data/events';
import { useLink } from '@/data/live';
import { tell } from '@/data/notices';
import { client, useSession } from '@/data/state';
import type { Doc } from '@/data/types';
import { dropUpload, type Upload, upload, uploadAgain, useUploads } from '@/data/uploads';
import { useRoomLine } from '@/line/state';
import { Room } from '@/parts/room';
import { UploadRow, uploadProblem } from '@/parts/uploads';
import { Button } from '@/ui/button';
import { Failed, Nothing, Skeleton } from '@/ui/states';
import { useQueryParam } from '@/ui/url';
import { useWords } from '@/words';
import { DocumentPanel } from './document-panel';
import { DocumentRow } from './document-row';
import css from './documents.module.css';

const QUERY = ['documents'];

// Heard wherever somebody is: the list is kept for a while after the room is left.
listen((name) => {
  if (name === 'document') void client.invalidateQueries({ queryKey: QUERY });
});

export function useDocuments() {
  const signedIn = useSession((state) => state.session !== null);
  return useQuery({
    queryKey: QUERY,
    queryFn: () => all<Doc>('/documents?order=desc'),
    enabled: signedIn,
    refetchInterval: (query) => (query.state.data?.some((doc) => doc.status === 'reading') ? 1500 : false),
  });
}

const PLACE = 'documents';

function useUpload(docs: readonly Doc[] | undefined) {
  const w = useWords();
  const all = useUploads((state) => state.list);
  const known = useMemo(() => new Set(docs?.map((doc) => doc.id)), [docs]);
  const telling = {
    onDone: ({ id, file }: Upload, doc: Doc) => {
      tell({ text: known.has(doc.id) ? w.documents.already(file.name) : w.documents.uploaded(file.name) });
      dropUpload(id);
      void client.invalidateQueries({ queryKey: QUERY });
    },
    why: uploadProblem,
  };
  return {
    busy: useMemo(() => all.filter((one) => one.place === PLACE), [all]),
    take: (files: Iterable<File>) => upload(PLACE, files, telling),
    again: (id: string) => uploadAgain(id, telling),
  };
}

export function Documents() {
  const w = useWords();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [text, setText] = useState('');
  const [open, setOpen] = useQueryParam('doc');
  const query = useDocuments();
  const { busy, take, again } = useUpload(query.data);
  const connected = useLink((state) => state.link === 'connected');
  useRoomLine('documents');
  const shown = query.data?.filter((doc) => doc.title.toLowerCase().includes(text.toLowerCase())) ?? [];
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <Room
      title={w.documents.title}
      tools={
        <Button
          icon={UploadIcon}
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
        onChange={(event) => {
          take(event.target.files ?? []);
          event.target.value = ''; // the same file may be chosen again
        }}
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
          {busy.map((one) => (
            <UploadRow key={one.id} upload={one} onAgain={() => again(one.id)} />
          ))}
          {shown.map((doc) => (
            <DocumentRow key={doc.id} doc={doc} onOpen={setOpen} />
          ))}
        </ul>
      </section>
    </Room>
  );
}
