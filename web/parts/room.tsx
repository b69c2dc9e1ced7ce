// SPDX-License-Identifier: Apache-2.0
'use client';
/** How a room stands in the frame: heading with its tools, the content in one column or full width, a panel. */
import type { ReactNode } from 'react';
import { useTitle } from '@/data/rows';
import css from './room.module.css';

interface Props {
  title: string;
  tools?: ReactNode;
  wide?: boolean;
  panel?: ReactNode;
  children: ReactNode;
}

export function Room({ title, tools, wide = false, panel, children }: Props) {
  useTitle(title);
  return (
    <div className={css.room}>
      <div className={css.scroll} data-scroll>
        <div className={`${css.content} ${wide ? css.wide : ''}`}>
          <header className={css.head}>
            <h1>{title}</h1>
            {tools && <div className={css.tools}>{tools}</div>}
          </header>
          {children}
        </div>
      </div>
      {panel}
    </div>
  );
}
