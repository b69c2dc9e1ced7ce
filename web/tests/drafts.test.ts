// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { draftOf, forgetNotes, keepDraft } from '@/data/local';

const stored = () => [sessionStorage.getItem('pixie-draft:today'), localStorage.getItem('pixie-draft:today')];

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  localStorage.clear();
});
afterEach(() => {
  forgetNotes();
  vi.useRealTimers();
});

test('a draft is there at once, and a moment later in both stores', () => {
  keepDraft('today', 'Lun');
  keepDraft('today', 'Lunch');
  expect(draftOf('today')).toBe('Lunch');
  expect(stored()).toEqual([null, null]);
  vi.runAllTimers();
  expect(stored()).toEqual(['Lunch', 'Lunch']);
});

test('who goes on typing is written down meanwhile', () => {
  for (let i = 0; i < 100; i++) {
    keepDraft('today', 'x'.repeat(i + 1));
    vi.advanceTimersByTime(50);
  }
  expect(draftOf('today').length - (stored()[0] ?? '').length).toBeLessThan(6);
});

test('a page that is left or hidden writes what waits', () => {
  keepDraft('today', 'half a sen');
  window.dispatchEvent(new Event('pagehide'));
  expect(stored()).toEqual(['half a sen', 'half a sen']);
});

test('what was sent does not come back', () => {
  keepDraft('today', 'sent');
  vi.runAllTimers();
  keepDraft('today', '');
  expect(stored()).toEqual([null, null]);
  expect(draftOf('today')).toBe('');
});

test('a sign-out forgets also what waits', () => {
  keepDraft('today', 'a secret');
  forgetNotes();
  window.dispatchEvent(new Event('pagehide'));
  vi.runAllTimers();
  expect([draftOf('today'), ...stored()]).toEqual(['', null, null]);
});

test('a tab has its own draft, a new tab begins with the last one of all', () => {
  localStorage.setItem('pixie-draft:today', 'of another tab');
  expect(draftOf('today')).toBe('of another tab');
  sessionStorage.setItem('pixie-draft:today', 'of this tab');
  expect(draftOf('today')).toBe('of this tab');
});
