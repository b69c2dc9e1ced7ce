// SPDX-License-Identifier: Apache-2.0
/** What is told beside the page: a change with its Undo, a refusal with its reason. The shell shows them. */
import { create } from 'zustand';

export interface Notice {
  id: number;
  text: string;
  tone: 'plain' | 'problem';
  /** A word on the button, and what it does. */
  action?: { label: string; run(): void };
  /** A second one, such as Compare. */
  more?: { label: string; run(): void };
}

interface Notices {
  list: Notice[];
}
export const useNotices = create<Notices>(() => ({ list: [] }));

let count = 0;

export function tell(notice: Omit<Notice, 'id' | 'tone'> & { tone?: Notice['tone'] }): number {
  const id = ++count;
  useNotices.setState(({ list }) => ({ list: [...list.slice(-2), { tone: 'plain', ...notice, id }] }));
  return id;
}

export function dismiss(id: number): void {
  useNotices.setState(({ list }) => ({ list: list.filter((notice) => notice.id !== id) }));
}

/** The one polite announcer for screen readers. */
export const useAnnounced = create<{ text: string; assertive: boolean }>(() => ({
  text: '',
  assertive: false,
}));
export function announce(text: string, assertive = false): void {
  useAnnounced.setState({ text: '', assertive });
  setTimeout(() => useAnnounced.setState({ text, assertive }), 60);
}
