// SPDX-License-Identifier: Apache-2.0
// By which ways notifications leave Pixie: a push service that really decrypts, ntfy, a signed webhook, a mail server.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import ece from 'http_ece';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { eventually, Pixie, until, within } from './harness.mjs';

/** An HTTP server that keeps what it is sent; `answer(path, count)` is the status. */
class Post {
  static async start(answer = () => 201) {
    const post = new Post();
    post.got = [];
    post.waiting = [];
    post.server = createServer((request, response) => {
      const pieces = [];
      request.on('data', (piece) => pieces.push(piece));
      request.on('end', () => {
        const call = { path: request.url, headers: request.headers, body: Buffer.concat(pieces) };
        call.status = answer(request.url, post.got.filter(({ path }) => path === request.url).length);
        post.got.push(call);
        response.writeHead(call.status).end();
        post.waiting = post.waiting.filter(({ wanted, resolve }) => !wanted(call) || (resolve(call), false));
      });
    });
    await new Promise((resolve) => post.server.listen(0, '127.0.0.1', resolve));
    post.url = `http://127.0.0.1:${post.server.address().port}`;
    return post;
  }

  /** The first call like that, now or later. */
  take(wanted) {
    const call = this.got.find(wanted);
    const coming = call ?? new Promise((resolve) => this.waiting.push({ wanted, resolve }));
    return within(Promise.resolve(coming), `a post that ${wanted}`, () => `there were ${this.got.map(({ path }) => path)}`);
  }

  stop() { return new Promise((resolve) => { this.server.close(resolve); this.server.closeAllConnections(); }); }
}

/** A browser's half of a subscription. */
function browser(endpoint) {
  const keys = crypto.createECDH('prime256v1');
  const auth = crypto.randomBytes(16);
  const p256dh = keys.generateKeys().toString('base64url');
  return {
    body: { endpoint, p256dh, auth: auth.toString('base64url') },
    read: ({ body }) => JSON.parse(ece.decrypt(body, { version: 'aes128gcm', privateKey: keys, authSecret: auth }).toString()),
  };
}

let pixie, post, mails, mailServer, folder;
const tries = new Map();
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pixie-mail-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert,
    '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
  mails = [];
  mailServer = new SMTPServer({
    key: readFileSync(key), cert: readFileSync(cert), authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ username, password }, session, done) => (session.secure && username === 'pixie' && password === 'secret'
      ? done(null, { user: username }) : done(new Error('no'))),
    onRcptTo: ({ address }, session, done) => (address.startsWith('nobody@') ? done(Object.assign(new Error('no such box'), { responseCode: 550 })) : done()),
    onData: (stream, session, done) => {
      simpleParser(stream).then((mail) => {
        tries.set(mail.subject, (tries.get(mail.subject) ?? 0) + 1);
        const code = /refused after DATA (\d+)/.exec(mail.subject)?.[1];
        if (code && tries.get(mail.subject) < 3) { done(Object.assign(new Error('content'), { responseCode: Number(code) })); return; }
        mails.push({ ...mail, secure: session.secure, to: session.envelope.rcptTo[0].address }); done(); }, done);
    },
  });
  mailServer.on('error', () => {}); // a client that does not trust the certificate hangs up
  await new Promise((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
  post = await Post.start((path, count) => (path === '/gone' ? 410 : path === '/busy' && count < 1 ? 503 : 201));
  process.env.PIXIE_MAIL_PASSWORD = 'secret';
  pixie = await Pixie.start({ options: ['--notify-http', 'true', '--private-addresses', 'true', '--mail-url', `smtp://localhost:${mailServer.server.address().port}`,
    '--mail-user', 'pixie', '--mail-from', 'Pixie <pixie@localhost.example>', '--mail-ca', cert, '--public-url', 'https://pixie.example', '--sign-up', 'invite'] });
});
after(async () => {
  await pixie.stop();
  await post.stop();
  await new Promise((resolve) => mailServer.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** Somebody with an address that is verified: they were invited by mail.  Their token. */
const newcomer = async (email) => {
  await pixie.post('/api/v1/auth/invites', { email });
  const mail = await eventually(() => mails.find(({ to }) => to === email), Boolean, `the invitation of ${email}`);
  const [, invite] = mail.text.match(/sign-up\?invite=(\S+)/);
  const made = await pixie.post('/api/v1/auth/signup', { name: 'New', email, password: 'correct horse battery', invite }, { token: null });
  assert.equal(made.status, 202, made.text);
  return (await pixie.post('/api/v1/auth/login', { email, password: 'correct horse battery' }, { token: null })).json.access_token;
};

const remind = (text, options) => pixie.post('/api/v1/reminders', { text, due: new Date(Date.now() + 50).toISOString() }, options);
const settled = (title, channel, state, options) => eventually(
  async () => (await pixie.get('/api/v1/notifications?order=desc', options)).json.items.find((one) => one.title === title),
  (row) => row?.channels?.[channel]?.state === state, `"${title}" to be ${state} by ${channel}`);

test('a browser gets what only it can read, signed by the key it subscribed with', async () => {
  const one = browser(`${post.url}/one`), gone = browser(`${post.url}/gone`);
  const { key } = (await pixie.get('/api/v1/push/key')).json;
  for (const { body } of [one, gone]) assert.equal((await pixie.post('/api/v1/push/subscriptions', body)).status, 201);
  assert.equal((await pixie.post('/api/v1/push/subscriptions', { ...one.body, auth: 'short' })).status, 422);
  await remind('Check the oven');
  const call = await post.take(({ path }) => path === '/one');
  assert.equal(one.read(call).title, 'Check the oven');
  assert.deepEqual([call.headers['content-encoding'], call.headers.urgency], ['aes128gcm', 'high']);
  assert.ok(Number(call.headers.ttl) > 0 && /^[\w-]{1,32}$/.test(call.headers.topic));
  const [, token, k] = call.headers.authorization.match(/^vapid t=([^,]+), k=(.+)$/);
  const [head, claims, signature] = token.split('.'), raw = Buffer.from(k, 'base64url');
  assert.equal(k, key);
  const jwk = { kty: 'EC', crv: 'P-256', x: raw.subarray(1, 33).toString('base64url'), y: raw.subarray(33).toString('base64url') };
  assert.ok(crypto.verify('sha256', Buffer.from(`${head}.${claims}`), { key: crypto.createPublicKey({ key: jwk, format: 'jwk' }),
    dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')));
  const said = JSON.parse(Buffer.from(claims, 'base64url'));
  assert.deepEqual([said.aud, said.sub], [post.url, 'https://pixie.example']);
  await settled('Check the oven', 'push', 'sent');
  const left = (await pixie.get('/api/v1/push/subscriptions')).json.items;
  assert.deepEqual(left.map(({ endpoint }) => endpoint), [one.body.endpoint], 'the one that is gone is removed');
});

test('a service that is busy is asked again', async () => {
  const { token } = await pixie.addUser('Busy');
  const busy = browser(`${post.url}/busy`);
  await pixie.post('/api/v1/push/subscriptions', busy.body, { token });
  await remind('Twice', { token });
  await settled('Twice', 'push', 'sent', { token });
  const calls = post.got.filter(({ path }) => path === '/busy');
  assert.deepEqual(calls.map(({ status }) => status), [503, 201]);
  assert.equal(calls[0].headers.topic, calls[1].headers.topic, 'the second takes the place of the first');
});

test('ntfy and a webhook hear of it, the webhook with a signature', async () => {
  const { token } = await pixie.addUser('Hooks');
  const settings = { ntfy_url: `${post.url}/mine`, webhook_url: `${post.url}/hook`, webhook_secret: 'a secret of my own' };
  assert.equal((await pixie.patch('/api/v1/me/notification-settings', { webhook_url: 'https://x.example' }, { token })).json.field, 'webhook_secret');
  assert.equal((await pixie.patch('/api/v1/me/notification-settings', settings, { token })).status, 200);
  await remind('Grüße', { token });
  const ntfy = JSON.parse((await post.take(({ path }) => path === '/')).body);
  assert.deepEqual([ntfy.topic, ntfy.title, ntfy.priority], ['mine', 'Grüße', 4]);
  const hook = await post.take(({ path }) => path === '/hook');
  const signed = `${hook.headers['webhook-id']}.${hook.headers['webhook-timestamp']}.${hook.body}`;
  const mac = crypto.createHmac('sha256', settings.webhook_secret).update(signed).digest('base64');
  assert.equal(hook.headers['webhook-signature'], `v1,${mac}`);
  assert.equal(JSON.parse(hook.body).title, 'Grüße');
  await settled('Grüße', 'webhook', 'sent', { token });
});

test('a secret that signs webhooks is told to nobody, and neither is that of a push subscription', async () => {
  const { token } = await pixie.addUser('Secrets');
  const settings = { webhook_url: `${post.url}/secrets`, webhook_secret: 'a secret of my own' }, way = '/api/v1/me/notification-settings';
  const chat = (await pixie.post('/api/v1/tokens', { name: 'chat', scopes: 'chat' }, { token })).json.token;
  const reader = (await pixie.post('/api/v1/tokens', { name: 'reader', scopes: 'read' }, { token })).json.token;
  const socket = await pixie.socket({ token: chat });
  const keys = browser(`${post.url}/push/secrets`).body;
  const texts = [(await pixie.patch(way, settings, { token })).text, (await pixie.get(way, { token })).text, (await pixie.get(way, { token: reader })).text,
    (await pixie.post('/api/v1/push/subscriptions', keys, { token })).text, (await pixie.get('/api/v1/push/subscriptions', { token })).text];
  await pixie.say('turn off the daily brief', { token });
  await until(socket, () => socket.seen.find(([name]) => name === 'notification_settings'));
  texts.push(JSON.stringify(socket.seen), (await pixie.get('/api/v1/actions', { token })).text);
  for (const text of texts) {
    assert.doesNotMatch(text, /a secret of my own/);
    assert.ok(!text.includes(keys.auth), text);
  }
  assert.match(texts[5], /secrets/, 'the event tells the rest');
  // It is still there: what is changed without it stays signed.
  assert.equal((await pixie.patch(way, { webhook_url: `${post.url}/secrets2` }, { token })).status, 200);
  socket.close();
});

test('the letters of identity leave, and open what they say', async () => {
  const made = await pixie.post('/api/v1/auth/invites', { email: 'ann@example.com' });
  assert.equal(made.status, 201, made.text);
  const [mail] = await eventually(() => mails, (all) => all.length > 0, 'the letter');
  assert.deepEqual([mail.to, mail.secure, mail.subject, mail.from.text], ['ann@example.com', true, 'You are invited to Pixie', '"Pixie" <pixie@localhost.example>']);
  assert.match(mail.text, /https:\/\/pixie\.example\/sign-up\?invite=\S+/);
  assert.match(mail.html, /<a href="https:\/\/pixie\.example/);
  assert.match(mail.messageId, /^<[0-9a-f-]{36}@localhost\.example>$/, 'an invitation that comes back says nothing of who sent it');
});

test('pixie mail test and doctor tell how it is', async () => {
  const options = ['--mail-url', `smtp://localhost:${mailServer.server.address().port}`, '--mail-user', 'pixie', '--mail-from', 'p@x.example',
    '--mail-ca', join(folder, 'cert.pem')];
  assert.match((await pixie.cli('mail', 'test', 'ann@example.com', ...options)).stdout, /took it/);
  await assert.rejects(pixie.cli('mail', 'test', 'nobody@example.com', ...options), /refused the mail \(status 550\)/);
  await assert.rejects(pixie.cli('mail', 'test', 'ann@example.com', ...options, '--mail-user', 'other'), /refused the sign-in/);
  await assert.rejects(pixie.cli('mail', 'test', 'ann@example.com', ...options.slice(0, 6)), /can't be reached/, 'a certificate that nobody vouches for');
  await assert.rejects(pixie.cli('mail', 'test', 'ann@example.com'), /no mail server is set/);
  assert.match((await pixie.cli('doctor')).stdout, /no mail server is set/);
});

test('a mail that is refused for ever is not sent again, one that is refused for now is', async () => {
  const token = await newcomer('refused@example.com');
  await pixie.patch('/api/v1/me/notification-settings', { channels: { reminder: ['mail'] } }, { token });
  await remind('refused after DATA 554', { token });
  const row = await settled('refused after DATA 554', 'mail', 'failed', { token });
  assert.match(row.channels.mail.problem, /refused the mail \(status 554\)/);
  await remind('refused after DATA 451', { token });
  await settled('refused after DATA 451', 'mail', 'sent', { token });
  const { text } = await pixie.get('/metrics');
  assert.match(text, /pixie_deliveries_total\{channel="mail",result="failed"\} [1-9]/);
  assert.match(text, /pixie_jobs_late 0\n/);
  assert.deepEqual([tries.get('refused after DATA 554'), tries.get('refused after DATA 451')], [1, 3]);
});

test('a dead letter is shown with its reason and tried again, by the command line and by REST', async () => {
  const token = await newcomer('letters@example.com'), title = 'refused after DATA 552';
  await pixie.patch('/api/v1/me/notification-settings', { channels: { reminder: ['mail'] } }, { token });
  const letters = async () => (await pixie.get('/api/v1/jobs')).json.items;
  const others = new Set((await letters()).map(({ id }) => id));
  const dead = () => eventually(async () => (await letters()).find(({ id }) => !others.has(id)), Boolean, 'a dead letter');
  await remind(title, { token });
  await settled(title, 'mail', 'failed', { token });
  const { id, kind, state, last_error: why } = await dead();
  assert.deepEqual([kind, state], ['notify.mail', 'dead']);
  assert.match(why, /status 552/);
  assert.ok((await pixie.cli('jobs')).stdout.includes(id));
  await pixie.cli('jobs', 'retry', id);
  await eventually(() => tries.get(title), (count) => count === 2, 'the second try');
  await dead();
  assert.equal((await pixie.post(`/api/v1/jobs/${id}/retry`, {})).status, 200);
  await settled(title, 'mail', 'sent', { token });
  assert.equal(tries.get(title), 3);
  assert.ok(!(await letters()).some((job) => job.id === id), 'it is no dead letter any more');
});

test('port 465 and XOAUTH2', async () => {
  const seen = [];
  const server = new SMTPServer({ secure: true, key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')),
    authMethods: ['XOAUTH2'], onAuth: ({ method, username, accessToken }, session, done) => {
      seen.push([session.secure, method, username, accessToken]);
      return accessToken === 'good' ? done(null, { user: username }) : done(null, { data: { status: '401' } });
    } });
  server.on('error', () => {});
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const words = ['mail', 'test', 'ann@example.com', '--mail-url', `smtps://localhost:${server.server.address().port}`, '--mail-user', 'pixie@x.example',
    '--mail-from', 'pixie@x.example', '--mail-ca', join(folder, 'cert.pem')];
  process.env.PIXIE_MAIL_TOKEN = 'good';
  assert.match((await pixie.cli(...words)).stdout, /took it/);
  process.env.PIXIE_MAIL_TOKEN = 'expired';
  await assert.rejects(pixie.cli(...words), /refused the sign-in/);
  delete process.env.PIXIE_MAIL_TOKEN;
  assert.deepEqual(seen[0], [true, 'XOAUTH2', 'pixie@x.example', 'good']);
  await new Promise((resolve) => server.close(resolve));
});

test('addresses of private networks are refused where they are connected to, and ntfy needs a topic', async () => {
  const strict = await Pixie.start({ options: ['--notify-http', 'true'] });
  const settings = (body) => strict.patch('/api/v1/me/notification-settings', body);
  for (const url of [post.url, `${post.url}/`, `${post.url}/a b`, `${post.url}/topic?x=1`, 'https://ntfy.sh']) {
    assert.equal((await settings({ ntfy_url: url })).json.field, 'ntfy_url', url);
  }
  const port = new URL(post.url).port, before = post.got.length;
  assert.equal((await settings({ ntfy_url: `http://127.0.0.1:${port}/topic`, webhook_url: `http://localhost:${port}/hook`,
    webhook_secret: 'a secret of my own' })).status, 200);
  await strict.post('/api/v1/push/subscriptions', browser(`http://[::ffff:127.0.0.1]:${port}/one`).body);
  await strict.post('/api/v1/reminders', { text: 'Inside', due: new Date(Date.now() + 50).toISOString() });
  const row = await eventually(
    async () => (await strict.get('/api/v1/notifications')).json.items.find(({ title }) => title === 'Inside'),
    (one) => ['push', 'ntfy', 'webhook'].every((name) => one?.channels?.[name]?.state === 'failed'));
  for (const name of ['push', 'ntfy', 'webhook']) assert.match(row.channels[name].problem, /private-addresses/, name);
  assert.equal(post.got.length, before, 'nobody inside heard of it');
  await strict.stop();
});

test('what comes by mail names an address that unsubscribes from it by one click', async () => {
  const token = await newcomer('unsubscribe@example.com');
  await pixie.patch('/api/v1/me/notification-settings', { channels: { reminder: ['mail', 'push'], brief: ['mail'] } }, { token });
  await remind('By mail', { token });
  await settled('By mail', 'mail', 'sent', { token });
  const mail = mails.find(({ subject }) => subject === 'By mail'), [, url] = mail.headers.get('list').unsubscribe.url.match(/^https:\/\/pixie\.example(.+)$/);
  assert.equal(mail.headerLines.find(({ key }) => key === 'list-unsubscribe-post').line, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  const post = (path) => fetch(pixie.url + path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' });
  assert.equal((await post(url.replace(/.(?=.{9}$)/, (sign) => (sign === 'A' ? 'B' : 'A')))).status, 404); // not the last: some of its bits are none
  assert.equal((await post(url.replace('.reminder.', '.brief.'))).status, 404);
  assert.equal((await fetch(pixie.url + url)).status, 405, 'looking at it is no click');
  assert.equal((await post(url)).status, 200);
  const { channels } = (await pixie.get('/api/v1/me/notification-settings', { token })).json;
  assert.deepEqual(channels, { reminder: ['push'], brief: ['mail'] });
  assert.equal((await post(url)).status, 200, 'again changes nothing');
});

test('SendGrid gets what its documentation says, and its answers are understood', async () => {
  const got = [];
  let status = 202;
  const server = createHttps({ key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) }, (request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece)).on('end', () => {
      got.push({ path: request.url, key: request.headers.authorization, body: JSON.parse(Buffer.concat(pieces)) });
      response.writeHead(status, { 'x-message-id': 'abc' }).end(status === 202 ? '' : JSON.stringify({ errors: [{ message: 'because', field: null }] }));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const words = ['mail', 'test', 'ann@example.com', '--mail-url', `sendgrid://localhost:${server.address().port}`, '--mail-from', 'Pixie <pixie@x.example>',
    '--mail-ca', join(folder, 'cert.pem')];
  assert.match((await pixie.cli(...words)).stdout, /took it/);
  const [{ path, key, body }] = got;
  assert.deepEqual([path, key, body.from, body.personalizations[0].to, body.subject, body.content.map(({ type }) => type)],
    ['/v3/mail/send', 'Bearer secret', { email: 'pixie@x.example', name: 'Pixie' }, [{ email: 'ann@example.com' }], 'Pixie can send mail', ['text/plain', 'text/html']]);
  assert.equal(body.headers['Message-ID'], `<${body.personalizations[0].custom_args.pixie_id}>`);
  for (const [code, words_of] of [[400, /refused the mail \(status 400\): because/], [401, /refused the key/], [429, /not ready/], [503, /not ready/]]) {
    status = code;
    await assert.rejects(pixie.cli(...words), words_of);
  }
  await new Promise((resolve) => server.close(resolve));
});

test('a text message that may have arrived is not sent again, one that can not have is', async () => {
  const got = [];
  let cut = false;
  const server = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece)).on('end', () => {
      got.push(new URLSearchParams(Buffer.concat(pieces).toString()).get('Body'));
      if (cut) request.socket.resetAndDestroy();
      else response.writeHead(201, { connection: 'keep-alive' }).end('{"sid":"SM1"}');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  process.env.PIXIE_SMS_TOKEN = 'hush';
  const texting = await Pixie.start({ options: ['--sms-url', `http://127.0.0.1:${port}`, '--sms-account', 'AC1', '--sms-from', '+15005550006'] });
  delete process.env.PIXIE_SMS_TOKEN;
  await texting.patch('/api/v1/me/notification-settings', { phone: '+491701234567', channels: { reminder: ['sms'] } });
  const say = (text) => texting.post('/api/v1/reminders', { text, due: new Date(Date.now() + 30).toISOString() });
  const end = (title) => eventually(
    async () => (await texting.get('/api/v1/notifications?order=desc&limit=100')).json.items.find((one) => one.title === title)?.channels.sms,
    (sms) => ['sent', 'failed'].includes(sms?.state), `${title} to be sent or not`);
  await say('First');
  assert.equal((await end('First')).state, 'sent');
  cut = true; // the whole message is read, on a connection that was kept if there is one, and no answer comes
  await say('Second');
  const second = await end('Second');
  assert.equal(second.state, 'failed');
  assert.match(second.problem, /may have been sent/);
  assert.deepEqual(got, ['First', 'Second'], 'it went once');
  cut = false;
  await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  await say('Third'); // nobody listens: it goes once somebody does
  await eventually(async () => (await texting.get('/api/v1/jobs?state=waiting')).json.items.some(({ kind, last_error }) => kind === 'notify.sms' && last_error), Boolean, 'a try in vain');
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  assert.equal((await end('Third')).state, 'sent');
  assert.deepEqual(got, ['First', 'Second', 'Third']);
  await texting.stop();
  await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
});

test('text messages go to who asks for them, to a number that is one, twenty a day', async () => {
  const got = [];
  let status = 201;
  const server = createServer((request, response) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece)).on('end', () => {
      got.push({ path: request.url, key: request.headers.authorization, form: Object.fromEntries(new URLSearchParams(Buffer.concat(pieces).toString())) });
      response.writeHead(status, { 'content-type': 'application/json' }).end('{"sid":"SM1"}');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.PIXIE_SMS_TOKEN = 'hush';
  const texting = await Pixie.start({ options: ['--sms-url', `http://127.0.0.1:${server.address().port}`, '--sms-account', 'AC1', '--sms-from', '+15005550006'] });
  delete process.env.PIXIE_SMS_TOKEN;
  const settings = (body) => texting.patch('/api/v1/me/notification-settings', body);
  for (const phone of ['12345678', '+12', 'call me', '+1234567890123456']) assert.equal((await settings({ phone })).json.field, 'phone', phone);
  const made = await settings({ phone: '+49 (170) 123-4567', channels: { reminder: ['sms'] } });
  assert.equal(made.json.phone, '+491701234567');
  const say = (text) => texting.post('/api/v1/reminders', { text, due: new Date(Date.now() + 30).toISOString() });
  const row = (title, state) => eventually(
    async () => (await texting.get('/api/v1/notifications?order=desc&limit=100')).json.items.find((one) => one.title === title),
    (found) => found && (!state || found.channels.sms?.state === state), `${title} to be ${state}`);
  await say('Grüße & mehr');
  await row('Grüße & mehr', 'sent');
  assert.deepEqual(got[0], { path: '/2010-04-01/Accounts/AC1/Messages.json', key: `Basic ${Buffer.from('AC1:hush').toString('base64')}`,
    form: { To: '+491701234567', From: '+15005550006', Body: 'Grüße & mehr' } });
  status = 400;
  await say('Refused');
  assert.match((await row('Refused', 'failed')).channels.sms.problem, /refused the message/);
  status = 201;
  for (let i = 0; i < 19; i++) { await say(`Number ${i}`); await row(`Number ${i}`); }
  assert.equal((await row('Number 18')).channels.sms, undefined, 'that would be the twenty-first');
  await texting.stop();
  await new Promise((resolve) => server.close(resolve));
});
