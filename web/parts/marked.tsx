// SPDX-License-Identifier: Apache-2.0
/** A text that was found, with the sought words marked. */
import { Fragment } from 'react';

/** The text in pieces: every other one is a word that was sought. */
export function pieces(text: string, sought: string): string[] {
  const words = sought
    .split(/\s+/)
    .filter((word) => word.length > 1)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return words.length > 0 ? text.split(new RegExp(`(${words.join('|')})`, 'i')) : [text];
}

export function Marked({ text, sought }: { text: string; sought: string }) {
  return pieces(text, sought).map((piece, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no names
    <Fragment key={i}>{i % 2 === 1 ? <mark>{piece}</mark> : piece}</Fragment>
  ));
}
