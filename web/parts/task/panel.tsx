// SPDX-License-Identifier: Apache-2.0
'use client';
/** Everything of one task, each part changed in place; what is left is saved when the field is left. */
import { Trash2 } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useFormat } from '@/data/format';
import { projectName, useProjects, useTasks, useUser } from '@/data/rows';
import type { Task } from '@/data/types';
import { IconButton } from '@/ui/button';
import { durationWords } from '@/ui/duration';
import { Markdown } from '@/ui/markdown';
import { useRuleWords } from '@/ui/rule';
import { useWords } from '@/words';
import { NextDates } from '../next-dates';
import { useOwnText } from '../own-text';
import { Panel } from '../panel';
import { reminderWords } from '../reminders';
import { remove, update } from './actions';
import { type Asked, ask, takeSubtask } from './ask-store';
import { addSubtask } from './belongs';
import { startOf } from './model';
import css from './panel.module.css';
import { TaskBox } from './row';

function Title({ task }: { task: Task }) {
  const w = useWords();
  const own = useOwnText(task.title);
  const save = () => {
    const left = own.leave();
    const title = left?.text.trim();
    if (title) update([task], { title }, w.tasks.changed(title), { title: left?.before });
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      event.currentTarget.blur();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      own.leave();
      event.currentTarget.blur();
    }
  };
  return (
    <textarea
      className={css.title}
      aria-label={w.calendar.fieldTitle}
      rows={Math.max(1, Math.ceil(own.text.length / 34))}
      value={own.text}
      onChange={(event) => own.write(event.target.value)}
      onBlur={save}
      onKeyDown={keys}
    />
  );
}

function Notes({ task }: { task: Task }) {
  const w = useWords();
  const [editing, setEditing] = useState(false);
  const own = useOwnText(task.notes);
  const save = () => {
    setEditing(false);
    const left = own.leave();
    if (left) update([task], { notes: left.text.trim() || null }, undefined, { notes: left.before });
  };
  if (!editing)
    return (
      <section className={css.notes}>
        <div className={css.label}>
          {w.tasks.notes}{' '}
          <button type="button" className={css.link} onClick={() => setEditing(true)}>
            {w.common.edit}
          </button>
        </div>
        {task.notes ? <Markdown text={task.notes} own /> : <p className="muted small">{w.tasks.notesHint}</p>}
      </section>
    );
  return (
    <label className={css.notes}>
      <span className={css.label}>{w.tasks.notes}</span>
      <textarea
        autoFocus
        className={css.area}
        rows={8}
        value={own.text}
        onChange={(event) => own.write(event.target.value)}
        onBlur={save}
      />
    </label>
  );
}

function Next({ task, rule }: { task: Task; rule: string }) {
  const w = useWords();
  const { zone } = useUser();
  if (task.after_completion) return <p className="muted small">{w.plan.afterDone}</p>;
  const start = startOf(task);
  return start && <NextDates rule={rule} start={start} zone={task.zone ?? zone} />;
}

function Fields({ task }: { task: Task }) {
  const w = useWords();
  const format = useFormat();
  const rule = useRuleWords();
  const projects = useProjects().rows;
  const due = task.due
    ? format.dayAndTime(task.due)
    : task.due_day && format.near(task.due_day, format.today());
  const planned =
    task.planned_start &&
    `${format.day(format.dayOf(task.planned_start))}, ${format.range(task.planned_start, task.planned_end ?? task.planned_start)}`;
  const reminders = (task.reminders ?? []).map((one) => reminderWords(one, format, w)).join(', ');
  const rows: [Asked, string, string | null | undefined, string][] = [
    ['date', w.tasks.due, due, 'ink ink-time'],
    ['repeat', w.tasks.repeat, task.recurrence && rule(task.recurrence), 'ink ink-repeat'],
    ['reminders', w.plan.reminders, reminders, 'ink ink-time'],
    ['planned', w.plan.planned, planned, 'ink ink-time'],
    ['estimate', w.plan.estimate, task.estimate ? durationWords(task.estimate, w) : null, ''],
    ['project', w.tasks.project, projectName(projects, task.project_id), 'ink ink-project'],
    ['tags', w.tasks.tags, task.tags.map((tag) => `#${tag}`).join(' '), 'ink ink-project'],
    [
      'priority',
      w.tasks.priority,
      w.tasks.priorities[task.priority],
      task.priority === 'urgent' ? 'ink ink-urgent' : '',
    ],
  ];
  return (
    <dl className={css.fields}>
      {rows.map(([kind, name, value, ink]) => (
        <div key={kind}>
          <dt>{name}</dt>
          <dd>
            <button
              type="button"
              aria-label={`${name}: ${value || w.common.none}`}
              onClick={(event) => ask(kind, [task], event.currentTarget)}
            >
              {value ? <span className={ink}>{value}</span> : <span className="muted">{w.common.none}</span>}
            </button>
            {kind === 'repeat' && task.recurrence && <Next task={task} rule={task.recurrence} />}
          </dd>
        </div>
      ))}
      <div>
        <dt>{w.tasks.status}</dt>
        <dd>
          <select
            aria-label={w.tasks.status}
            value={task.status}
            onChange={(event) => update([task], { status: event.target.value })}
          >
            {(['pending', 'in_progress', 'completed', 'cancelled'] as const).map((status) => (
              <option key={status} value={status}>
                {w.tasks.statuses[status]}
              </option>
            ))}
          </select>
        </dd>
      </div>
    </dl>
  );
}

function Subtasks({ task, onOpen }: { task: Task; onOpen(id: string): void }) {
  const w = useWords();
  const { rows } = useTasks();
  const [text, setText] = useState('');
  const children = [...rows.values()].filter((row) => row.parent_id === task.id);
  return (
    <section className={css.subtasks}>
      <h3 className={css.label}>{w.tasks.subtasks}</h3>
      <ul>
        {children.map((child) => (
          <li key={child.id} className={css.subtask}>
            <TaskBox task={child} w={w} />
            <button type="button" onClick={() => onOpen(child.id)}>
              {child.title}
            </button>
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) addSubtask(task, text.trim());
          setText('');
        }}
      >
        <input
          className={css.input}
          aria-label={w.tasks.addSubtask}
          placeholder={w.tasks.addSubtask}
          ref={takeSubtask}
          data-subtask={task.id}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </section>
  );
}

interface Props {
  id: string;
  onClose(): void;
  onOpen(id: string): void;
}

export function TaskPanel({ id, onClose, onOpen }: Props) {
  const w = useWords();
  const format = useFormat();
  const { rows, loading } = useTasks();
  const task = rows.get(id);
  if (!task)
    return (
      <Panel title={w.tasks.panel} onClose={onClose}>
        {loading ? null : <p className="muted">{w.tasks.gone}</p>}
      </Panel>
    );
  const drop = () => {
    remove([task]);
    onClose();
  };
  return (
    <Panel
      title={w.tasks.panel}
      onClose={onClose}
      actions={<IconButton icon={Trash2} label={w.common.delete} onClick={drop} />}
    >
      <div className={css.head}>
        <TaskBox task={task} w={w} />
        <Title key={task.id} task={task} />
      </div>
      <Fields task={task} />
      <Notes key={`n${task.id}`} task={task} />
      <Subtasks key={`s${task.id}`} task={task} onOpen={onOpen} />
      <p className="muted small">
        {w.tasks.source} {format.dayAndTime(task.created)}
      </p>
    </Panel>
  );
}
