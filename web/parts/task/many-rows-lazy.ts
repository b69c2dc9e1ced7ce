// SPDX-License-Identifier: Apache-2.0
'use client';
/** Fetched for the first long list. */
import { lazily } from '@/ui/lazy';

export const ManyRows = lazily(() => import('./many-rows').then((module) => module.ManyRows));
