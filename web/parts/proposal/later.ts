// SPDX-License-Identifier: Apache-2.0
/** Times until which something can be put off: in some hours, tomorrow and the day after in the morning. */
import { addDays, instantAt } from '@/ui/days';
import type { Format } from '@/words/format';

const HOURS = 3;
const MORNING_MINUTES = 9 * 60;
export type When = 'hours' | 'tomorrow' | 'days';

export function laterTimes(format: Format, now: number): { when: When; at: string }[] {
  const today = format.today(now);
  const morning = (days: number) => instantAt(addDays(today, days), MORNING_MINUTES, format.zone);
  return [
    { when: 'hours', at: new Date(now + HOURS * 3600000).toISOString() },
    { when: 'tomorrow', at: morning(1) },
    { when: 'days', at: morning(3) },
  ];
}
