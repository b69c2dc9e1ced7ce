// SPDX-License-Identifier: Apache-2.0
'use client';
/** The layers that set one thing of a task: fetched when the page has nothing else to do, at the latest when one opens. */
import { useEffect } from 'react';
import { whenIdle } from '@/data/engine';
import { KeysHeld } from '@/shell/keys-held';
import { lazily } from '@/ui/lazy';
import { useAsk } from './ask-store';

const Layers = lazily(() => import('./ask').then((module) => module.TaskAsk), <KeysHeld />);

export function TaskAsk() {
  const open = useAsk((state) => state.kind !== null);
  useEffect(() => whenIdle(Layers.preload), []);
  return open ? <Layers /> : null;
}
