// SPDX-License-Identifier: Apache-2.0
'use client';
/** The small layers that plan tasks: how long they take, when time is set aside. */
import { useState } from 'react';
import { useFormat } from '@/data/format';
import { useUser } from '@/data/rows';
import type { Task } from '@/data/types';
import { plusMinutes } from '@/ui/days';
import { durationWords, readDuration } from '@/ui/duration';
import { useWords } from '@/words';
import { update } from './actions';
import { readDate } from './date-popover';
import css from './popovers.module.css';

const USUAL_MINUTES = 60;
const ESTIMATES = [15, 30, 60, 120, 240];

/** Time set aside from `start` on, for as long as the task takes. */
export function plannedFrom(task: Task, start: string): { planned_start: string; planned_end: string } {
  return { planned_start: start, planned_end: plusMinutes(start, task.estimate || USUAL_MINUTES) };
}

interface FormProps {
  label: string;
  hint: string;
  /** What was read in words, or why nothing was. */
  note(text: string): { found: string | null; unread: string };
  onTake(text: string): void;
}

function TextForm({ label, hint, note, onTake }: FormProps) {
  const [text, setText] = useState('');
  const { found, unread } = text.trim() ? note(text) : { found: null, unread: '\u00a0' };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (found) onTake(text);
      }}
    >
      <input
        data-first
        className={css.input}
        aria-label={label}
        placeholder={hint}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p className={css.note} role="status">
        {found ? <span className="ink ink-time">{found}</span> : unread}
      </p>
    </form>
  );
}

interface Props {
  tasks: readonly Task[];
  onDone(): void;
}

export function EstimateForm({ tasks, onDone }: Props) {
  const w = useWords();
  const set = (estimate: number) => {
    onDone();
    update(tasks, { estimate });
  };
  return (
    <>
      <TextForm
        label={w.plan.estimate}
        hint={w.plan.estimateHint}
        note={(text) => {
          const minutes = readDuration(text);
          return { found: minutes ? durationWords(minutes, w) : null, unread: w.plan.estimateUnread };
        }}
        onTake={(text) => set(readDuration(text)!)}
      />
      <div className={css.presets}>
        {ESTIMATES.map((minutes) => (
          <button key={minutes} type="button" onClick={() => set(minutes)}>
            {durationWords(minutes, w)}
          </button>
        ))}
        <button type="button" onClick={() => set(0)}>
          {w.plan.noEstimate}
        </button>
      </div>
    </>
  );
}

export function PlannedForm({ tasks, onDone }: Props) {
  const w = useWords();
  const format = useFormat();
  const { zone } = useUser();
  const task = tasks[0]!;
  const take = (text: string) => {
    onDone();
    update([task], plannedFrom(task, readDate(text, zone)!));
  };
  return (
    <>
      <TextForm
        label={w.plan.planned}
        hint={w.plan.plannedHint}
        note={(text) => {
          const start = readDate(text, zone);
          const timed = start?.includes('T') ? format.dayAndTime(start) : null;
          return { found: timed, unread: start ? w.plan.needsTime : w.tasks.dateUnread };
        }}
        onTake={take}
      />
      {task.planned_start && (
        <div className={css.presets}>
          <button
            type="button"
            onClick={() => {
              onDone();
              update([task], { planned_start: null, planned_end: null });
            }}
          >
            {w.plan.notPlanned}
          </button>
        </div>
      )}
    </>
  );
}
