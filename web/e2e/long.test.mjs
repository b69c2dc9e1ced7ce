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

/**
 * By keys, as fast as they come, further than what is drawn; and on from a row that was scrolled away from. Each key is a
 * step: none is lost, none is taken twice.
 */
async function walk(page) {
  const focused = (title) =>
    page.waitForFunction((wanted) => document.activeElement?.textContent.includes(wanted), title);
  const press = (key, times) => Promise.all(Array.from({ length: times }, () => page.keyboard.press(key)));
  await page.locator('[data-row]', { hasText: titles[0] }).focus();
  await press('ArrowDown', 150);
  await focused(titles[150]);
  await inView(page, titles[150]);
  await press('k', 140);
  await focused(titles[10]);
  await inView(page, titles[10]);
  await inView(page, titles.at(-1), 1);
  await page.keyboard.press('j');
  await focused(titles[11]);
  await inView(page, titles[11]);
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
    await walk(page);
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
