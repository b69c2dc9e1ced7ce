// SPDX-License-Identifier: Apache-2.0
'use client';
/** Reading other programs' files is fetched with the page that offers it. */
import { lazily } from '@/ui/lazy';

export const Import = lazily(() => import('./import').then((module) => module.Import));
