// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * The time grid by keys. In free time arrows walk a cursor and Enter takes the time for a new event; on an
 * event "m" picks it up, arrows move, Shift+arrows resize, Enter drops, Escape puts it back. Each step is said.
 */
import { type KeyboardEvent, useState } from 'react';
import { useFormat } from '@/data/format';
import { announce } from '@/data/notices';
import { deleteEvent } from '@/parts/event/actions';
import { addDays } from '@/ui/days';
import { useWords } from '@/words';
import { chooseTime, dropItem, type Ghost, whenOf } from './grid-drag';
import { DAY_MINUTES, type Placed, SNAP } from './layout';

interface Options {
  days: readonly string[];
  setGhost(ghost: Ghost | null): void;
  placed(day: string): readonly Placed[];
  startAt: number;
  today: string;
}

const SLOT = 30;

export function useGridKeys({ days, setGhost, placed, startAt, today }: Options) {
  const w = useWords();
  const format = useFormat();
  const [cursor, setCursor] = useState<Ghost | null>(null);
  const [held, setHeld] = useState<{ item: Placed; ghost: Ghost } | null>(null);

  const say = (ghost: Ghost) => {
    const titles = placed(ghost.day)
      .filter((one) => one.item.key !== ghost.key && one.from < ghost.to && ghost.from < one.to)
      .map((one) => one.item.title);
    const when = whenOf(ghost, format);
    announce(titles.length > 0 ? w.calendar.atOverlap(when, titles.join(', ')) : when);
  };
  const stepped = (ghost: Ghost, key: string, by: number): Ghost | null => {
    const days = { ArrowLeft: -1, ArrowRight: 1 }[key];
    const minutes = { ArrowUp: -by, ArrowDown: by }[key];
    if (days) return { ...ghost, day: addDays(ghost.day, days) };
    if (!minutes) return null;
    const length = ghost.to - ghost.from;
    const from = Math.max(0, Math.min(DAY_MINUTES - length, ghost.from + minutes));
    return { ...ghost, from, to: from + length };
  };
  const hold = (ghost: Ghost | null, item: Placed | null) => {
    setHeld(ghost && item ? { item, ghost } : null);
    setGhost(ghost);
    if (ghost) say(ghost);
  };
  const heldKey = (event: KeyboardEvent): boolean => {
    if (!held) return false;
    const { item, ghost } = held;
    const resize = event.shiftKey && { ArrowUp: -SNAP, ArrowDown: SNAP }[event.key];
    if (resize)
      hold({ ...ghost, to: Math.max(ghost.from + SNAP, Math.min(DAY_MINUTES, ghost.to + resize)) }, item);
    else if (event.key === 'Escape') {
      hold(null, null);
      announce(w.calendar.dropped);
    } else if (event.key === 'Enter') {
      hold(null, null);
      dropItem(item.item, ghost, false, format);
    } else {
      const next = stepped(ghost, event.key, SNAP);
      if (!next) return false;
      hold(next, item);
    }
    return true;
  };

  /** On a focused event. */
  const onItem = (event: KeyboardEvent, item: Placed, day: string) => {
    let used = heldKey(event);
    if (!used && event.key === 'm' && !event.ctrlKey && !event.metaKey) {
      hold({ day, from: item.from, to: item.to, title: item.item.title, key: item.item.key }, item);
      announce(w.calendar.picked(item.item.title));
      used = true;
    } else if (!used && (event.key === 'Delete' || event.key === 'Backspace') && item.item.event) {
      deleteEvent(item.item.event);
      used = true;
    }
    if (!used) return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** On the grid itself. */
  const onGrid = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const first = {
      day: days.includes(today) ? today : days[0]!,
      from: startAt,
      to: startAt + SLOT,
      title: '',
      key: null,
    };
    const at = cursor ?? first;
    if (event.key === 'Enter') chooseTime(at, format);
    else {
      const next = cursor || !event.key.startsWith('Arrow') ? stepped(at, event.key, SLOT) : at;
      if (!next || !days.includes(next.day)) return;
      setCursor(next);
      say(next);
    }
    event.preventDefault();
  };
  return { cursor, onItem, onGrid, leave: () => setCursor(null), holding: held !== null };
}
