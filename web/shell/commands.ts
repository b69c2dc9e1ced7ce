// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * One table of commands: what the menu lists, keys do, the help shows. The shell brings those that hold
 * everywhere; a room adds its own while it is shown (useCommands).
 */
import { useEffect, useRef } from 'react';
import { create } from 'zustand';

export interface Command {
  id: string;
  title: string;
  group: string;
  /** "g t", "Mod+k", "Shift+ArrowDown", "x"; several with "|". */
  keys?: string;
  /** Absent from the menu: walking, for example. */
  silent?: boolean;
  /** Single letters may be turned off; this key works even then and in text fields. */
  always?: boolean;
  run(): void;
}

export const useCommandTable = create<{ sets: ReadonlyMap<string, readonly Command[]> }>(() => ({
  sets: new Map(),
}));

/** Adds commands while the caller is shown. `set` names them; the newest list of a name counts. */
export function useCommands(set: string, commands: readonly Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const shape = commands.map(({ id, title, keys }) => `${id}${title}${keys}`).join('|');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the run functions are read when they are called
  useEffect(() => {
    const stable = latest.current.map((command, i) => ({ ...command, run: () => latest.current[i]?.run() }));
    useCommandTable.setState(({ sets }) => ({ sets: new Map(sets).set(set, stable) }));
    return () =>
      useCommandTable.setState(({ sets }) => {
        const rest = new Map(sets);
        rest.delete(set);
        return { sets: rest };
      });
  }, [set, shape]);
}

/** The latest set first, so that a room's keys win over the shell's. */
export function allCommands(): Command[] {
  return [...useCommandTable.getState().sets.values()].reverse().flat();
}
