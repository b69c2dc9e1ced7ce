// SPDX-License-Identifier: Apache-2.0
'use client';
/** The panel of a task comes after the room is painted. */
import { lazily } from '@/ui/lazy';

export const TaskPanel = lazily(() => import('./panel').then((module) => module.TaskPanel));
