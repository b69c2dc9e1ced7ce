// SPDX-License-Identifier: Apache-2.0
'use client';
/** One document: what was read in it, the file itself, and away with it. Its text is a quotation, never a control. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Trash2 } from 'lucide-react';
import { all, call, send } from '@/data/api';
import { undoActions } from '@/data/change';
import { tell } from '@/data/notices';
import type { Chunk, Doc } from '@/data/types';
import { Panel } from '@/parts/panel';
import { IconButton } from '@/ui/button';
import { Failed, Nothing, Skeleton } from '@/ui/states';
import { useWords } from '@/words';
import { sizeText } from './document-row';
import css from './documents.module.css';

interface Props {
  id: string;
  doc: Doc | undefined;
  onClose(): void;
}

export function DocumentPanel({ id, doc, onClose }: Props) {
  const w = useWords();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['chunks', id, doc?.status],
    queryFn: () => all<Chunk>(`/documents/${id}/chunks`, 200),
  });
  const reread = () => void client.invalidateQueries({ queryKey: ['documents'] });
  const failed = (error: Error) => tell({ tone: 'problem', text: error.message });
  const remove = async () => {
    const { action } = await send(`/documents/${id}`, { method: 'DELETE' });
    onClose();
    reread();
    const undo = () => {
      undoActions([action!], 'undo');
      setTimeout(reread, 600);
    };
    tell({
      text: w.documents.deleted(doc?.title ?? ''),
      action: action ? { label: w.change.undo, run: undo } : undefined,
    });
  };
  const rename = async (title: string) => {
    if (!title.trim() || title === doc?.title) return;
    await call(`/documents/${id}`, { method: 'PATCH', body: { title: title.trim() } });
    reread();
  };
  const actions = (
    <>
      <a
        className={css.file}
        href={`/api/v1/documents/${id}/file`}
        download
        aria-label={w.documents.open}
        title={w.documents.open}
      >
        <Download size={18} aria-hidden />
      </a>
      <IconButton icon={Trash2} label={w.documents.delete} onClick={() => void remove().catch(failed)} />
    </>
  );
  return (
    <Panel title={w.documents.title} onClose={onClose} actions={actions}>
      {doc && (
        <input
          key={doc.title}
          className={css.name}
          aria-label={w.documents.rename}
          defaultValue={doc.title}
          onBlur={(event) => void rename(event.target.value).catch(failed)}
        />
      )}
      {doc && (
        <p className="muted small">
          {sizeText(doc.size)} · {w.documents.states[doc.status]} {doc.problem}
        </p>
      )}
      <h3>{w.documents.passages}</h3>
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton rows={4} />}
      {query.data?.length === 0 && <Nothing text={w.documents.noPassages} />}
      <ol className={css.passages}>
        {query.data?.map((chunk) => (
          <li key={chunk.id}>
            {chunk.heading && <p className="muted small">{chunk.heading}</p>}
            <blockquote>{chunk.text}</blockquote>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
