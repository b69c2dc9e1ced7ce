// SPDX-License-Identifier: Apache-2.0
// @vitest-environment jsdom
// What the page asks for before its scripts, run as it stands in the page, and how the answers are given out.
import { afterEach, expect, test, vi } from 'vitest';
import { EARLY } from '@/app/early';
import { earlyAnswer } from '@/data/early';

const asked: string[] = [];

/** Runs the text as the page does; tells what was asked for. */
function run(cookie: string): string[] {
  asked.length = 0;
  vi.spyOn(document, 'cookie', 'get').mockReturnValue(cookie);
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    return new Response('{}');
  });
  new Function(EARLY)();
  return asked;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(globalThis, 'pixieEarly');
  localStorage.clear();
  delete document.documentElement.dataset.theme;
});

test('nothing is asked for where nobody is signed in', () => {
  expect(run('other=1')).toEqual([]);
  expect(earlyAnswer('/me')).toBe(null);
});

test('an answer is given out once, and only while the cookies are the same', async () => {
  expect(run('pixie-csrf=a')).toContain('/api/v1/me');
  expect(await (await earlyAnswer('/me'))?.text()).toBe('{}');
  expect(earlyAnswer('/me')).toBe(null);
  vi.spyOn(document, 'cookie', 'get').mockReturnValue('pixie-csrf=b');
  expect(earlyAnswer('/projects?archived=false')).toBe(null);
});

test('a page with its own copy asks after its first paint, for what its scripts have not asked for', async () => {
  localStorage.setItem('pixie-user', 'u1');
  vi.useFakeTimers();
  expect(run('pixie-csrf=a')).toEqual([]);
  expect(earlyAnswer('/me')).toBe(null);
  vi.advanceTimersByTime(100);
  vi.useRealTimers();
  expect(asked).toContain('/api/v1/features');
  expect(asked).not.toContain('/api/v1/me');
  expect(await (await earlyAnswer('/features'))?.text()).toBe('{}');
});

test('what is asked for is what the rooms ask for', async () => {
  const paths = run('__Host-pixie-csrf=a').map((path) => path.replace('/api/v1', ''));
  const month = new Date().toLocaleDateString('sv-SE').slice(0, 7);
  const { monthAddress } = await import('@/data/rows');
  expect(paths).toContain(`${monthAddress(month)}&limit=1000`);
  expect(paths).toContain('/tasks?status=open&limit=1000');
});

test('the theme is set before anything is painted, and a broken note does no harm', () => {
  localStorage.setItem('pixie-preferences', '{"theme":"dark"}');
  run('');
  expect(document.documentElement.dataset.theme).toBe('dark');
  localStorage.setItem('pixie-preferences', '{');
  expect(() => run('')).not.toThrow();
});
