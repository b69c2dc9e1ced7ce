// SPDX-License-Identifier: Apache-2.0
'use client';
/** A labelled field with its hint and its problem; one look for inputs, areas and selects. */
import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react';
import css from './field.module.css';

interface Around {
  label: string;
  hint?: string;
  problem?: string | null;
}

interface FrameProps extends Around {
  children(ids: { id: string; describedBy: string | undefined; invalid: boolean }): ReactNode;
}

export function FieldFrame({ label, hint, problem, children }: FrameProps) {
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy: note ? `${id}-note` : undefined, invalid: Boolean(problem) })}
      {note && (
        <p
          id={`${id}-note`}
          className={problem ? css.problem : css.hint}
          role={problem ? 'alert' : undefined}
        >
          {note}
        </p>
      )}
    </div>
  );
}

export function Field({ label, hint, problem, ...rest }: Around & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <FieldFrame label={label} hint={hint} problem={problem}>
      {({ id, describedBy, invalid }) => (
        <input
          id={id}
          className={css.input}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          {...rest}
        />
      )}
    </FieldFrame>
  );
}

export function SelectField({
  label,
  hint,
  problem,
  children,
  ...rest
}: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <FieldFrame label={label} hint={hint} problem={problem}>
      {({ id, describedBy }) => (
        <select id={id} className={css.input} aria-describedby={describedBy} {...rest}>
          {children}
        </select>
      )}
    </FieldFrame>
  );
}

interface SwitchProps {
  label: string;
  hint?: string;
  checked: boolean;
  onChange(checked: boolean): void;
}

export function Switch({ label, hint, checked, onChange }: SwitchProps) {
  return (
    <label className={css.switch}>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        {hint && <span className={css.hint}>{hint}</span>}
      </span>
    </label>
  );
}
