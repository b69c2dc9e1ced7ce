// SPDX-License-Identifier: Apache-2.0
'use client';
/** Of a message that was said otherwise: which version is shown, and the way to the others. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '@/ui/button';
import { useWords } from '@/words';
import css from './log.module.css';

interface Props {
  at: number;
  count: number;
  onGo(at: number): void;
}

export function Versions({ at, count, onGo }: Props) {
  const w = useWords();
  return (
    <p className={css.versions}>
      <IconButton
        icon={ChevronLeft}
        size={16}
        label={w.chat.earlierVersion}
        disabled={at === 0}
        onClick={() => onGo(at - 1)}
      />
      {w.chat.versionOf(at + 1, count)}
      <IconButton
        icon={ChevronRight}
        size={16}
        label={w.chat.laterVersion}
        disabled={at === count - 1}
        onClick={() => onGo(at + 1)}
      />
    </p>
  );
}
