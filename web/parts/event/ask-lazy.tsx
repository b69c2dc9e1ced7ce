// SPDX-License-Identifier: Apache-2.0
'use client';
/** The question which occurrences are meant: fetched when it is asked. */
import { lazily } from '@/ui/lazy';
import { useEventAsk } from './actions';

const Question = lazily(() => import('./ask').then((module) => module.EventAsk));

export function EventAsk() {
  const open = useEventAsk((state) => state.question !== null);
  return open ? <Question /> : null;
}
