// SPDX-License-Identifier: Apache-2.0
'use client';
/** Fetched when a list is pasted. */
import { lazily } from '@/ui/lazy';

export const Pasted = lazily(() => import('./pasted').then((module) => module.Pasted));
