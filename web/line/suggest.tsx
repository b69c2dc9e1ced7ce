// SPDX-License-Identifier: Apache-2.0
'use client';
/** While a word that begins with # or ! is being written: projects and priorities to choose from. */
import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import type { Project } from '@/data/types';
import css from './line.module.css';

const MARKS = /(?:^|\s)([#!])([\p{L}\p{N}_-]*)$/u;
const PRIORITIES = ['urgent', 'high', 'low'];

interface Suggest {
  open: boolean;
  items: string[];
  active: number;
  take(item: string): void;
  onKey(event: KeyboardEvent): boolean;
}

export function useSuggestions(
  text: string,
  setText: (text: string) => void,
  field: RefObject<HTMLTextAreaElement | null>,
  projects: ReadonlyMap<string, Project>,
): Suggest {
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState('');
  const caret = field.current?.selectionStart ?? text.length;
  const match = MARKS.exec(text.slice(0, caret));
  const mark = match?.[1];
  const begun = match?.[2] ?? '';
  const items = useMemo(() => {
    if (!mark) return [];
    const all = mark === '!' ? PRIORITIES : [...projects.values()].map((project) => project.name);
    const low = begun.toLowerCase();
    return all.filter((name) => name.toLowerCase().startsWith(low) && name.toLowerCase() !== low).slice(0, 6);
  }, [mark, begun, projects]);
  const open = items.length > 0 && closed !== text;
  const at = Math.min(active, items.length - 1);
  const take = (item: string) => {
    const start = caret - begun.length;
    setText(`${text.slice(0, start)}${item} ${text.slice(caret)}`);
    field.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (!open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((at + step + items.length) % items.length);
    else if ((event.key === 'Tab' && !event.shiftKey) || (event.key === 'Enter' && begun)) take(items[at]!);
    else if (event.key === 'Escape') setClosed(text);
    else return false;
    event.preventDefault();
    return true;
  };
  return { open, items, active: at, take, onKey };
}

export function Suggestions({ items, active, take }: Pick<Suggest, 'items' | 'active' | 'take'>) {
  return (
    <ul className={css.suggestions}>
      {items.map((item, i) => (
        <li key={item}>
          <button
            type="button"
            className={i === active ? css.chosen : ''}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(item)}
          >
            {item}
          </button>
        </li>
      ))}
    </ul>
  );
}
