// SPDX-License-Identifier: Apache-2.0
'use client';
/** Fetched when it is asked for. */
import dynamic from 'next/dynamic';

export const ZonePicker = dynamic(() => import('./zone-picker').then((module) => module.ZonePicker), {
  ssr: false,
});
