// SPDX-License-Identifier: Apache-2.0
// A connection that breaks and comes back: to the same login what it missed, to anybody else nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { io } from 'socket.io-client';
import { Pixie, until } from './harness.mjs';

let pixie;
before(async () => { pixie = await Pixie.start(); });
after(() => pixie.stop());

const addTask = (title, token) => pixie.post('/api/v1/tasks', { title }, { token });
const titles = (socket) => socket.seen.filter(([name]) => name === 'task').map(([, change]) => change.task.title);
const addToken = async (options = {}) => (await pixie.post('/api/v1/tokens', { name: 't', ...options })).json;

/** A socket that comes back by itself, and has been told of one task. */
async function connected(token, transports) {
  const socket = await pixie.socket({ token, transports, reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 100 });
  await addTask('first', token);
  await until(socket, () => titles(socket).length === 1);
  return socket;
}

/** Waits for a turn of the socket's own: whatever was sent to it before is here by then. */
const barrier = (socket) => socket.timeout(10000).emitWithAck('chat:cancel', { client_id: 'none' });

/** Breaks the connection, changes the page by `change`, lets something happen, and waits for the page to be back. */
async function comeBack(socket, change, token = pixie.token) {
  const back = once(socket, 'connect');
  await change(socket);
  await addTask('missed', token);
  await back;
  await addTask('later', token);
  await barrier(socket);
}

for (const transports of [['websocket'], ['polling']]) {
  const over = `over ${transports}`;

  test(`the same login gets what it missed ${over}`, async () => {
    const socket = await connected(pixie.token, transports);
    await comeBack(socket, () => { socket.io.engine.close(); });
    await until(socket, () => titles(socket).includes('later'));
    assert.equal(socket.recovered, true);
    assert.deepEqual(titles(socket), ['first', 'missed', 'later']);
    socket.close();
  });

  test(`another user gets nothing of the first one's ${over}`, async () => {
    const { token } = await pixie.addUser('B');
    for (const change of [
      (socket) => { socket.auth = { token }; socket.io.engine.close(); },
      (socket) => { socket.io.engine.close(); socket.disconnect(); socket.auth = { token }; socket.connect(); },
    ]) {
      const socket = await connected(pixie.token, transports);
      await comeBack(socket, change);
      assert.equal(Boolean(socket.recovered), false);
      assert.deepEqual(titles(socket), ['first']);
      await addTask('mine', token);
      await until(socket, () => titles(socket).includes('mine'));
      socket.close();
    }
  });

  test(`a socket that came back with another token hangs on that one ${over}`, async () => {
    const [one, two] = [await addToken(), await addToken()];
    const socket = await connected(one.token, transports);
    await comeBack(socket, () => { socket.auth = { token: two.token }; socket.io.engine.close(); });
    assert.equal((await pixie.delete(`/api/v1/tokens/${one.id}`)).status, 204);
    await barrier(socket);
    assert.equal(socket.connected, true);
    const gone = once(socket, 'disconnect');
    assert.equal((await pixie.delete(`/api/v1/tokens/${two.id}`)).status, 204);
    assert.equal((await gone)[0], 'io server disconnect');
    socket.close();
  });
}

test('a token with fewer rights gets nothing that it may not see', async () => {
  const writer = await addToken({ scopes: 'write' });
  const socket = await connected(pixie.token, ['websocket']);
  await comeBack(socket, () => { socket.auth = { token: writer.token }; socket.io.engine.close(); });
  assert.equal(Boolean(socket.recovered), false);
  assert.deepEqual(titles(socket), ['first']);
  socket.close();
});

test('a login that ended while the connection was down is not recovered', async () => {
  const made = await addToken();
  const socket = await connected(made.token, ['websocket']);
  const refused = once(socket, 'connect_error');
  socket.io.engine.close();
  assert.equal((await pixie.delete(`/api/v1/tokens/${made.id}`)).status, 204);
  assert.match((await refused)[0].message, /not valid/);
  assert.equal(socket.active, false); // final: the page has to ask its user
  socket.close();
});

test('who was quiet for longer than the window missed nothing and is recovered', async () => {
  const brief = await Pixie.start({ options: ['--recovery-ms', '5000'] });
  try {
    const busy = (await brief.addUser('Busy')).token;
    const socket = await brief.socket({ reconnection: true, reconnectionDelay: 50 });
    await brief.post('/api/v1/tasks', { title: 'one event' });
    await until(socket, () => titles(socket).length === 1);
    const until_ = Date.now() + 5500;
    while (Date.now() < until_) await brief.post('/api/v1/tasks', { title: 'not yours' }, { token: busy });
    const back = once(socket, 'connect');
    socket.io.engine.close();
    await back;
    assert.equal(socket.recovered, true);
    socket.close();
  } finally {
    await brief.stop();
  }
});

test('clients beyond the rate of connections come in later by themselves', async () => {
  const strict = await Pixie.start({ options: ['--rate-connect', '60'] }); // one a second
  try {
    const options = { auth: { token: strict.token }, forceNew: true, transports: ['websocket'], reconnectionDelay: 200, reconnectionDelayMax: 400 };
    const sockets = Array.from({ length: 63 }, () => io(strict.url, options));
    const errors = [];
    for (const socket of sockets) socket.on('connect_error', (error) => errors.push(error.message));
    await Promise.all(sockets.map((socket) => socket.connected || once(socket, 'connect')));
    assert.deepEqual(errors, []);
    for (const socket of sockets) socket.close();
  } finally {
    await strict.stop();
  }
});

test('the last place is taken as soon as somebody leaves it', async () => {
  const small = await Pixie.start({ options: ['--sockets-per-user', '1'] });
  try {
    for (const transports of [['websocket'], ['polling']]) {
      const first = await small.socket({ transports });
      const second = io(small.url, { auth: { token: small.token }, forceNew: true, transports, reconnectionDelay: 50, reconnectionDelayMax: 100 });
      const attempts = [];
      second.io.on('reconnect_attempt', () => { attempts.push(1); if (attempts.length === 2) first.close(); });
      await once(second, 'connect');
      assert.ok(attempts.length >= 2);
      second.close();
    }
  } finally {
    await small.stop();
  }
});

test('while an identity can\'t be checked the client goes on trying', async () => {
  const issuer = createServer((request, answer) => { answer.statusCode = 500; answer.end(); }).listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  const iss = `http://127.0.0.1:${issuer.address().port}`;
  const server = await Pixie.start({ options: ['--oidc', `issuer=${iss},audience=pixie`] });
  try {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    const token = [part({ alg: 'ES256', kid: 'k' }), part({ iss, sub: 's', aud: 'pixie', iat: now, exp: now + 600 }),
      Buffer.alloc(64, 1).toString('base64url')].join('.');
    const socket = io(server.url, { auth: { token }, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100 });
    const refused = once(socket, 'connect_error').then(([error]) => error.message);
    const tries = new Promise((resolve) => socket.io.on('reconnect_attempt', () => {
      if (++socket.tries >= 3) resolve('tries again');
    }));
    socket.tries = 0;
    assert.equal(await Promise.race([refused, tries]), 'tries again');
    assert.equal(socket.active, true);
    socket.close();
  } finally {
    await server.stop();
    issuer.close();
  }
});

test('sessions that join no namespace are bounded by address, whoever knows no token', async () => {
  const small = await Pixie.start({ options: ['--idle-sessions-per-address', '5', '--idle-sessions', '8',
    '--trusted-proxies', '127.0.0.1'] });
  try {
    const handshake = (address) => fetch(`${small.url}/socket.io/?EIO=4&transport=polling`,
      { headers: { 'x-forwarded-for': address } });
    for (let i = 0; i < 5; i++) assert.equal((await handshake('192.0.2.1')).status, 200);
    const refused = await handshake('192.0.2.1');
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    for (let i = 0; i < 3; i++) assert.equal((await handshake('192.0.2.2')).status, 200);
    assert.equal((await handshake('192.0.2.3')).status, 503);
    const socket = io(small.url, { auth: { token: small.token }, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100 });
    await once(socket.io, 'error'); // refused as well,
    socket.close();
  } finally {
    await small.stop();
  }
});
