// SPDX-License-Identifier: Apache-2.0
/** Which small layer is open, for which tasks, beside what. */
import type { RefObject } from 'react';
import { create } from 'zustand';
import type { Task } from '@/data/types';

export type Asked =
  | 'date'
  | 'repeat'
  | 'project'
  | 'tags'
  | 'priority'
  | 'reminders'
  | 'estimate'
  | 'planned';
interface Ask {
  kind: Asked | null;
  tasks: readonly Task[];
  anchor: RefObject<HTMLElement | null>;
}
export const useAsk = create<Ask>(() => ({ kind: null, tasks: [], anchor: { current: null } }));

/** Opens the layer beside `anchor`, for these tasks. */
export function ask(kind: Asked, tasks: readonly Task[], anchor: HTMLElement | null): void {
  if (tasks.length > 0) useAsk.setState({ kind, tasks, anchor: { current: anchor } });
}

export const closeAsk = () => useAsk.setState({ kind: null });

let subtaskOf: string | null = null;

/** The field for a subtask of this task gets the focus as soon as it is there. */
export function askSubtask(id: string): void {
  const field = document.querySelector<HTMLElement>(`[data-subtask="${id}"]`);
  subtaskOf = field ? null : id;
  field?.focus();
}

/** For the field itself, when it is there. */
export function takeSubtask(field: HTMLElement | null): void {
  if (!field || field.dataset.subtask !== subtaskOf) return;
  subtaskOf = null;
  field.focus();
}
