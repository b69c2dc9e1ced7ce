// SPDX-License-Identifier: Apache-2.0
'use client';
/** The drags of the time grid: over free time to create, an item to move (Alt: copy), its edges to resize. */
import { type PointerEvent, useState } from 'react';
import { useFormat } from '@/data/format';
import type { Task } from '@/data/types';
import { focusLine, setLineTime } from '@/line/state';
import { copyEvent, moveEvent } from '@/parts/event/actions';
import { update } from '@/parts/task/actions';
import { clockText, instantAt } from '@/ui/days';
import { beginDrag, type DragPoint } from '@/ui/drag';
import { words } from '@/words';
import type { Format } from '@/words/format';
import { DAY_MINUTES, type Item, lengthOf, type Placed, SNAP, snap } from './layout';

/** What is being drawn: a time on a day, for a new event or for one that is moved. */
export interface Ghost {
  day: string;
  from: number;
  to: number;
  title: string;
  key: string | null;
}

interface At {
  day: string;
  minutes: number;
}

function atOf(point: DragPoint, hour: number): At | null {
  const column = point.target;
  const day = column?.dataset.drop?.startsWith('time:') ? column.dataset.drop.slice(5) : null;
  if (!column || !day) return null;
  const minutes = ((point.y - column.getBoundingClientRect().top) / hour) * 60;
  return { day, minutes: Math.max(0, Math.min(DAY_MINUTES, minutes)) };
}

export function whenOf(ghost: Ghost, format: Format): string {
  return `${format.day(ghost.day)} ${clockText(ghost.from)}–${clockText(ghost.to % DAY_MINUTES)}`;
}

/** Puts an item where the ghost stands: an event is moved or copied, a task gets the time set aside. */
export function dropItem(item: Item, ghost: Ghost, copy: boolean, format: Format): void {
  const start = instantAt(ghost.day, ghost.from, format.zone);
  const end = instantAt(ghost.day, ghost.to, format.zone);
  if (item.task) update([item.task], { planned_start: start, planned_end: end });
  else if (item.event && copy) copyEvent(item.event, start, end);
  else if (item.event) moveEvent(item.event, start, end, whenOf(ghost, format));
}

/** Sets the time aside that the ghost shows. */
function planTask(task: Task, ghost: Ghost, format: Format): void {
  const start = instantAt(ghost.day, ghost.from, format.zone);
  const end = instantAt(ghost.day, ghost.to, format.zone);
  const label = words().calendar.planned(task.title, whenOf(ghost, format));
  update([task], { planned_start: start, planned_end: end }, label);
}

export function chooseTime(ghost: Ghost, format: Format): void {
  setLineTime({
    start: instantAt(ghost.day, ghost.from, format.zone),
    end: instantAt(ghost.day, ghost.to, format.zone),
  });
  focusLine();
}

/** From anchor to pointer, at least one step. */
function stretch(anchor: At, to: number): Pick<Ghost, 'from' | 'to'> {
  const [low, high] = [Math.min(anchor.minutes, to), Math.max(anchor.minutes, to)];
  const from = Math.floor(low / SNAP) * SNAP;
  return { from, to: Math.max(from + SNAP, snap(high)) };
}

function moved(item: Placed, offset: number, to: At): Ghost {
  const length = item.to - item.from;
  const from = Math.max(0, Math.min(DAY_MINUTES - SNAP, snap(to.minutes - offset)));
  return { day: to.day, from, to: from + length, title: item.item.title, key: item.item.key };
}

/** The hours scroll when the pointer is near their edge. */
const scroller = () => document.querySelector<HTMLElement>('[data-hours]');

export type GridDrag = ReturnType<typeof useGridDrag>;

export function useGridDrag(hour: number) {
  const format = useFormat();
  const [ghost, setGhost] = useState<Ghost | null>(null);
  const run = (
    event: PointerEvent,
    at: (point: DragPoint) => Ghost | null,
    done: (ghost: Ghost, copy: boolean, over: boolean) => void,
  ) => {
    let last: Ghost | null = null;
    event.stopPropagation();
    beginDrag(event, {
      scroller: scroller(),
      onMove: (point) => {
        last = at(point) ?? last;
        setGhost(last);
      },
      onCancel: () => setGhost(null),
      onDrop: (point) => {
        setGhost(null);
        if (last) done(last, point.alt, atOf(point, hour) !== null);
      },
    });
  };
  const create = (event: PointerEvent, day: string) => {
    const column = event.currentTarget as HTMLElement;
    const minutes = ((event.clientY - column.getBoundingClientRect().top) / hour) * 60;
    const anchor = { day, minutes };
    run(
      event,
      (point) => {
        const to = atOf(point, hour);
        return to && { day, title: '', key: null, ...stretch(anchor, to.minutes) };
      },
      (made) => {
        setGhost(made);
        chooseTime(made, format);
      },
    );
  };
  const move = (event: PointerEvent, placed: Placed) => {
    const offset =
      ((event.clientY - (event.currentTarget as HTMLElement).getBoundingClientRect().top) / hour) * 60;
    const at = (point: DragPoint) => {
      const to = atOf(point, hour);
      return to && moved(placed, offset, to);
    };
    run(event, at, (made, copy) => dropItem(placed.item, made, copy, format));
  };
  const resize = (event: PointerEvent, placed: Placed, day: string, edge: 'start' | 'end') => {
    const at = (point: DragPoint): Ghost | null => {
      const to = atOf(point, hour);
      if (!to) return null;
      const minutes = snap(to.minutes);
      const from = edge === 'start' ? Math.min(minutes, placed.to - SNAP) : placed.from;
      const till = edge === 'end' ? Math.max(minutes, placed.from + SNAP) : placed.to;
      return { day, from, to: till, title: placed.item.title, key: placed.item.key };
    };
    run(event, at, (made) => dropItem(placed.item, made, false, format));
  };
  /** From the tray: an unplanned task into the hours. */
  const plan = (event: PointerEvent, task: Task) => {
    const at = (point: DragPoint): Ghost | null => {
      const to = atOf(point, hour);
      if (!to) return null;
      const from = Math.min(DAY_MINUTES - SNAP, snap(to.minutes));
      return { day: to.day, from, to: from + lengthOf(task), title: task.title, key: task.id };
    };
    run(event, at, (made, _, over) => {
      if (over) planTask(task, made, format);
    });
  };
  return { ghost, setGhost, create, move, resize, plan };
}
