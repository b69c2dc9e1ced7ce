// SPDX-License-Identifier: Apache-2.0
'use client';
/** The small layers that set one thing of one or many tasks: date, repeat, project, reminders and so on. */
import { type RefObject, useMemo, useState } from 'react';
import { read } from '@/data/engine';
import { useFormat } from '@/data/format';
import { useProjects, useTasks, useUser } from '@/data/rows';
import type { Task } from '@/data/types';
import { MenuItems } from '@/ui/menu';
import { type Choice, Picker } from '@/ui/picker';
import { Popover } from '@/ui/popover';
import { useRuleWords } from '@/ui/rule';
import { useWords } from '@/words';
import { NextDates } from '../next-dates';
import { RemindersPopover } from '../reminders';
import { dueFields, update } from './actions';
import { EstimateForm, PlannedForm } from './ask-plan';
import { closeAsk as close, useAsk } from './ask-store';
import { setProject, toggleTag } from './belongs';
import { DatePopover } from './date-popover';
import { PRIORITIES, startOf } from './model';
import css from './popovers.module.css';

function ProjectPicker({ tasks }: { tasks: readonly Task[] }) {
  const w = useWords();
  const projects = useProjects().rows;
  const choices = useMemo<Choice[]>(
    () => [
      { id: '', text: w.tasks.noProject },
      ...[...projects.values()].map(({ id, name }) => ({ id, text: name })),
    ],
    [projects, w],
  );
  const extra = (query: string) => {
    const name = query.trim();
    const known = [...projects.values()].some((project) => project.name.toLowerCase() === name.toLowerCase());
    return name && !known ? [{ id: 'new', text: w.tasks.newProject(name) }] : [];
  };
  return (
    <Picker
      label={w.tasks.project}
      choices={choices}
      extra={extra}
      onPick={(choice, query) => {
        close();
        setProject(
          tasks,
          choice.id === 'new' ? { name: query.trim() } : choice.id ? { id: choice.id } : null,
        );
      }}
    />
  );
}

function TagPicker({ tasks }: { tasks: readonly Task[] }) {
  const w = useWords();
  const all = useTasks().rows;
  const known = useMemo(() => [...new Set([...all.values()].flatMap((task) => task.tags))].sort(), [all]);
  const extra = (query: string) => {
    const name = query.trim().replace(/^#/, '').toLowerCase();
    return name && !known.includes(name) ? [{ id: 'new', text: w.tasks.newTag(name) }] : [];
  };
  return (
    <Picker
      label={w.tasks.tags}
      choices={known.map((tag) => ({
        id: tag,
        text: tag,
        after: tasks.every((task) => task.tags.includes(tag)) ? <span aria-hidden>✓</span> : undefined,
      }))}
      extra={extra}
      onPick={(choice, query) => {
        close();
        toggleTag(tasks, choice.id === 'new' ? query.trim().replace(/^#/, '').toLowerCase() : choice.id);
      }}
    />
  );
}

/** The rule in words of repetition, as the engine reads them. */
function readRule(text: string, zone: string): { rule: string; due: string | null } | null {
  const said = read(`do it ${text}`, zone, {})?.calls?.[0]?.arguments;
  if (typeof said?.recurrence !== 'string') return null;
  return { rule: said.recurrence, due: typeof said.due === 'string' ? said.due.slice(0, 10) : null };
}

function RepeatForm({ tasks }: { tasks: readonly Task[] }) {
  const w = useWords();
  const format = useFormat();
  const rule = useRuleWords();
  const { zone } = useUser();
  const [text, setText] = useState('');
  const found = text.trim() ? readRule(text, zone) : null;
  const set = (recurrence: string | null, due: string | null) => {
    close();
    const dated = tasks.every((task) => task.due ?? task.due_day);
    update(tasks, { recurrence, ...(recurrence && !dated && due ? dueFields(due, zone) : {}) });
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (found) set(found.rule, found.due);
      }}
    >
      <input
        data-first
        className={css.input}
        aria-label={w.tasks.repeat}
        placeholder={w.tasks.repeatHint}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p className={css.note} role="status">
        {found ? (
          <span className="ink ink-repeat">{rule(found.rule)}</span>
        ) : text.trim().length > 4 ? (
          w.tasks.dateUnread
        ) : (
          '\u00a0'
        )}
      </p>
      {found && (
        <NextDates rule={found.rule} start={startOf(tasks[0]!) ?? found.due ?? format.today()} zone={zone} />
      )}
      <div className={css.presets}>
        {(['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'FREQ=WEEKLY', 'FREQ=MONTHLY'] as const).map(
          (preset) => (
            <button key={preset} type="button" onClick={() => set(preset, null)}>
              {rule(preset)}
            </button>
          ),
        )}
        <button type="button" onClick={() => set(null, null)}>
          {w.tasks.noRepeat}
        </button>
      </div>
    </form>
  );
}

function PriorityMenu({ tasks }: { tasks: readonly Task[] }) {
  const w = useWords();
  const items = PRIORITIES.map((priority, i) => ({
    label: w.tasks.priorities[priority],
    keys: String(i + 1),
    checked: tasks.every((task) => task.priority === priority),
    run: () => update(tasks, { priority }),
  }));
  return <MenuItems items={items} onDone={close} />;
}

/** Stays open while reminders go; so it reads the task as it is now. */
function TaskReminders({ id, anchor }: { id: string; anchor: RefObject<HTMLElement | null> }) {
  const task = useTasks().rows.get(id);
  if (!task) return null;
  return (
    <RemindersPopover
      anchor={anchor}
      reminders={task.reminders ?? []}
      relative={Boolean(task.due ?? task.due_day)}
      onChange={(reminders) => update([task], { reminders })}
      onClose={close}
    />
  );
}

/** Rendered by ask-lazy, once beside the rooms. */
export function TaskAsk() {
  const { kind, tasks, anchor } = useAsk();
  const w = useWords();
  const { zone } = useUser();
  if (!kind) return null;
  const label = {
    date: w.tasks.setDate,
    repeat: w.tasks.repeat,
    project: w.tasks.project,
    tags: w.tasks.tags,
    priority: w.tasks.priority,
    reminders: w.plan.reminders,
    estimate: w.plan.estimate,
    planned: w.plan.planned,
  }[kind];
  if (kind === 'date') {
    const value = tasks[0]!.due ?? tasks[0]!.due_day ?? null;
    return (
      <DatePopover
        anchor={anchor}
        value={value}
        label={label}
        onClose={close}
        onPick={(due) => update(tasks, dueFields(due, zone))}
      />
    );
  }
  if (kind === 'reminders') return <TaskReminders id={tasks[0]!.id} anchor={anchor} />;
  return (
    <Popover anchor={anchor} label={label} role={kind === 'priority' ? 'menu' : 'dialog'} onClose={close}>
      {kind === 'project' && <ProjectPicker tasks={tasks} />}
      {kind === 'tags' && <TagPicker tasks={tasks} />}
      {kind === 'repeat' && <RepeatForm tasks={tasks} />}
      {kind === 'priority' && <PriorityMenu tasks={tasks} />}
      {kind === 'estimate' && <EstimateForm tasks={tasks} onDone={close} />}
      {kind === 'planned' && <PlannedForm tasks={tasks} onDone={close} />}
    </Popover>
  );
}
