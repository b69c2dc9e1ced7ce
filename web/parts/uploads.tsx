// SPDX-License-Identifier: Apache-2.0
'use client';
/** A file on its way: how far it is, why it did not go, and the ways on. */
import { FileText, RotateCcw, X } from 'lucide-react';
import { Refused, Unreachable } from '@/data/api';
import { dropUpload, type Upload } from '@/data/uploads';
import { IconButton } from '@/ui/button';
import { useWords, words } from '@/words';
import css from './uploads.module.css';

/** Why a file did not go, in words. */
export function uploadProblem(error: Error, file: File): string {
  const w = words();
  if (error instanceof Unreachable) return w.common.needsServer;
  return error instanceof Refused && error.status === 413 ? w.documents.tooLarge(file.name) : error.message;
}

export function UploadRow({ upload, onAgain }: { upload: Upload; onAgain(): void }) {
  const w = useWords();
  const { id, file, percent, problem, doc, kept } = upload;
  return (
    <li className={css.upload}>
      <FileText size={16} aria-hidden className={css.icon} />
      <span className={css.name}>{file.name}</span>
      {problem ? (
        <span role="alert" className={css.problem}>
          {problem}
        </span>
      ) : doc ? (
        <span className="muted small">{w.documents.states[doc.status]}</span>
      ) : kept ? (
        <span className="muted small">{kept.problem ?? w.line.goesAlong}</span>
      ) : (
        <progress aria-label={w.documents.uploading(file.name, percent)} max={100} value={percent} />
      )}
      {problem && <IconButton icon={RotateCcw} size={16} label={w.common.retry} onClick={onAgain} />}
      {(problem || doc || kept) && (
        <IconButton
          icon={X}
          size={16}
          label={`${w.common.close}: ${file.name}`}
          onClick={() => dropUpload(id)}
        />
      )}
    </li>
  );
}
