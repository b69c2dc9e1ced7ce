// SPDX-License-Identifier: Apache-2.0
// A list of a thousand tasks: only the rows in view are drawn, and yet one scrolls, walks and filters as in a short one.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, signIn, startPixie, welcome } from './lib.mjs';

const COUNT = 1000;
const titles = Array.from({ length: COUNT }, (_, i) => `Row ${String(i).padStart(4, '0')}`);

let pixie;
let browser;
before(async () => {
  pixie = await startPixie(['--rate-api', '100000']);
  browser = await launch();
  const context = await open(browser, pixie);
  await welcome(context, pixie);
  await context.close();
  for (let at = 0; at < COUNT; at += 500) {
    const changes = titles
      .slice(at, at + 500)
      .map((title) => ({ op: 'create', entity: 'task', fields: { title } }));
    await pixie.api('POST', '/batch', { changes });
  }
});
after(async () => {
  await browser?.close();
  await pixie?.end();
});

/**
 * Until a row of this title stands within the box that scrolls. `share`: scrolled to there meanwhile, again and again,
 * as somebody does who wants to the end: rows that are measured make a list longer as they come.
 */
function inView(page, title, share = null) {
  const look = ([wanted, part]) => {
    const scroller = document.querySelector('main [data-scroll]');
    if (!scroller) return false;
    if (part !== null) scroller.scrollTop = scroller.scrollHeight * part;
    const box = scroller.getBoundingClientRect();
    return [...document.querySelectorAll('[data-row]')].some((row) => {
      const own = row.getBoundingClientRect();
      return row.textContent.includes(wanted) && own.bottom > box.top && own.top < box.bottom;
    });
  };
  return page.waitForFunction(look, [title, share]);
}

/** Until the list has stood still for some frames. */
function atRest(page) {
  return page.evaluate(async () => {
    const scroller = document.querySelector('main [data-scroll]');
    for (let still = 0, last = -1; still < 4; ) {
      still = scroller.scrollTop === last ? still + 1 : 0;
      last = scroller.scrollTop;
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
  });
}

/** By keys, from a row to the next, further than what is drawn; each is pressed once the list stands still. */
async function walk(page) {
  await page.locator('[data-row]', { hasText: titles[0] }).focus();
  for (let i = 1; i <= 60; i++) {
    await atRest(page);
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction((wanted) => document.activeElement?.textContent.includes(wanted), titles[i]);
  }
  await inView(page, titles[60]);
}

for (const size of ['desktop', 'phone'])
  test(`a thousand tasks are walked through, ${size}`, async () => {
    const context = await open(browser, pixie, { size });
    const page = await signIn(context);
    await page.goto('/tasks');
    await inView(page, titles[0]);
    const drawn = () => page.locator('[data-row]').count();
    assert.ok((await drawn()) < 120, `${await drawn()} rows are drawn`);
    await inView(page, titles.at(-1), 1);
    assert.ok((await drawn()) < 120, `${await drawn()} rows are drawn at the end`);
    await inView(page, titles[0], 0);
    if (size === 'desktop') await walk(page);
    // What is sought is there, wherever one had scrolled to.
    await inView(page, 'Row 07', 0.75);
    await page.locator('[data-find]').fill('Row 0123');
    await inView(page, titles[123]);
    assert.equal(await drawn(), 1);
    await page.locator('[data-row]').click();
    await page.getByRole('complementary', { name: 'Task' }).waitFor();
    assert.deepEqual(context.troubles, []);
    await context.close();
  });
