// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * A long list: only the rows in view, and some around them, are drawn. On a wide screen all rows have one height;
 * on a narrow one they wrap and are measured.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type HTMLAttributes,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import type { Item, ItemProps } from './list';
import css from './list.module.css';
import { topsOf, type Window, windowOf } from './window';

const ROW_PX = 36;
const HEAD_PX = 44;
const heightOf = (item: Item) => (item.kind === 'head' ? HEAD_PX : ROW_PX);

interface Props {
  items: readonly Item[];
  shared: HTMLAttributes<HTMLDivElement>;
  props(item: Item): ItemProps;
  row(item: Item): ReactNode;
  /** Is given how to bring a row into view. */
  scrollTo: RefObject<((index: number) => void) | null>;
}

const wraps = () => window.matchMedia('(max-width: 639px), (pointer: coarse)').matches;
const scrollerOf = (box: HTMLElement | null) => box?.closest<HTMLElement>('[data-scroll]') ?? null;

export function ManyRows(props: Props) {
  const [measured] = useState(wraps);
  return measured ? <MeasuredRows {...props} /> : <EvenRows {...props} />;
}

const FIRST_VIEW_PX = 900;
const REST_MS = 100;

/** The rows in view of a scroller that `box` stands in; drawn anew only when other rows come into view. */
function useWindow(box: RefObject<HTMLDivElement | null>, tops: Float64Array): Window {
  const [shown, setShown] = useState(() => windowOf(tops, 0, FIRST_VIEW_PX));
  /** As it was last seen: to ask for it while rows change would lay out the page. */
  const view = useRef({ top: 0, height: FIRST_VIEW_PX });
  const look = useCallback(() => {
    const { top, height } = view.current;
    const next = windowOf(tops, top, top + height);
    setShown((was) => (was.first === next.first && was.end === next.end ? was : next));
  }, [tops]);
  useLayoutEffect(look, [look]); // other rows: where one has scrolled to stays
  useEffect(() => {
    const element = box.current;
    const around = scrollerOf(element);
    if (!around) return;
    const seen = () => {
      view.current = { top: around.scrollTop - (box.current?.offsetTop ?? 0), height: around.clientHeight };
    };
    const size = new ResizeObserver(() => {
      seen();
      look();
    });
    let resting: ReturnType<typeof setTimeout> | undefined;
    const scrolled = () => {
      seen();
      flushSync(look); // within the frame that shows it
      // Rows that pass under the pointer are not pointed at: each would be drawn anew, twice.
      box.current?.setAttribute('data-scrolling', '');
      clearTimeout(resting);
      resting = setTimeout(() => box.current?.removeAttribute('data-scrolling'), REST_MS);
    };
    size.observe(around);
    around.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      size.disconnect();
      clearTimeout(resting);
      element?.removeAttribute('data-scrolling'); // else nothing would, and no row could be pressed
      around.removeEventListener('scroll', scrolled);
    };
  }, [box, look]);
  const end = Math.min(shown.end, tops.length - 1);
  return { first: Math.min(shown.first, end), end };
}

function EvenRows({ items, shared, props, row, scrollTo }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const tops = useMemo(() => topsOf(items, heightOf), [items]);
  const { first, end } = useWindow(box, tops);
  useEffect(() => {
    scrollTo.current = (index) => {
      const around = scrollerOf(box.current);
      if (!around) return;
      const top = box.current!.offsetTop + tops[index]!;
      if (top < around.scrollTop) around.scrollTop = top;
      else around.scrollTop = Math.max(around.scrollTop, top + ROW_PX - around.clientHeight);
    };
    return () => {
      scrollTo.current = null;
    };
  }, [tops, scrollTo]);
  return (
    <div ref={box} {...shared} style={{ height: tops.at(-1) }}>
      {/* One block is moved, its rows follow each other: a row that stays costs nothing when one scrolls. */}
      <div role="presentation" className={css.window} style={{ transform: `translateY(${tops[first]}px)` }}>
        {items.slice(first, end).map((item) => {
          const { className, ...own } = props(item);
          const even = item.kind === 'head' ? css.evenHead : css.even;
          return (
            <div key={item.key} {...own} className={`${even} ${className}`}>
              {row(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function MeasuredRows({ items, shared, props, row, scrollTo }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scrollerOf(box.current),
    estimateSize: useCallback((i: number) => heightOf(items[i]!), [items]),
    getItemKey: useCallback((i: number) => items[i]!.key, [items]),
    overscan: 6,
    scrollMargin: box.current?.offsetTop ?? 0,
    initialRect: { width: 400, height: FIRST_VIEW_PX },
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
      <div role="presentation" className={css.window} style={{ transform: `translateY(${first}px)` }}>
        {shown.map(({ index, key }) => {
          const item = items[index]!;
          return (
            <div key={key} ref={virtual.measureElement} data-index={index} {...props(item)}>
              {row(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
