// SPDX-License-Identifier: Apache-2.0
'use client';
/** A room of several pages, named in the query: settings, administration. */
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
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
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen the names stand in a row that is longer than the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page that is shown changes what is looked for
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <Room title={title}>
      <div className={css.columns}>
        <nav ref={nav} aria-label={title} className={css.pages}>
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
