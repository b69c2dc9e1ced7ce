// SPDX-License-Identifier: Apache-2.0
import { plural } from '../plural';

export const notifications = {
  title: 'Notifications',
  unread: (n: number) => `Notifications: ${plural('en', n, { one: 'unread one', other: 'unread ones' })}`,
  nothing: 'Nothing yet. Reminders and the morning brief will stand here.',
  done: 'Done',
  ok: 'OK',
  minutes10: 'In 10 min',
  tomorrow: 'Tomorrow',
  again: (when: string) => `again ${when}`,
  kinds: {
    reminder: 'Reminder',
    missed: 'Missed while Pixie was off',
    problem: 'Problem',
    brief: 'The brief',
    review: 'The review of the week',
    test: 'A test',
  },
};
