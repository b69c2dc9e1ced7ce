// SPDX-License-Identifier: Apache-2.0
// Codes by text message: a number is proved in the settings, the code of the next one signs in, and they are turned off
// again. The provider is a double that keeps what it is told. E2E_SHOTS=folder keeps a picture of each step.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { axe, eventually, launch, OWNER, open, startPixie, welcome } from './lib.mjs';

const NUMBER = '+49 170 1234567';
const shots = process.env.E2E_SHOTS;

let provider;
const messages = [];
let pixie;
let browser;
let context;
let page;
let recovery;
before(async () => {
  provider = createServer((request, response) => {
    const pieces = [];
    request
      .on('data', (piece) => pieces.push(piece))
      .on('end', () => {
        messages.push(new URLSearchParams(Buffer.concat(pieces).toString()));
        response.writeHead(201, { 'content-type': 'application/json' }).end('{"sid":"SM1"}');
      });
  });
  await new Promise((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${provider.address().port}`;
  process.env.PIXIE_SMS_TOKEN = 'hush';
  pixie = await startPixie(['--sms-url', url, '--sms-account', 'AC1', '--sms-from', '+15005550006']);
  browser = await launch();
  context = await open(browser, pixie);
  page = await welcome(context, pixie);
});
after(async () => {
  await browser?.close();
  await pixie?.end();
  provider?.closeAllConnections();
  provider?.close();
});

/** The six digits of the n-th message. */
async function code(n) {
  const message = await eventually(() => messages[n - 1], `message ${n}`);
  assert.equal(message.get('To'), NUMBER.replaceAll(' ', ''));
  return message.get('Body').match(/^\d{6}/)[0];
}
async function look(name) {
  if (shots) await page.screenshot({ path: `${shots}/factor-${name}.png` });
  assert.deepEqual(await axe(page), []);
}
const factor = () => page.locator('section', { has: page.getByRole('heading', { name: 'Second factor' }) });
const button = (name) => page.getByRole('button', { name, exact: true });

test('a number is proved by the code that went there', async () => {
  await page.goto('/settings?page=security');
  await button('Use text messages').click();
  await factor().getByLabel('Phone number').fill('0170 1234567');
  await factor().getByLabel('Current password').fill(OWNER.password);
  await button('Send a code').click();
  await factor().getByRole('alert').getByText('with its country', { exact: false }).waitFor();
  assert.equal(messages.length, 0);
  await look('refused');
  await factor().getByLabel('Phone number').fill(NUMBER);
  await factor().getByLabel('Current password').fill(OWNER.password);
  await button('Send a code').click();
  await factor().getByText(`A code is on its way to ${NUMBER}`, { exact: false }).waitFor();
  await look('sent');
  const right = await code(1);
  await factor()
    .getByLabel('Code')
    .fill(right === '000000' ? '111111' : '000000');
  await button('Confirm').click();
  await factor().getByRole('alert').waitFor();
  await factor().getByLabel('Code').fill(right);
  await button('Confirm').click();
  await factor().getByText('goes to +49…67', { exact: false }).waitFor();
  recovery = (await factor().locator('pre').textContent()).split('\n');
  assert.equal(recovery.length, 10);
  await look('on');
});

test('signing in asks for a code; a recovery code will do', async () => {
  await button('Sign out').click();
  await page.getByLabel('E-mail').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  // The code of the proof signed nobody in, and another message has to wait for half a minute.
  const again = async () => {
    await button('Sign in').click();
    await button('Sign in').and(page.locator(':enabled')).waitFor(); // answered
    if (await page.getByLabel('Code').isVisible()) return true;
    await new Promise((resolve) => setTimeout(resolve, 2000)); // a try checks the password, and takes a core
    return false;
  };
  await eventually(again, 'a code is asked for');
  await look('sign-in');
  await page.getByLabel('Code').fill('12');
  await button('Sign in').click();
  await page.getByText('password or code is wrong', { exact: false }).waitFor(); // the page's announcer is an alert as well
  await page.getByLabel('Code').fill(await code(2));
  await button('Sign in').click();
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
});

test('it is turned off by a code of its own', async () => {
  await page.goto('/settings?page=security');
  await factor().getByText('goes to +49…67', { exact: false }).waitFor();
  await factor().getByLabel('Code').fill(recovery[0]);
  await button('Turn it off').click();
  await button('Use text messages').waitFor();
  assert.equal((await pixie.api('GET', '/auth/mfa')).enabled, false);
  assert.deepEqual(context.troubles, []);
});
