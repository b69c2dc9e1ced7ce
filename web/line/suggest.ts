// SPDX-License-Identifier: Apache-2.0
'use client';
/** While a word that begins with # or ! is being written: projects and priorities to choose from. */
import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { Project } from '@/data/types';

const MARKS = /(?:^|\s)([#!])([\p{L}\p{N}_-]*)$/u;
const PRIORITIES = ['urgent', 'high', 'low'];

export interface Suggest {
  open: boolean;
  items: string[];
  active: number;
  take(item: string): void;
  onKey(event: KeyboardEvent): boolean;
}

export function useSuggestions(
  setText: (text: string) => void,
  field: RefObject<HTMLTextAreaElement | null>,
  projects: ReadonlyMap<string, Project>,
): Suggest {
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState('');
  /** Of what stands in the field: a key may come before what it is about was shown. */
  const look = () => {
    const { value = '', selectionStart: caret = 0 } = field.current ?? {};
    const [, mark, begun = ''] = MARKS.exec(value.slice(0, caret)) ?? [];
    const all = mark === '!' ? PRIORITIES : [...projects.values()].map((project) => project.name);
    const low = begun.toLowerCase();
    const fits = (name: string) => name.toLowerCase().startsWith(low) && name.toLowerCase() !== low;
    const items = mark && closed !== value ? all.filter(fits).slice(0, 6) : [];
    const take = (item: string) => {
      setText(`${value.slice(0, caret - begun.length)}${item} ${value.slice(caret)}`);
      field.current?.focus();
    };
    return { items, active: Math.min(active, items.length - 1), open: items.length > 0, take, begun, value };
  };
  const onKey = (event: KeyboardEvent) => {
    const { items, active: at, open, take, begun, value } = look();
    if (!open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((at + step + items.length) % items.length);
    else if ((event.key === 'Tab' && !event.shiftKey) || (event.key === 'Enter' && begun)) take(items[at]!);
    else if (event.key === 'Escape') setClosed(value);
    else return false;
    event.preventDefault();
    return true;
  };
  return { ...look(), onKey };
}
