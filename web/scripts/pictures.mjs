// SPDX-License-Identifier: Apache-2.0
// The pictures of README.md, of a real Pixie with a day in it: node scripts/pictures.mjs [../docs/pictures]
// PIXIE_BINARY, PIXIE_WEB and CHROME_PATH as for the tests.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { engineReady, eventually, launch, line, open, signIn, startPixie, welcome } from '../e2e/lib.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const SIZE = { width: 1200, height: 750 };
const DAY = [
  'Standup every weekday at 9:15',
  'Lunch with Priya today 12:30',
  'Dentist today at 14:00 in Mill Lane 14',
  'Review of the quarter tomorrow 10:00 to 11:30',
  'Dinner with Sam on Thursday at 19:00',
  'Choir every Wednesday at 18:30',
  'Fix the auth bug in the Avenue project by Friday, urgent',
  'Pay rent on the last workday of every month',
  'Water the plants every 3 days',
  'Call the plumber tomorrow at 11',
  'Buy oat milk today',
  'Send the invoice in the Avenue project today',
  'My dentist is Dr Malmgren',
  "Ottilie's birthday is on 3 December",
];

await mkdir(folder, { recursive: true });
const pixie = await startPixie();
const browser = await launch();
try {
  const context = await open(browser, pixie);
  const page = await welcome(context, pixie);
  await page.setViewportSize(SIZE);
  for (const text of DAY) await pixie.api('POST', '/messages', { text });
  const shot = async (name, where = page) => {
    await where.waitForTimeout(400); // what is drawn in, is drawn
    await where.screenshot({ path: join(folder, `${name}.png`) });
  };
  const go = async (path, where = page) => {
    await where.goto(path);
    await where.locator('h1').first().waitFor();
    await where.waitForFunction(() => !document.querySelector('[class*=skeleton]'));
  };
  await go('/');
  await page.getByRole('heading', { name: 'Worth remembering' }).waitFor();
  await shot('today');
  await go('/tasks');
  await engineReady(page);
  await line(page).fill('Lunch with Gudrun on Thursday at noon in the Avenue project !high');
  await page.locator('.ink-time').first().waitFor();
  await shot('tasks');
  await line(page).fill('');
  // The week that tomorrow is in: on a Sunday this one is over.
  const tomorrow = new Date(Date.now() + 86400000).toISOString().slice(0, 10);
  await go(`/calendar?view=week&day=${tomorrow}`);
  await page.locator('[data-item]').first().waitFor();
  await shot('calendar');
  await go('/chat?new=1');
  for (const text of ['Move lunch with Priya to 13:00', 'who is my dentist?', 'what is on tomorrow?']) {
    await line(page).fill(text);
    await line(page).press('Enter');
    const log = page.getByRole('log');
    await eventually(
      async () =>
        (await log.getAttribute('aria-busy')) === 'false' && (await log.getByText(text).count()) > 0,
      text,
    );
  }
  await shot('chat');
  const phone = await open(browser, pixie, { size: 'phone', theme: 'dark' });
  const small = await signIn(phone);
  await go('/', small);
  await small.getByRole('heading', { name: 'Worth remembering' }).waitFor();
  await shot('phone', small);
} finally {
  await browser.close();
  await pixie.end();
}
