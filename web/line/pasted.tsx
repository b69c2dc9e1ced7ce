// SPDX-License-Identifier: Apache-2.0
'use client';
/** A pasted list: asked whether its lines are tasks, each read by itself. */
import { read } from '@/data/engine';
import { useProjects, useUser } from '@/data/rows';
import { Button } from '@/ui/button';
import { useWords } from '@/words';
import css from './line.module.css';
import { saveRows } from './perform';
import { readingOf } from './reading';
import { useLine } from './state';

interface Props {
  lines: readonly string[];
  onDone(): void;
  onKeep(): void;
}

export function Pasted({ lines, onDone, onKeep }: Props) {
  const w = useWords();
  const { zone } = useUser();
  const projects = useProjects().rows;
  const defaults = useLine((line) => line.defaults);
  const add = () => {
    const around = { zone, projects, defaults };
    saveRows(lines.flatMap((text) => readingOf(text, read(text, zone, {}), around, null).rows.slice(0, 1)));
    onDone();
  };
  return (
    <div className={css.pasted} role="group" aria-label={w.line.pasted(lines.length)}>
      <span>{w.line.pasted(lines.length)}</span>
      <Button kind="primary" onClick={add} autoFocus>
        {w.line.pastedYes(lines.length)}
      </Button>
      <Button
        onClick={() => {
          onKeep();
          onDone();
        }}
      >
        {w.line.pastedNo}
      </Button>
    </div>
  );
}
