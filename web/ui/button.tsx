// SPDX-License-Identifier: Apache-2.0
'use client';
/** Buttons: plain, primary, danger, and icon only (which must have a name). */
import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import css from './button.module.css';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  icon?: LucideIcon;
  ref?: Ref<HTMLButtonElement>;
};

export function Button({ kind = 'plain', icon: Icon, className = '', children, ...rest }: Props) {
  return (
    <button type="button" className={`${css.button} ${css[kind]} ${className}`} {...rest}>
      {Icon && <Icon size={16} aria-hidden />}
      {children}
    </button>
  );
}

type IconProps = Omit<Props, 'children' | 'icon' | 'kind'> & {
  icon: LucideIcon;
  label: string;
  size?: number;
};

export function IconButton({ icon: Icon, label, size = 18, className = '', ...rest }: IconProps) {
  return (
    <button type="button" className={`${css.icon} ${className}`} aria-label={label} title={label} {...rest}>
      <Icon size={size} aria-hidden />
    </button>
  );
}
