// SPDX-License-Identifier: Apache-2.0
'use client';
/** The question which occurrences are meant: fetched when it is asked. */
import dynamic from 'next/dynamic';
import { useEventAsk } from './actions';

const Question = dynamic(() => import('./ask').then((module) => module.EventAsk), { ssr: false });

export function EventAsk() {
  const open = useEventAsk((state) => state.question !== null);
  return open ? <Question /> : null;
}
