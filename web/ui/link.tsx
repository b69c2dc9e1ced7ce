// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * A link to a page of ours: an anchor that the router follows, fetched when a pointer or the focus comes near. The
 * framework's own costs every page 3 KB for addresses that we do not have.
 */
import { useRouter } from 'next/navigation';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

export function Link({ href, onClick, ...rest }: Props) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || elsewhere) return;
    event.preventDefault();
    router.push(href, { scroll: false }); // the page itself never scrolls
  };
  const near = () => router.prefetch(href);
  return <a href={href} onClick={follow} onPointerEnter={near} onFocus={near} {...rest} />;
}
