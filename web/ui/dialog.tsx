// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * A layer over the page: the browser's own <dialog>, which keeps the focus inside, gives it back, and makes
 * the page behind inert. "center" asks or lists, "sheet" comes from the bottom of a phone or the side.
 */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '@/words';
import { IconButton } from './button';
import css from './dialog.module.css';

interface Props {
  open: boolean;
  /** Without it the layer stays until its caller takes it away: no button closes it, nor does Escape. */
  onClose?(): void;
  title: string;
  kind?: 'center' | 'sheet' | 'menu';
  /** Hides the head; the title is still read. */
  bare?: boolean;
  children: ReactNode;
}

export function Dialog({ open, onClose, title, kind = 'center', bare = false, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const w = useWords();
  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog && !dialog.open) dialog.showModal();
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  if (!open) return null;
  return (
    <dialog
      ref={ref}
      className={`${css.dialog} ${css[kind]}`}
      aria-labelledby={heading}
      // A second Escape closes it whatever is said here.
      onClose={onClose ?? (() => ref.current?.showModal())}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
      onClick={(event) => event.target === ref.current && onClose?.()}
    >
      <div className={css.inside}>
        <header className={bare ? 'hidden' : css.head}>
          <h2 id={heading}>{title}</h2>
          {!bare && onClose && <IconButton icon={X} label={w.common.close} onClick={onClose} />}
        </header>
        {children}
      </div>
    </dialog>
  );
}
