// SPDX-License-Identifier: Apache-2.0
'use client';
/** Reminders of a task or an event: so long before it, or at an instant of their own. */
import { X } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { useFormat } from '@/data/format';
import { useUser } from '@/data/rows';
import { IconButton } from '@/ui/button';
import { instantOf } from '@/ui/days';
import { durationWords, minutesBefore, readDuration, reminderBefore } from '@/ui/duration';
import { Popover } from '@/ui/popover';
import { useWords, type Words } from '@/words';
import type { Format } from '@/words/format';
import { readDate } from './task/date-popover';
import css from './task/popovers.module.css';

const PRESETS = [0, 10, 30, 60, 24 * 60];
/** Four weeks: the server takes no longer ones. */
const MOST_MINUTES = 28 * 24 * 60;
const MORNING = 'T09:00';

export function reminderWords(reminder: string, format: Format, w: Words): string {
  const before = minutesBefore(reminder);
  if (before === null) return format.dayAndTime(reminder);
  return before === 0 ? w.plan.atTime : w.plan.before(durationWords(before, w));
}

/** "2 hours before", "tomorrow 9am" as a reminder; null if it is neither. */
export function readReminder(text: string, zone: string, relative: boolean): string | null {
  const before = /^(.*?)\s*(?:before|vorher)$/i.exec(text.trim());
  const minutes = before && readDuration(before[1]!);
  if (before) return minutes && relative && minutes <= MOST_MINUTES ? reminderBefore(minutes) : null;
  const date = readDate(text, zone);
  if (!date) return null;
  return date.includes('T') ? date : instantOf(date + MORNING, zone);
}

interface Props {
  anchor: RefObject<HTMLElement | null>;
  reminders: readonly string[];
  /** It has a time of its own that one can be reminded before. */
  relative: boolean;
  onChange(reminders: string[]): void;
  onClose(): void;
}

export function RemindersPopover({ anchor, reminders, relative, onChange, onClose }: Props) {
  const w = useWords();
  const format = useFormat();
  const { zone } = useUser();
  const [text, setText] = useState('');
  const found = text.trim() ? readReminder(text, zone, relative) : null;
  const add = (reminder: string) => {
    onClose();
    if (!reminders.includes(reminder)) onChange([...reminders, reminder]);
  };
  const unread = text.trim().length > 2 ? w.plan.reminderUnread : relative ? '\u00a0' : w.plan.needsDue;
  return (
    <Popover anchor={anchor} label={w.plan.reminders} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (found) add(found);
        }}
      >
        <input
          data-first
          className={css.input}
          aria-label={w.plan.addReminder}
          placeholder={w.plan.reminderHint}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <p className={css.note} role="status">
          {found ? <span className="ink ink-time">{reminderWords(found, format, w)}</span> : unread}
        </p>
      </form>
      <ul className={css.chosen}>
        {reminders.map((reminder) => (
          <li key={reminder}>
            <span className="ink ink-time">{reminderWords(reminder, format, w)}</span>
            <IconButton
              icon={X}
              size={14}
              label={w.plan.removeReminder(reminderWords(reminder, format, w))}
              onClick={() => onChange(reminders.filter((one) => one !== reminder))}
            />
          </li>
        ))}
      </ul>
      {relative && (
        <div className={css.presets}>
          {PRESETS.filter((minutes) => !reminders.includes(reminderBefore(minutes))).map((minutes) => (
            <button key={minutes} type="button" onClick={() => add(reminderBefore(minutes))}>
              {reminderWords(reminderBefore(minutes), format, w)}
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
