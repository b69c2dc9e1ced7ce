// SPDX-License-Identifier: Apache-2.0
'use client';
/** A button that opens a menu: arrows walk, letters jump, Enter does, Escape closes. */
import type { LucideIcon } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Button, IconButton } from './button';
import css from './menu.module.css';
import { Popover } from './popover';

export interface MenuItem {
  label: string;
  icon?: LucideIcon;
  /** The key that does the same, shown beside. */
  keys?: string;
  danger?: boolean;
  disabled?: boolean;
  checked?: boolean;
  run(): void;
}

interface ItemsProps {
  items: readonly MenuItem[];
  onDone(): void;
}

export function MenuItems({ items, onDone }: ItemsProps) {
  const walk = (event: KeyboardEvent<HTMLDivElement>) => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^=menuitem]:not(:disabled)')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const letter =
      event.key.length === 1 && !event.ctrlKey && !event.metaKey ? event.key.toLowerCase() : null;
    let next: HTMLElement | undefined;
    if (step) next = all[(at + step + all.length) % all.length];
    else if (event.key === 'Home') next = all[0];
    else if (event.key === 'End') next = all.at(-1);
    else if (letter)
      next = [...all.slice(at + 1), ...all].find((item) =>
        item.textContent?.toLowerCase().startsWith(letter),
      );
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  };
  return (
    <div onKeyDown={walk} role="presentation">
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={item.checked}
          tabIndex={-1}
          disabled={item.disabled}
          className={`${css.item} ${item.danger ? css.danger : ''}`}
          onClick={() => {
            onDone();
            item.run();
          }}
        >
          {item.icon ? (
            <item.icon size={16} aria-hidden />
          ) : (
            <span className={css.gap}>{item.checked ? '✓' : ''}</span>
          )}
          <span className={css.label}>{item.label}</span>
          {item.keys && <kbd>{item.keys}</kbd>}
        </button>
      ))}
    </div>
  );
}

interface Props {
  label: string;
  icon?: LucideIcon;
  text?: string;
  items: readonly MenuItem[];
  className?: string;
}

export function Menu({ label, icon, text, items, className }: Props) {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const shared = {
    ref: anchor,
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open,
    className,
    onClick: () => setOpen((was) => !was),
  };
  return (
    <>
      {icon && text === undefined ? (
        <IconButton icon={icon} label={label} {...shared} />
      ) : (
        <Button icon={icon} kind="quiet" aria-label={`${label}: ${text}`} {...shared}>
          {text}
        </Button>
      )}
      {open && (
        <Popover anchor={anchor} label={label} role="menu" onClose={() => setOpen(false)}>
          <MenuItems items={items} onDone={() => setOpen(false)} />
        </Popover>
      )}
    </>
  );
}
