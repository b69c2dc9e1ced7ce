// SPDX-License-Identifier: Apache-2.0
'use client';
/** One task in a list: box, title, and in ink what is known of it. Lists are long: a row subscribes to nothing. */
import { ListTree, Repeat } from 'lucide-react';
import { memo, type PointerEvent } from 'react';
import type { Task } from '@/data/types';
import { useRuleWords } from '@/ui/rule';
import type { Words } from '@/words';
import type { Format } from '@/words/format';
import { isDone, toggle } from './actions';
import { dueDay, isOverdue } from './model';
import css from './row.module.css';

export interface RowProps {
  task: Task;
  format: Format;
  w: Words;
  today: string;
  now: number;
  project?: string | null;
  subtasks?: string | null;
  selected?: boolean;
  unsent?: boolean;
  /** Shows no day where the heading says it. */
  timeOnly?: boolean;
  onOpen(task: Task): void;
  onDrag?(event: PointerEvent, task: Task): void;
}

export function TaskBox({ task, w }: { task: Task; w: Words }) {
  const done = isDone(task);
  const label = done ? w.tasks.reopen(task.title) : w.tasks.complete(task.title);
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={done}
      aria-label={label}
      className={`${css.box} ${css[task.priority]}`}
      data-part="box"
      tabIndex={-1}
      onClick={() => toggle(task)}
    >
      <span className={css.tick} aria-hidden />
    </button>
  );
}

function dueText({ task, format, today, timeOnly }: RowProps): string {
  const day = dueDay(task, format);
  if (!day) return '';
  const time = task.due ? format.time(task.due) : '';
  return timeOnly ? time : [format.near(day, today), time].filter(Boolean).join(' ');
}

/** A rule in words; only rows that have one listen to the language for it. */
function Rule({ rule }: { rule: string }) {
  const text = useRuleWords()(rule);
  return (
    <span className="ink ink-repeat" title={text}>
      <Repeat size={12} aria-hidden /> {text}
    </span>
  );
}

function Meta(props: RowProps) {
  const { task, project, subtasks, today, now, format, w } = props;
  const late = !isDone(task) && isOverdue(task, today, now, format);
  const due = dueText(props);
  return (
    <span className={css.meta}>
      {due && <time className={`ink ${late ? 'ink-urgent' : 'ink-time'}`}>{due}</time>}
      {task.recurrence && <Rule rule={task.recurrence} />}
      {subtasks && (
        <span className="muted">
          <ListTree size={12} aria-hidden /> {subtasks}
        </span>
      )}
      {project && <span className="ink ink-project">{project}</span>}
      {task.tags.map((tag) => (
        <span key={tag} className={css.tag}>
          #{tag}
        </span>
      ))}
      {task.priority === 'urgent' && !isDone(task) && (
        <span className="ink ink-urgent">{w.tasks.priorities.urgent}</span>
      )}
      {task.priority === 'high' && !isDone(task) && (
        <span className={css.high}>{w.tasks.priorities.high}</span>
      )}
    </span>
  );
}

export const TaskRow = memo(function TaskRow(props: RowProps) {
  const { task, selected, unsent, onOpen, onDrag, w } = props;
  return (
    <div
      className={`${css.row} ${selected ? css.selected : ''} ${isDone(task) ? css.done : ''}`}
      data-task={task.id}
      onPointerDown={onDrag && ((event) => onDrag(event, task))}
    >
      <TaskBox task={task} w={w} />
      <button type="button" className={css.title} data-row={task.id} onClick={() => onOpen(task)}>
        <span className={css.text}>{task.title}</span>
        {selected && <span className="hidden">, {w.tasks.selected(1)}</span>}
        {unsent && (
          <span className={css.unsent} role="img" aria-label={w.tasks.unsent} title={w.tasks.unsent} />
        )}
      </button>
      <Meta {...props} />
    </div>
  );
});
