// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * A list to choose from by typing: the input keeps the focus, arrows move the active row, Enter takes it.
 * Used by pickers of project, person, tag and by the command menu.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import css from './picker.module.css';

export interface Choice {
  id: string;
  text: string;
  /** Other words that find it. */
  also?: string;
  group?: string;
  before?: ReactNode;
  after?: ReactNode;
}

/** Every word of the query must begin a word of the choice. */
export function matches(choice: Choice, query: string): boolean {
  const text = ` ${choice.text} ${choice.also ?? ''}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => text.includes(` ${word}`) || text.includes(`-${word}`));
}

interface Props {
  label: string;
  choices: readonly Choice[];
  placeholder?: string;
  /** Rows made of what was typed, such as "New project ...". */
  extra?(query: string): Choice[];
  empty?: string;
  onPick(choice: Choice, query: string): void;
  onQuery?(query: string): void;
}

export function Picker({ label, choices, placeholder, extra, empty, onPick, onQuery }: Props) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () => [...choices.filter((choice) => matches(choice, query)).slice(0, 60), ...(extra?.(query) ?? [])],
    [choices, query, extra],
  );
  const at = Math.min(active, shown.length - 1);
  useEffect(() => {
    box.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length > 0) setActive((at + step + shown.length) % shown.length);
    else if (event.key === 'Enter' && shown[at] && !event.nativeEvent.isComposing) onPick(shown[at], query);
    else return;
    event.preventDefault();
  };
  return (
    <div className={css.picker}>
      <input
        data-first
        className={css.input}
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={shown[at] ? `${list}-${at}` : undefined}
        autoComplete="off"
        placeholder={placeholder ?? label}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
          onQuery?.(event.target.value);
        }}
        onKeyDown={keys}
      />
      <div ref={box} id={list} role="listbox" aria-label={label} className={css.list} tabIndex={-1}>
        {shown.map((choice, i) => (
          <Option
            key={choice.id}
            id={`${list}-${i}`}
            at={i}
            choice={choice}
            heading={choice.group !== shown[i - 1]?.group ? choice.group : undefined}
            active={i === at}
            onPick={() => onPick(choice, query)}
          />
        ))}
      </div>
      {shown.length === 0 && empty && <p className={css.empty}>{empty}</p>}
    </div>
  );
}

interface OptionProps {
  id: string;
  at: number;
  choice: Choice;
  heading?: string;
  active: boolean;
  onPick(): void;
}

function Option({ id, at, choice, heading, active, onPick }: OptionProps) {
  return (
    <>
      {heading && (
        <div className={css.heading} role="presentation">
          {heading}
        </div>
      )}
      <div
        id={id}
        data-at={at}
        role="option"
        aria-selected={active}
        tabIndex={-1}
        className={`${css.option} ${active ? css.active : ''}`}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onPick}
      >
        {choice.before}
        <span className={css.text}>{choice.text}</span>
        {choice.after}
      </div>
    </>
  );
}
