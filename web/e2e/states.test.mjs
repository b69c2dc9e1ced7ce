// SPDX-License-Identifier: Apache-2.0
// The states that rooms and layers can be in beside empty and full (rooms.test.mjs has those): what fails, what is
// loading, what nobody finds, every layer open. Each by axe, wide and light, and as a phone in the dark; nothing runs
// out of the page. E2E_SHOTS=folder keeps a picture of each.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { engineReady, eventually, faults, launch, line, open, signIn, startPixie, welcome } from './lib.mjs';

const shots = process.env.E2E_SHOTS;
const only = process.env.E2E_STATES?.split(',');
const FORMATS = { desktop: 'light', tablet: 'light', phone: 'dark' };
/** A tablet lays out otherwise only what has a panel, a rail or a grid. */
const ON_TABLET = new Set([
  'today-brief',
  'task-panel',
  'board',
  'days',
  'event-panel',
  'chat-talk',
  'inbox',
  'bell',
  'mail',
  'line',
]);

let pixie;
let browser;
let task;
let talk;
before(async () => {
  if (shots) await mkdir(shots, { recursive: true });
  pixie = await startPixie(['--sign-up', 'invite']);
  browser = await launch();
  const context = await open(browser, pixie);
  await welcome(context, pixie);
  await context.close();
  const soon = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    day: 'numeric',
    month: 'long',
  }).format(
    Date.now() + 3 * 86400000, // the brief names what is at most two weeks away
  );
  for (const text of [
    'Call the dentist tomorrow at 10',
    'Fix the auth bug in the Avenue project by Friday, urgent',
    'Lunch with Sam tomorrow 12:30',
    'Standup every weekday at 9:15',
    'My dentist is Dr Malmgren',
    `Ottilie's birthday is on ${soon}`,
  ])
    await pixie.api('POST', '/messages', { text });
  const due_day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
  task = await pixie.api('POST', '/tasks', {
    title: 'Write the report',
    notes: 'With **figures** and a [link](https://example.org).',
    due_day,
    estimate: 90,
    tags: ['work'],
  });
  await pixie.api('POST', '/tasks', { title: 'Collect the figures', parent_id: task.id });
  talk = (await pixie.api('POST', '/messages', { text: 'who is my dentist?' })).conversation_id;
  await pixie.api('POST', '/reminders', { text: 'Take the cake out', due: new Date().toISOString() });
  const unread = async () => (await pixie.api('GET', '/notifications/unread')).unread;
  await eventually(unread, 'the reminder is spoken of');
  await pixie.api('POST', '/mail/accounts', {
    address: 'ada@mail.invalid',
    host: 'mail.invalid',
    password: 'a password',
    enabled: false,
  });
  await pixie.api('POST', '/mail/senders', { address: 'news@shop.invalid', rule: 'ignore' });
});
after(async () => {
  await browser?.close();
  await pixie?.end();
});

const heading = (page) => page.locator('h1').first().waitFor();
const answer = (page, address, reply) => page.route(address, (route) => route.fulfill(reply));
const refuse = (page, address) =>
  answer(page, address, {
    status: 500,
    contentType: 'application/problem+json',
    body: JSON.stringify({ status: 500, title: 'Failed', detail: 'The disk is full.', request_id: 'r-17' }),
  });
const proposal = (id, more) => ({
  id: `01890000-0000-7000-8000-00000000000${id}`,
  tool: 'create_task',
  arguments: { title: 'Pay the invoice', due: 'Friday' },
  text: 'Add the task “Pay the invoice”, due Friday',
  reason: 'foreign',
  source_kind: 'document',
  source_id: null,
  source_quote: 'Please pay the invoice 4711 by Friday.',
  state: 'open',
  expires: new Date(Date.now() + 6 * 86400000).toISOString(),
  snoozed: null,
  version: 1,
  ...more,
});
const PROPOSALS = {
  items: [
    proposal(1),
    proposal(2, {
      text: 'Delete 7 tasks',
      tool: 'several',
      reason: 'many',
      source_quote: null,
      source_kind: null,
    }),
    proposal(3, { snoozed: new Date(Date.now() + 86400000).toISOString() }),
    proposal(4, { expires: new Date(Date.now() - 1000).toISOString() }),
  ],
  next: null,
};
const inbox = async (page) => {
  await answer(page, '**/api/v1/proposals?*', { json: PROPOSALS });
  await page.goto('/inbox');
  await page.locator('[data-proposal]').first().waitFor();
};
const row = (page) => page.locator('[data-row]', { hasText: 'Write the report' });
const tasks = async (page) => {
  await page.goto('/tasks');
  await row(page).waitFor();
};
const keyed = (key) => async (page) => {
  await tasks(page);
  await row(page).focus();
  await page.keyboard.press(key);
  await page.locator('[popover]:popover-open, dialog[open]').first().waitFor();
};
const settings = (name) => async (page) => {
  await page.goto(`/settings?page=${name}`);
  await heading(page);
  await page.waitForFunction(() => !document.querySelector('[class*=skeleton]'));
};

const STATES = {
  'today-day': async (page) => {
    await page.goto('/?day=2030-01-14');
    await heading(page);
  },
  'today-brief': async (page) => {
    await page.goto('/');
    await page.locator('[class*=brief] > summary').click(); // in the evening what is left over stands above it
    await page.getByText('Worth remembering', { exact: false }).first().waitFor();
  },
  'today-evening': async (page) => {
    await page.clock.setFixedTime(new Date(`${task.due_day}T18:30:00Z`)); // half past seven in Berlin
    await page.goto('/');
    await page.getByRole('heading', { name: 'Left over' }).waitFor();
  },
  'today-failed': async (page) => {
    await refuse(page, '**/api/v1/tasks?*');
    await page.goto('/');
    await page.getByRole('button', { name: 'Retry' }).waitFor();
  },
  'tasks-loading': async (page) => {
    await page.route('**/api/v1/tasks?*', () => {});
    await page.goto('/tasks');
    await page.locator('[class*=skeleton]').first().waitFor();
  },
  'tasks-failed': async (page) => {
    await refuse(page, '**/api/v1/tasks?*');
    await page.goto('/tasks');
    await page.getByRole('button', { name: 'Retry' }).waitFor();
  },
  'tasks-filtered': async (page) => {
    await page.goto('/tasks?text=nowhere');
    await page.getByRole('button', { name: 'Clear filters' }).waitFor();
  },
  'tasks-selected': async (page) => {
    await tasks(page);
    await row(page).focus();
    await page.keyboard.press('x');
    await page.getByRole('toolbar').waitFor();
  },
  'task-panel': async (page) => {
    await page.goto(`/tasks?task=${task.id}`);
    await page.getByRole('complementary', { name: 'Task' }).waitFor();
  },
  'task-date': keyed('d'),
  'task-project': keyed('p'),
  'task-tags': keyed('l'),
  'task-repeat': keyed('r'),
  'task-plan': keyed('t'),
  'tasks-completed': async (page) => {
    const { id } = await pixie.api('POST', '/tasks', { title: 'Strike me out' });
    await page.goto('/tasks');
    await page.getByRole('checkbox', { name: 'Complete “Strike me out”' }).click();
    await page.getByRole('button', { name: 'Undo' }).last().waitFor();
    await pixie.api('DELETE', `/tasks/${id}`);
  },
  board: async (page) => {
    await page.goto('/tasks/board?group=priority');
    await heading(page);
  },
  day: async (page) => {
    await page.goto('/calendar?view=day');
    await heading(page);
  },
  days: async (page) => {
    await page.goto('/calendar?view=days');
    await heading(page);
  },
  'event-panel': async (page) => {
    const [event] = (await pixie.api('GET', '/events?q=Lunch')).items;
    await page.goto(`/calendar?view=agenda&event=${event.id}`);
    await page.getByRole('complementary', { name: 'Event' }).waitFor();
  },
  'calendar-failed': async (page) => {
    await refuse(page, '**/api/v1/events?*');
    await page.goto('/calendar?view=week');
    await page.getByRole('button', { name: 'Retry' }).waitFor();
  },
  'chat-talk': async (page) => {
    await page.goto(`/chat?c=${talk}`);
    await page.getByRole('log').getByText('who is my dentist?').first().waitFor();
    await line(page).fill('who is my dentist?');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('1 ground').last().click();
  },
  'chat-new': async (page) => {
    await page.goto('/chat?new=1');
    await heading(page);
  },
  'chat-gone': async (page) => {
    await page.goto('/chat?c=01890000-0000-7000-8000-000000000000');
    await page.getByText('This conversation does not exist any more.').waitFor();
  },
  'chat-editing': async (page) => {
    await page.goto(`/chat?c=${talk}`);
    await page.getByRole('log').getByText('who is my dentist?').first().waitFor();
    await line(page).focus();
    await page.keyboard.press('ArrowUp');
    await page.getByText('Instead of', { exact: false }).waitFor();
  },
  'chat-refused': async (page) => {
    await answer(page, '**/api/v1/messages', {
      status: 422,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 422, title: 'No', detail: 'This was too much for me.' }),
    });
    await page.goto(`/chat?c=${talk}`);
    await page.getByRole('log').getByText('who is my dentist?').first().waitFor();
    await line(page).fill('say something');
    await page.evaluate(() => document.querySelector('[data-line]').focus());
    await page.locator('[data-line]').press('Control+Enter');
    if (await line(page).inputValue()) await page.getByRole('button', { name: /^(Send|Save)$/ }).click();
    await page.getByText('This was not sent:', { exact: false }).waitFor();
  },
  inbox,
  'inbox-put-off': async (page) => {
    await inbox(page);
    await page.getByText('1 put off').click();
  },
  'inbox-edit': async (page) => {
    await inbox(page);
    await page.getByRole('button', { name: 'Edit' }).first().click();
  },
  'inbox-later': async (page) => {
    await inbox(page);
    await page
      .getByRole('button', { name: /^Later/ })
      .first()
      .click();
    await page.getByRole('menuitem').first().waitFor();
  },
  'inbox-empty': async (page) => {
    await page.goto('/inbox');
    await page.getByText('Nothing waits', { exact: false }).waitFor();
  },
  'inbox-failed': async (page) => {
    await refuse(page, '**/api/v1/proposals?*');
    await page.goto('/inbox');
    await page.getByRole('button', { name: 'Retry' }).waitFor();
  },
  'memory-nothing': async (page) => {
    await page.goto('/memory?q=zzzzqqqq');
    await heading(page);
    await page.waitForFunction(() => !document.querySelector('[class*=skeleton]'));
  },
  'documents-failed': async (page) => {
    await refuse(page, '**/api/v1/documents?*');
    await page.goto('/memory/documents');
    await page.getByRole('button', { name: 'Retry' }).waitFor();
  },
  notifications: settings('notifications'),
  mail: settings('mail'),
  'mail-remove': async (page) => {
    await settings('mail')(page);
    await page.getByRole('button', { name: 'Remove' }).first().click();
    await page.locator('dialog[open]').waitFor();
  },
  usage: settings('usage'),
  'second-factor': async (page) => {
    await settings('security')(page);
    await page.getByRole('button', { name: 'Use an authenticator' }).click();
    await page.getByText('Scan this', { exact: false }).waitFor();
  },
  bell: async (page) => {
    await page.goto('/tasks');
    await page.evaluate(() => document.activeElement?.blur());
    const bell = page.getByRole('button', { name: /^Notifications/ });
    const more = page.getByRole('button', { name: 'More' }); // on a phone the bell is behind it
    await bell.or(more).filter({ visible: true }).first().waitFor();
    if (!(await bell.first().isVisible())) await more.click();
    await bell.first().click();
    await page.getByRole('dialog', { name: 'Notifications' }).getByText('Take the cake out').waitFor();
  },
  menu: async (page) => {
    await tasks(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Menu' }).fill('report');
    await page.getByRole('option').first().waitFor();
  },
  help: async (page) => {
    await tasks(page);
    await page.locator('h1').first().click();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  },
  line: async (page) => {
    await tasks(page);
    await engineReady(page);
    await line(page).fill('Lunch with Ada tomorrow at noon in Berlin every week');
    await page.locator('.ink-time').first().waitFor();
  },
  pasted: async (page) => {
    await tasks(page);
    await line(page).focus();
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '- Flour\n- Eggs\n- Sugar');
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('[data-line]').dispatchEvent(event);
    });
    await page.getByRole('button', { name: 'Add 3', exact: true }).waitFor();
  },
  offline: async (page) => {
    await tasks(page);
    const { id } = await pixie.api('POST', '/tasks', { title: 'Heard by the page' });
    await page.locator('[data-row]', { hasText: 'Heard by the page' }).waitFor(); // it hears the server
    await pixie.api('DELETE', `/tasks/${id}`);
    await page.context().setOffline(true);
    await page.getByText('Offline', { exact: false }).first().waitFor();
  },
  'signed-out': async (page) => {
    await tasks(page);
    await line(page).fill('Anything');
    const no = { status: 401, json: { status: 401, detail: 'no' } };
    let save;
    const saved = new Promise((resolve) => {
      save = resolve;
    });
    // The session is over, its renewal refused. What the page asks for by itself hears of it no sooner than the save.
    await page.route('**/api/v1/**', async (route) => {
      await saved;
      await route.fulfill(no);
    });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    save();
    const password = page.locator('dialog[open] [name=password]');
    await password.waitFor();
    for (let i = 0; i < 2; i++) await page.keyboard.press('Escape'); // a browser closes a dialog at the second
    await password.waitFor();
    assert.equal(await page.locator('dialog[open]').getByRole('button', { name: 'Close' }).count(), 0);
  },
};

async function problems(page, name) {
  await page.evaluate(async () => {
    await document.fonts.ready; // another font may be wider
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame); // what begins to move, has begun
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
  });
  const found = (await faults(page)).map((text) => `${name}: ${text}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 1) found.push(`${name}: ${wide} px too wide`);
  return found;
}

for (const [size, theme] of Object.entries(FORMATS))
  test(`every state, ${size}, ${theme}`, async () => {
    const found = [];
    const first = await open(browser, pixie, { size, theme });
    await (await signIn(first)).close();
    const cookies = await first.cookies();
    await first.close();
    for (const [name, bring] of Object.entries(STATES)) {
      if (only ? !only.includes(name) : size === 'tablet' && !ON_TABLET.has(name)) continue;
      const context = await open(browser, pixie, { size, theme });
      await context.addCookies(cookies);
      const page = await context.newPage();
      try {
        await bring(page);
        found.push(...(await problems(page, `${name} ${size}`)));
      } catch (error) {
        found.push(`${name} ${size}: ${String(error.message).split('\n').slice(0, 3).join(' ')}`);
      }
      if (shots) await page.screenshot({ path: `${shots}/${name}-${size}.png` });
      found.push(...context.troubles.map((text) => `${name} ${size}: ${text}`));
      await context.close();
    }
    assert.deepEqual(found, []);
  });

test('the pages of entry with what can go wrong there', async () => {
  const context = await open(browser, pixie, { size: 'phone' });
  const page = await context.newPage();
  const found = [];
  const look = async (name) => {
    found.push(...(await problems(page, name)));
    if (shots) await page.screenshot({ path: `${shots}/${name}-phone.png` });
  };
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill('ada@example.org');
  await page.getByLabel('Password').fill('a wrong password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').first().waitFor();
  await look('sign-in-wrong');
  await page.goto('/welcome#nonsense');
  await page.locator('h1').waitFor();
  await look('welcome-spent');
  await page.goto('/sign-up?invite=x');
  await page.locator('h1').waitFor();
  await look('sign-up');
  await page.goto('/nowhere');
  await page.locator('h1').waitFor();
  await look('nowhere');
  await page.route('**/api/v1/**', (route) => route.abort());
  await page.goto('/tasks');
  await page.locator('h1').waitFor();
  await look('unreachable');
  assert.deepEqual(found, []);
  assert.deepEqual(context.troubles, []);
  await context.close();
});
