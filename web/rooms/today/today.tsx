// SPDX-License-Identifier: Apache-2.0
'use client';
/** The day on one page: now and next, overdue and due, what overlaps, tomorrow in short. Everything works in place. */
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo } from 'react';
import { useFormat } from '@/data/format';
import { useNow, useOccurrences, useTasks } from '@/data/rows';
import { fillLine, useRoomLine } from '@/line/state';
import { EventPanel } from '@/parts/event/panel-lazy';
import { Room } from '@/parts/room';
import { DayList } from '@/parts/task/day-list';
import { TaskPanel } from '@/parts/task/panel-lazy';
import { addDays, minutesInto, monthOf } from '@/ui/days';
import { Failed, FirstRun, Skeleton } from '@/ui/states';
import { setQuery, useQueryParam } from '@/ui/url';
import { useWords } from '@/words';
import { Brief } from './brief';
import { dayOf } from './day';
import { LeftOver } from './left-over';
import { Overlaps } from './overlaps';
import { Strip } from './strip';
import css from './today.module.css';
import { Tomorrow } from './tomorrow';

const EVENING_MINUTES = 17 * 60;

/** What another app shared, or a shortcut: put into the line once. */
function useShared(): void {
  const params = useSearchParams();
  const shared = ['title', 'text', 'url']
    .map((name) => params.get(name))
    .filter(Boolean)
    .join(' ');
  useEffect(() => {
    if (!shared) return;
    setQuery({ title: null, text: null, url: null }, true);
    fillLine(shared);
  }, [shared]);
}

export function Today() {
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  const real = format.today(now);
  const asked = useSearchParams().get('day');
  const day = asked ?? real;
  const [task, setTask] = useQueryParam('task');
  const [event, setEvent] = useQueryParam('event');
  const tasks = useTasks();
  const months = useMemo(() => [...new Set([monthOf(day), monthOf(addDays(day, 1))])], [day]);
  const events = useOccurrences(months);
  useRoomLine('today');
  useShared();
  const shown = useMemo(
    () => dayOf({ tasks: tasks.rows.values(), events: events.rows.values(), day, real, now, format }),
    [tasks.rows, events.rows, day, real, now, format],
  );
  const groups = [
    { key: 'overdue', title: w.today.overdue, tasks: shown.overdue, days: true },
    { key: day, title: w.today.due, tasks: shown.due },
    { key: 'doing', title: w.today.doing, tasks: shown.doing, days: true },
  ].filter((group) => group.tasks.length > 0);
  const loading = tasks.loading || events.loading;
  const error = tasks.error ?? events.error;
  const retry = () => {
    tasks.retry();
    events.retry();
  };
  const first = !loading && !error && tasks.rows.size === 0 && events.rows.size === 0;
  const late = day === real && minutesInto(new Date(now).toISOString(), day, format.zone) >= EVENING_MINUTES;
  return (
    <Room
      title={day === real ? w.today.title : format.day(day, { weekday: 'long' })}
      tools={<span className="muted">{format.day(day, { weekday: 'long', month: 'long' })}</span>}
      panel={
        task ? (
          <TaskPanel id={task} onClose={() => setTask(null)} onOpen={setTask} />
        ) : (
          event && <EventPanel at={event} onClose={() => setEvent(null)} />
        )
      }
    >
      {error && <Failed error={error} onRetry={retry} />}
      {loading && <Skeleton />}
      {first && <FirstRun text={w.today.first} examples={w.today.examples} onExample={fillLine} />}
      {!loading && !first && (
        <div className={css.day}>
          {asked && <Brief day={day} />}
          <Strip events={shown.events} day={day} now={day === real ? now : null} onOpen={setEvent} />
          <Overlaps pairs={shown.overlaps} onOpen={setEvent} />
          {groups.length > 0 ? (
            <DayList groups={groups} onOpen={setTask} />
          ) : (
            !error && <p className={css.nothing}>{w.today.nothing}</p>
          )}
          {late && shown.due.length > 0 && <LeftOver tasks={shown.due} day={day} />}
          <Tomorrow events={shown.tomorrow.events} tasks={shown.tomorrow.tasks} day={addDays(day, 1)} />
          {/* It comes from the server, later than the day itself: below, so that nothing moves. */}
          {!asked && <Brief day={day} />}
        </div>
      )}
    </Room>
  );
}
