// SPDX-License-Identifier: Apache-2.0
/** Filters in words, English and German. */
import type { Project } from '@/data/types';
import type { Filter } from '@/parts/task/model';

/** "urgent in Avenue due this week" as a filter; words that say nothing of the kind search the titles. */
export function readFilter(words: string, projects: Iterable<Project>, tags: Iterable<string>): Filter {
  let rest = ` ${words.toLowerCase().trim()} `;
  const take = (pattern: RegExp) => {
    const found = pattern.exec(rest);
    if (found) rest = rest.replace(found[0], ' ');
    return found;
  };
  const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const filter: Filter = {};
  if (take(/\s(due\s+)?(this|diese)\s+(week|woche)\s/)) filter.due = 'week';
  else if (take(/\s(due\s+)?(today|heute)\s/)) filter.due = 'today';
  else if (take(/\s(overdue|überfällig)\s/)) filter.due = 'overdue';
  else if (take(/\s(no date|ohne datum)\s/)) filter.due = 'none';
  for (const project of [...projects].sort((a, b) => b.name.length - a.name.length)) {
    if (take(new RegExp(`\\s(in\\s+|#)?${quoted(project.name.toLowerCase())}\\s`))) {
      filter.project = project.id;
      break;
    }
  }
  const priority = take(/\s(urgent|high|low|dringend|hoch|niedrig)\s/)?.[1];
  const german: Record<string, string> = { dringend: 'urgent', hoch: 'high', niedrig: 'low' };
  if (priority) filter.priority = german[priority] ?? priority;
  for (const tag of tags) if (take(new RegExp(`\\s#?${quoted(tag)}\\s`))) filter.tag = tag;
  const text = rest
    .replace(/\s(tasks?|aufgaben|in|due|with|mit)(?=\s)/g, ' ')
    .trim()
    .replace(/\s+/g, ' ');
  if (text) filter.text = text;
  return filter;
}
