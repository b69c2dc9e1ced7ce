// SPDX-License-Identifier: Apache-2.0
'use client';
/** What the first view of the calendar does not need. */
import { lazily } from '@/ui/lazy';

export const Agenda = lazily(() => import('./agenda').then((module) => module.Agenda));
export const MonthView = lazily(() => import('./month-view').then((module) => module.MonthView));
export const Tray = lazily(() => import('./tray').then((module) => module.Tray));
export const ZonePicker = lazily(() => import('./zone-picker').then((module) => module.ZonePicker));
