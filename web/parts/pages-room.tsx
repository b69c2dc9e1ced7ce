// SPDX-License-Identifier: Apache-2.0
'use client';
/** A room of several pages, named in the query: settings, administration. */
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Link } from '@/ui/link';
import css from './pages-room.module.css';
import { Room } from './room';

interface Props {
  title: string;
  pages: readonly { id: string; name: string }[];
  current: string;
  children: ReactNode;
}

export function PagesRoom({ title, pages, current, children }: Props) {
  const path = usePathname();
  return (
    <Room title={title}>
      <div className={css.columns}>
        <nav aria-label={title} className={css.pages}>
          {pages.map(({ id, name }) => (
            <Link key={id} href={`${path}?page=${id}`} aria-current={id === current ? 'page' : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        <div className={css.body}>{children}</div>
      </div>
    </Room>
  );
}

export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h2>{title}</h2>
      {hint && <p className="muted small">{hint}</p>}
      {children}
    </section>
  );
}
