// SPDX-License-Identifier: Apache-2.0
'use client';
/** The bar of the selected tasks: fetched with the first selection. */
import dynamic from 'next/dynamic';
import type { Selection } from './list-keys';

const Bar = dynamic(() => import('./bulk').then((module) => module.BulkBar), { ssr: false });

export function BulkBar(selection: Selection) {
  return selection.tasks.length > 0 ? <Bar {...selection} /> : null;
}
