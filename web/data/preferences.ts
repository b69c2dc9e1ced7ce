// SPDX-License-Identifier: Apache-2.0
/**
 * How this person likes the app: theme, keys, hours, saved views. Kept by the server (/me/preferences), with
 * a copy here that paints before it has answered; the theme is set before the first paint (app/early.ts).
 */
import { create } from 'zustand';
import type { Wanted } from '@/words';
import { call, type Refused } from './api';
import { useLink } from './live';
import { note, noted } from './local';

export interface SavedView {
  name: string;
  query: string;
}
export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  language: Wanted;
  keys: boolean;
  dayStart: number;
  dayEnd: number;
  hourHeight: number;
  sidebar: boolean;
  views: SavedView[];
  zones: string[];
}

const DEFAULTS: Preferences = {
  theme: 'system',
  language: 'system',
  keys: true,
  dayStart: 8,
  dayEnd: 18,
  hourHeight: 48,
  sidebar: true,
  views: [],
  zones: [],
};
const COPY = 'pixie-preferences';
/** What no tab of this browser could tell the server yet. */
const UNSENT = 'pixie-preferences-unsent';

function read(name: string): Partial<Preferences> {
  if (typeof localStorage === 'undefined') return {};
  try {
    return JSON.parse(noted(name) ?? '{}');
  } catch {
    return {};
  }
}
const copied = () => read(COPY);

export const usePreferences = create<Preferences>(() => ({ ...DEFAULTS, ...copied() }));

function show(preferences: Preferences): void {
  note(COPY, JSON.stringify(preferences));
  showTheme(preferences);
}

function showTheme(preferences: Preferences): void {
  if (preferences.theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = preferences.theme;
}

/** What another tab of this browser set is shown here at once. */
export function followPreferences(): () => void {
  const heard = ({ key, newValue }: StorageEvent) => {
    if (key !== COPY || newValue === null) return;
    usePreferences.setState({ ...DEFAULTS, ...copied() });
    showTheme(usePreferences.getState());
  };
  window.addEventListener('storage', heard);
  return () => window.removeEventListener('storage', heard);
}

let sending: ReturnType<typeof setTimeout> | undefined;
/** What was set here and the server has not answered yet: sent by itself, and laid over what it tells meanwhile. */
let unsent: Partial<Preferences> = {};
/** Whether what an earlier page could not send is among them; one that is open now sends its own. */
let adopted = false;
/** How many times something was set here: an answer that was asked for before that is older than what is shown. */
let set = 0;

/** Another person is here, or nobody: nothing of the last one's is shown, kept or sent. */
export function forgetPreferences(): void {
  clearTimeout(sending); // what waits to be sent is not sent
  sending = undefined;
  unsent = {};
  set += 1; // an answer to the last one is not shown
  note(COPY, null);
  note(UNSENT, null);
  adopted = true; // there is nothing of this person's
  usePreferences.setState(DEFAULTS);
}

/** What the server has; what it could not be told before is sent again. */
export async function loadPreferences(): Promise<void> {
  const before = set;
  if (!adopted) unsent = { ...read(UNSENT), ...unsent }; // of a page that was left before it could send
  adopted = true;
  try {
    const kept = await call<Partial<Preferences>>('/me/preferences');
    if (set === before) usePreferences.setState({ ...DEFAULTS, ...copied(), ...kept, ...unsent });
    if (sending === undefined) void send();
  } catch {
    /* the copy will do */
  }
  show(usePreferences.getState());
}

async function send(keepalive = false): Promise<void> {
  clearTimeout(sending);
  sending = undefined;
  const body = { ...unsent };
  const names = Object.keys(body) as (keyof Preferences)[];
  if (names.length === 0) return;
  try {
    await call('/me/preferences', { method: 'PATCH', body, keepalive });
  } catch (error) {
    const { status } = error as Refused;
    if (status !== 400 && status !== 422) return; // sent again once there is a connection
  }
  for (const name of names) if (unsent[name] === body[name]) delete unsent[name];
  const noted = read(UNSENT);
  for (const name of names) if (isSame(noted[name], body[name])) delete noted[name];
  note(UNSENT, Object.keys(noted).length > 0 ? JSON.stringify(noted) : null);
}

const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);

useLink.subscribe(({ link }) => {
  if (link === 'connected') void send();
});

/** Sets some; shown at once, kept by the server when it can be reached, also if the page is left meanwhile. */
export function prefer(some: Partial<Preferences>): void {
  set += 1;
  unsent = { ...unsent, ...some };
  note(UNSENT, JSON.stringify({ ...read(UNSENT), ...some }));
  usePreferences.setState(some);
  show(usePreferences.getState());
  clearTimeout(sending);
  sending = setTimeout(() => void send(), 300);
  window.addEventListener('pagehide', leaving); // once, however often it is added
}

function leaving(): void {
  if (sending !== undefined) void send(true);
}
