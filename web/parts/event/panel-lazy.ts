// SPDX-License-Identifier: Apache-2.0
'use client';
/** The panel of an event comes after the room is painted. */
import { lazily } from '@/ui/lazy';

export const EventPanel = lazily(() => import('./panel').then((module) => module.EventPanel));
