// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../index';
import { plural } from '../plural';

export const notifications: Words['notifications'] = {
  title: 'Benachrichtigungen',
  unread: (n) => `Benachrichtigungen: ${plural('de', n, { one: 'ungelesene', other: 'ungelesene' })}`,
  nothing: 'Noch nichts. Erinnerungen und der Morgenbericht stehen dann hier.',
  done: 'Erledigt',
  ok: 'OK',
  minutes10: 'In 10 Min.',
  tomorrow: 'Morgen',
  again: (when) => `wieder ${when}`,
  kinds: {
    reminder: 'Erinnerung',
    missed: 'Verpasst, während Pixie aus war',
    problem: 'Problem',
    brief: 'Der Bericht',
    review: 'Der Wochenrückblick',
    test: 'Eine Probe',
  },
};
