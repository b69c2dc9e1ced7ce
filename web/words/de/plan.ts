// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../index';
import { plural } from '../plural';

const p = (n: number, one: string, other: string) => plural('de', n, { one, other });

export const plan: Words['plan'] = {
  reminders: 'Erinnerungen',
  reminder: 'Erinnerung',
  atTime: 'zur Zeit selbst',
  before: (duration) => `${duration} vorher`,
  reminderHint: 'tomorrow 9am, 2 hours before…',
  reminderUnread: 'Darin liest Pixie keine Zeit.',
  needsDue: 'Um vorher erinnert zu werden, braucht die Aufgabe ein Datum.',
  addReminder: 'Erinnerung hinzufügen',
  removeReminder: (what) => `Erinnerung ${what} entfernen`,
  estimate: 'Dauert',
  estimateHint: '45 min, 1 h 30…',
  estimateUnread: 'Darin liest Pixie keine Dauer.',
  noEstimate: 'Unbekannt',
  planned: 'Geplant',
  notPlanned: 'Nicht geplant',
  plannedHint: 'tomorrow 9am, friday 14:00…',
  needsTime: 'Es braucht eine Uhrzeit, etwa „tomorrow 9am“.',
  next: 'Danach',
  afterDone: 'gezählt ab dem Erledigen',
  minutes: (n) => `${n} Min.`,
  hours: (h, m) => (m > 0 ? `${h} Std. ${m} Min.` : `${h} Std.`),
  days: (n) => p(n, 'Tag', 'Tage'),
  weeks: (n) => p(n, 'Woche', 'Wochen'),
};
