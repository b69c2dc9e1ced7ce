// SPDX-License-Identifier: Apache-2.0
'use client';
/** Fetched when a session ends. */
import { lazily } from '@/ui/lazy';

export const SignInSheet = lazily(() => import('./sign-in-sheet').then((module) => module.SignInSheet));
