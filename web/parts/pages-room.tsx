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

/**
 * On a narrow screen the names stand in a row that is longer than the screen: the current one is brought to its middle,
 * and again when the row gets another size (its font arrives, a page is added), until somebody scrolls it.
 */
function useShown(current: string) {
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the page that is shown changes what is looked for
  useEffect(() => {
    const row = nav.current!;
    const show = () => {
      const link = row.querySelector<HTMLElement>('[aria-current]');
      if (!link) return;
      const [around, own] = [row.getBoundingClientRect(), link.getBoundingClientRect()];
      row.scrollLeft += own.left + own.width / 2 - around.left - around.width / 2;
    };
    const sizes = new ResizeObserver(show);
    for (const child of row.children) sizes.observe(child);
    sizes.observe(row);
    const stop = () => sizes.disconnect();
    row.addEventListener('pointerdown', stop, { once: true });
    return () => {
      stop();
      row.removeEventListener('pointerdown', stop);
    };
  }, [current]);
  return nav;
}

export function PagesRoom({ title, pages, current, children }: Props) {
  const path = usePathname();
  const nav = useShown(current);
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
