// SPDX-License-Identifier: Apache-2.0
// A day's work without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { engineReady, eventually, go, launch, line, open, startPixie, welcome } from './lib.mjs';

let pixie;
let browser;
let page;
let context;
before(async () => {
  pixie = await startPixie();
  browser = await launch();
  context = await open(browser, pixie);
  page = await welcome(context, pixie);
  await engineReady(page);
  await page.keyboard.press('Escape');
});
after(async () => {
  await browser?.close();
  await pixie?.end();
});
const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const heading = (name) => page.getByRole('heading', { level: 1, name }).waitFor();
const task = async (title) => (await pixie.api('GET', `/tasks?q=${encodeURIComponent(title)}`)).items[0];

test('write, walk, date, priority, project, complete, undo', async () => {
  await go(page, 'a', 'Tasks');
  await press('q');
  for (const title of ['Alpha', 'Beta', 'Gamma']) {
    await page.keyboard.type(title);
    await press('Enter');
  }
  await page.locator('[data-row]', { hasText: 'Gamma' }).waitFor(); // what is not drawn yet can't be walked to
  await press('Escape', 'j', 'j');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Beta/);
  await press('d');
  await page.locator('[popover]:popover-open').waitFor();
  await page.keyboard.type('next friday');
  await page.locator('[popover] .ink-time').waitFor();
  await press('Enter');
  await eventually(async () => (await task('Beta'))?.due_day, 'a date');
  await press('1');
  await eventually(async () => (await task('Beta'))?.priority === 'urgent', 'a priority');
  await press('p');
  await page.locator('[popover]:popover-open').waitFor();
  await page.keyboard.type('Avenue');
  await press('Enter');
  await eventually(async () => (await task('Beta'))?.project_id, 'a project');
  await press('e');
  await eventually(async () => (await task('Beta'))?.status === 'completed', 'done');
  await press('Control+z');
  await eventually(async () => (await task('Beta'))?.status === 'pending', 'open again');
});

test('several at once are one step', async () => {
  await press('Escape', 'j');
  await page.locator('[data-row]').first().focus();
  await press('x', 'j', 'x');
  await page.getByRole('toolbar').waitFor();
  await press('4');
  await eventually(
    async () => (await pixie.api('GET', '/tasks?priority=low')).items.length === 2,
    'two changed',
  );
  await press('Escape', 'Control+z');
  await eventually(
    async () => (await pixie.api('GET', '/tasks?priority=low')).items.length === 0,
    'both back',
  );
});

test('the order by hand', async () => {
  await page.locator('[data-row]', { hasText: 'Gamma' }).focus();
  await press('Alt+ArrowUp');
  await eventually(async () => {
    const rows = (await pixie.api('GET', '/tasks?status=open&sort=position')).items.map((one) => one.title);
    return rows.indexOf('Gamma') < rows.indexOf('Beta');
  }, 'moved up');
});

test('an event by the grid: walk, Enter, write; pick it up, move, drop', async () => {
  await go(page, 'c');
  await page.locator('[data-grid]').focus();
  await press('ArrowDown', 'ArrowDown', 'Enter');
  await page.keyboard.type('Write the report');
  await press('Enter');
  const block = page.locator('[data-item]', { hasText: 'Write the report' });
  await block.waitFor();
  const found = async () =>
    (await pixie.api('GET', '/events')).items.find((one) => one.title === 'Write the report');
  await eventually(found, 'it was made');
  const before = await found();
  await block.focus();
  await press('m', 'ArrowDown', 'ArrowDown', 'Enter');
  await eventually(
    async () => Date.parse((await found()).start) === Date.parse(before.start) + 30 * 60000,
    'half an hour later',
  );
  await press('Control+z');
  await eventually(async () => Date.parse((await found()).start) === Date.parse(before.start), 'and back');
});

test('the menu goes anywhere and knows the tasks; the help lists the keys', async () => {
  await press('Control+k');
  await page.getByRole('combobox', { name: 'Menu' }).waitFor();
  await page.keyboard.type('gamma');
  await press('Enter');
  await page.getByRole('complementary', { name: 'Task' }).waitFor();
  await press('Control+k');
  await page.getByRole('combobox', { name: 'Menu' }).waitFor();
  await page.keyboard.type('settings');
  await press('Enter');
  await heading('Settings');
  await page.locator('h1').click();
  await press('?');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await press('Escape');
});

test('Tab reaches everything and is never held', async () => {
  await go(page, 't', 'Today');
  await page.evaluate(() => document.activeElement.blur());
  const seen = new Set();
  for (let i = 0; i < 60; i++) {
    await press('Tab');
    seen.add(await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120)));
  }
  assert.ok(seen.size > 15, `only ${seen.size} stops`);
  await line(page).focus();
  await press('Tab');
  assert.equal(await line(page).evaluate((field) => field === document.activeElement), false);
  assert.deepEqual(context.troubles, []);
});
