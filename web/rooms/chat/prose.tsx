// SPDX-License-Identifier: Apache-2.0
'use client';
/** Plain text at once; Markdown only where there is any, so that its code is fetched only then. */
import { lazily } from '@/ui/lazy';

const Markdown = lazily(() => import('@/ui/markdown').then((module) => module.Markdown));
const MARKS = /[*_`#>[\]|~\\]|^\s*(?:[-+]|\d+[.)])\s|https?:|&/m;

export function Prose({ text }: { text: string }) {
  return MARKS.test(text) ? <Markdown text={text} /> : <p>{text}</p>;
}
