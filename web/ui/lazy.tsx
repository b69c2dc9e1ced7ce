// SPDX-License-Identifier: Apache-2.0
'use client';
/** Parts whose code is fetched when they are first shown; until then there is nothing, or `waiting`. */
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';

const FIRST_WAIT_MS = 500;
const LAST_WAIT_MS = 8000;

export interface Lazily<P> {
  (props: P): ReactNode;
  /** Fetches the code before it is shown: then it is there at once, and no key that follows goes astray. */
  preload(): void;
}

export function lazily<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: ReactNode = null,
): Lazily<P> {
  let loaded: ComponentType<P> | null = null;
  const fetched = async () => {
    loaded = await load();
    return { default: loaded };
  };
  // Asked for while the server is away it comes once it is back: a part that failed to load would take its room with it.
  const fetchedAtLast = async () => {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LAST_WAIT_MS)) {
      try {
        return await fetched();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  };
  const Later = lazy(fetchedAtLast) as unknown as ComponentType<P>;
  // biome-ignore lint/correctness/noComponentHookFactories: called once each, when a module is read
  function Part(props: P) {
    if (loaded) {
      const Now = loaded;
      return <Now {...props} />;
    }
    return (
      <Suspense fallback={waiting}>
        <Later {...props} />
      </Suspense>
    );
  }
  return Object.assign(Part, { preload: () => void fetched().catch(() => null) });
}
