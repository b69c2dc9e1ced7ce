// SPDX-License-Identifier: Apache-2.0
'use client';
/** The panel of an event comes after the room is painted. */
import dynamic from 'next/dynamic';

export const EventPanel = dynamic(() => import('./panel').then((module) => module.EventPanel), {
  ssr: false,
});
