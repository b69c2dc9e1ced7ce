// SPDX-License-Identifier: Apache-2.0
/**
 * How this person likes the app: theme, keys, hours, saved views. Kept by the server (/me/preferences), with
 * a copy here that paints before it has answered; the theme is set before the first paint (app/early.ts).
 */
import { create } from 'zustand';
import type { Wanted } from '@/words';
import { call } from './api';
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

function copied(): Partial<Preferences> {
  if (typeof localStorage === 'undefined') return {};
  try {
    return JSON.parse(noted(COPY) ?? '{}');
  } catch {
    return {};
  }
}

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

let version = 0;

/** Another person is here, or nobody: nothing of the last one's is shown, kept or sent. */
export function forgetPreferences(): void {
  version += 1; // what waits to be sent is not sent
  note(COPY, null);
  usePreferences.setState(DEFAULTS);
}

export async function loadPreferences(): Promise<void> {
  try {
    const kept = await call<Partial<Preferences>>('/me/preferences');
    usePreferences.setState({ ...DEFAULTS, ...copied(), ...kept });
  } catch {
    /* the copy will do */
  }
  show(usePreferences.getState());
}

/** Sets some; shown at once, kept by the server when it can be reached. */
export function prefer(some: Partial<Preferences>): void {
  usePreferences.setState(some);
  const all = usePreferences.getState();
  show(all);
  const mine = ++version;
  setTimeout(() => {
    if (mine === version) void call('/me/preferences', { method: 'PATCH', body: all }).catch(() => null);
  }, 300);
}
