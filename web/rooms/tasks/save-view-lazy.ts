// SPDX-License-Identifier: Apache-2.0
'use client';
/** Fetched for the first list that is filtered or sorted. */
import { lazily } from '@/ui/lazy';

export const SaveView = lazily(() => import('./save-view').then((module) => module.SaveView));
