// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
// Words that a room puts into the line.
import { expect, test } from 'vitest';
import { fillLine, takeFilled } from '@/line/state';

test('words are given to the field once, also the same words again', () => {
  expect(takeFilled()).toBe(null);
  fillLine('Call Bob');
  expect(takeFilled()).toBe('Call Bob');
  expect(takeFilled()).toBe(null);
  fillLine('Call Bob');
  expect(takeFilled()).toBe('Call Bob');
});
