// SPDX-License-Identifier: Apache-2.0
'use client';
/** Which days are shown, and how. */
import { CalendarDays, ChevronLeft, ChevronRight, ListTodo } from 'lucide-react';
import { Button, IconButton } from '@/ui/button';
import { Menu } from '@/ui/menu';
import { setQuery } from '@/ui/url';
import { useWords } from '@/words';
import css from './toolbar.module.css';
import { turned, VIEWS, type View } from './views';

interface Props {
  view: View;
  day: string;
  today: string;
  tray: boolean;
  onTray(): void;
}

export function Toolbar({ view, day, today, tray, onTray }: Props) {
  const w = useWords();
  return (
    <>
      <IconButton
        icon={ChevronLeft}
        label={w.calendar.previous}
        onClick={() => setQuery({ day: turned(view, day, -1) })}
      />
      <Button onClick={() => setQuery({ day: today })}>{w.calendar.today}</Button>
      <IconButton
        icon={ChevronRight}
        label={w.calendar.next}
        onClick={() => setQuery({ day: turned(view, day, 1) })}
      />
      <fieldset className={css.views}>
        <legend className="hidden">{w.calendar.view}</legend>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => setQuery({ view: one })}>
            {w.calendar.views[one]}
          </button>
        ))}
      </fieldset>
      <span className={css.few}>
        <Menu
          label={w.calendar.view}
          icon={CalendarDays}
          text={w.calendar.views[view]}
          items={VIEWS.map((one) => ({
            label: w.calendar.views[one],
            checked: one === view,
            run: () => setQuery({ view: one }),
          }))}
        />
      </span>
      <IconButton icon={ListTodo} label={w.calendar.tray} aria-pressed={tray} onClick={onTray} />
    </>
  );
}
