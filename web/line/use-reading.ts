// SPDX-License-Identifier: Apache-2.0
'use client';
/** The reading of the text as it is typed: engine, surroundings from the cache, words left as words. */
import { useCallback, useMemo, useRef } from 'react';
import { read, useEngine } from '@/data/engine';
import { useProjects, useRows, useTasks, useUser } from '@/data/rows';
import type { PreviewAnswer } from '@/preview/pixie_preview.mjs';
import { type Kind, overlaps, type Reading, readingOf } from './reading';
import { type Mark, marksOf } from './spans';
import { useLine } from './state';

/** A word that no rule knows stands for words that are to be left alone. */
const STAND_IN = (i: number) => `Zqxv${'abcdefgh'[i % 8]}`;

function hide(text: string, literals: readonly string[]): string {
  return literals.reduce((left, words, i) => left.replace(words, STAND_IN(i)), text);
}

function reveal<T>(value: T, literals: readonly string[]): T {
  const text = literals.reduce(
    (left, words, i) => left.replaceAll(STAND_IN(i), words),
    JSON.stringify(value),
  );
  return JSON.parse(text);
}

export interface LineReading extends Reading {
  marks: Mark[];
  warnings: string[];
  hasTime: boolean;
}

/** What one reads with: another function once projects, events or the engine are others, not with a key. */
export type Reader = (text: string, literals: readonly string[], forced: Kind | null) => LineReading;

export interface LiveReading extends LineReading {
  /** The text that was read; what stands in the line may be a little newer. */
  text: string;
}

function useContext() {
  const projects = useProjects().rows;
  const tasks = useTasks().rows;
  const events = useRows('event').rows;
  // Made when something is read: ten thousand tasks change without anybody writing.
  const context = useMemo(() => {
    let made: { projects: { id: string; name: string }[]; tags: string[] } | undefined;
    return () => {
      made ??= {
        projects: [...projects.values()].map(({ id, name }) => ({ id, name })),
        tags: [...new Set([...tasks.values()].flatMap((task) => task.tags))],
      };
      return made;
    };
  }, [projects, tasks]);
  return { projects, events, context };
}

export function useReader(): Reader {
  const engine = useEngine((state) => state.engine);
  const { zone } = useUser();
  const defaults = useLine((line) => line.defaults);
  const { projects, events, context } = useContext();
  return useCallback(
    (text, literals, forced) => {
      let answer: PreviewAnswer | null = null;
      if (engine && text.trim()) answer = read(hide(text, literals), zone, context());
      if (answer && literals.length > 0) answer = reveal(answer, literals);
      const reading = readingOf(text, answer, { zone, projects, defaults }, forced);
      const hasTime = answer?.calls?.[0]?.tool === 'create_event' || defaults.start !== undefined;
      const sure = reading.sure && reading.rows.length > 0;
      const warnings = reading.rows.flatMap((row) =>
        overlaps(row, events.values()).map((event) => event.title),
      );
      const marks = (sure ? marksOf(text, answer) : []).filter(
        (mark) => !literals.some((words) => text.slice(mark.start, mark.end).includes(words)),
      );
      return { ...reading, hasTime, warnings: warnings.slice(0, 2), marks };
    },
    [engine, zone, projects, events, context, defaults],
  );
}

/** The same object as long as it says the same: what is made of it is not drawn anew. */
export function useSame<T>(value: T): T {
  const last = useRef({ value, shape: '' });
  const shape = JSON.stringify(value);
  if (shape !== last.current.shape) last.current = { value, shape };
  return last.current.value;
}

export function useReading(
  reader: Reader,
  text: string,
  literals: readonly string[],
  forced: Kind | null,
): LiveReading {
  return useMemo(() => ({ ...reader(text, literals, forced), text }), [reader, text, literals, forced]);
}
