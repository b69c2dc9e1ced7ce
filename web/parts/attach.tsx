// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * Files given in the chat: picked, pasted or dropped, shown above the line until one speaks. Pictures go with what is
 * said next; all others are read by Pixie like every document.
 */
import { Paperclip } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { listen } from '@/data/events';
import { useLink } from '@/data/live';
import { client } from '@/data/state';
import type { Doc } from '@/data/types';
import { takeDocument, upload, uploadAgain, useUploads } from '@/data/uploads';
import { useWords } from '@/words';
import css from './attach.module.css';
import { UploadRow, uploadProblem } from './uploads';

const CHAT = 'chat';
const TELLING = {
  onDone: () => void client.invalidateQueries({ queryKey: ['documents'] }),
  why: uploadProblem,
};

export function attach(files: Iterable<File>): void {
  upload(CHAT, files, TELLING, true);
}

/** What is on its way, with how far it is. */
export function Attached() {
  const all = useUploads((state) => state.list);
  const mine = useMemo(() => all.filter((one) => one.place === CHAT), [all]);
  useEffect(
    () =>
      listen((name, payload) => {
        if (name === 'document' && payload.document) takeDocument(payload.document as unknown as Doc);
      }),
    [],
  );
  if (mine.length === 0) return null;
  return (
    <ul className={css.attached}>
      {mine.map((one) => (
        <UploadRow key={one.id} upload={one} onAgain={() => uploadAgain(one.id, TELLING)} />
      ))}
    </ul>
  );
}

export function AttachButton() {
  const w = useWords();
  const picker = useRef<HTMLInputElement>(null);
  const connected = useLink((state) => state.link === 'connected');
  return (
    <>
      <button
        type="button"
        className={css.button}
        aria-label={w.line.attach}
        title={connected ? w.line.attach : w.common.needsServer}
        disabled={!connected}
        onClick={() => picker.current?.click()}
      >
        <Paperclip size={18} aria-hidden />
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        data-attach
        onChange={(event) => {
          attach([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
