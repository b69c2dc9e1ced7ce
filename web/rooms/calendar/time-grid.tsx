// SPDX-License-Identifier: Apache-2.0
'use client';
/** Days as columns of hours: what is on, side by side where it overlaps, with the line of now. */
import { Globe } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useFormat } from '@/data/format';
import { usePreferences } from '@/data/preferences';
import { useLine } from '@/line/state';
import { clockText, instantAt, wallMinutes } from '@/ui/days';
import { useWords } from '@/words';
import { Block, type BlockActions } from './block';
import { type GridDrag, whenOf } from './grid-drag';
import { useGridKeys } from './grid-keys';
import { allDayOn, type Item, placedOn } from './layout';
import css from './time-grid.module.css';
import { placeName, timeIn } from './zones';

interface Props {
  days: readonly string[];
  items: readonly Item[];
  today: string;
  now: number;
  hint: string | null;
  drag: GridDrag;
  onOpen(key: string): void;
  onDay(day: string): void;
  onZones(): void;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The whole-day lane, above the hours. */
function AllDay({ days, items, onOpen }: Pick<Props, 'days' | 'items' | 'onOpen'>) {
  const w = useWords();
  const format = useFormat();
  const lanes = days.map((day) => allDayOn(items, day, format));
  if (lanes.every((lane) => lane.length === 0)) return null;
  return (
    <div className={css.lane}>
      <span className={css.gutter}>{w.calendar.allDay}</span>
      {lanes.map((lane, i) => (
        <ul key={days[i]}>
          {lane.map((item) => (
            <li key={item.key}>
              <button type="button" className={css.whole} onClick={() => onOpen(item.key)}>
                {item.title}
              </button>
            </li>
          ))}
        </ul>
      ))}
    </div>
  );
}

function Head({ days, today, onDay, onZones }: Pick<Props, 'days' | 'today' | 'onDay' | 'onZones'>) {
  const w = useWords();
  const format = useFormat();
  const zones = usePreferences((preferences) => preferences.zones);
  const named = zones.length > 0 ? [...zones, format.zone] : [];
  return (
    <div className={css.head}>
      <button
        type="button"
        className={css.places}
        aria-label={w.calendar.zoneAdd}
        title={w.calendar.zoneAdd}
        onClick={onZones}
      >
        {named.map((zone) => (
          <span key={zone}>{placeName(zone)}</span>
        ))}
        {named.length === 0 && <Globe size={14} aria-hidden />}
      </button>
      {days.map((day) => (
        <button
          key={day}
          type="button"
          className={day === today ? css.today : ''}
          onClick={() => onDay(day)}
          aria-current={day === today ? 'date' : undefined}
        >
          <span>{format.day(day, { day: undefined, month: undefined, year: undefined })}</span>{' '}
          <span>{Number(day.slice(-2))}</span>
        </button>
      ))}
    </div>
  );
}

interface HoursProps {
  pixels(minutes: number): number;
  text(minutes: number): string;
}

function Hours({ pixels, text }: HoursProps) {
  return (
    <div className={css.hours}>
      {HOURS.slice(1).map((hour) => (
        <span key={hour} style={{ top: pixels(hour * 60) }}>
          {text(hour * 60)}
        </span>
      ))}
    </div>
  );
}

/** The newest actions behind functions that stay the same, so that blocks are not drawn anew for them. */
function useBlockActions(now: BlockActions): BlockActions {
  const latest = useRef(now);
  latest.current = now;
  return useMemo(
    () => ({
      open: (...given) => latest.current.open(...given),
      move: (...given) => latest.current.move(...given),
      resize: (...given) => latest.current.resize(...given),
      key: (...given) => latest.current.key(...given),
    }),
    [],
  );
}

export function TimeGrid({ days, items, today, now, hint, drag, onOpen, onDay, onZones }: Props) {
  const w = useWords();
  const format = useFormat();
  const scroll = useRef<HTMLDivElement>(null);
  const { hourHeight, dayStart, dayEnd, zones } = usePreferences();
  const placed = useMemo(
    () => new Map(days.map((day) => [day, placedOn(items, day, format)])),
    [days, items, format],
  );
  const keys = useGridKeys({
    days,
    today,
    setGhost: drag.setGhost,
    placed: (day) => placed.get(day) ?? [],
    startAt: dayStart * 60,
  });
  useEffect(() => {
    if (scroll.current) scroll.current.scrollTop = (dayStart - 0.5) * hourHeight;
  }, [dayStart, hourHeight]);
  const chosen = useLine((line) => line.defaults.start);
  const { setGhost } = drag;
  useEffect(() => {
    if (!chosen) setGhost(null);
  }, [chosen, setGhost]);
  const actions = useBlockActions({
    open: onOpen,
    move: drag.move,
    resize: drag.resize,
    key: keys.onItem,
  });
  const pixels = (minutes: number) => (minutes / 60) * hourHeight;
  const range = `${format.day(days[0]!)} – ${format.day(days.at(-1)!)}`;
  const shownGhost = drag.ghost ?? keys.cursor;
  return (
    <div
      className={css.wrap}
      style={
        {
          '--days': days.length,
          '--hour': `${hourHeight}px`,
          '--zones': zones.length + 1,
        } as React.CSSProperties
      }
    >
      <Head days={days} today={today} onDay={onDay} onZones={onZones} />
      <AllDay days={days} items={items} onOpen={onOpen} />
      {hint && <p className={css.hint}>{hint}</p>}
      <div ref={scroll} className={css.scroll} data-scroll data-hours>
        <div
          className={css.grid}
          role="group"
          tabIndex={0}
          aria-label={w.calendar.grid(range)}
          data-grid
          onKeyDown={keys.onGrid}
          onBlur={keys.leave}
        >
          <div className={css.gutters} aria-hidden>
            {zones.map((zone) => (
              <Hours
                key={zone}
                pixels={pixels}
                text={(minutes) => timeIn(zone, instantAt(days[0]!, minutes, format.zone))}
              />
            ))}
            <Hours pixels={pixels} text={clockText} />
          </div>
          {days.map((day) => (
            <section
              key={day}
              className={`${css.column} ${day === today ? css.current : ''}`}
              data-drop={`time:${day}`}
              aria-label={format.day(day)}
              onPointerDown={(event) => drag.create(event, day)}
            >
              <div className={css.rest} style={{ top: 0, height: pixels(dayStart * 60) }} />
              <div className={css.rest} style={{ top: pixels(dayEnd * 60), bottom: 0 }} />
              {placed.get(day)!.map((one) => (
                <Block
                  key={one.item.key}
                  placed={one}
                  day={day}
                  hour={hourHeight}
                  lifted={drag.ghost?.key === one.item.key}
                  format={format}
                  w={w}
                  actions={actions}
                />
              ))}
              {shownGhost?.day === day && (
                <div
                  className={css.ghost}
                  style={{ top: pixels(shownGhost.from), height: pixels(shownGhost.to - shownGhost.from) }}
                >
                  {shownGhost.title} <span>{whenOf(shownGhost, format).split(' ').at(-1)}</span>
                </div>
              )}
              {day === today && (
                <div className={css.now} style={{ top: pixels(wallMinutes(now, format.zone)) }} aria-hidden />
              )}
            </section>
          ))}
        </div>
      </div>
    </div>
  );
}
