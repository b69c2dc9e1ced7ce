// SPDX-License-Identifier: Apache-2.0
// Accounts, sessions, second factor, browsers' cookies, external issuers and limits, over the wire.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { setCookies } from '../cookies.mjs';
import { Issuer, REDIRECT, makeKey, signToken } from '../auth/harness.mjs';
import { Pixie, within } from './harness.mjs';

let pixie, issuer;
const key = makeKey('RS256');
before(async () => {
  issuer = await new Issuer().start([key]);
  pixie = await Pixie.start({ options: ['--sign-up', 'open', '--rate-login', '10000', '--public-url', 'https://pixie.test',
    '--oidc', `issuer=${issuer.url},name=example,client=pixie,secret-file=${await secretFile()},audience=urn:pixie:api`] });
});
after(async () => { await pixie.stop(); await issuer.stop(); });

async function secretFile() {
  const { mkdtemp, writeFile } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const path = join(await mkdtemp(join(tmpdir(), 'pixie-oidc-')), 'secret');
  await writeFile(path, 'a secret for tests\n', { mode: 0o600 });
  return path;
}

const none = { token: null };
const password = 'correct horse battery staple';
let people = 0;
async function signUp() {
  const email = `person${people++}@example.org`;
  const answer = await pixie.post('/api/v1/auth/signup', { name: 'A Person', email, password }, none);
  assert.equal(answer.status, 202, answer.text);
  return email;
}
const logIn = (email, more = {}) => pixie.post('/api/v1/auth/login', { email, password, ...more }, none);

test('sign-up, login, use, refresh, log-out', async () => {
  const email = await signUp();
  const grant = await logIn(email);
  assert.equal(grant.status, 200, grant.text);
  assert.equal(grant.headers.get('cache-control'), 'no-store');
  assert.ok(grant.json.expires_in > 800 && grant.json.expires_in <= 900);
  const { access_token: token, refresh_token: refresh } = grant.json;
  assert.equal((await pixie.get('/api/v1/me', { token })).json.email, email);
  const next = await pixie.post('/api/v1/auth/refresh', { refresh_token: refresh }, none);
  assert.equal(next.status, 200, next.text);
  assert.notEqual(next.json.refresh_token, refresh);
  assert.equal((await pixie.post('/api/v1/auth/logout', undefined, { token: next.json.access_token })).status, 204);
  assert.equal((await pixie.get('/api/v1/me', { token: next.json.access_token })).status, 401);
  assert.equal((await pixie.post('/api/v1/auth/refresh', { refresh_token: next.json.refresh_token }, none)).status, 401);
});

test('a spent refresh token revokes the whole login and cuts its sockets', async () => {
  const email = await signUp();
  const grant = (await logIn(email)).json;
  const socket = await pixie.socket({ token: grant.access_token });
  const gone = new Promise((resolve) => socket.once('disconnect', resolve));
  const next = (await pixie.post('/api/v1/auth/refresh', { refresh_token: grant.refresh_token }, none)).json;
  const tab = await pixie.post('/api/v1/auth/refresh', { refresh_token: grant.refresh_token }, none);
  assert.equal(tab.status, 200); // another tab of the same browser, within ten seconds
  const thief = { ...none, headers: { 'user-agent': 'somebody else' } };
  assert.equal((await pixie.post('/api/v1/auth/refresh', { refresh_token: grant.refresh_token }, thief)).status, 401);
  await gone;
  assert.equal((await pixie.get('/api/v1/me', { token: tab.json.access_token })).status, 401);
  assert.equal((await pixie.get('/api/v1/me', { token: next.access_token })).status, 401);
});

test('a live socket renews its login in place', async () => {
  const email = await signUp();
  const grant = (await logIn(email)).json;
  const socket = await pixie.socket({ token: grant.access_token });
  const next = (await pixie.post('/api/v1/auth/refresh', { refresh_token: grant.refresh_token }, none)).json;
  assert.deepEqual(await socket.timeout(5000).emitWithAck('auth:refresh', { token: next.access_token }), { ok: true });
  const other = (await logIn(await signUp())).json;
  const refused = await socket.timeout(5000).emitWithAck('auth:refresh', { token: other.access_token });
  assert.equal(refused.ok, false);
  socket.close();
});

test('wrong passwords and unknown people look the same, and waiting begins', async () => {
  const email = await signUp();
  const wrong = await logIn(email, { password: 'not the password' });
  const nobody = await logIn('nobody@example.org', { password: 'not the password' });
  assert.equal(wrong.status, 401);
  assert.equal(nobody.status, 401);
  const strip = ({ request_id, ...rest }) => rest;
  assert.deepEqual(strip(wrong.json), strip(nobody.json));
  let last;
  for (let i = 0; i < 30 && last?.status !== 429; i++) last = await logIn(email, { password: 'not the password' });
  assert.equal(last.status, 429);
  assert.ok(Number(last.headers.get('retry-after')) >= 1);
});

const base32 = (text) => {
  const bits = [...text].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
};
const totp = (secret, step) => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', base32(secret)).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
};

test('a second factor is asked for, codes work once, recovery codes too', async () => {
  const email = await signUp();
  const { access_token: token } = (await logIn(email)).json;
  const begun = await pixie.post('/api/v1/auth/mfa', undefined, { token });
  assert.equal(begun.status, 201, begun.text);
  assert.match(begun.json.uri, /^otpauth:\/\/totp\//);
  const step = Math.floor(Date.now() / 30000);
  const confirmed = await pixie.post('/api/v1/auth/mfa/confirm', { code: totp(begun.json.secret, step) }, { token });
  assert.equal(confirmed.status, 200, confirmed.text);
  assert.equal(confirmed.json.recovery_codes.length, 10);
  const asked = await logIn(email);
  assert.equal(asked.status, 401);
  assert.equal(asked.json.field, 'code');
  assert.equal((await logIn(email, { code: totp(begun.json.secret, step) })).status, 401, 'a code used already');
  assert.equal((await logIn(email, { code: totp(begun.json.secret, step + 1) })).status, 200);
  assert.equal((await logIn(email, { code: confirmed.json.recovery_codes[0] })).status, 200);
  assert.equal((await logIn(email, { code: confirmed.json.recovery_codes[0] })).status, 401, 'a recovery code used already');
});

test('wrong codes from somebody who is logged in have to wait like those at login', async () => {
  for (const [path, begin] of [['/api/v1/auth/mfa/disable', true], ['/api/v1/auth/mfa/confirm', false]]) {
    const email = await signUp();
    const { access_token: token } = (await logIn(email)).json;
    const begun = await pixie.post('/api/v1/auth/mfa', undefined, { token });
    const step = Math.floor(Date.now() / 30000);
    if (begin) await pixie.post('/api/v1/auth/mfa/confirm', { code: totp(begun.json.secret, step) }, { token });
    let last;
    for (let i = 0; i < 8; i++) last = await pixie.post(path, { code: '000000' }, { token });
    assert.equal(last.status, 429, path);
    assert.ok(Number(last.headers.get('retry-after')) >= 1);
    const right = await pixie.post(path, { code: totp(begun.json.secret, step + 1) }, { token });
    assert.equal(right.status, 429, 'a right guess in the meantime is not told');
  }
});

test('the address to log in with changes only with the present password', async () => {
  const email = await signUp(), moved = `new-${email}`;
  const { access_token: token } = (await logIn(email)).json;
  const me = await pixie.patch('/api/v1/me', { email: moved }, { token });
  assert.deepEqual([me.status, me.json.field], [403, 'email'], me.text);
  assert.equal((await pixie.patch('/api/v1/me', { email: null }, { token })).status, 422);
  for (const body of [{ email: moved }, { email: moved, current: 'not the password' }]) {
    const refused = await pixie.post('/api/v1/auth/email', body, { token });
    assert.deepEqual([refused.status, refused.json.field], [401, 'current'], refused.text);
  }
  assert.equal((await logIn(moved)).status, 401);
  assert.equal((await pixie.get('/api/v1/me', { token })).json.email, email);
  const done = await pixie.post('/api/v1/auth/email', { email: moved, current: password }, { token });
  assert.deepEqual([done.status, done.json.email], [200, moved], done.text);
  assert.equal((await logIn(moved)).status, 200);
  assert.equal((await logIn(email)).status, 401);
  let last;
  for (let i = 0; i < 8; i++) last = await pixie.post('/api/v1/auth/email', { email, current: 'wrong password' }, { token });
  assert.equal(last.status, 429);
  // who has no password is asked for none, but needs the admin scope
  assert.equal((await pixie.patch('/api/v1/me', { email: 'owner@example.org' })).status, 200);
});

test('users carry what the schema promises, and zone and locale are checked wherever they come in', async () => {
  const made = await pixie.post('/api/v1/users', { name: 'U' });
  const list = (await pixie.get('/api/v1/users')).json.items;
  for (const user of [made.json, ...list]) assert.deepEqual([typeof user.updated, typeof user.version], ['string', 'number']);
  for (const bad of [{ locale: '__main__' }, { locale: 'x'.repeat(41) }, { zone: 'Mars/Phobos' }]) {
    const [field] = Object.keys(bad);
    const user = await pixie.post('/api/v1/users', { name: 'U', ...bad });
    assert.deepEqual([user.status, user.json.field], [422, field], user.text);
    const signup = await pixie.post('/api/v1/auth/signup', { name: 'S', email: 'odd@example.org', password, ...bad }, none);
    assert.deepEqual([signup.status, signup.json.field], [422, field], signup.text);
  }
});

test('a password is one however its letters are made', async () => {
  const email = `umlaut${people++}@example.org`;
  const composed = 'p\u00e4ssw\u00f6rd l\u00e4ng\u00e9 12';
  assert.equal((await pixie.post('/api/v1/auth/signup', { name: 'U', email, password: composed }, none)).status, 202);
  assert.equal((await logIn(email, { password: composed.normalize('NFD') })).status, 200);
});

const cookiesOf = (answer) => Object.fromEntries(setCookies(answer.headers).map((line) => line.match(/^([^=]+)=([^;]*)/).slice(1)));

test('browsers: cookies carry the login, changes need the CSRF header', async () => {
  const grant = await logIn(await signUp(), { cookies: true });
  assert.equal(grant.status, 200);
  assert.ok(!grant.json.access_token && !grant.json.refresh_token);
  const lines = setCookies(grant.headers);
  assert.ok(lines.filter((line) => /HttpOnly/i.test(line)).length >= 2, lines.join('\n'));
  assert.ok(lines.every((line) => /SameSite=(Lax|Strict)/i.test(line)));
  assert.ok(lines.every((line) => /; Secure/.test(line)), 'the public URL is https');
  assert.ok(lines.some((line) => line.startsWith('__Host-')));
  const jar = cookiesOf(grant);
  const cookie = Object.entries(jar).map(([k, v]) => `${k}=${v}`).join('; ');
  const csrf = Object.entries(jar).find(([name]) => /csrf/i.test(name))[1];
  assert.equal((await pixie.get('/api/v1/me', { token: null, headers: { cookie } })).status, 200);
  assert.equal((await pixie.post('/api/v1/tasks', { title: 'x' }, { token: null, headers: { cookie } })).status, 403);
  assert.equal((await pixie.post('/api/v1/tasks', { title: 'x' }, { token: null, headers: { cookie, 'x-csrf-token': 'guess' } })).status, 403);
  assert.equal((await pixie.post('/api/v1/tasks', { title: 'x' }, { token: null, headers: { cookie, 'x-csrf-token': csrf } })).status, 201);
});

test('sessions are listed and ended', async () => {
  const email = await signUp();
  const one = (await logIn(email)).json.access_token, two = (await logIn(email)).json.access_token;
  const { json } = await pixie.get('/api/v1/auth/sessions', { token: one });
  assert.equal(json.items.length, 2);
  const other = json.items.find((session) => !session.current);
  assert.equal((await pixie.delete(`/api/v1/auth/sessions/${other.id}`, { token: one })).status, 204);
  assert.equal((await pixie.get('/api/v1/me', { token: two })).status, 401);
  assert.equal((await pixie.get('/api/v1/me', { token: one })).status, 200);
});

test('scopes bind personal tokens', async () => {
  const made = (await pixie.post('/api/v1/tokens', { name: 'reader', scopes: 'read' })).json;
  assert.equal((await pixie.get('/api/v1/tasks', { token: made.token })).status, 200);
  assert.equal((await pixie.post('/api/v1/tasks', { title: 'x' }, { token: made.token })).status, 403);
  assert.equal((await pixie.post('/api/v1/messages', { text: 'hi' }, { token: made.token })).status, 403);
  assert.equal((await pixie.get('/api/v1/tokens', { token: made.token })).status, 403);
  const socket = await pixie.socket({ token: made.token });
  assert.equal((await socket.timeout(5000).emitWithAck('chat:send', { text: 'hi' })).error.code, 'forbidden');
  socket.close();
});

test('our keys are published and vouch for our tokens', async () => {
  const { access_token: token } = (await logIn(await signUp())).json;
  const { json } = await pixie.get('/.well-known/jwks.json', none);
  const header = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'));
  assert.ok(json.keys.some((jwk) => jwk.kid === header.kid && !jwk.d));
});

test('a token of an external issuer opens the API and sockets; others don\'t', async () => {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer.url, aud: 'urn:pixie:api', sub: 'ann', iat: now, exp: now + 300, name: 'Ann Lee' };
  const token = signToken(key, claims);
  const me = await pixie.get('/api/v1/me', { token });
  assert.equal(me.status, 200, me.text);
  const again = await pixie.get('/api/v1/me', { token: signToken(key, { ...claims, iat: now - 1 }) });
  assert.equal(again.json.id, me.json.id);
  const socket = await pixie.socket({ token });
  assert.equal((await socket.timeout(5000).emitWithAck('chat:send', { text: 'hello' })).ok, true);
  socket.close();
  for (const [what, bad] of [['another key', signToken(makeKey('RS256'), claims)], ['expired', signToken(key, { ...claims, exp: now - 120 })],
    ['another audience', signToken(key, { ...claims, aud: 'urn:other' })], ['not yet', signToken(key, { ...claims, nbf: now + 120 })],
    ['alg none', `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`]]) {
    assert.equal((await pixie.get('/api/v1/me', { token: bad })).status, 401, what);
  }
});

test('a token for the client, a second subject and too many scopes', async () => {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer.url, aud: 'urn:pixie:api', iat: now, exp: now + 300, email: 'shared@example.org', email_verified: true };
  const idToken = signToken(key, { ...claims, aud: 'pixie', sub: 'id', nonce: 'n' });
  assert.equal((await pixie.get('/api/v1/me', { token: idToken })).status, 401);
  const first = await pixie.get('/api/v1/me', { token: signToken(key, { ...claims, sub: 'first' }) });
  const second = await pixie.get('/api/v1/me', { token: signToken(key, { ...claims, sub: 'second' }) });
  assert.deepEqual([first.status, second.status], [200, 200]);
  assert.notEqual(first.json.id, second.json.id);
  const reader = signToken(key, { ...claims, sub: 'first', scope: 'openid read' });
  assert.equal((await pixie.get('/api/v1/tasks', { token: reader })).status, 200);
  assert.equal((await pixie.post('/api/v1/tasks', { title: 'x' }, { token: reader })).status, 403);
  assert.equal((await pixie.get('/api/v1/tokens', { token: signToken(key, { ...claims, sub: 'first' }) })).status, 403);
});

test('closed sign-up holds for issuers, and one that is down is told as such', async () => {
  const dead = await new Issuer().start([key]);
  const closed = await Pixie.start({ options: ['--oidc',
    `issuer=${issuer.url},audience=urn:pixie:api issuer=${dead.url},audience=urn:pixie:api,create=yes`] });
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: 'urn:pixie:api', sub: 'stranger', iat: now, exp: now + 300 };
  assert.equal((await closed.get('/api/v1/me', { token: signToken(key, { ...claims, iss: issuer.url }) })).status, 401);
  assert.equal((await closed.get('/api/v1/users')).json.items.length, 1);
  dead.handle = (req, res) => res.writeHead(500).end();
  await closed.stop();
  const down = await Pixie.start({ options: ['--oidc', `issuer=${dead.url},audience=urn:pixie:api,create=yes`] });
  const answer = await down.get('/api/v1/me', { token: signToken(key, { ...claims, iss: dead.url }) });
  assert.equal(answer.status, 503, answer.text);
  assert.ok(Number(answer.headers.get('retry-after')) >= 1);
  assert.equal(answer.headers.get('www-authenticate'), null);
  await down.stop();
  await dead.stop();
});

test('an expiring token disconnects its live socket', async () => {
  // 60 s of clock skew are allowed, so the first has about three seconds to live; on a slow machine a later one is in time.
  const connect = async (left) => {
    const now = Math.floor(Date.now() / 1000);
    const token = signToken(key, { iss: issuer.url, aud: 'urn:pixie:api', sub: 'brief', iat: now - 200, exp: now - 60 + left });
    return pixie.socket({ token }).catch((error) => (left > 40 ? Promise.reject(error) : connect(left * 2)));
  };
  const socket = await connect(3);
  const reason = await within(new Promise((resolve) => socket.once('disconnect', resolve)), 'the end of the connection');
  assert.equal(reason, 'io server disconnect');
});

test('a browser logs in at the issuer', async () => {
  let begun;
  for (let i = 0; i < 50; i++) { // discovery runs in the background; each try is a question, not a sleep for luck
    begun = await fetch(`${pixie.url}/api/v1/auth/oidc/example?return_to=/tasks`, { redirect: 'manual' });
    if (begun.status !== 503) break;
    await delay(100);
  }
  assert.equal(begun.status, 303);
  const cookie = setCookies(begun.headers).map((line) => line.split(';')[0]).join('; ');
  const query = await issuer.browse(begun.headers.get('location'), 'ann');
  const finish = await fetch(`${pixie.url}${new URL(REDIRECT).pathname}?${query}`, { redirect: 'manual', headers: { cookie } });
  assert.equal(finish.status, 303);
  assert.equal(await finish.text(), ''); // the tokens are in the cookies and nowhere else
  assert.equal(finish.headers.get('location'), '/tasks');
  const session = setCookies(finish.headers).map((line) => line.split(';')[0]).join('; ');
  const me = await pixie.get('/api/v1/me', { token: null, headers: { cookie: session } });
  assert.equal(me.json.name, 'Ann Lee');
  const stolen = await fetch(`${pixie.url}${new URL(REDIRECT).pathname}?${query}`, { redirect: 'manual' });
  assert.equal(stolen.status, 401);
});

test('logins in two tabs don\'t take each other\'s, and one that fails is a page with a way to begin again', async () => {
  const jar = new Map();
  const visit = async (path) => {
    const answer = await fetch(pixie.url + path, { redirect: 'manual',
      headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '), accept: 'text/html,application/xhtml+xml' } });
    for (const line of setCookies(answer.headers)) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (/Max-Age=0/.test(line)) jar.delete(name); else jar.set(name, value);
    }
    return answer;
  };
  const begin = async () => (await visit('/api/v1/auth/oidc/example')).headers.get('location');
  const back = async (url, person) => `${new URL(REDIRECT).pathname}?${await issuer.browse(url, person)}`;
  const one = await begin(), two = await begin();
  const first = await back(one, 'ann'), second = await back(two, 'ann');
  assert.equal((await visit(first)).status, 303);
  assert.equal((await visit(second)).status, 303);
  const refused = await back(await begin(), undefined);
  for (const [what, path] of [['F5 after the login', first], ['consent refused', refused], ['F5 after that', refused],
    ['no state', new URL(REDIRECT).pathname], ['another issuer', '/api/v1/auth/oidc/nobody']]) {
    const failed = await visit(path), page = await failed.text();
    assert.ok(failed.status >= 400, what);
    assert.match(failed.headers.get('content-type'), /^text\/html/, what);
    assert.match(page, /href="\/api\/v1\/auth\/oidc\/example"/, what);
  }
  for (let i = 0; i < 9; i++) await begin();
  assert.ok([...jar.keys()].filter((name) => name.startsWith('pixie_login_')).length <= 4);
  const json = await pixie.get(refused, none);
  assert.match(json.headers.get('content-type'), /problem\+json/);
});

test('limits answer 429 with Retry-After and the RateLimit headers', async () => {
  const small = await Pixie.start({ options: ['--rate-api', '5', '--rate-chat', '2'] });
  const first = await small.get('/api/v1/me');
  assert.equal(first.headers.get('ratelimit-limit'), '5');
  let last;
  for (let i = 0; i < 6; i++) last = await small.get('/api/v1/me');
  assert.equal(last.status, 429);
  assert.ok(Number(last.headers.get('retry-after')) >= 1);
  const socket = await small.socket();
  let ack;
  for (let i = 0; i < 3; i++) ack = await socket.timeout(5000).emitWithAck('chat:send', { text: 'hi' });
  assert.equal(ack.error.code, 'rate_limited');
  socket.close();
  await small.stop();
});

test('no secret reaches the log', async () => {
  const { access_token: token } = (await logIn(await signUp())).json;
  await pixie.get('/api/v1/me', { token: `${token}x` });
  assert.ok(!pixie.errors.includes(token));
  assert.ok(!pixie.errors.includes(password));
  assert.ok(!pixie.errors.includes(pixie.token));
});
