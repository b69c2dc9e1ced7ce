// SPDX-License-Identifier: Apache-2.0
'use client';
/** What can be done to the selected tasks at once; one step for undo. */
import { Calendar, Check, Flag, FolderInput, Tag, Trash2, X } from 'lucide-react';
import { Button, IconButton } from '@/ui/button';
import { useWords } from '@/words';
import { complete, remove } from './actions';
import { ask } from './ask-store';
import css from './bulk.module.css';
import type { Selection } from './list-keys';

export function BulkBar({ tasks, clear }: Selection) {
  const w = useWords();
  if (tasks.length === 0) return null;
  const done = (act: (these: typeof tasks) => void) => () => {
    act(tasks);
    clear();
  };
  return (
    <div className={css.bar} role="toolbar" aria-label={w.tasks.selected(tasks.length)}>
      <span className={css.count}>{w.tasks.selected(tasks.length)}</span>
      <Button kind="quiet" icon={Check} onClick={done(complete)}>
        {w.tasks.statuses.completed}
      </Button>
      <IconButton
        icon={Calendar}
        label={w.tasks.setDate}
        onClick={(event) => ask('date', tasks, event.currentTarget)}
      />
      <IconButton
        icon={FolderInput}
        label={w.tasks.project}
        onClick={(event) => ask('project', tasks, event.currentTarget)}
      />
      <IconButton
        icon={Flag}
        label={w.tasks.priority}
        onClick={(event) => ask('priority', tasks, event.currentTarget)}
      />
      <IconButton
        icon={Tag}
        label={w.tasks.tags}
        onClick={(event) => ask('tags', tasks, event.currentTarget)}
      />
      <IconButton icon={Trash2} label={w.common.delete} onClick={done(remove)} />
      <IconButton icon={X} label={w.tasks.unselect} onClick={clear} />
    </div>
  );
}
