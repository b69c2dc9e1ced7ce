// SPDX-License-Identifier: Apache-2.0
// The command line: with a server, without one, and in the wrong hands.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Pixie, binary, within } from './harness.mjs';

let folder;
before(async () => { folder = await mkdtemp(join(tmpdir(), 'pixie-cli-')); });
after(() => rm(folder, { recursive: true, force: true }));

/** Runs to the end, whatever the exit status. */
const run = (...words) => new Promise((resolve) => {
  execFile(binary, words, { env: { ...process.env } }, (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stdout, stderr }));
});

test('help and version come from the tables', async () => {
  const help = await run('--help');
  assert.equal(help.code, 0);
  for (const word of ['serve', 'ask', 'chat', 'tasks', 'events', 'undo', 'user add', 'user list', 'token', 'doctor', 'time', 'nlu']) {
    assert.ok(help.stdout.includes(`\n  ${word}`), word);
    const page = await run(...word.split(' '), '--help');
    assert.equal(page.code, 0, word);
    assert.ok(page.stdout.startsWith(`pixie ${word} - `), word);
  }
  assert.match((await run('serve', '--help')).stdout, /--http-body-bytes N/);
  assert.match((await run('--version')).stdout, /^pixie \d/);
});

test('wrong usage is exit status 2 with a hint', async () => {
  for (const words of [['frobnicate'], ['ask'], ['tasks', '--frob', 'x'], ['serve', '--port', '70000'], ['serve', '--port']]) {
    const { code, stderr } = await run(...words, ...(words.includes('--data') ? [] : []));
    assert.equal(code, 2, words.join(' '));
    assert.match(stderr, /^pixie: /);
  }
});

test('a zone that does not exist is refused at the start', async () => {
  const { code, stderr } = await run('serve', '--port', '0', '--zone', 'Mars/Phobos');
  assert.notEqual(code, 0);
  assert.match(stderr, /--zone: "Mars\/Phobos" is not a known IANA time zone/);
});

test('without a server the same code runs inside the command', async () => {
  const said = await run('ask', 'buy milk tomorrow', '--data', folder);
  assert.equal(said.code, 0, said.stderr);
  assert.match(said.stdout, /milk/i);
  const json = await run('tasks', '--json', '--data', folder);
  assert.equal(JSON.parse(json.stdout).items[0].title, 'Buy milk');
  assert.match((await run('tasks', '--data', folder)).stdout, /1\. \[ \] Buy milk, due/);
  assert.match((await run('undo', '--data', folder)).stdout, /^Undone: /);
  assert.match((await run('tasks', '--data', folder)).stdout, /No tasks/);
  assert.equal((await stat(join(folder, 'token'))).mode & 0o777, 0o600);
});

test('with a server the command talks to it, and a second server is refused', async () => {
  const pixie = await Pixie.start({ folder });
  const said = await run('ask', 'dentist tomorrow at 12:45', '--data', folder, '--json');
  assert.equal(said.code, 0, said.stderr);
  assert.equal(JSON.parse(said.stdout).effects[0].entity, 'event');
  assert.equal((await pixie.get('/api/v1/events')).json.items.length, 1);
  const second = await run('serve', '--data', folder, '--port', '0');
  assert.equal(second.code, 1);
  assert.match(second.stderr, /in use|running|lock/);
  const doctor = await run('doctor', '--data', folder);
  assert.equal(doctor.code, 0, doctor.stdout);
  assert.match(doctor.stdout, /Pixie is well/);
  const added = await run('user', 'add', 'Priya', '--email', 'priya@example.org', '--data', folder, '--json');
  assert.equal(added.code, 0, added.stdout);
  const { token } = JSON.parse(added.stdout);
  assert.equal((await pixie.get('/api/v1/me', { token })).json.name, 'Priya');
  assert.match((await run('user', 'list', '--data', folder)).stdout, /Priya/);
  assert.equal((await run('token', '--data', folder)).stdout.trim(), (await readFile(join(folder, 'token'), 'utf8')).trim());
  await pixie.stop();
});

test('commands at the same moment wait their turn', async () => {
  const own = await mkdtemp(join(tmpdir(), 'pixie-turns-'));
  const words = ['milk', 'bread', 'tea', 'salt', 'soap', 'rice'];
  const said = await Promise.all(words.map((word) => run('ask', `remind me to buy ${word} tomorrow`, '--data', own)));
  for (const { code, stderr } of said) assert.equal(code, 0, stderr);
  const listed = JSON.parse((await run('tasks', '--json', '--data', own)).stdout).items;
  assert.deepEqual(listed.map((task) => task.title).sort(), words.map((word) => `Buy ${word}`).sort());
  await rm(own, { recursive: true, force: true });
});

test('who holds the folder is named when waiting did not help', { timeout: 60000 }, async () => {
  const own = await mkdtemp(join(tmpdir(), 'pixie-held-'));
  const holder = await Pixie.start({ folder: own });
  await rm(join(own, 'server')); // nobody can find it: as a server that hangs at its start
  const { code, stderr } = await run('ask', 'hello', '--data', own);
  assert.notEqual(code, 0);
  assert.match(stderr, new RegExp(`in use by process ${holder.process.pid}; waited \\d+ seconds`));
  await holder.stop();
  await rm(own, { recursive: true, force: true });
});

test('binding to the network without TLS is refused', async () => {
  const { code, stderr } = await run('serve', '--data', folder, '--host', '0.0.0.0', '--port', '0');
  assert.equal(code, 1);
  assert.match(stderr, /insecure-bind/);
});

test('chat reads lines, answers and says what changed', async (t) => {
  const child = spawn(binary, ['chat', '--data', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill());
  let text = '';
  child.stdout.on('data', (chunk) => { text += chunk; });
  child.stdin.end('remind me to call mum on Friday\nundo\nexit\n');
  const code = await new Promise((resolve) => child.on('exit', resolve));
  assert.equal(code, 0);
  assert.match(text, /· task created: Call mum/);
  assert.match(text, /· task deleted/);
});

test('help is found however it is asked for, and never sent as a message', async () => {
  for (const words of [['ask', '-h'], ['help', 'ask'], ['ask', 'me', '--help']]) {
    const page = await run(...words);
    assert.equal(page.code, 0, words.join(' '));
    assert.match(page.stdout, /^pixie ask - /);
  }
  assert.match((await run('-h')).stdout, /^Pixie: /);
  const group = await run('user');
  assert.equal(group.code, 2);
  assert.match(group.stdout, /pixie user add.*\n.*pixie user list/);
  assert.equal((await run('user', '--help')).code, 0);
});

test('options may stand before the command; a value is never another option', async () => {
  const listed = await run('--json', '--data', folder, 'tasks', '--limit', '5');
  assert.equal(listed.code, 0, listed.stderr);
  assert.ok(Array.isArray(JSON.parse(listed.stdout).items));
  for (const words of [['tasks', '--limit', '--all'], ['tasks', '--overdue=yes'], ['tasks', '--json=1'], ['--data', folder], ['--frob', 'tasks']])
    assert.equal((await run(...words)).code, 2, words.join(' '));
  assert.match((await run('tasks', '--frob')).stderr, /no option --frob.*pixie tasks --help/);
});

test('rules name the field they are about', async () => {
  const { code, stderr } = await run('user', 'add', 'Bob', '--email', 'bad', '--data', folder);
  assert.equal(code, 1);
  assert.match(stderr, /^pixie: email is not an email address/);
});

test('migrate says what is due, shows it, does it, and then has nothing to do', async () => {
  const fresh = await mkdtemp(join(tmpdir(), 'pixie-migrate-'));
  const migrate = (...words) => run('migrate', ...words, '--data', fresh);
  assert.equal((await migrate('--check')).code, 1);
  assert.equal(JSON.parse((await migrate('--check', '--json')).stdout).due, true);
  assert.match((await migrate('--dry-run')).stdout, /./);
  await assert.rejects(stat(join(fresh, 'pixie.db')), 'only looked at');
  assert.equal((await migrate()).stdout, 'The schema is up to date now.\n');
  assert.deepEqual(await migrate('--check'), { code: 0, stdout: 'The schema is up to date.\n', stderr: '' });
  assert.deepEqual(JSON.parse((await migrate('--json')).stdout), { due: false, sql: '' });
  await rm(fresh, { recursive: true });
});

test('store copy takes everything along, and refuses what a server runs on', async () => {
  const pixie = await Pixie.start();
  for (let i = 0; i < 5; i++) await pixie.post('/api/v1/messages', { text: `remind me to "water plant ${i}" tomorrow` });
  const paths = ['tasks', 'messages', 'actions'];
  const read = (from) => Promise.all(paths.map(async (path) => (await from.get(`/api/v1/${path}?limit=200`)).json));
  const before = await read(pixie), source = join(pixie.folder, 'pixie.db'), target = join(pixie.folder, 'copy.db');
  const refused = await run('store', 'copy', source, target);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /./);
  pixie.ownFolder = false;
  await pixie.stop();
  const copied = await run('store', 'copy', source, target, '--json');
  assert.deepEqual(copied.stderr, '');
  assert.ok(JSON.parse(copied.stdout).rows > 15);
  assert.equal((await run('store', 'copy', source, target)).code, 1, 'the target is not empty');
  await rm(source);
  const second = await Pixie.start({ folder: pixie.folder, options: ['--database', target] });
  assert.deepEqual(await read(second), before);
  const live = await run('store', 'copy', join(folder, 'new.db'), target);
  assert.equal(live.code, 1);
  await second.stop();
  await rm(pixie.folder, { recursive: true });
});

test('doctor looks and makes nothing', async () => {
  const nowhere = join(folder, 'not-there');
  const { code, stdout } = await run('doctor', '--data', nowhere, '--json');
  assert.equal(code, 0);
  assert.equal(JSON.parse(stdout).find((check) => check.check === 'database').verdict, 'note');
  await assert.rejects(stat(nowhere));
});

test('a database that is empty, missing or cut off beside the token is not replaced by a new one', async () => {
  const lost = await Pixie.start();
  for (let i = 0; i < 40; i++) await lost.post('/api/v1/tasks', { title: 'x'.repeat(400), notes: 'y'.repeat(4000) });
  lost.ownFolder = false;
  await lost.stop();
  const path = join(lost.folder, 'pixie.db'), whole = await readFile(path), token = await readFile(join(lost.folder, 'token'));
  for (const [what, content] of [[/is empty/, ''], [/is missing/, null], [/cut off/, whole.subarray(0, 50)],
    [/cut off/, whole.subarray(0, 4096)], [/cut off/, whole.subarray(0, whole.length - 1)]]) {
    if (content === null) await rm(path); else await writeFile(path, content);
    for (const words of [['serve', '--port', '0'], ['ask', 'hello']]) {
      const { code, stderr } = await run(...words, '--data', lost.folder);
      assert.equal(code, 1, String(what));
      assert.match(stderr, what);
    }
    assert.deepEqual(await readFile(join(lost.folder, 'token')), token, 'the token stays');
  }
  const doctor = await run('doctor', '--data', lost.folder);
  assert.equal(doctor.code, 1);
  await writeFile(path, whole);
  assert.equal((await run('ask', 'hello', '--data', lost.folder)).code, 0);
  await rm(lost.folder, { recursive: true });
});

test('doctor reads every page and tells damage, also through a server that runs', async () => {
  const hurt = await Pixie.start();
  for (let i = 0; i < 500; i++) await hurt.post('/api/v1/tasks', { title: 'x'.repeat(300) });
  hurt.ownFolder = false;
  await hurt.stop();
  const well = await run('doctor', '--data', hurt.folder);
  assert.equal(well.code, 0, well.stdout);
  assert.match(well.stdout, /every page is whole/);
  assert.match(well.stdout, /note +mail .*no mail server is set/);
  const path = join(hurt.folder, 'pixie.db'), bytes = await readFile(path);
  const middle = Math.floor(bytes.length / 8192) * 4096;
  bytes.fill(0, middle, middle + 4 * 4096);
  await writeFile(path, bytes);
  const alone = await run('doctor', '--data', hurt.folder);
  assert.equal(alone.code, 1, alone.stdout);
  assert.match(alone.stdout, /BAD +database .*damaged/);
  const again = await Pixie.start({ folder: hurt.folder });
  const served = await run('doctor', '--data', hurt.folder, '--json');
  assert.equal(served.code, 1);
  assert.match(JSON.parse(served.stdout).find((check) => check.check === 'database').detail, /damaged/);
  await again.stop();
  await rm(hurt.folder, { recursive: true });
});

test('nlu --json is JSON', async () => {
  const read = JSON.parse((await run('nlu', '--json', 'add milk')).stdout);
  assert.equal(read.calls[0].tool, 'create_task');
  assert.equal(read.calls[0].arguments.title, 'Milk');
});

test('in a chat Ctrl-C drops the line, as often as it is pressed, and Ctrl-D ends', async (t) => {
  const chat = spawn('script', ['-qec', `exec ${binary} chat --data ${folder}`, '/dev/null'], { env: { ...process.env, TERM: 'xterm' } });
  t.after(() => chat.kill());
  const ended = new Promise((resolve) => chat.on('exit', resolve));
  let seen = '', wake = () => {};
  chat.stdout.on('data', (chunk) => { seen += chunk; wake(); });
  chat.on('exit', () => wake());
  /** Waits for `count` times `text` in all. */
  const shows = async (text, count) => {
    const shown = async () => {
      while (seen.split(text).length <= count) {
        if (chat.exitCode !== null) throw new Error(`chat ended: ${seen}`);
        await new Promise((resolve) => { wake = resolve; });
      }
    };
    await within(shown(), `${count} times "${text}"`, () => `on the screen: ${JSON.stringify(seen.slice(-500))}`);
  };
  await shows('you> ', 1);
  chat.stdin.write('half a l');
  await shows('half a l', 1);
  for (let i = 1; i <= 3; i++) {
    chat.stdin.write('\x03');
    await shows('^C', i);
    await shows('you> ', i + 1);
  }
  chat.stdin.write('water the ficus tomorrow\r');
  await shows('task created: Water the ficus', 1);
  await shows('you> ', 5);
  chat.stdin.write('\x04');
  assert.equal(await ended, 0, seen);
});

test('a server with TLS is found and asked too; its answers ask browsers for TLS only', async () => {
  const place = await mkdtemp(join(tmpdir(), 'pixie-tls-'));
  const [key, certificate] = [join(place, 'key.pem'), join(place, 'cert.pem')];
  await new Promise((resolve, reject) => {
    execFile('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key,
      '-out', certificate, '-subj', '/CN=pixie.example', '-days', '2'], (error) => (error ? reject(error) : resolve()));
  });
  const pixie = await Pixie.start({ folder: place, options: ['--tls-cert', certificate, '--tls-key', key] });
  try {
    const said = await run('ask', 'water the ficus tomorrow', '--data', place);
    assert.equal(said.code, 0, said.stderr);
    const headers = await new Promise((resolve, reject) => {
      get(`${pixie.url}/healthz`, { rejectUnauthorized: false }, (answer) => { answer.resume(); resolve(answer.headers); }).on('error', reject);
    });
    assert.match(headers['strict-transport-security'], /^max-age=\d{7,}/);
  } finally {
    await pixie.stop();
    await rm(place, { recursive: true, force: true });
  }
});

test('the notice of a killed server whose process id lives on misleads nobody', async () => {
  const place = await mkdtemp(join(tmpdir(), 'pixie-stale-'));
  const pixie = await Pixie.start({ folder: place });
  await pixie.kill();
  await writeFile(join(place, 'server'), `${process.pid} ${pixie.url}\n`);
  const said = await run('ask', 'water the ficus tomorrow', '--data', place);
  assert.equal(said.code, 0, said.stderr);
  await rm(place, { recursive: true, force: true });
});

test('factor tells of the second factor, and why no code can be sent', async () => {
  const own = await mkdtemp(join(tmpdir(), 'pixie-factor-'));
  assert.match((await run('factor', '--data', own)).stdout, /second factor is off\.\nNo text message can be sent/);
  const json = JSON.parse((await run('factor', '--json', '--data', own)).stdout);
  assert.deepEqual(json, { enabled: false, sms: { available: false, number: null } });
  assert.match((await run('factor', 'confirm', '123456', '--data', own)).stderr, /second factor needs a local account with an email/);
  // Nobody is told that a code was sent when no server runs that could.
  const phone = await run('factor', 'phone', '+491701234567', '--data', own, '--sms-url', 'https://sms.example', '--sms-account', 'AC1', '--sms-from', '+15005550006');
  assert.notEqual(phone.code, 0);
  assert.match(phone.stderr, /codes are sent by a running server, and there is none/);
  assert.equal(phone.stdout, '');
  await rm(own, { recursive: true, force: true });
});
