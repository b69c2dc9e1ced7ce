// SPDX-License-Identifier: Apache-2.0
'use client';
/** Keys of the calendar: views, periods, today, hours taller and shorter. */
import { prefer, usePreferences } from '@/data/preferences';
import { focusLine } from '@/line/state';
import { useCommands } from '@/shell/commands';
import { setQuery } from '@/ui/url';
import { useWords } from '@/words';
import { turned, VIEWS, type View } from './views';

const HEIGHTS = [32, 48, 64, 96];

export function zoom(step: 1 | -1): void {
  const at = HEIGHTS.indexOf(usePreferences.getState().hourHeight);
  prefer({ hourHeight: HEIGHTS[Math.max(0, Math.min(HEIGHTS.length - 1, (at < 0 ? 1 : at) + step))]! });
}

export function useCalendarCommands(view: View, day: string, today: string, zones: () => void): void {
  const w = useWords();
  const group = w.calendar.commands;
  useCommands('calendar', [
    ...VIEWS.map((one, i) => ({
      id: `view-${one}`,
      title: w.calendar.views[one],
      group,
      keys: String(i + 1),
      run: () => setQuery({ view: one }),
    })),
    {
      id: 'later',
      title: w.calendar.next,
      group,
      keys: 'j',
      run: () => setQuery({ day: turned(view, day, 1) }),
    },
    {
      id: 'earlier',
      title: w.calendar.previous,
      group,
      keys: 'k',
      run: () => setQuery({ day: turned(view, day, -1) }),
    },
    { id: 'to-today', title: w.calendar.today, group, keys: 't', run: () => setQuery({ day: today }) },
    { id: 'new-event', title: w.calendar.create(''), group, keys: 'n', run: focusLine },
    { id: 'zones', title: w.calendar.zoneAdd, group, keys: 'z', run: zones },
    { id: 'taller', title: w.calendar.larger, group, keys: '+', run: () => zoom(1) },
    { id: 'shorter', title: w.calendar.smaller, group, keys: '-', run: () => zoom(-1) },
  ]);
}
