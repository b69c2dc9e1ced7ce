// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * A long list: only the rows in view, and some around them, are drawn. On a wide screen all rows have one height;
 * on a narrow one they wrap and are measured.
 *
 * One more row is kept: the one that has the focus, or is about to get it. It stays where the list is scrolled away from
 * it, because an element that goes takes the focus with it; and it is drawn within the key press that walks to it,
 * because the next press begins at what has the focus by then.
 */
import { defaultRangeExtractor, type Range, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type FocusEvent,
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
import { topsOf, type Window, windowOf, withKept } from './window';

const ROW_PX = 36;
const HEAD_PX = 44;
const heightOf = (item: Item) => (item.kind === 'head' ? HEAD_PX : ROW_PX);
/** Of a row with one line on a narrow screen: what is not measured yet is taken for one. */
const NARROW_ROW_PX = 49;

interface Props {
  items: readonly Item[];
  shared: HTMLAttributes<HTMLDivElement>;
  props(item: Item): ItemProps;
  row(item: Item): ReactNode;
  /** Is given how to draw a row that is not in view, before it returns. */
  draw: RefObject<((key: string) => void) | null>;
}

const wraps = () => window.matchMedia('(max-width: 639px), (pointer: coarse)').matches;
const scrollerOf = (box: HTMLElement | null) => box?.closest<HTMLElement>('[data-scroll]') ?? null;

export function ManyRows(props: Props) {
  const [measured] = useState(wraps);
  return measured ? <MeasuredRows {...props} /> : <EvenRows {...props} />;
}

const FIRST_VIEW_PX = 900;
const REST_MS = 100;

const taskOf = (element: Element) => element.closest<HTMLElement>('[data-task]')?.dataset.task ?? null;

/** The row that is kept: where it stands among the items now (-1: nowhere), and how another one is. */
function useKept(items: readonly Item[], draw: Props['draw']) {
  const [key, keep] = useState<string | null>(null);
  const index = useMemo(() => (key ? items.findIndex((item) => item.key === key) : -1), [items, key]);
  useEffect(() => {
    draw.current = (wanted) => flushSync(() => keep(wanted));
    return () => {
      draw.current = null;
    };
  }, [draw]);
  const onFocus = useCallback((event: FocusEvent) => {
    const task = taskOf(event.target);
    if (task) keep(task);
  }, []);
  return { index, onFocus };
}

/** A kept row that does not follow the others: it stands at its own place in the list. */
const apart = (top: number): CSSProperties => ({
  position: 'absolute',
  insetInline: 0,
  insetBlockStart: top,
});

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
    let moving = false;
    const rest = () => {
      moving = false;
      box.current?.removeAttribute('data-scrolling');
    };
    const scrolled = () => {
      seen();
      flushSync(look); // within the frame that shows it
      // Rows that pass under the pointer are not pointed at: each would be drawn anew, twice.
      if (!moving) box.current?.setAttribute('data-scrolling', '');
      moving = true;
      clearTimeout(resting);
      resting = setTimeout(rest, REST_MS);
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

function EvenRows({ items, shared, props, row, draw }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const tops = useMemo(() => topsOf(items, heightOf), [items]);
  const { first, end } = useWindow(box, tops);
  const kept = useKept(items, draw);
  const one = (index: number) => {
    const item = items[index]!;
    const { className, style, ...own } = props(item);
    const even = item.kind === 'head' ? css.evenHead : css.even;
    const place = index < first || index >= end ? apart(tops[index]! - tops[first]!) : undefined;
    return (
      <div key={item.key} {...own} className={`${even} ${className}`} style={{ ...style, ...place }}>
        {row(item)}
      </div>
    );
  };
  // In the order of the list, so that no element that stays is moved.
  return (
    <div ref={box} {...shared} onFocus={kept.onFocus} style={{ height: tops.at(-1) }}>
      {/* One block is moved, its rows follow each other: a row that stays costs nothing when one scrolls. */}
      <div role="presentation" className={css.window} style={{ transform: `translateY(${tops[first]}px)` }}>
        {withKept(first, end, kept.index).map(one)}
      </div>
    </div>
  );
}

function MeasuredRows({ items, shared, props, row, draw }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const kept = useKept(items, draw);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scrollerOf(box.current),
    estimateSize: useCallback((i: number) => (items[i]!.kind === 'head' ? HEAD_PX : NARROW_ROW_PX), [items]),
    getItemKey: useCallback((i: number) => items[i]!.key, [items]),
    rangeExtractor: useCallback(
      (range: Range) => {
        const rows = defaultRangeExtractor(range);
        return rows.length > 0 ? withKept(rows[0]!, rows.at(-1)! + 1, kept.index) : rows;
      },
      [kept.index],
    ),
    overscan: 6,
    scrollMargin: box.current?.offsetTop ?? 0,
    initialRect: { width: 400, height: FIRST_VIEW_PX },
  });
  // Rows that are measured as they come move the one that was walked to: the list goes with it until all stand still.
  const follow = (event: FocusEvent<HTMLElement>) => {
    kept.onFocus(event);
    const index = event.target.matches(':focus-visible')
      ? items.findIndex((item) => item.key === taskOf(event.target))
      : -1;
    if (index >= 0) virtual.scrollToIndex(index);
  };
  const shown = virtual.getVirtualItems();
  const alone = aloneOf(shown, kept.index);
  const first = (shown.find((item) => item !== alone)?.start ?? 0) - virtual.options.scrollMargin;
  return (
    <div ref={box} {...shared} onFocus={follow} style={{ height: virtual.getTotalSize() }}>
      <div role="presentation" className={css.window} style={{ transform: `translateY(${first}px)` }}>
        {shown.map((virtualItem) => {
          const { index, key, start } = virtualItem;
          const { style, ...own } = props(items[index]!);
          const place =
            virtualItem === alone ? apart(start - virtual.options.scrollMargin - first) : undefined;
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              {...own}
              style={{ ...style, ...place }}
            >
              {row(items[index]!)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The kept one of these rows if it does not follow the others. */
function aloneOf(shown: readonly VirtualItem[], kept: number): VirtualItem | undefined {
  const at = shown.findIndex((item) => item.index === kept);
  const beside = at === 0 ? shown[1]?.index === kept + 1 : shown[at - 1]?.index === kept - 1;
  return at < 0 || beside ? undefined : shown[at];
}
