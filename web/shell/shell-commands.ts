// SPDX-License-Identifier: Apache-2.0
'use client';
/** The commands that hold in every room. */
import { useRouter } from 'next/navigation';
import { redo, undo } from '@/data/change';
import { prefer, usePreferences } from '@/data/preferences';
import { signOut } from '@/data/session';
import { useWords } from '@/words';
import { type Command, useCommands } from './commands';
import { PLACES } from './navigation';

/** Where single keys must not look for the line: it may be elsewhere in the page. */
export function focusLine(): void {
  document.querySelector<HTMLTextAreaElement>('[data-line]')?.focus();
}

function focusFind(): void {
  const field = document.querySelector<HTMLInputElement>('[data-find]');
  if (field) field.focus();
}

export function useShellCommands(show: (layer: 'menu' | 'help') => void): void {
  const router = useRouter();
  const w = useWords();
  const places: Command[] = PLACES.map((place) => ({
    id: `go-${place.id}`,
    title: w.shell.rooms[place.id],
    group: w.shell.groups.places,
    keys: place.letter ? `g ${place.letter}` : undefined,
    run: () => router.push(place.path, { scroll: false }),
  }));
  const actions = w.shell.groups.actions;
  useCommands('shell', [
    {
      id: 'menu',
      title: w.shell.menu,
      group: actions,
      keys: 'Mod+k',
      always: true,
      silent: true,
      run: () => show('menu'),
    },
    { id: 'help', title: w.shell.help, group: actions, keys: '?', run: () => show('help') },
    { id: 'line', title: w.shell.focusLine, group: actions, keys: 'q', run: focusLine },
    { id: 'find', title: w.shell.find, group: actions, keys: '/', run: focusFind },
    { id: 'undo', title: w.shell.undoAny, group: actions, keys: 'Mod+z', run: () => void undo() },
    { id: 'redo', title: w.shell.redoAny, group: actions, keys: 'Mod+Shift+z|Mod+y', run: () => void redo() },
    {
      id: 'sidebar',
      title: w.shell.collapse,
      group: actions,
      keys: '[',
      run: () => prefer({ sidebar: !usePreferences.getState().sidebar }),
    },
    { id: 'sign-out', title: w.shell.signOut, group: actions, run: () => void signOut() },
    ...places,
  ]);
}
