// SPDX-License-Identifier: Apache-2.0
'use client';
/** Layers whose code is fetched when they are first opened. */
import dynamic from 'next/dynamic';

export const CommandMenu = dynamic(() => import('./command-menu').then((module) => module.CommandMenu), {
  ssr: false,
});
export const HelpSheet = dynamic(() => import('./help-sheet').then((module) => module.HelpSheet), {
  ssr: false,
});
