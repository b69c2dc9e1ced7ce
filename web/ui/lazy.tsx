// SPDX-License-Identifier: Apache-2.0
'use client';
/** Parts whose code is fetched when they are first shown; until then there is nothing, or `waiting`. */
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';

export function lazily<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: ReactNode = null,
): (props: P) => ReactNode {
  const Part = lazy(async () => ({ default: await load() }));
  // biome-ignore lint/correctness/noComponentHookFactories: called once each, when a module is read
  return function Lazily(props: P) {
    return (
      <Suspense fallback={waiting}>
        {/* biome-ignore lint/suspicious/noExplicitAny: lazy() loses the generic props that P names */}
        <Part {...(props as any)} />
      </Suspense>
    );
  };
}
