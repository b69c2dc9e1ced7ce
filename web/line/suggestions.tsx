// SPDX-License-Identifier: Apache-2.0
'use client';
/** The projects or priorities that may follow, above the line. */
import css from './line.module.css';
import type { Suggest } from './suggest';

export function Suggestions({ items, active, take }: Pick<Suggest, 'items' | 'active' | 'take'>) {
  return (
    <ul className={css.suggestions}>
      {items.map((item, i) => (
        <li key={item}>
          <button
            type="button"
            className={i === active ? css.chosen : ''}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(item)}
          >
            {item}
          </button>
        </li>
      ))}
    </ul>
  );
}
