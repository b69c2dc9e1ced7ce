// SPDX-License-Identifier: Apache-2.0
/**
 * Answers that the page asked for before its scripts were there (app/early.ts). Each is given out once, and only while
 * the cookies are those that it was asked with: then it is what asking now would bring. Where the page has not asked
 * yet, it learns here what it need not ask for any more.
 */
interface Early {
  cookie?: string;
  answers: Record<string, Promise<Response> | undefined>;
}

/** Older ones are asked for anew. */
const FRESH_MS = 15000;

export function earlyAnswer(path: string): Promise<Response> | null {
  const early = (globalThis as { pixieEarly?: Early }).pixieEarly;
  if (!early) return null;
  const answer = early.answers[path];
  if (early.cookie === undefined) early.answers[path] = undefined;
  else delete early.answers[path];
  const current = early.cookie === document.cookie && performance.now() < FRESH_MS;
  return (current && answer) || null;
}
