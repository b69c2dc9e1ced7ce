// SPDX-License-Identifier: Apache-2.0
// px_auth against a real OpenID Connect issuer: discovery, keys, bearer tokens, browser login.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterEach, test } from 'node:test';
import { Issuer, Probe, REDIRECT, makeKey, signToken, stopAll } from './harness.mjs';

const seconds = () => Math.floor(Date.now() / 1000);

afterEach(stopAll);

async function world(keys, method) {
  const issuer = await new Issuer().start(keys, 0, method);
  const probe = new Probe(issuer.url);
  return { issuer, probe, async end() { await probe.end(); await issuer.stop(); } };
}

const claims = (issuer, more = {}) => ({
  iss: issuer.url, aud: 'urn:pixie:api', sub: 'ann', iat: seconds(), exp: seconds() + 300, ...more,
});

for (const alg of ['RS256', 'ES256', 'EdDSA']) {
  test(`a browser logs in at an issuer that signs with ${alg}`, async () => {
    const { issuer, probe, end } = await world([makeKey(alg)]);
    assert.deepEqual(await probe.ask('begin', REDIRECT), ['error', 'unavailable']);
    await probe.ready();
    const [url, cookie] = await probe.ask('begin', REDIRECT);
    const query = await issuer.browse(url, 'ann');
    const answer = await probe.ask('finish', cookie, query);
    assert.deepEqual(answer.slice(0, 5), ['ok', 'ann', 'ann@example.org', '1', '/home']);
    const [verdict, user, kind] = await probe.ask('check', answer[5]);
    assert.equal(verdict, 'ok');
    assert.equal(kind, 'access');
    assert.deepEqual(await probe.ask('user', user), ['Ann', 'Lee', 'ann@example.org']);
    // the code is spent, and another browser's cookie does not fit
    assert.deepEqual(await probe.ask('finish', cookie, query), ['error', 'unauthorized']);
    const [, other] = await probe.ask('begin', REDIRECT);
    assert.deepEqual(await probe.ask('finish', other, query), ['error', 'unauthorized']);
    // the second login of the same person is the same user
    const [again, cookie2] = await probe.ask('begin', REDIRECT);
    const second = await probe.ask('finish', cookie2, await issuer.browse(again, 'ann'));
    assert.equal((await probe.ask('check', second[5]))[1], user);
    await end();
  });
}

test('an issuer that wants the client secret in the form', async () => {
  const { issuer, probe, end } = await world([makeKey('RS256')], 'client_secret_post');
  await probe.ready();
  const [url, cookie] = await probe.ask('begin', REDIRECT);
  const answer = await probe.ask('finish', cookie, await issuer.browse(url, 'bob'));
  assert.deepEqual(answer.slice(0, 4), ['ok', 'bob', 'bob@example.org', '0']);
  await end();
});

test('a refused login is refused', async () => {
  const { issuer, probe, end } = await world([makeKey('ES256')]);
  await probe.ready();
  const [url, cookie] = await probe.ask('begin', REDIRECT);
  const query = await issuer.browse(url, undefined);
  assert.match(query, /error=access_denied/);
  assert.deepEqual(await probe.ask('finish', cookie, query), ['error', 'unauthorized']);
  await end();
});

test('bearer tokens: keys are fetched at the first one, once', async () => {
  const key = makeKey('RS256');
  const { issuer, probe, end } = await world([key]);
  const token = signToken(key, claims(issuer));
  const [verdict, user, kind] = await probe.ask('check', token);
  assert.equal(verdict, 'ok');
  assert.equal(kind, 'external');
  for (let i = 0; i < 20; i++) {
    const fresh = signToken(key, claims(issuer, { jti: String(i) }));
    assert.deepEqual(await probe.ask('check', fresh), ['ok', user, 'external']);
  }
  assert.deepEqual(issuer.requests, ['/.well-known/openid-configuration', '/jwks']);
  // one that the issuer itself made (typ at+jwt), for its own subject
  const machine = await issuer.clientToken();
  const made = await probe.ask('check', machine);
  assert.equal(made[0], 'ok');
  assert.notEqual(made[1], user);
  await end();
});

test('a rotated key is found, at most once a minute', async () => {
  const old = makeKey('ES256');
  const fresh = makeKey('EdDSA');
  let { issuer, probe } = await world([old]);
  assert.equal((await probe.ask('check', signToken(old, claims(issuer))))[0], 'ok');
  const { port } = issuer;
  await issuer.stop();
  issuer = await new Issuer().start([fresh, old], port);
  const token = signToken(fresh, claims(issuer, { exp: seconds() + 3600 }));
  assert.equal((await probe.ask('check', token))[0], 'unauthorized'); // asked a moment ago
  assert.deepEqual(issuer.requests, []);
  await probe.ask('advance', 61000);
  assert.equal((await probe.ask('check', token))[0], 'ok');
  assert.deepEqual(issuer.requests, ['/.well-known/openid-configuration', '/jwks']);
  const stranger = makeKey('EdDSA');
  for (let i = 0; i < 5; i++) {
    const forged = signToken(stranger, claims(issuer, { exp: seconds() + 3600 }));
    assert.equal((await probe.ask('check', forged))[0], 'unauthorized');
  }
  assert.equal(issuer.requests.length, 2);
  await probe.end();
  await issuer.stop();
});

test('an issuer that is down: known keys go on, unknown ones are refused', async () => {
  const key = makeKey('EdDSA');
  const { issuer, probe } = await world([key]);
  assert.equal((await probe.ask('check', signToken(key, claims(issuer))))[0], 'ok');
  await issuer.stop();
  await probe.ask('advance', 120000);
  assert.equal((await probe.ask('check', signToken(key, claims(issuer, { sub: 'zoe', exp: seconds() + 600 }))))[0], 'ok');
  const stranger = makeKey('EdDSA');
  assert.equal((await probe.ask('check', signToken(stranger, claims(issuer, { exp: seconds() + 600 }))))[0],
    'unauthorized');
  const [fetches, failures] = (await probe.ask('stats')).map(Number);
  assert.deepEqual([fetches, failures], [2, 1]);
  await probe.end();
});

test('attacks with this issuer\'s public keys at hand', async () => {
  const key = makeKey('RS256');
  const evil = makeKey('RS256');
  const { issuer, probe, end } = await world([key]);
  const good = signToken(key, claims(issuer));
  assert.equal((await probe.ask('check', good))[0], 'ok');
  const [header, payload, signature] = good.split('.');
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { keys: [published] } = await (await fetch(`${issuer.url}/jwks`)).json();
  const hs = `${encode({ alg: 'HS256', kid: key.kid, typ: 'JWT' })}.${payload}`;
  const attacks = {
    'alg none': `${encode({ alg: 'none', kid: key.kid })}.${payload}.`,
    'alg none with the old signature': `${encode({ alg: 'none', kid: key.kid })}.${payload}.${signature}`,
    'HMAC with the public key': `${hs}.${createHmac('sha256', JSON.stringify(published)).update(hs).digest('base64url')}`,
    'embedded key': signToken(evil, claims(issuer), { kid: undefined, jwk: evil.jwk }),
    'key by reference': signToken(evil, claims(issuer), { kid: undefined, jku: `${issuer.url}/jwks` }),
    'known kid, other key': signToken({ ...evil, kid: key.kid }, claims(issuer)),
    'kid with a path': signToken({ ...evil, kid: '../../../../dev/null' }, claims(issuer)),
    'other audience': signToken(key, claims(issuer, { aud: 'urn:other:api' })),
    'other issuer': signToken(key, claims(issuer, { iss: 'https://evil.example' })),
    'no subject': signToken(key, claims(issuer, { sub: undefined })),
    'expired': signToken(key, claims(issuer, { exp: seconds() - 61 })),
    'not yet valid': signToken(key, claims(issuer, { nbf: seconds() + 120 })),
    'no expiry': signToken(key, claims(issuer, { exp: undefined })),
    'another kind of token': signToken(key, claims(issuer), { typ: 'logout+jwt' }),
    'critical extension': signToken(key, claims(issuer), { crit: ['x'], x: 1 }),
    'padding': `${header}.${payload}.${signature}=`,
    'cut': good.slice(0, -2),
    'payload changed': `${header}.${encode(claims(issuer, { sub: 'admin' }))}.${signature}`,
  };
  for (const [name, token] of Object.entries(attacks)) {
    assert.deepEqual(await probe.ask('check', token), ['unauthorized'], name);
  }
  assert.equal((await probe.ask('check', good))[0], 'ok');
  await end();
});
