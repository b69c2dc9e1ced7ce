// SPDX-License-Identifier: Apache-2.0
'use client';
/** Fetched with the chat. */
import { lazily } from '@/ui/lazy';

export const AttachButton = lazily(() => import('./attach').then((module) => module.AttachButton));
export const Attached = lazily(() => import('./attach').then((module) => module.Attached));
