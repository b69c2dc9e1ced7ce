// SPDX-License-Identifier: Apache-2.0
/** Reminders, how long something takes, when it is next. */
import { plural } from '../plural';

const p = (n: number, one: string, other: string) => plural('en', n, { one, other });

export const plan = {
  reminders: 'Reminders',
  reminder: 'Reminder',
  atTime: 'at the time',
  before: (duration: string) => `${duration} before`,
  reminderHint: 'tomorrow 9am, 2 hours before…',
  reminderUnread: 'This is no time that Pixie can read.',
  needsDue: 'Give the task a date to be reminded before it.',
  addReminder: 'Add a reminder',
  removeReminder: (what: string) => `Remove the reminder ${what}`,
  estimate: 'Takes',
  estimateHint: '45 min, 1 h 30…',
  estimateUnread: 'This is no duration that Pixie can read.',
  noEstimate: 'Not known',
  planned: 'Planned',
  notPlanned: 'Not planned',
  plannedHint: 'tomorrow 9am, friday 14:00…',
  needsTime: 'A time is needed, such as “tomorrow 9am”.',
  next: 'Next',
  afterDone: 'counted from when it is done',
  minutes: (n: number) => `${n} min`,
  hours: (h: number, m: number) => (m > 0 ? `${h} h ${m} min` : `${h} h`),
  days: (n: number) => p(n, 'day', 'days'),
  weeks: (n: number) => p(n, 'week', 'weeks'),
};
