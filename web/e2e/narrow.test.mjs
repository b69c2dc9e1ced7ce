// SPDX-License-Identifier: Apache-2.0
// A phone's width: the page of the settings one is on is named in view, the days of a week stand in one height.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, signIn, startPixie, welcome } from './lib.mjs';

let pixie;
let browser;
before(async () => {
  pixie = await startPixie();
  browser = await launch();
  const context = await open(browser, pixie);
  await welcome(context, pixie);
  await context.close();
});
after(async () => {
  await browser?.close();
  await pixie?.end();
});

test('on a phone the page one is on stands in view in the row of pages', async () => {
  const context = await open(browser, pixie, { size: 'phone' });
  const page = await signIn(context);
  for (const name of ['about', 'look', 'data']) {
    await page.goto(`/settings?page=${name}`);
    await page.waitForFunction(() => {
      const link = document.querySelector('main nav [aria-current]');
      const box = link?.getBoundingClientRect();
      return box && box.left >= 0 && box.right <= window.innerWidth;
    });
  }
  await context.close();
});

test('the days of a week stand in one height on a phone', async () => {
  const context = await open(browser, pixie, { size: 'phone' });
  const page = await signIn(context);
  await page.goto('/calendar?view=week&day=2030-01-14');
  await page.locator('[data-grid]').waitFor();
  const heads = page.getByRole('button', { name: /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+$/ });
  await heads.nth(6).waitFor();
  const boxes = await heads.evaluateAll((all) =>
    all.map((one) => [
      one.scrollWidth <= one.clientWidth,
      [...one.children].map((part) => part.offsetHeight),
    ]),
  );
  assert.equal(boxes.length, 7);
  for (const box of boxes) assert.deepEqual(box, boxes[0]);
  assert.equal(boxes[0][0], true);
  await context.close();
});
