// SPDX-License-Identifier: Apache-2.0
// What a mail asks for, from a real Dovecot to the inbox: it names its sender and its words, nothing happens by the mail
// itself, accepting is one step that can be taken back, and of a sender who is ignored nothing more is proposed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Dovecot, hasDovecot, mail } from '../../tests/integration/product/dovecot.mjs';
import { axe, connected, eventually, launch, open, startPixie, welcome } from './lib.mjs';

const options = { skip: hasDovecot ? false : 'dovecot-imapd is not installed' };
const DUE = new Date(Date.now() + 20 * 86400000).toISOString().slice(0, 10);

let dovecot;
let pixie;
let browser;
let context;
let page;
before(async () => {
  if (!hasDovecot) return;
  dovecot = await Dovecot.start();
  const words = ['--private-addresses', 'true', '--mail-ca', dovecot.cert, '--mail-poll-s', '5'];
  pixie = await startPixie(words);
  browser = await launch();
  context = await open(browser, pixie);
  page = await welcome(context, pixie);
});
after(async () => {
  await browser?.close();
  await pixie?.end();
  await dovecot?.stop();
});

const mails = async () => (await pixie.api('GET', '/mail/messages?limit=1000')).items;
const tasks = async () => (await pixie.api('GET', '/tasks?status=open')).items.map(({ title }) => title);

/** Until that many mails have been read. */
function read(count) {
  return eventually(mails, `${count} mails are read`, (rows) => rows.length === count);
}

test('an account is added in the settings, and is read', options, async () => {
  await page.goto('/settings?page=mail');
  const fill = (label, text) => page.getByLabel(label, { exact: true }).fill(text);
  await fill('Address', 'anna@example.com');
  await fill('IMAP server', 'localhost');
  await page.getByLabel('Sign in by', { exact: true }).selectOption('xoauth2');
  await page.getByLabel('Refresh token', { exact: true }).waitFor();
  await page.getByLabel('Sign in by', { exact: true }).selectOption('password');
  await fill('Port', String(dovecot.imaps));
  await fill('Name to sign in with', 'anna');
  await fill('Password', 'geheim');
  await page.getByRole('button', { name: 'Add a mailbox' }).click();
  await page.getByRole('article', { name: 'anna@example.com' }).waitFor();
  const state = async () => (await pixie.api('GET', '/mail/accounts')).items[0].state;
  await eventually(state, 'the account is read', (seen) => seen === 'ok');
});

test(
  'a request of a mail waits in the inbox with its sender and its words; accepted by a key, undone by one',
  options,
  async () => {
    await page.goto('/inbox');
    await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
    await connected(page, pixie);
    const body = `Hi Anna,\n\nplease sign the lease by ${DUE}.\n\nBen`;
    dovecot.deliver(mail({ subject: '<b>Lease</b>', body }));
    await read(1);
    const card = page.locator('[data-proposal]').filter({ hasText: `please sign the lease by ${DUE}.` });
    await card.getByText('Ben <ben@example.com>: “<b>Lease</b>”').waitFor();
    assert.deepEqual(await tasks(), [], 'nothing is done by the mail itself');
    assert.deepEqual(await axe(page), []);
    await card.getByRole('button', { name: 'Accept' }).click({ trial: true }); // it can be taken
    await page.locator('h1').click();
    await page.keyboard.press('a');
    await eventually(tasks, 'the task is made', (titles) => titles.includes('Sign the lease'));
    await page.getByText(/^Done: /).waitFor();
    await page.keyboard.press('Control+z');
    await eventually(tasks, 'it is taken back', (titles) => titles.length === 0);
  },
);

test('of a sender who is ignored nothing more is proposed', options, async () => {
  await page.goto('/inbox');
  dovecot.deliver(mail({ subject: 'Keys', body: `Please return the keys by ${DUE}.\n` }));
  await read(2);
  const keys = page.locator('[data-proposal]').filter({ hasText: 'return the keys' });
  await keys.getByRole('button', { name: 'Always ignore this sender' }).click();
  await page.getByText('Nothing is proposed from mails of ben@example.com any more.').waitFor();
  dovecot.deliver(mail({ subject: 'Rent', body: `Please pay the rent by ${DUE}.\n` }));
  dovecot.deliver(
    mail({
      from: 'Priya <priya@example.com>',
      subject: 'Slides',
      body: `Please send the slides by ${DUE}.\n`,
    }),
  );
  await page.locator('[data-proposal]').filter({ hasText: 'send the slides' }).waitFor();
  const rows = (await pixie.api('GET', '/proposals?state=open')).items;
  assert.ok(!rows.some(({ source_quote }) => /rent/.test(source_quote)), JSON.stringify(rows));
});

test('what a sender who is trusted asks for is done at once', options, async () => {
  const slides = page.locator('[data-proposal]').filter({ hasText: 'send the slides' });
  await slides.getByRole('button', { name: 'Always do what this sender asks' }).click();
  await page.getByText('What mails of priya@example.com ask for is done at once', { exact: false }).waitFor();
  dovecot.deliver(
    mail({
      from: 'Priya <priya@example.com>',
      subject: 'Agenda',
      body: `Please send the agenda by ${DUE}.\n`,
    }),
  );
  await eventually(tasks, 'the task is made', (titles) => titles.some((title) => /agenda/i.test(title)));
});

test('nothing went wrong on the way', options, () => {
  assert.deepEqual(context.troubles, []);
});
