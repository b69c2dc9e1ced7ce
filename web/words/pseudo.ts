// SPDX-License-Identifier: Apache-2.0
/**
 * A language for tests: every sentence is a third longer and carries marks, so that what does not fit, or is written
 * into the code instead of the catalogue, is seen. Chosen only by the preference itself; no setting offers it.
 */
const MARKED: Record<string, string> = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É', O: 'Ó' };

function longer(text: string): string {
  if (text.trim() === '') return text;
  const marked = text.replace(/[aeiouAEO]/g, (letter) => MARKED[letter] ?? letter);
  return `${marked}${'·'.repeat(Math.max(1, Math.ceil(text.length * 0.35)))}`;
}

export function pseudo<T>(words: T): T {
  if (typeof words === 'string') return longer(words) as T;
  if (typeof words === 'function') return ((...args: unknown[]) => longer(words(...args))) as T;
  if (Array.isArray(words)) return words as T; // examples are read by the engine
  if (typeof words !== 'object' || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([name, inner]) => [name, pseudo(inner)])) as T;
}
