// SPDX-License-Identifier: Apache-2.0
/**
 * Text of a row that is changed where it stands. It follows the row until somebody types; from then on it is theirs
 * until they leave it, whatever comes from elsewhere meanwhile.
 */
import { useReducer, useRef } from 'react';

interface Own {
  text: string;
  /** The row's text when they began, by which the server's answer tells that somebody else changed it too. */
  before: string | null;
}

export function useOwnText(now: string | null) {
  const own = useRef<Own | null>(null);
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const hold = (next: Own | null) => {
    own.current = next;
    draw();
  };
  return {
    text: own.current?.text ?? now ?? '',
    write: (text: string) => hold({ text, before: own.current ? own.current.before : now }),
    /** What they made of it; null if nothing. The row's text is shown again. */
    leave(): Own | null {
      const left = own.current;
      hold(null);
      return left && left.text.trim() !== (left.before ?? '').trim() ? left : null;
    },
  };
}
