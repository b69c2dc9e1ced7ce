// SPDX-License-Identifier: Apache-2.0
'use client';
/** A long list: only the rows in view, and a few around them, are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type HTMLAttributes, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { Item, ItemProps } from './list';
import css from './list.module.css';

const ROW_PX = 36;
const HEAD_PX = 44;

interface Props {
  items: readonly Item[];
  shared: HTMLAttributes<HTMLDivElement>;
  props(item: Item): ItemProps;
  row(item: Item): ReactNode;
  /** Is given how to bring a row into view. */
  scrollTo: RefObject<((index: number) => void) | null>;
}

/** Rows of one height need no measuring; on a narrow screen they wrap. */
const wraps = () => window.matchMedia('(max-width: 639px), (pointer: coarse)').matches;

export function ManyRows({ items, shared, props, row, scrollTo }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [measured] = useState(wraps);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current?.closest<HTMLElement>('[data-scroll]') ?? null,
    estimateSize: (i) => (items[i]!.kind === 'head' ? HEAD_PX : ROW_PX),
    getItemKey: (i) => items[i]!.key,
    overscan: 6,
    scrollMargin: box.current?.offsetTop ?? 0,
    initialRect: { width: 800, height: 900 },
  });
  useEffect(() => {
    scrollTo.current = (index) => virtual.scrollToIndex(index);
    return () => {
      scrollTo.current = null;
    };
  }, [virtual, scrollTo]);
  const shown = virtual.getVirtualItems();
  const first = (shown[0]?.start ?? 0) - virtual.options.scrollMargin;
  return (
    <div ref={box} {...shared} style={{ height: virtual.getTotalSize() }}>
      {/* One block is moved, its rows follow each other: a row that stays costs nothing when one scrolls. */}
      <div role="presentation" className={css.window} style={{ transform: `translateY(${first}px)` }}>
        {shown.map(({ index, key, size }) => {
          const item = items[index]!;
          const own = props(item);
          return (
            <div
              key={key}
              ref={measured ? virtual.measureElement : undefined}
              data-index={index}
              {...own}
              style={measured ? own.style : { ...own.style, blockSize: size }}
            >
              {row(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
