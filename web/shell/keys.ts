// SPDX-License-Identifier: Apache-2.0
/**
 * From a key press to a command: "g t" are two presses within a second (by when they were pressed: a busy page hears
 * of them late), Mod is Ctrl or Cmd. Letters never act in a text field or during composition.
 */
import { usePreferences } from '@/data/preferences';
import { allCommands } from './commands';

const CHORD_MS = 1000;
const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

export function nameOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push('Mod');
  if (event.altKey) parts.push('Alt');
  const letter = event.key.length === 1;
  if (event.shiftKey && (!letter || /[a-z]/i.test(event.key))) parts.push('Shift');
  parts.push(letter ? event.key.toLowerCase() : event.key);
  return parts.join('+');
}

/** "Mod+k" as it is written on this machine. */
export function shownKeys(keys: string): string {
  return keys
    .split('|')[0]!
    .replace('Mod', mac ? '⌘' : 'Ctrl')
    .replace('Arrow', '')
    .replace('Escape', 'Esc')
    .replace('Delete', 'Del');
}

function inText(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return Boolean(
    element?.closest?.('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]'),
  );
}

/** A layer over the page has its own keys. */
function inLayer(): boolean {
  return document.querySelector('dialog[open], [popover]:popover-open') !== null;
}

let pending = '';
let pendingUntil = 0;

function find(name: string, typing: boolean) {
  const letters = usePreferences.getState().keys;
  return allCommands().find((command) => {
    const keys = command.keys?.split('|') ?? [];
    if (!keys.includes(name)) return false;
    if (typing) return command.always;
    return command.always || letters || name.includes('+') || name.length > 3;
  });
}

let held = 0;

/** While the code of a layer is on its way the letters are meant for it: none of them acts. Gives what ends that. */
export function holdKeys(): () => void {
  held += 1;
  return () => {
    held -= 1;
  };
}

export function onKey(event: KeyboardEvent): void {
  if (held > 0 && event.key.length === 1 && !inText(event.target)) return;
  if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key))
    return;
  const name = nameOf(event);
  const typing = inText(event.target);
  const chord = !typing && event.timeStamp < pendingUntil ? find(`${pending} ${name}`, false) : undefined;
  const command = chord ?? find(name, typing);
  pending = '';
  const begins = !typing && name === 'g';
  // Whether a layer is open is asked only if it matters: the answer takes longer than a key may.
  if (!(command || begins) || (name !== 'Mod+k' && inLayer())) return;
  if (command) {
    event.preventDefault();
    command.run();
  } else {
    pending = 'g';
    pendingUntil = event.timeStamp + CHORD_MS;
  }
}
