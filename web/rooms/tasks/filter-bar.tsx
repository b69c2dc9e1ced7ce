// SPDX-License-Identifier: Apache-2.0
'use client';
/** The filter in words and as chips, and how the list is grouped and sorted. */
import { ArrowUpDown, CircleCheck, Layers, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { projectName, useProjects, useTasks } from '@/data/rows';
import type { Filter, PRIORITIES, Sort } from '@/parts/task/model';
import { Button } from '@/ui/button';
import { Menu } from '@/ui/menu';
import { setQuery } from '@/ui/url';
import { useWords } from '@/words';
import css from './filter-bar.module.css';
import type { Grouping } from './group';

interface Props {
  filter: Filter;
  sort: Sort;
  grouping: Grouping;
  done: boolean;
  /** The words as they are typed; null: they are taken by other means now. */
  onType(text: string | null): void;
}

function WordsField({ filter, onType }: Pick<Props, 'filter' | 'onType'>) {
  const w = useWords();
  const projects = useProjects().rows;
  const tasks = useTasks().rows;
  const [text, setText] = useState(filter.text ?? '');
  const tags = useMemo(() => new Set([...tasks.values()].flatMap((task) => task.tags)), [tasks]);
  useEffect(() => {
    if (!filter.text) setText('');
  }, [filter.text]);
  const typed = (next: string) => {
    setText(next);
    onType(next);
  };
  const take = async () => {
    const { readFilter } = await import('./read-filter');
    const read = readFilter(text, projects.values(), tags);
    onType(null);
    setQuery({ ...read, text: read.text ?? null });
    setText(read.text ?? '');
  };
  return (
    <form
      role="search"
      className={css.search}
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <input
        data-find
        type="search"
        aria-label={w.tasks.filter}
        placeholder={`${w.tasks.filter}: ${w.tasks.filterHint}`}
        value={text}
        onChange={(event) => typed(event.target.value)}
      />
    </form>
  );
}

export function FilterBar({ filter, sort, grouping, done, onType }: Props) {
  const w = useWords();
  const projects = useProjects().rows;
  const chips: [string, string | null | undefined][] = [
    ['project', filter.project === 'none' ? w.tasks.noProject : projectName(projects, filter.project)],
    ['priority', filter.priority && w.tasks.priorities[filter.priority as (typeof PRIORITIES)[number]]],
    [
      'due',
      filter.due &&
        ({ today: w.days.today, overdue: w.tasks.overdue, none: w.tasks.noDate, week: w.calendar.views.week }[
          filter.due
        ] ??
          filter.due),
    ],
    ['tag', filter.tag && `#${filter.tag}`],
  ];
  const groups = (['none', 'due', 'project', 'priority'] as const).map((one) => ({
    label: w.tasks.groups[one],
    checked: grouping === one,
    run: () => setQuery({ group: one === 'none' ? null : one }),
  }));
  const sorts = (['order', 'due', 'priority', 'title'] as const).map((one) => ({
    label: w.tasks.sorts[one],
    checked: sort === one,
    run: () => setQuery({ sort: one === 'order' ? null : one }),
  }));
  return (
    <div className={css.bar}>
      <WordsField filter={filter} onType={onType} />
      {chips.map(
        ([name, text]) =>
          text && (
            <button
              key={name}
              type="button"
              className={css.chip}
              aria-label={`${w.tasks.clear}: ${text}`}
              onClick={() => setQuery({ [name]: null })}
            >
              {text}
              <X size={14} aria-hidden />
            </button>
          ),
      )}
      <span className={css.space} />
      <Menu label={w.tasks.group} icon={Layers} text={w.tasks.groups[grouping]} items={groups} />
      <Menu label={w.tasks.sort} icon={ArrowUpDown} text={w.tasks.sorts[sort]} items={sorts} />
      <Button
        kind="quiet"
        icon={CircleCheck}
        aria-pressed={done}
        className={done ? css.on : ''}
        onClick={() => setQuery({ done: done ? null : '1' })}
      >
        {w.tasks.showDone}
      </Button>
    </div>
  );
}
