// SPDX-License-Identifier: Apache-2.0
// What people do: the first minute, the line, two browsers, away from the network, a server that dies.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { io } from 'socket.io-client';
import {
  connected,
  engineReady,
  eventually,
  launch,
  line,
  OWNER,
  open,
  reach,
  signIn,
  startPixie,
  welcome,
} from './lib.mjs';

let pixie;
let browser;
let context;
let page;
before(async () => {
  pixie = await startPixie();
  browser = await launch();
  context = await open(browser, pixie);
});
after(async () => {
  await browser?.close();
  await pixie?.end();
});
const titles = async () =>
  (await pixie.api('GET', '/tasks?status=open&limit=200')).items.map((task) => task.title);
/** Whether a database of the page's holds that text. */
const kept = (where, text) =>
  where.evaluate(async (wanted) => {
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const reading = database.transaction(store).objectStore(store).getAll();
        const rows = await new Promise((resolve) => {
          reading.onsuccess = () => resolve(reading.result);
        });
        if (name.startsWith('pixie-') && JSON.stringify(rows).includes(wanted)) return true;
      }
      database.close();
    }
    return false;
  }, text);
const row = (where, title) => where.locator('[data-row]', { hasText: title });

test('the link that serve prints leads to the first task, by two clicks and Enter', async (t) => {
  const began = Date.now();
  page = await welcome(context, pixie);
  await page.getByRole('button', { name: 'Buy oat milk on Friday' }).click();
  await page.waitForFunction(() => document.querySelector('[data-line]')?.value !== '');
  await line(page).press('Enter');
  await page.getByText('Saved “', { exact: false }).waitFor();
  t.diagnostic(
    `the first task after ${((Date.now() - began) / 1000).toFixed(1)} s, with whatever else the machine does`,
  );
  await eventually(
    async () => (await titles()).some((title) => /oat milk/i.test(title)),
    'the server has it',
  );
  const me = await pixie.api('GET', '/me');
  assert.deepEqual([me.name, me.email, me.zone], [OWNER.name, OWNER.email, 'Europe/Berlin']);
});

test('the line shows in ink what it understood, and saves what it showed', async () => {
  await page.goto('/tasks');
  await engineReady(page);
  await line(page).fill('Call Gudrun tomorrow at 5pm #Home !urgent');
  await page.locator('.ink-time', { hasText: 'tomorrow at 5pm' }).first().waitFor();
  await page.locator('.ink-project', { hasText: 'Home' }).first().waitFor();
  await page.keyboard.press('Enter');
  await row(page, 'Call Gudrun').waitFor();
  await eventually(async () => (await titles()).includes('Call Gudrun'), 'the server has it');
  const task = (await pixie.api('GET', '/tasks?q=Gudrun')).items[0];
  assert.deepEqual([task.priority, task.tags, task.project_id], ['urgent', ['home'], null]); // no project is called so: a tag
  assert.equal(new Date(task.due).getMinutes(), 0);
});

test('words that are left as words stay in the title', async () => {
  await line(page).fill('Read Monday by Sarah');
  await page.getByRole('button', { name: /^Leave “Monday/ }).click();
  await page.keyboard.press('Escape');
  await line(page).press('Enter');
  await eventually(
    async () => (await titles()).some((title) => /Monday/.test(title)),
    'the day is part of the title',
  );
});

test('an overlap is told before it is saved', async () => {
  await pixie.api('POST', '/messages', { text: 'Dentist tomorrow 12:45' });
  await line(page).fill('Lunch with Sam tomorrow 12:30');
  await page.getByText('overlaps “Dentist”').waitFor();
  await line(page).fill('');
});

test('a task is completed and taken back, by the button and by Ctrl+Z', async () => {
  await pixie.api('POST', '/tasks', { title: 'Post the letter' });
  await page.getByRole('checkbox', { name: 'Complete “Post the letter”' }).click();
  const told = page.locator('li', { hasText: 'Done: “Post the letter”' });
  await told.hover(); // a pointer on it holds it
  await row(page, 'Post the letter').waitFor({ state: 'detached' });
  await eventually(async () => !(await titles()).includes('Post the letter'), 'done on the server');
  await told.getByRole('button', { name: 'Undo' }).click();
  await row(page, 'Post the letter').waitFor();
  await eventually(async () => (await titles()).includes('Post the letter'), 'open again on the server');
  await page.getByRole('checkbox', { name: 'Complete “Post the letter”' }).click();
  await row(page, 'Post the letter').waitFor({ state: 'detached' });
  await page.locator('h1').click();
  await page.keyboard.press('Control+z');
  await row(page, 'Post the letter').waitFor();
  await page.keyboard.press('Control+Shift+z');
  await row(page, 'Post the letter').waitFor({ state: 'detached' });
  await eventually(async () => !(await titles()).includes('Post the letter'), 'done again');
});

test('two browsers see each other', async () => {
  const other = await open(browser, pixie, { size: 'phone' });
  const phone = await signIn(other);
  await phone.goto('/tasks');
  await row(phone, 'Call Gudrun').waitFor();
  await page.goto('/tasks');
  await line(page).fill('Water the ferns');
  await line(page).press('Enter');
  await row(phone, 'Water the ferns').waitFor();
  await phone.getByRole('checkbox', { name: 'Complete “Water the ferns”' }).click();
  await row(page, 'Water the ferns').waitFor({ state: 'detached' });
  assert.deepEqual(other.troubles, []);
  await other.close();
});

test('ten things written without a network arrive in order, also after a reload', async () => {
  const offline = await open(browser, pixie, { workers: 'allow' });
  const away = await signIn(offline);
  await away.goto('/tasks');
  await row(away, 'Call Gudrun').waitFor();
  await away.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await eventually(() => kept(away, 'Call Gudrun'), 'the copy of the tasks is on disk');
  await offline.setOffline(true);
  await away.getByText('Offline', { exact: false }).first().waitFor();
  const made = Array.from({ length: 10 }, (_, i) => `Away ${String(i).padStart(2, '0')}`);
  for (const title of made) {
    await line(away).fill(title);
    await line(away).press('Enter');
  }
  await row(away, 'Away 09').waitFor();
  await eventually(() => kept(away, 'Away 09'), 'the last one is on disk');
  await away.reload();
  await row(away, 'Away 09').waitFor();
  assert.ok(!(await titles()).includes('Away 00'));
  await offline.setOffline(false);
  await eventually(
    async () => (await titles()).filter((title) => title.startsWith('Away')).length === 10,
    'all arrived',
  );
  const rows = (await pixie.api('GET', '/tasks?status=open&sort=position&limit=200')).items.map(
    (task) => task.title,
  );
  assert.deepEqual(
    rows.filter((title) => title.startsWith('Away')),
    made,
  );
  await offline.close();
});

test('a minute without a network and ten edits: all arrive, in the order they were made', async () => {
  const offline = await open(browser, pixie);
  await offline.clock.install(); // the minute passes at once
  const away = await signIn(offline);
  const { id } = await pixie.api('POST', '/tasks', { title: 'To be edited' });
  await away.goto(`/tasks?task=${id}`);
  const field = away.getByRole('complementary', { name: 'Task' }).getByLabel('Title');
  await field.waitFor();
  const heard = [];
  const socket = io(pixie.url, { auth: { token: pixie.server.token }, transports: ['websocket'] });
  socket.on('task', ({ task }) => task.id === id && heard.push(task.title));
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  await offline.setOffline(true);
  await away.getByText('Offline', { exact: false }).first().waitFor();
  const edits = Array.from({ length: 10 }, (_, i) => `Edited ${i}`);
  for (const title of edits) {
    await field.fill(title);
    await field.press('Enter');
    await row(away, title).waitFor();
  }
  await away.clock.runFor(60000);
  await away.getByText('Offline. 10 changes wait here.').waitFor();
  assert.deepEqual(heard, []);
  await offline.setOffline(false);
  await away.clock.runFor(30000); // whatever waits for its next try
  await eventually(
    () => heard,
    'ten edits',
    (titles) => titles.length >= 10,
  );
  assert.deepEqual(heard, edits);
  assert.deepEqual((await pixie.api('GET', `/tasks/${id}`)).title, 'Edited 9');
  socket.close();
  await offline.close();
});

test('kill -9 between sending and the answer: once, not twice, not never', async () => {
  await page.goto('/tasks');
  await row(page, 'Call Gudrun').waitFor();
  let died;
  const dead = new Promise((resolve) => {
    died = resolve;
  });
  await page.route('**/api/v1/tasks', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    await route.fetch(); // the server has done it
    await pixie.kill(); // and dies before it could say so
    await route.abort('connectionreset');
    await page.unroute('**/api/v1/tasks');
    died();
  });
  await line(page).fill('Exactly once');
  await line(page).press('Enter');
  const waits = row(page, 'Exactly once').getByRole('img', { name: 'not sent yet' });
  await waits.waitFor();
  await dead;
  await pixie.again();
  await eventually(async () => (await titles()).includes('Exactly once'), 'it arrived');
  await waits.waitFor({ state: 'detached' }); // the page has its answer: it sends it no more
  assert.equal((await titles()).filter((title) => title === 'Exactly once').length, 1);
  assert.equal(await row(page, 'Exactly once').count(), 1);
});

test('kill -9 in the middle of typing: the words are there after a reload', async () => {
  await page.goto('/tasks');
  await line(page).pressSequentially('Half a thou');
  await pixie.kill();
  await line(page).pressSequentially('ght');
  await pixie.again();
  await page.reload();
  await eventually(
    () => page.evaluate(() => [location.pathname, document.querySelector('[data-line]')?.value ?? 'no line']),
    'the words are in the line',
    ([, value]) => value === 'Half a thought',
  );
  await line(page).fill('');
});

test('what is said while the server is away is answered once when it is back', async () => {
  await page.goto('/chat');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await pixie.kill();
  await line(page).fill('buy stamps tomorrow');
  await line(page).press('Enter');
  await page.getByText('buy stamps tomorrow').first().waitFor();
  await eventually(() => kept(page, 'buy stamps tomorrow'), 'what was said is on disk');
  await page.reload().catch(() => {});
  await pixie.again();
  await reach(page, '/chat');
  await eventually(
    async () => (await titles()).filter((title) => /stamps/i.test(title)).length === 1,
    'once',
  );
  await page.getByText('New task').last().waitFor();
});

test('a change elsewhere of the same field is kept and told; of another field both stay', async () => {
  const task = await pixie.api('POST', '/tasks', { title: 'Two cooks' });
  await page.goto(`/tasks?task=${task.id}`);
  const field = page.getByRole('complementary', { name: 'Task' }).getByLabel('Title');
  await field.waitFor();
  await context.setOffline(true);
  await field.fill('Mine');
  await field.press('Enter');
  await pixie.api('PATCH', `/tasks/${task.id}`, { title: 'Theirs', priority: 'high' });
  await context.setOffline(false);
  await page.locator('li', { hasText: 'was changed elsewhere' }).hover(); // a pointer on it holds it
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Use mine' }).click();
  await eventually(
    async () => (await pixie.api('GET', `/tasks/${task.id}`)).title === 'Mine',
    'mine was used',
  );
  assert.equal((await pixie.api('GET', `/tasks/${task.id}`)).priority, 'high');
});

test('an answer names its grounds, a change has a card with undo', async () => {
  await page.goto('/chat');
  for (const text of ['My dentist is Dr Malmgren', 'who is my dentist?']) {
    await line(page).fill(text);
    await line(page).press('Enter');
    await page
      .getByText(text === 'who is my dentist?' ? /^Dr Malmgren/ : 'New memory')
      .last()
      .waitFor();
  }
  await page.getByText('1 ground').click();
  await page.getByRole('button', { name: 'Forget' }).waitFor();
  // They are still known when the page is opened anew.
  await page.reload();
  await page.getByText('1 ground').click();
  const log = page.getByRole('log');
  await log.getByRole('blockquote').getByText('My dentist is Dr Malmgren').waitFor();
  await log.getByRole('button', { name: 'Forget' }).waitFor();
  await line(page).fill('remind me to stretch tomorrow');
  await line(page).press('Enter');
  await page.getByRole('log').getByText('Stretch', { exact: true }).waitFor();
  await eventually(async () => (await titles()).some((title) => /stretch/i.test(title)), 'made');
  await page.getByRole('log').getByRole('button', { name: 'Undo' }).last().click();
  await eventually(async () => !(await titles()).some((title) => /stretch/i.test(title)), 'taken back');
});

test('a reminder speaks up beside the page, waits under the bell, and is dealt with there', async () => {
  await page.goto('/tasks');
  await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
  await connected(page, pixie);
  await pixie.api('POST', '/reminders', { text: 'Take the cake out', due: new Date().toISOString() });
  await page.getByRole('status').getByText('Take the cake out').waitFor();
  await page.getByRole('button', { name: /^Notifications: \d+ unread/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Notifications' });
  await sheet.getByText('Take the cake out').waitFor();
  await sheet.getByRole('button', { name: 'In 10 min' }).click();
  await sheet.getByText(/^.*again /).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
  assert.equal((await pixie.api('GET', '/notifications?state=snoozed')).items.length, 1);
});

test('a task has reminders, a plan and its next dates in its panel', async () => {
  const task = await pixie.api('POST', '/tasks', {
    title: 'Water the palm',
    due: '2030-03-30T08:00:00Z',
    recurrence: 'FREQ=DAILY',
  });
  await page.goto(`/tasks?task=${task.id}`);
  const panel = page.getByRole('complementary', { name: 'Task' });
  await panel.getByText('Sun, 31 Mar 2030').waitFor(); // the first of five
  await panel.getByRole('button', { name: /^Reminders:/ }).click();
  await page.getByRole('button', { name: '30 min before' }).click();
  await panel.getByRole('button', { name: /^Takes:/ }).click();
  await page.keyboard.type('1 h 15');
  await page.keyboard.press('Enter');
  await panel.getByRole('button', { name: /^Planned:/ }).click();
  await page.keyboard.type('tomorrow 9am');
  await page.locator('[popover] .ink-time').waitFor();
  await page.keyboard.press('Enter');
  await eventually(async () => (await pixie.api('GET', `/tasks/${task.id}`)).planned_end, 'planned');
  const now = await pixie.api('GET', `/tasks/${task.id}`);
  assert.deepEqual([now.reminders, now.estimate], [['-PT30M'], 75]);
  assert.equal(Date.parse(now.planned_end) - Date.parse(now.planned_start), 75 * 60000);
});

test('what another program exported comes in once, and goes with one undo', async () => {
  await page.goto('/settings?page=data');
  const file = {
    name: 'team.ics',
    mimeType: 'text/calendar',
    buffer: Buffer.from(
      [
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'UID:1@x',
        'SUMMARY:Board meeting',
        'DTSTART:20300114T090000Z',
        'END:VEVENT',
        'END:VCALENDAR',
      ].join('\r\n'),
    ),
  };
  const bring = async () => {
    await page.locator('[data-import]').setInputFiles(file);
    await page.getByText('In “team.ics”: 0 tasks, 1 event').waitFor();
    await page.getByRole('button', { name: 'Bring it in' }).press('Enter'); // the pointer stays where it is
  };
  const found = async () =>
    (await pixie.api('GET', '/events?limit=1000')).items.filter((one) => one.title === 'Board meeting')
      .length;
  await bring();
  const told = page.locator('li', { hasText: 'Imported 1; 0 were there already.' });
  await told.hover(); // a pointer on it holds it
  assert.equal(await found(), 1);
  await bring();
  await page.getByText('Imported 0; 1 were there already.').waitFor();
  assert.equal(await found(), 1);
  await told.getByRole('button', { name: 'Undo' }).click();
  await eventually(async () => (await found()) === 0, 'taken back');
});

test('what is pushed is shown while no page asks, always something, and leads only to our own pages', async () => {
  const pushed = await open(browser, pixie, { workers: 'allow' });
  await pushed.grantPermissions(['notifications']);
  const here = await signIn(pushed);
  await here.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  const session = await pushed.newCDPSession(here);
  const registered = new Promise((resolve) =>
    session.on(
      'ServiceWorker.workerRegistrationUpdated',
      ({ registrations }) => registrations[0] && resolve(registrations[0]),
    ),
  );
  await session.send('ServiceWorker.enable');
  const { registrationId } = await registered;
  const deliver = (data) =>
    session.send('ServiceWorker.deliverPushMessage', { origin: pixie.url, registrationId, data });
  await deliver(
    JSON.stringify({ title: 'Take the cake out', text: 'Now', tag: 'a', url: 'https://evil.example/' }),
  );
  await deliver('no JSON');
  const shown = () =>
    here.evaluate(async () =>
      (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body }) => [
        title,
        body,
      ]),
    );
  await eventually(async () => (await shown()).length === 2, 'both are shown');
  assert.deepEqual((await shown()).sort(), [
    ['Pixie', ''],
    ['Take the cake out', 'Now'],
  ]);
  await pushed.close();
});

test('nothing went wrong on the way: no uncaught error, no report of the content policy', () => {
  assert.deepEqual(context.troubles, []);
});
