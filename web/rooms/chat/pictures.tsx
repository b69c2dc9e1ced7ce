// SPDX-License-Identifier: Apache-2.0
'use client';
/** What was sent with a message: pictures are shown, all else is a link to the file. */
import { FileText } from 'lucide-react';
import type { Sent } from '@/data/types';
import { useWords } from '@/words';
import css from './log.module.css';

/** Kinds that every browser draws and that can hold no script. */
const DRAWN = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

export function Pictures({ files }: { files: readonly Sent[] }) {
  const w = useWords();
  return (
    <ul className={css.files}>
      {files.map(({ id, name, media_type }) => {
        const address = `/api/v1/files/${id}/content`;
        return (
          <li key={id}>
            <a href={address} download={name}>
              {DRAWN.has(media_type ?? '') ? (
                // biome-ignore lint/performance/noImgElement: there is no image server behind a static export
                <img src={address} alt={w.chat.picture(name)} loading="lazy" />
              ) : (
                <>
                  <FileText size={16} aria-hidden /> {name}
                </>
              )}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
