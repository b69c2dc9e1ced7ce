// SPDX-License-Identifier: Apache-2.0
'use client';
/** The panel and its Markdown come after the list is painted. */
import dynamic from 'next/dynamic';

export const TaskPanel = dynamic(() => import('./panel').then((module) => module.TaskPanel), { ssr: false });
