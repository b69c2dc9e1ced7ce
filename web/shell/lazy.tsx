// SPDX-License-Identifier: Apache-2.0
'use client';
/** Layers whose code is fetched when they are first opened, or after the first paint. */
import { lazily } from '@/ui/lazy';
import { KeysHeld } from './keys-held';

export const CommandMenu = lazily(
  () => import('./command-menu').then((module) => module.CommandMenu),
  <KeysHeld />,
);
export const HelpSheet = lazily(() => import('./help-sheet').then((module) => module.HelpSheet));
export const ConflictSheet = lazily(() => import('./conflict').then((module) => module.ConflictSheet));
export const Notified = lazily(() => import('./notified').then((module) => module.Notified));
export const Toasts = lazily(() => import('./toasts').then((module) => module.Toasts));
