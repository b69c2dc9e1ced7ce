// SPDX-License-Identifier: Apache-2.0
'use client';
/** Reading other programs' files is fetched with the page that offers it, not with the settings. */
import dynamic from 'next/dynamic';

export const Import = dynamic(() => import('./import').then((module) => module.Import), { ssr: false });
