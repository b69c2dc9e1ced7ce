// SPDX-License-Identifier: Apache-2.0
'use client';
/** The calendar: day, three days, week, month and agenda over the same items. */
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { useFormat } from '@/data/format';
import { usePreferences } from '@/data/preferences';
import { useNow, useOccurrences, useTasks, useUser } from '@/data/rows';
import { fillLine, useRoomLine } from '@/line/state';
import { EventPanel } from '@/parts/event/panel-lazy';
import { Room } from '@/parts/room';
import { TaskPanel } from '@/parts/task/panel-lazy';
import { addMonths, firstWeekday, monthOf } from '@/ui/days';
import { Failed, FirstRun } from '@/ui/states';
import { setQuery, useQueryParam } from '@/ui/url';
import { useWords } from '@/words';
import { useCalendarCommands } from './commands';
import { useGridDrag } from './grid-drag';
import { itemsOf } from './layout';
import { Agenda, MonthView, Tray, ZonePicker } from './lazy';
import { TimeGrid } from './time-grid';
import { Toolbar } from './toolbar';
import { daysOf, VIEWS, type View } from './views';

function monthsAround(days: readonly string[]): string[] {
  const months = new Set(days.map(monthOf));
  months.add(monthOf(addMonths(days[0]!, -1)));
  months.add(monthOf(addMonths(days.at(-1)!, 1)));
  return [...months].sort();
}

/** Phones begin with three days. */
function useDefaultView(): View {
  const [view, setView] = useState<View>('week');
  useEffect(() => setView(window.matchMedia('(max-width: 639px)').matches ? 'three' : 'week'), []);
  return view;
}

export function Calendar() {
  const w = useWords();
  const params = useSearchParams();
  const format = useFormat();
  const now = useNow();
  const { locale } = useUser();
  const usual = useDefaultView();
  const view = VIEWS.find((one) => one === params.get('view')) ?? usual;
  const today = format.today(now);
  const day = params.get('day') ?? today;
  const days = useMemo(() => daysOf(view, day, firstWeekday(locale)), [view, day, locale]);
  const events = useOccurrences(useMemo(() => monthsAround(days), [days]));
  const tasks = useTasks().rows;
  const [event, setEvent] = useQueryParam('event');
  const [task, setTask] = useQueryParam('task');
  const [tray, setTray] = useState(false);
  const items = useMemo(() => itemsOf(events.rows.values(), tasks.values()), [events.rows, tasks]);
  const [choosing, setChoosing] = useState(false);
  const drag = useGridDrag(usePreferences((preferences) => preferences.hourHeight));
  useRoomLine('calendar');
  useCalendarCommands(view, day, today, () => setChoosing(true));

  const open = (key: string) => {
    const isTask = tasks.has(key);
    setQuery({ event: isTask ? null : key, task: isTask ? key : null });
  };
  const toDay = (to: string) => setQuery({ view: 'day', day: to });
  const shared = { items, today, now, onOpen: open };
  const first = !events.loading && !events.error && items.length === 0;
  return (
    <Room
      title={format.month(view === 'month' ? day : days[0]!)}
      wide={view !== 'agenda'}
      tools={<Toolbar view={view} day={day} today={today} tray={tray} onTray={() => setTray(!tray)} />}
      panel={
        event ? (
          <EventPanel at={event} onClose={() => setEvent(null)} />
        ) : task ? (
          <TaskPanel id={task} onClose={() => setTask(null)} onOpen={setTask} />
        ) : (
          tray && (
            <Tray
              items={items}
              day={days.includes(today) ? today : days[0]!}
              now={now}
              onClose={() => setTray(false)}
              onOpen={open}
              onDrag={drag.plan}
              lifted={drag.ghost?.key ?? null}
            />
          )
        )
      }
    >
      {choosing && <ZonePicker own={format.zone} onClose={() => setChoosing(false)} />}
      {events.error && <Failed error={events.error} onRetry={events.retry} />}
      {first && view === 'agenda' && (
        <FirstRun text={w.calendar.first} examples={w.calendar.examples} onExample={fillLine} />
      )}
      {view === 'month' && <MonthView days={days} month={monthOf(day)} {...shared} onDay={toDay} />}
      {view === 'agenda' && <Agenda days={days} {...shared} />}
      {view !== 'month' && view !== 'agenda' && (
        <TimeGrid
          days={days}
          {...shared}
          onDay={toDay}
          onZones={() => setChoosing(true)}
          drag={drag}
          hint={first ? w.calendar.first : null}
        />
      )}
    </Room>
  );
}
