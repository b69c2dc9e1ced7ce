// SPDX-License-Identifier: Apache-2.0
'use client';
/** Fetched where this Pixie writes down what is spoken. */
import { lazily } from '@/ui/lazy';

export const Voice = lazily(() => import('./voice').then((module) => module.Voice));
