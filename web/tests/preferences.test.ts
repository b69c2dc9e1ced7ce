// SPDX-License-Identifier: Apache-2.0
/** When what somebody prefers is sent, and that no older answer undoes it. The server is a stub of fetch. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let sent: { body: Record<string, unknown>; keepalive: boolean }[];
let answers: ((kept: object) => void)[];
let up: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  localStorage.clear();
  sent = [];
  answers = [];
  up = true;
  vi.stubGlobal('fetch', (_path: string, { method, body, keepalive }: RequestInit) => {
    if (method === 'PATCH') sent.push({ body: JSON.parse(String(body)), keepalive: keepalive === true });
    const answer = (kept: object) => new Response(JSON.stringify(kept), { status: 200 });
    if (method === 'PATCH') return up ? Promise.resolve(answer({})) : Promise.reject(new TypeError('down'));
    return new Promise<Response>((resolve) => answers.push((kept) => resolve(answer(kept))));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Asks for them, and lets the server answer with these. */
async function load(kept: object): Promise<void> {
  const { loadPreferences } = await import('@/data/preferences');
  const loading = loadPreferences();
  await vi.advanceTimersByTimeAsync(0);
  answers.at(-1)?.(kept);
  await loading;
}

const leave = () => window.dispatchEvent(new Event('pagehide'));

test('several changes in a moment go out as one', async () => {
  const { prefer } = await import('@/data/preferences');
  prefer({ theme: 'dark' });
  prefer({ language: 'de' });
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(({ body: { theme, language } }) => [theme, language])).toEqual([['dark', 'de']]);
});

test('a page that is left at once sends what was set, once, in a request that goes on', async () => {
  const { prefer } = await import('@/data/preferences');
  prefer({ theme: 'dark' });
  leave();
  expect(sent.map(({ body, keepalive }) => [body.theme, keepalive])).toEqual([['dark', true]]);
  await vi.advanceTimersByTimeAsync(1000);
  leave();
  expect(sent.length).toBe(1);
});

test('a page that set nothing sends nothing, and neither does one whose person has left', async () => {
  const { prefer, forgetPreferences } = await import('@/data/preferences');
  leave();
  prefer({ theme: 'dark' });
  forgetPreferences();
  leave();
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([]);
});

test('an answer that was on its way when something was set does not undo it', async () => {
  const { loadPreferences, prefer, usePreferences } = await import('@/data/preferences');
  const loading = loadPreferences();
  await vi.advanceTimersByTimeAsync(0);
  prefer({ language: 'de' });
  answers[0]?.({ language: 'en', theme: 'dark' });
  await loading;
  expect(usePreferences.getState().language).toBe('de');
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(({ body }) => body.language)).toEqual(['de']);
  const again = loadPreferences();
  await vi.advanceTimersByTimeAsync(0);
  answers[1]?.({ language: 'en', theme: 'dark' });
  await again;
  expect(usePreferences.getState().language).toBe('en');
});

test('only what was set is sent, so that nothing that was set elsewhere is undone', async () => {
  const { prefer } = await import('@/data/preferences');
  prefer({ sidebar: false });
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(({ body }) => body)).toEqual([{ sidebar: false }]);
  prefer({ theme: 'dark' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(({ body }) => body).slice(1)).toEqual([{ theme: 'dark' }]);
});

test('what the server could not be told stays, and is sent again with a connection', async () => {
  const { prefer, usePreferences } = await import('@/data/preferences');
  up = false;
  prefer({ sidebar: false });
  await vi.advanceTimersByTimeAsync(1000);
  await load({ sidebar: true, theme: 'dark' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(usePreferences.getState()).toMatchObject({ sidebar: false, theme: 'dark' });
  sent = [];
  up = true;
  const { useLink } = await import('@/data/live');
  useLink.setState({ link: 'connected' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(({ body }) => body)).toEqual([{ sidebar: false }]);
  await load({ sidebar: true, theme: 'dark' }); // it was answered: now the server's word counts
  expect(usePreferences.getState().sidebar).toBe(true);
});

test('what could not be sent before the page was left is sent by the next one, and stands there', async () => {
  up = false;
  const first = await import('@/data/preferences');
  first.prefer({ theme: 'dark' });
  await vi.advanceTimersByTimeAsync(1000);
  leave();
  vi.resetModules();
  up = true;
  sent = [];
  await load({ theme: 'light', language: 'de' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.map(({ body }) => body)).toEqual([{ theme: 'dark' }]);
  const { usePreferences } = await import('@/data/preferences');
  expect(usePreferences.getState()).toMatchObject({ theme: 'dark', language: 'de' });
  vi.resetModules();
  await load({ theme: 'light' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.length).toBe(1);
});

test("what somebody else could not send before they left this browser is nobody's", async () => {
  up = false;
  const first = await import('@/data/preferences');
  first.prefer({ theme: 'dark' });
  await vi.advanceTimersByTimeAsync(1000);
  first.forgetPreferences();
  vi.resetModules();
  up = true;
  sent = [];
  await load({ theme: 'light' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toEqual([]);
});
