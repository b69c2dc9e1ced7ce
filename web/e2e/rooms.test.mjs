// SPDX-License-Identifier: Apache-2.0
// Every room, empty and full, light and dark, wide and narrow: axe finds nothing, the content policy is kept,
// and stored text of attackers is shown as text. E2E_SHOTS=folder keeps a picture of each.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { eventually, faults, launch, line, open, settled, signIn, startPixie, welcome } from './lib.mjs';

const ROOMS = {
  today: '/',
  tasks: '/tasks',
  'tasks-grouped': '/tasks?group=due',
  upcoming: '/tasks/upcoming',
  board: '/tasks/board',
  week: '/calendar?view=week',
  month: '/calendar?view=month',
  agenda: '/calendar?view=agenda',
  chat: '/chat',
  memory: '/memory',
  search: '/memory?q=dentist',
  documents: '/memory/documents',
  profile: '/memory/profile',
  inbox: '/inbox',
  account: '/settings',
  look: '/settings?page=look',
  security: '/settings?page=security',
  notifications: '/settings?page=notifications',
  mail: '/settings?page=mail',
  usage: '/settings?page=usage',
  data: '/settings?page=data',
  about: '/settings?page=about',
  people: '/admin',
  invites: '/admin?page=invites',
  health: '/admin?page=health',
  jobs: '/admin?page=jobs',
};
const ATTACKS = [
  '<img src=x onerror="window.hacked=1">',
  '<script>window.hacked=1</script>',
  '[click](javascript:window.hacked=1) ![x](https://evil.example/p.png) <b>bold</b>',
  '{{constructor.constructor("window.hacked=1")()}} "><svg onload=window.hacked=1>',
];
const shots = process.env.E2E_SHOTS;

let pixie;
let browser;
before(async () => {
  pixie = await startPixie();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await pixie?.end();
});

/** What waits in the inbox, with the words of attackers in every place. */
const proposals = () => ({
  next: null,
  items: ATTACKS.map((text, i) => ({
    id: `01890000-0000-7000-8000-00000000000${i}`,
    tool: 'create_task',
    arguments: { title: text, notes: text },
    text,
    reason: 'foreign',
    source_kind: ['document', 'mail', 'memory', text][i],
    source_id: null,
    source_quote: text,
    state: 'open',
    expires: '2040-01-01T00:00:00Z',
    snoozed: null,
    version: 1,
  })),
});

async function walk(context, name, page) {
  const found = [];
  if (!name.startsWith('first'))
    await page.route('**/api/v1/proposals?*', (route) => route.fulfill({ json: proposals() }));
  for (const [room, path] of Object.entries(ROOMS)) {
    await page.goto(path);
    await settled(page);
    if (shots) await page.screenshot({ path: `${shots}/${room}-${name}.png` });
    found.push(...(await faults(page)).map((text) => `${room} ${name}: ${text}`));
  }
  assert.deepEqual(found, []);
  assert.deepEqual(context.troubles, []);
}

test('the pages before one is in', async () => {
  const context = await open(browser, pixie, { theme: 'dark' });
  const page = await context.newPage();
  const found = [];
  for (const path of ['/sign-in', '/sign-up', '/reset', '/verify', '/nowhere']) {
    await page.goto(path);
    await page.locator('h1').waitFor();
    found.push(...(await faults(page)).map((text) => `${path}: ${text}`));
  }
  assert.deepEqual(found, []);
  await context.close();
});

test('every room at first run', async () => {
  if (shots) await mkdir(shots, { recursive: true });
  const context = await open(browser, pixie);
  const page = await welcome(context, pixie);
  await walk(context, 'first-light', page);
  await context.close();
});

test('every room with things in it, narrow and dark', async () => {
  for (const text of [
    'Call the dentist tomorrow at 10',
    'Pay rent on the last workday of every month',
    'Fix the auth bug in the Avenue project by Friday, urgent',
    'Lunch with Sam tomorrow 12:30',
    'Standup every weekday at 9:15',
    'My dentist is Dr Malmgren',
    'Yoga today at 18:00',
  ])
    await pixie.api('POST', '/messages', { text });
  const unread = async () => (await pixie.api('GET', '/notifications/unread')).unread;
  for (const [i, text] of ATTACKS.entries()) {
    const task = await pixie.api('POST', '/tasks', {
      title: text,
      notes: text,
      tags: ['<i>'],
      due_day: new Date().toISOString().slice(0, 10),
    });
    await pixie.api('POST', '/events', {
      title: text,
      location: text,
      notes: text,
      start: new Date(Date.now() + 3600000).toISOString(),
      end: new Date(Date.now() + 7200000).toISOString(),
    });
    await pixie.api('POST', '/projects', { name: text });
    await pixie.api('POST', '/memories', { text: `note ${text}` });
    const turn = await pixie.api('POST', '/messages', { text: `remember that ${text}` });
    await pixie.api('PATCH', `/conversations/${turn.conversation_id}`, { title: text });
    await pixie.api('POST', '/reminders', { text, due: new Date().toISOString() });
    await eventually(unread, 'it is spoken of by itself', (count) => count > i);
    await pixie.api('POST', '/tokens', { name: text.slice(0, 90) });
    await pixie
      .api('POST', '/mail/senders', {
        address: `"${text.replaceAll(/["\s]/g, '')}"@x.example`,
        rule: 'ignore',
      })
      .catch(() => null);
    await pixie.api('POST', '/mail/accounts', {
      name: text,
      address: `a${i}@mail.invalid`,
      host: 'mail.invalid',
      password: 'x',
      enabled: false,
    });
    const headers = { authorization: `Bearer ${pixie.server.token}`, 'content-type': 'text/plain' };
    const title = encodeURIComponent(text);
    await fetch(`${pixie.url}/api/v1/documents?title=${title}`, { method: 'POST', headers, body: text });
    pixie.attacked = task.id;
  }
  const context = await open(browser, pixie, { size: 'phone', theme: 'dark' });
  const page = await signIn(context);
  await walk(context, 'full-phone-dark', page);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await context.close();
});

test('every room with things in it, on a tablet in the dark', async () => {
  const context = await open(browser, pixie, { size: 'tablet', theme: 'dark', touch: true });
  const page = await signIn(context);
  await walk(context, 'full-tablet-dark', page);
  await context.close();
});

test('every room with things in it, wide and light, with its layers', async () => {
  const context = await open(browser, pixie);
  const page = await signIn(context);
  await walk(context, 'full-light', page);
  const found = [];
  const look = async (name, layer) => {
    await layer.first().waitFor();
    if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
    found.push(...(await faults(page)).map((text) => `${name}: ${text}`));
  };
  await page.goto(`/tasks?task=${pixie.attacked}`);
  await look('task-panel', page.getByRole('complementary', { name: 'Task' }));
  await page.goto('/calendar?view=day');
  await page.locator('[data-item]').first().click();
  await look('event-panel', page.getByRole('complementary', { name: 'Event' }));
  await page.goto('/tasks');
  await settled(page);
  await line(page).fill('Lunch with Ada tomorrow at noon in Berlin every week');
  await look('line', page.locator('.ink-time'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  const menu = page.getByRole('combobox', { name: 'Menu' });
  await look('menu', menu);
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
  await page.locator('[data-row]').first().focus();
  await page.keyboard.press('d');
  await look('date', page.locator('[popover]:popover-open'));
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Notifications/ }).click();
  const bell = page.getByRole('dialog', { name: 'Notifications' });
  for (const text of ATTACKS) await bell.getByText(text, { exact: true }).first().waitFor();
  await look('bell-attacked', bell);
  await page.keyboard.press('Escape');
  await page.goto('/inbox');
  await page.locator('[data-proposal]').first().waitFor();
  for (const text of ATTACKS)
    assert.ok((await page.locator('[data-proposal]').getByText(text, { exact: true }).count()) >= 2);
  await page.getByRole('button', { name: 'Edit' }).first().click();
  await look('inbox-attacked', page.locator('[data-proposal] form'));
  assert.deepEqual(found, []);
  assert.deepEqual(context.troubles, []);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.evaluate(() => document.querySelectorAll('main img, main script').length), 0);
  await context.close();
});

test('the room takes the place of its name: between them the page is never empty', async () => {
  const context = await open(browser, pixie);
  const page = await signIn(context);
  await page.addInitScript(() => {
    window.shown = [];
    const look = () => {
      const main = document.querySelector('main');
      const now = !main ? 'nothing' : main.querySelector('h1') ? 'room' : main.textContent ? 'name' : 'empty';
      if (now !== window.shown.at(-1)) window.shown.push(now);
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });
  const found = {};
  for (const path of ['/', '/tasks', '/calendar']) {
    await page.goto(path);
    await settled(page);
    await page.reload(); // the copy on this device is there, and so are the files
    await settled(page);
    const seen = (await page.evaluate(() => window.shown)).filter((what) => what !== 'nothing').join(' ');
    found[path] = seen.replace(/^empty /, ''); // the parser had only begun it
  }
  assert.deepEqual(found, { '/': 'name room', '/tasks': 'name room', '/calendar': 'name room' });
  await context.close();
});

test('German, with every word of its own', async () => {
  const context = await open(browser, pixie);
  const page = await signIn(context);
  await page.goto('/settings?page=look');
  await page.getByLabel('Language of the app').selectOption('de');
  await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  await page.goto('/tasks');
  await page.getByRole('heading', { level: 1, name: 'Aufgaben' }).waitFor();
  // The account keeps the language: who signs in next would meet "Heute", as soon as the preferences are read.
  const kept = () => pixie.api('GET', '/me/preferences');
  await eventually(kept, 'the language at the server', ({ language }) => language === 'de');
  await context.close();
  await pixie.api('PATCH', '/me/preferences', { language: 'system' });
});

test('no token is readable by a script, and source maps are not served', async () => {
  const context = await open(browser, pixie);
  const page = await signIn(context);
  const seen = await page.evaluate(() =>
    JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
  );
  assert.ok(!/eyJ|pxt_|pixie-refresh|(^|; )pixie=/.test(seen.replaceAll('pixie-csrf', '')), seen);
  const script = await page.evaluate(() => document.querySelector('script[src*="/_next/"]').src);
  assert.equal((await fetch(`${script}.map`)).status, 404);
  await context.close();
});
