// SPDX-License-Identifier: Apache-2.0
// Waiting for a state, with a limit that says what was seen. Needs no packages: tests elsewhere use it, too.

// Only for what never comes: a slow machine needs seconds, and a test that waits for ever says nothing.
export const PATIENCE_S = 60;

export const short = (value) => (JSON.stringify(value) ?? '').slice(0, 300);

/** Asks until the answer satisfies: what it is, at last. For what happens in the background and tells nobody. */
export async function eventually(ask, satisfies, what = `that ${satisfies}`, seconds = PATIENCE_S) {
  let seen;
  for (const end = Date.now() + seconds * 1000; ; await new Promise((resolve) => setTimeout(resolve, 20))) {
    seen = await ask();
    if (satisfies(seen)) return seen;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}; the last was ${short(seen)}`);
  }
}
