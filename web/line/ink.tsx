// SPDX-License-Identifier: Apache-2.0
'use client';
/** The layer behind the textarea: the same text, unseen, with the ink under the words that were understood. */
import { memo, type ReactNode } from 'react';
import css from './line.module.css';
import type { Mark } from './spans';

/** Drawn anew with other marks, not with a key: the field itself shows the text. */
export const Ink = memo(function Ink({ text, marks }: { text: string; marks: readonly Mark[] }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start < at) continue;
    parts.push(text.slice(at, mark.start));
    // By where it begins: ink under a word that grows goes on, and is not drawn from its beginning with each key.
    parts.push(
      <span key={`${mark.ink}-${mark.start}`} className={`ink ink-${mark.ink} ${css.mark}`}>
        {text.slice(mark.start, mark.end)}
      </span>,
    );
    at = mark.end;
  }
  parts.push(text.slice(at));
  return (
    <div className={css.ink} aria-hidden>
      {parts}
    </div>
  );
});
