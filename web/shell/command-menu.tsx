// SPDX-License-Identifier: Apache-2.0
'use client';
/** Ctrl/Cmd K: commands, places, tasks, events and talks by their words, a day by a date, and at last a question. */
import { useRouter } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { read } from '@/data/engine';
import { useFormat } from '@/data/format';
import { useConversations, useRows, useTasks, useUser } from '@/data/rows';
import { Dialog } from '@/ui/dialog';
import { type Choice, Picker } from '@/ui/picker';
import { useWords } from '@/words';
import { allCommands } from './commands';
import { shownKeys } from './keys';

interface Entry extends Choice {
  run(): void;
}

function useEntries(): Entry[] {
  const router = useRouter();
  const w = useWords();
  const format = useFormat();
  const tasks = useTasks().rows;
  const events = useRows('event').rows;
  const talks = useConversations().rows;
  return useMemo(() => {
    const groups = w.shell.groups;
    const go = (path: string) => () => router.push(path);
    return [
      ...allCommands()
        .filter((command) => !command.silent)
        .map((command) => ({
          id: command.id,
          text: command.title,
          group: command.group,
          after: command.keys ? <kbd>{shownKeys(command.keys)}</kbd> : undefined,
          run: command.run,
        }))
        .sort((a, b) => a.group.localeCompare(b.group)),
      ...[...tasks.values()].map((task) => ({
        id: task.id,
        text: task.title,
        group: groups.tasks,
        also: task.tags.join(' '),
        run: go(`/tasks?task=${task.id}`),
      })),
      ...[...events].map(([at, event]) => ({
        id: at,
        text: event.title,
        group: groups.events,
        after: <time className="muted small">{format.day(format.dayOf(event.start))}</time>,
        run: go(`/calendar?day=${format.dayOf(event.start)}&event=${encodeURIComponent(at)}`),
      })),
      ...[...talks.values()]
        .filter((talk) => talk.title)
        .map((talk) => ({
          id: talk.id,
          text: talk.title!,
          group: groups.talks,
          run: go(`/chat?c=${talk.id}`),
        })),
    ];
  }, [w, format, tasks, events, talks, router]);
}

/** "go to 3 march": the day that the engine reads in the words. */
function dayIn(text: string, zone: string): string | null {
  const words = text.replace(/^(go to|gehe zu)\s+/i, '');
  const answer = words.length > 2 ? read(`${words} meeting`, zone, {}) : null;
  const start = answer?.calls?.[0]?.arguments.start ?? answer?.calls?.[0]?.arguments.due;
  return typeof start === 'string' ? start.slice(0, 10) : null;
}

export function CommandMenu({ onClose }: { onClose(): void }) {
  const router = useRouter();
  const w = useWords();
  const format = useFormat();
  const { zone } = useUser();
  const entries = useEntries();
  const extra = useCallback(
    (query: string): Entry[] => {
      if (!query.trim()) return [];
      const day = dayIn(query, zone);
      const group = w.shell.groups.actions;
      const ask = `/chat?ask=${encodeURIComponent(query.trim())}`;
      return [
        ...(day
          ? [
              {
                id: 'day',
                group,
                text: w.shell.goTo(format.day(day)),
                run: () => router.push(`/calendar?view=day&day=${day}`),
              },
            ]
          : []),
        { id: 'ask', group, text: w.shell.ask(query.trim()), run: () => router.push(ask) },
      ];
    },
    [zone, w, format, router],
  );
  return (
    <Dialog open onClose={onClose} title={w.shell.menu} kind="menu" bare>
      <Picker
        label={w.shell.menu}
        placeholder={w.shell.menuHint}
        choices={entries}
        extra={extra}
        empty={w.shell.menuEmpty}
        onPick={(choice) => {
          onClose();
          (choice as Entry).run();
        }}
      />
    </Dialog>
  );
}
