// SPDX-License-Identifier: Apache-2.0
'use client';
/** The bar of the selected tasks: fetched with the first selection. */
import { lazily } from '@/ui/lazy';
import type { Selection } from './list-keys';

const Bar = lazily(() => import('./bulk').then((module) => module.BulkBar));

export function BulkBar(selection: Selection) {
  return selection.tasks.length > 0 ? <Bar {...selection} /> : null;
}
