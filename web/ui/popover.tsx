// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * A small layer beside the thing that opened it: the browser's popover (top layer, closes on a click
 * elsewhere and on Escape), placed by us because anchor positioning is not in every browser yet.
 */
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import css from './popover.module.css';

const GAP = 4;

function place(anchor: HTMLElement, panel: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = innerHeight - at.bottom - GAP;
  const top = below >= height || below > at.top ? at.bottom + GAP : Math.max(GAP, at.top - GAP - height);
  const left = Math.min(Math.max(GAP, at.left), innerWidth - width - GAP);
  panel.style.setProperty('top', `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`);
  panel.style.setProperty('left', `${left}px`);
}

interface Props {
  anchor: RefObject<HTMLElement | null>;
  onClose(): void;
  label: string;
  role?: 'dialog' | 'menu' | 'listbox';
  children: ReactNode;
}

/** Shown as long as it is rendered. */
export function Popover({ anchor, onClose, label, role = 'dialog', children }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const panel = ref.current!;
    const opener = anchor.current;
    panel.showPopover();
    if (opener) place(opener, panel);
    const first = panel.querySelector<HTMLElement>('[data-first], input, [role=menuitem], button');
    first?.focus({ preventScroll: true });
    return () => {
      if (panel.contains(document.activeElement) || document.activeElement === document.body) opener?.focus();
    };
  }, [anchor]);
  useEffect(() => {
    const panel = ref.current!;
    const toggled = (event: Event) => (event as ToggleEvent).newState === 'closed' && close.current();
    panel.addEventListener('toggle', toggled);
    return () => panel.removeEventListener('toggle', toggled);
  }, []);
  return (
    <div ref={ref} popover="auto" className={css.popover} role={role} aria-label={label}>
      {children}
    </div>
  );
}
