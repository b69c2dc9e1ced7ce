// SPDX-License-Identifier: Apache-2.0
// What the end-to-end tests share: the real binary on a fresh folder, Debian's Chromium, a signed-in page.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { start } from '../scripts/server.mjs';

export const WEB = process.env.PIXIE_WEB ?? fileURLToPath(new URL('../out', import.meta.url));
export const BINARY =
  process.env.PIXIE_BINARY ?? fileURLToPath(new URL('../../build/dev/pixie', import.meta.url));
export const OWNER = { name: 'Ada', email: 'ada@example.org', password: 'a long enough password' };
export const SIZES = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844 },
};

// Only for what never comes: a slow machine needs seconds, and a test that waits for ever says nothing.
const PATIENCE_MS = 45000;

/** Asks until the answer is true, or as `satisfies` wants it; gives it back. */
export async function eventually(ask, what, satisfies = Boolean) {
  let seen;
  for (const end = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    seen = await ask();
    if (satisfies(seen)) return seen;
    const last = JSON.stringify(seen)?.slice(0, 400);
    assert.ok(Date.now() < end, `waited ${PATIENCE_MS / 1000} s for: ${what}; the last was ${last}`);
  }
}

/** Goes there from the browser's page of a server that was away: it loads itself anew some time, and may cut in. */
export async function reach(page, path) {
  const there = () =>
    page.goto(path).then(
      () => true,
      (error) => {
        if (/interrupted by another navigation/.test(error.message)) return false;
        throw error;
      },
    );
  await eventually(there, `${path} is there`);
}

/** Until the page hears the server's events: what it is told of now reaches it. */
export async function connected(page, pixie) {
  const title = `Heard ${Math.random().toString(36).slice(2)}`;
  const shown = (name) => page.waitForFunction((text) => document.body.textContent.includes(text), name);
  const { id } = await pixie.api('POST', '/projects', { name: title });
  await shown(title);
  // Lists are read at most twice before the stream is there: the third name is one that was heard.
  for (const next of [`${title} 1`, `${title} 2`]) {
    await pixie.api('PATCH', `/projects/${id}`, { name: next });
    await shown(next);
  }
  await pixie.api('DELETE', `/projects/${id}`);
}

/** A Pixie with the app; `again()` starts it on the same folder and port after kill(). */
export async function startPixie(options = []) {
  const folder = await mkdtemp(join(tmpdir(), 'pixie-e2e-'));
  const words = ['--web', WEB, '--rate-login', '1000', ...options];
  const pixie = { folder, server: await start(BINARY, folder, words) };
  pixie.url = pixie.server.url;
  pixie.welcome = pixie.server.welcome;
  const port = pixie.server.port;
  pixie.again = async () => {
    pixie.server = await start(BINARY, folder, [...words, '--port', port]);
  };
  pixie.kill = () => pixie.server.kill();
  pixie.end = async () => {
    await pixie.server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  pixie.api = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${pixie.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${pixie.server.token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
  return pixie;
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });
}

/** A context whose pages count what must not happen: console errors, CSP reports, uncaught errors. */
export async function open(
  browser,
  pixie,
  { size = 'desktop', theme = 'light', touch = size === 'phone', workers = 'block' } = {},
) {
  const context = await browser.newContext({
    baseURL: pixie.url,
    viewport: SIZES[size],
    colorScheme: theme,
    hasTouch: touch,
    isMobile: touch,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    serviceWorkers: workers,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  context.troubles = [];
  context.on('page', (page) => {
    page.on('pageerror', (error) => context.troubles.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (/Content Security Policy|Trusted Type/i.test(text)) context.troubles.push(`csp: ${text}`);
      else if (
        message.type() === 'error' &&
        !/Failed to load resource|Failed to fetch RSC payload|ERR_|WebSocket/.test(text)
      )
        context.troubles.push(`console: ${text}`);
    });
  });
  return context;
}

/** Through the owner's link, as a person would. */
export async function welcome(context, pixie) {
  const page = await context.newPage();
  await page.goto(pixie.welcome);
  await page.getByLabel('What should Pixie call you?').fill(OWNER.name);
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
  return page;
}

export async function signIn(context) {
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
  return page;
}

export const line = (page) => page.locator('[data-line]');

/** Waits until the engine reads; without one there is no ink to wait for. */
export async function engineReady(page) {
  await line(page).focus();
  await page.waitForFunction(
    () => performance.getEntriesByName(`${location.origin}/engine/pixie_preview.wasm`).length > 0,
  );
}

/** By "g" and the letter, which must come within a second; a page that is busy meanwhile is told once more. */
export async function go(page, letter, name = '') {
  const there = page.getByRole('heading', { level: 1, name }).first();
  const before = page.url();
  await eventually(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    return page
      .waitForURL((url) => url.href !== before, { timeout: 3000 })
      .then(
        () => true,
        () => false,
      );
  }, `another room by g ${letter}`);
  await there.waitFor();
}

/** Until the room is there with what it reads, and has been drawn. */
export async function settled(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[class*=skeleton]'));
  await page.evaluate(() => document.fonts.ready.then(() => true));
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
}

export async function axe(page) {
  const source = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  await page.evaluate(source);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((node) => node.target.join(' '))
        .slice(0, 4)
        .join(' | ')}`,
  );
}

/** Boxes that scroll and are not painted on a ground of their own: what is drawn anywhere in the page waits for them. */
function groundless(page) {
  return page.evaluate(() => {
    const scrolls = (box, style) =>
      (/auto|scroll/.test(style.overflowY) && box.scrollHeight > box.clientHeight) ||
      (/auto|scroll/.test(style.overflowX) && box.scrollWidth > box.clientWidth);
    const clear = ({ backgroundColor }) => /^rgba\(.*, 0(\.\d+)?\)$/.test(backgroundColor);
    return [...document.body.querySelectorAll('*')]
      .filter((box) => !box.matches('input, textarea, select'))
      .filter((box) => clear(getComputedStyle(box)) && scrolls(box, getComputedStyle(box)))
      .map((box) => `scrolls without a ground: ${box.tagName} ${box.className}`);
  });
}

/** What is wrong with a page as it stands, whatever it shows. */
export async function faults(page) {
  return [...(await axe(page)), ...(await groundless(page))];
}
