// SPDX-License-Identifier: Apache-2.0
// Codes by text message as second factor: proving a number, signing in, and what an attacker may try. The provider is a double of
// Twilio's shape that keeps what it is told.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { Pixie } from './harness.mjs';
import { eventually } from './patience.mjs';

const password = 'correct horse battery', own = '+491701234567', options = { timeout: 120000 };
let provider, got, pixie;
before(async () => {
  got = [];
  provider = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece)).on('end', () => {
      got.push(Object.fromEntries(new URLSearchParams(Buffer.concat(pieces).toString())));
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"sid":"SM1"}');
    });
  });
  await new Promise((resolve) => provider.listen(0, '127.0.0.1', resolve));
  pixie = await start();
});
after(async () => {
  await pixie?.stop();
  await new Promise((resolve) => provider.close(resolve));
});

async function start(more = []) {
  process.env.PIXIE_SMS_TOKEN = 'hush';
  const made = await Pixie.start({ options: ['--sms-url', `http://127.0.0.1:${provider.address().port}`, '--sms-account', 'AC1', '--sms-from', '+15005550006',
    '--sign-up', 'open', '--rate-login', '100000', ...more] });
  delete process.env.PIXIE_SMS_TOKEN;
  return made;
}

/** Somebody with a password, signed in. */
async function person(email, at = pixie) {
  assert.equal((await at.post('/api/v1/auth/signup', { name: email.split('@')[0], email, password }, { token: null })).status, 202);
  return (await signIn(email, {}, at)).json.access_token;
}
const signIn = (email, more = {}, at = pixie) => at.post('/api/v1/auth/login', { email, password, ...more }, { token: null });
const begin = (token, phone, current = password, at = pixie) => at.post('/api/v1/auth/mfa/sms', { phone, current }, { token });
const confirm = (token, code, at = pixie) => at.post('/api/v1/auth/mfa/sms/confirm', { code }, { token });
const state = async (token) => (await pixie.get('/api/v1/auth/mfa', { token })).json;
/** The code of the n-th message to that number. */
const code = async (number, n = 1) => {
  const [, digits] = (await eventually(() => got.filter(({ To }) => To === number)[n - 1], Boolean, `message ${n} to ${number}`)).Body.match(/^(\d{6}) /);
  return digits;
};
const other = (digits) => `${(Number(digits) + 1) % 1000000}`.padStart(6, '0');

test('a number is proved by a code, then codes sign in', options, async () => {
  const token = await person('ann@example.com');
  assert.deepEqual(await state(token), { enabled: false, sms: { available: true, number: null } });
  for (const phone of ['12345678', '+12', 'call me', '+1234567890123456', '+0701234567']) assert.equal((await begin(token, phone)).json.field, 'phone', phone);
  assert.equal((await begin(token, own, 'not the password')).status, 401);
  assert.equal(got.length, 0, 'nothing was sent');
  assert.equal((await confirm(token, '123456')).status, 409);
  assert.equal((await begin(token, '+49 (170) 123-4567')).status, 202);
  const first = await code(own);
  assert.match(got[0].Body, /is your code for Pixie\. It is good for five minutes/);
  assert.equal((await confirm(token, other(first))).status, 401);
  const codes = (await confirm(token, first)).json.recovery_codes;
  assert.equal(codes.length, 10);
  assert.deepEqual(await state(token), { enabled: true, sms: { available: true, number: '+49…67' } });
  assert.equal((await confirm(token, first)).status, 409, 'a code is good once');

  assert.match((await signIn('ann@example.com', { code: first })).json.detail, /wrong/, 'the code of the proof does not sign in');
  assert.equal((await signIn('ann@example.com', { code: codes[0] })).status, 200, 'a recovery code does');
  assert.equal((await signIn('ann@example.com', { code: codes[0] })).status, 401, 'once');
});

test('nobody is flooded, and who has no password is told nothing', options, async () => {
  const email = 'bea@example.com', number = '+491702222222', token = await person(email);
  await begin(token, number);
  const codes = (await confirm(token, await code(number))).json.recovery_codes;
  // The second message within half a minute has to wait: nobody is flooded.
  const early = await signIn(email);
  assert.equal(early.status, 429);
  assert.match(early.json.detail, /the next can go in \d+ s/);
  assert.equal((await signIn(email, { password: 'wrong wrong wrong' })).status, 401, 'who has not the password is told nothing of it');
  assert.equal(got.filter(({ To }) => To === number).length, 1);
  assert.equal((await signIn(email, { code: codes[1] })).status, 200);
});

test('what an attacker tries', options, async () => {
  const email = 'cleo@example.com', number = '+491703333333', token = await person(email);
  await begin(token, number);
  const first = await code(number);
  // Guessing: five tries, then the code is dead, and the account has to wait, too.
  let refused;
  for (let i = 1; i <= 6; i++) refused = await confirm(token, `${(Number(first) + i) % 1000000}`.padStart(6, '0'));
  assert.ok([401, 429].includes(refused.status), `${refused.status}`);
  assert.notEqual((await confirm(token, first)).status, 200, 'the right one comes too late');
  assert.equal((await state(token)).enabled, false);

  // Another's number: whoever names it, it gets three messages and then waits.
  const victim = '+491709999999', statuses = [];
  for (let i = 0; i < 5; i++) statuses.push((await begin(await person(`mallory${i}@example.com`), victim)).status);
  assert.deepEqual(statuses, [202, 202, 202, 202, 429]);
  // And who does not see its messages can't have it.
  assert.equal((await confirm(await person('eve@example.com'), await code(victim))).status, 409);

  // The number changes only with the password, and holds until the new one is proved.
  const dora = await person('dora@example.com'), hers = '+491704444444';
  await begin(dora, hers);
  await confirm(dora, await code(hers));
  // A session and the password are less than the factor: with one on, none is put beside it or in its place.
  assert.equal((await pixie.post('/api/v1/auth/mfa', {}, { token: dora })).status, 409);
  assert.equal((await begin(dora, '+491705555555')).status, 409);
  for (const guess of ['guess', '']) assert.ok([401, 429].includes((await begin(dora, '+491705555555', guess)).status)); // 429: wrong ones have to wait
  assert.equal(got.some(({ To }) => To === '+491705555555'), false);
  assert.equal((await state(dora)).sms.number, '+49…44');
  assert.ok([401, 429].includes((await pixie.post('/api/v1/auth/mfa/disable', { code: '000000' }, { token: dora })).status));
  assert.equal((await state(dora)).enabled, true);

  // Off and on again lets no more messages go than before.
  const fay = await person('fay@example.com'), fays = '+491706666666';
  await begin(fay, fays);
  const { recovery_codes: [spare] } = (await confirm(fay, await code(fays))).json;
  assert.equal((await pixie.post('/api/v1/auth/mfa/disable', { code: spare }, { token: fay })).status, 200);
  assert.equal((await state(fay)).enabled, false);
  assert.equal((await begin(fay, '+491706666667')).status, 429);
});

test('a day has so many messages in all, and without a provider there are none', options, async () => {
  const small = await start(['--sms-codes-day', '4']); // half of them to numbers that are yet to be proved
  const statuses = [];
  for (let i = 0; i < 3; i++) {
    await small.post('/api/v1/auth/signup', { name: 'P', email: `p${i}@example.com`, password }, { token: null });
    const { access_token: token } = (await signIn(`p${i}@example.com`, {}, small)).json;
    statuses.push((await begin(token, `+4917177777${i}0`, password, small)).status);
  }
  assert.deepEqual(statuses, [202, 202, 429]);
  await small.stop();

  const none = await Pixie.start({ options: ['--sign-up', 'open'] });
  const token = await person('ann@example.com', none);
  assert.equal((await none.get('/api/v1/auth/mfa', { token })).json.sms.available, false);
  const answer = await begin(token, own, password, none);
  assert.equal(answer.status, 501, answer.text);
  await none.stop();
});
