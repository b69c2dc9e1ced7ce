// SPDX-License-Identifier: Apache-2.0
'use client';
/** The reading of the text as it is typed: engine, surroundings from the cache, words left as words. */
import { useCallback, useDeferredValue, useMemo } from 'react';
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

export interface LiveReading extends LineReading {
  /** The text that was read; while one types fast it is a little older than what stands in the line. */
  text: string;
  /** Reads what stands there now: what Enter saves is never an older reading. */
  readNow(text: string): LineReading;
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

export function useReading(text: string, literals: readonly string[], forced: Kind | null): LiveReading {
  const engine = useEngine((state) => state.engine);
  const { zone } = useUser();
  const defaults = useLine((line) => line.defaults);
  const { projects, events, context } = useContext();
  const readNow = useCallback(
    (text: string): LineReading => {
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
    [literals, forced, engine, zone, projects, events, context, defaults],
  );
  // A key is painted first; the reading comes in the same moment if there is time, else with a later key.
  const late = useDeferredValue(text);
  const reading = useMemo(() => readNow(late), [readNow, late]);
  return useMemo(() => ({ ...reading, text: late, readNow }), [reading, late, readNow]);
}
