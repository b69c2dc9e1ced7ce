// SPDX-License-Identifier: Apache-2.0
// By finger on a tablet and a phone; sentences a third longer and from the right; ten thousand tasks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, launch, line, open, settled, signIn, startPixie, welcome } from './lib.mjs';

let pixie;
let browser;
before(async () => {
  pixie = await startPixie(['--rate-api', '100000']);
  browser = await launch();
  const context = await open(browser, pixie);
  await welcome(context, pixie);
  await context.close();
});
after(async () => {
  await browser?.close();
  await pixie?.end();
});
const row = (page, title) => page.locator('[data-row]', { hasText: title });

/** A finger goes down, rests, moves in steps and goes up. */
async function finger(page, from, to, restMs) {
  const session = await page.context().newCDPSession(page);
  const touch = (type, point) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [{ ...point, id: 1 }] : [] });
  await touch('touchStart', from);
  await page.waitForTimeout(restMs);
  for (let i = 1; i <= 10; i++) {
    const between = { x: from.x + ((to.x - from.x) * i) / 10, y: from.y + ((to.y - from.y) * i) / 10 };
    await touch('touchMove', between);
    await page.waitForTimeout(16);
  }
  await touch('touchEnd');
}
const middle = async (locator) => {
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

test('on a tablet: tap to open and to complete, write and send by the button, hold to move, swipe to scroll', async () => {
  const context = await open(browser, pixie, { size: 'tablet', touch: true });
  const page = await signIn(context);
  for (let i = 0; i < 40; i++)
    await pixie.api('POST', '/tasks', { title: `Stone ${String(i).padStart(2, '0')}` });
  await page.goto('/tasks');
  await row(page, 'Stone 00').waitFor();
  await line(page).tap();
  await line(page).fill('Pick up the parcel');
  await line(page).press('Enter'); // a new line, by finger
  assert.match(await line(page).inputValue(), /\n/);
  await page.getByRole('button', { name: 'Save', exact: true }).tap();
  await eventually(
    async () => (await pixie.api('GET', '/tasks?q=parcel')).items.length === 1,
    'sent by the button',
  );
  await row(page, 'Stone 01').tap();
  const panel = page.getByRole('complementary', { name: 'Task' });
  await panel.waitFor();
  await page.goBack(); // the back gesture
  await panel.waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: 'Complete “Stone 02”' }).tap();
  await row(page, 'Stone 02').waitFor({ state: 'detached' });
  const scroller = page.locator('main [data-scroll]').first();
  // On a slow machine a finger may be taken for one that rests, or one that rests for one that swipes: it is put down again.
  const atTop = () =>
    scroller.evaluate(async (box) => {
      box.scrollTo(0, 0);
      for (let i = 0; i < 20; i++) await new Promise(requestAnimationFrame);
      return box.scrollTop === 0; // a finger put down while the list still glides only stops it
    });
  await eventually(async () => {
    await eventually(atTop, 'the list has come to rest');
    await finger(page, await middle(row(page, 'Stone 08')), await middle(row(page, 'Stone 03')), 0);
    return scroller.evaluate((box) => box.scrollTop > 50);
  }, 'a swipe scrolls');
  const order = async () =>
    (await pixie.api('GET', '/tasks?status=open&sort=position&limit=100')).items.map((one) => one.title);
  await eventually(async () => {
    await eventually(atTop, 'the list has come to rest');
    await finger(page, await middle(row(page, 'Stone 05')), await middle(row(page, 'Stone 00')), 500);
    const titles = await order();
    return titles.indexOf('Stone 05') < titles.indexOf('Stone 01');
  }, 'held, then moved');
  assert.deepEqual(context.troubles, []);
  await context.close();
});

test('everything that is pressed by a finger is large enough', async () => {
  const context = await open(browser, pixie, { size: 'phone' });
  const page = await signIn(context);
  const small = [];
  for (const path of ['/', '/tasks', '/calendar', '/chat', '/memory', '/inbox', '/settings']) {
    await page.goto(path);
    await settled(page);
    small.push(
      ...(await page.evaluate(
        (where) =>
          [...document.querySelectorAll('button, a[href], select, [role=checkbox]')]
            .filter((one) => one.checkVisibility() && !one.closest('[data-item], p, li li'))
            .map((one) => [one.getBoundingClientRect(), one])
            .filter(([box]) => box.width > 1 && (box.width < 24 || box.height < 24))
            .map(
              ([box, one]) =>
                `${where}: ${one.outerHTML.slice(0, 90)} ${Math.round(box.width)}x${Math.round(box.height)}`,
            ),
        path,
      )),
    );
  }
  assert.deepEqual(small, []);
  await context.close();
});

test('sentences a third longer, from the right: nothing runs out of the page', async () => {
  await pixie.api('PATCH', '/me/preferences', { language: 'pseudo' });
  await pixie.api('POST', '/messages', { text: 'Lunch with Sam tomorrow 12:30' });
  const wide = [];
  for (const size of ['phone', 'desktop']) {
    const context = await open(browser, pixie, { size });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.locator('[name=email]').fill('ada@example.org');
    await page.locator('[name=password]').fill('a long enough password');
    await page.locator('[type=submit]').click();
    await page.locator('[data-line]').waitFor();
    await page.waitForFunction(() => document.documentElement.dir === 'rtl');
    for (const path of [
      '/',
      '/tasks',
      '/tasks/board',
      '/calendar?view=week',
      '/calendar?view=agenda',
      '/chat',
      '/inbox',
      '/memory',
      '/memory/documents',
      '/settings',
      '/settings?page=look',
      '/settings?page=security',
      '/settings?page=data',
      '/admin',
    ]) {
      await page.goto(path);
      await page.locator('h1').first().waitFor();
      await page.waitForFunction(() => /·/.test(document.querySelector('nav a')?.textContent ?? ''));
      await settled(page);
      const { over, plain } = await page.evaluate(() => ({
        over: document.documentElement.scrollWidth - window.innerWidth,
        // Words in the code instead of the catalogue carry no marks.
        plain: [...document.querySelectorAll('main h2, main label, main button, nav a')]
          .filter(
            (one) =>
              one.checkVisibility() && /[a-z]{4}/.test(one.textContent) && !/[·áéíóú]/.test(one.textContent),
          )
          .filter(
            (one) =>
              !one.closest(
                '[data-task], [data-item], [class*=example], [class*=hours], time, [class*=head], [class*=agenda], option',
              ),
          )
          .map((one) => one.textContent.slice(0, 40)),
      }));
      if (over > 1) wide.push(`${path} ${size}: ${over} px too wide`);
      if (plain.length > 0) wide.push(`${path} ${size}: not in the catalogue: ${plain.join(' | ')}`);
    }
    assert.deepEqual(context.troubles, []);
    await context.close();
  }
  await pixie.api('PATCH', '/me/preferences', { language: 'en' });
  assert.deepEqual(wide, []);
});

test('ten thousand tasks: a hundred rows are drawn, the end is reached, one is found', async () => {
  for (let made = 0; made < 10000; made += 500) {
    const changes = Array.from({ length: 500 }, (_, i) => ({
      op: 'create',
      entity: 'task',
      fields: { title: `Grain ${String(made + i).padStart(5, '0')}` },
    }));
    await pixie.api('POST', '/batch', { changes });
  }
  const context = await open(browser, pixie);
  const page = await signIn(context);
  await page.goto('/tasks');
  await row(page, 'Stone 00').waitFor();
  await eventually(
    () => page.evaluate(() => document.querySelector('main [data-scroll]').scrollHeight > 300000),
    'all are there',
  );
  assert.ok((await page.locator('[data-row]').count()) < 120);
  await page.evaluate(() => {
    const box = document.querySelector('main [data-scroll]');
    box.scrollTop = box.scrollHeight;
  });
  await row(page, 'Grain 09999').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('grain 07777');
  await row(page, 'Grain 07777').waitFor();
  await row(page, 'Grain 09999').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelectorAll('[data-row]').length === 1);
  assert.deepEqual(context.troubles, []);
  await context.close();
});
