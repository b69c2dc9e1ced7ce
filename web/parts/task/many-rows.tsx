// SPDX-License-Identifier: Apache-2.0
'use client';
/** A long list: only the rows in view, and a few around them, are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type HTMLAttributes, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import type { Item, ItemProps } from './list';

interface Props {
  items: readonly Item[];
  shared: HTMLAttributes<HTMLDivElement>;
  props(item: Item): ItemProps;
  row(item: Item): ReactNode;
  /** Is given how to bring a row into view. */
  scrollTo: RefObject<((index: number) => void) | null>;
}

export function ManyRows({ items, shared, props, row, scrollTo }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current?.closest<HTMLElement>('[data-scroll]') ?? null,
    estimateSize: (i) => (items[i]!.kind === 'head' ? 44 : 37),
    getItemKey: (i) => items[i]!.key,
    overscan: 12,
    scrollMargin: box.current?.offsetTop ?? 0,
    initialRect: { width: 800, height: 900 },
  });
  useEffect(() => {
    scrollTo.current = (index) => virtual.scrollToIndex(index);
    return () => {
      scrollTo.current = null;
    };
  }, [virtual, scrollTo]);
  return (
    <div ref={box} {...shared} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start, key }) => {
        const item = items[index]!;
        const own = props(item);
        return (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            {...own}
            style={{
              ...own.style,
              position: 'absolute',
              insetBlockStart: 0,
              insetInline: 0,
              transform: `translateY(${start - virtual.options.scrollMargin}px)`,
            }}
          >
            {row(item)}
          </div>
        );
      })}
    </div>
  );
}
