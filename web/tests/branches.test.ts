// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { branchOf, choicesFor, type Said } from '@/rooms/chat/branches';

/** "a b c:a" - c says a otherwise; each is the person's. */
const talk = (text: string): Said[] =>
  text.split(' ').map((word) => {
    const [id = '', replaces] = word.split(':');
    return { id, role: 'user', replaces };
  });
const shown = (text: string, chosen: Record<string, string> = {}, pending: string | null = null) =>
  branchOf(talk(text), new Map(Object.entries(chosen)), pending)
    .map(({ message, versions }) =>
      versions ? `${message.id}(${versions.at + 1}/${versions.ids.length})` : message.id,
    )
    .join(' ');

describe('branches of a conversation', () => {
  test('without other versions all is shown', () => expect(shown('a b c')).toBe('a b c'));
  test('the newest version is shown, and what was said after it', () => {
    expect(shown('a b c d:b e')).toBe('a d(2/2) e');
    expect(shown('a b c d:b e', { b: 'b' })).toBe('a b(1/2) c');
  });
  test('a version of a version is one of the same message', () => {
    expect(shown('a b c:b d:c')).toBe('a d(3/3)');
    expect(shown('a b c:b d:c', { b: 'c' })).toBe('a c(2/3)');
  });
  test('versions within a branch, and of what is before it', () => {
    expect(shown('a b c:b d e:d f')).toBe('a c(2/2) e(2/2) f');
    expect(shown('a b c:b d e:d f', { b: 'b' })).toBe('a b(1/2)');
    expect(shown('a b c:b d e:a f')).toBe('e(2/2) f');
    expect(shown('a b c:b d e:a f', { a: 'a' })).toBe('a(1/2) c(2/2) d');
  });
  test('while one is being said otherwise, its branch gives way', () => {
    expect(shown('a b c d', {}, 'c')).toBe('a b');
    expect(shown('a b c:b d', {}, 'c')).toBe('a');
  });
  test('a first version on an earlier page: what is before belongs to it', () =>
    expect(shown('x y c:b d')).toBe('c d'));
  test('a message that is looked for is shown, whatever its branch', () => {
    for (const wanted of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const messages = talk('a b c:b d e:a f');
      const found = branchOf(messages, choicesFor(messages, wanted)).map(({ message }) => message.id);
      expect(found, wanted).toContain(wanted);
    }
  });
});
