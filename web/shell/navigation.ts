// SPDX-License-Identifier: Apache-2.0
/** The rooms in the navigation, in order, with the letter that follows "g". */
import {
  BookOpen,
  Brain,
  CalendarDays,
  CalendarRange,
  Columns3,
  Inbox,
  ListTodo,
  MessageCircle,
  Settings,
  ShieldCheck,
  Sun,
  UserRound,
} from 'lucide-react';
import type { Words } from '@/words';

export const PLACES = [
  { id: 'today', path: '/', icon: Sun, letter: 't', bar: true },
  { id: 'tasks', path: '/tasks', icon: ListTodo, letter: 'a', bar: true },
  { id: 'upcoming', path: '/tasks/upcoming', icon: CalendarRange, letter: 'u', bar: false },
  { id: 'board', path: '/tasks/board', icon: Columns3, letter: 'b', bar: false },
  { id: 'calendar', path: '/calendar', icon: CalendarDays, letter: 'c', bar: true },
  { id: 'chat', path: '/chat', icon: MessageCircle, letter: 'h', bar: true },
  { id: 'inbox', path: '/inbox', icon: Inbox, letter: 'i', bar: false },
  { id: 'memory', path: '/memory', icon: Brain, letter: 'm', bar: false },
  { id: 'documents', path: '/memory/documents', icon: BookOpen, letter: 'd', bar: false },
  { id: 'profile', path: '/memory/profile', icon: UserRound, letter: 'p', bar: false },
  { id: 'settings', path: '/settings', icon: Settings, letter: 's', bar: false },
  { id: 'admin', path: '/admin', icon: ShieldCheck, letter: '', bar: false },
] as const satisfies readonly {
  id: keyof Words['shell']['rooms'];
  path: string;
  icon: typeof Sun;
  letter: string;
  bar: boolean;
}[];

/** The room that a path belongs to: the longest path that begins it. */
export function placeOf(pathname: string): (typeof PLACES)[number] | undefined {
  const path = pathname.replace(/\/$/, '') || '/';
  return [...PLACES]
    .sort((a, b) => b.path.length - a.path.length)
    .find((place) => path === place.path || (place.path !== '/' && path.startsWith(`${place.path}/`)));
}
