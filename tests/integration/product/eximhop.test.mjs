// SPDX-License-Identifier: Apache-2.0
// A real hop: Pixie submits to Exim by STARTTLS and AUTH, Exim passes on to a sink that keeps mails, refuses an address or hands them to
// Dovecot. What Exim says of a mail that was refused comes back to Pixie's own mailbox and marks the address.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { Dovecot, hasDovecot, makeCertificate, until } from './dovecot.mjs';
import { Pixie } from './harness.mjs';

const exim = ['/usr/sbin/exim4', '/usr/sbin/exim'].find(existsSync);
const why = !exim ? 'exim4-daemon-light is not installed' : !hasDovecot ? 'dovecot-imapd is not installed' : process.getuid() !== 0 && 'Exim wants to be started by root';
const options = { skip: why || false, timeout: 300000 };
const address = 'nina@example.com';
let folder, dovecot, sink, hop, pixie, mails, refused, token;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Keeps what arrives, gives what is for anna to Dovecot, and refuses `refused`. */
async function startSink() {
  mails = [];
  sink = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address: to }, session, done) => done(to === refused ? Object.assign(new Error('5.1.1 user unknown'), { responseCode: 550 }) : undefined),
    onData: (stream, session, done) => {
      const pieces = [];
      stream.on('data', (piece) => pieces.push(piece)).on('end', async () => {
        const raw = Buffer.concat(pieces).toString(), rcpt = session.envelope.rcptTo[0].address;
        mails.push({ ...await simpleParser(raw), rcpt, raw });
        if (rcpt === 'anna@example.com') dovecot.deliver(raw);
        done();
      });
    } });
  await new Promise((resolve) => sink.listen(0, '127.0.0.1', resolve));
  return sink.server.address().port;
}

async function startExim(out) {
  const { key, cert } = makeCertificate(folder), port = await freePort(), conf = join(folder, 'exim.conf');
  mkdirSync(join(folder, 'spool'));
  writeFileSync(conf, `spool_directory = ${folder}/spool
log_file_path = ${folder}/spool/%slog
pid_file_path = ${folder}/spool/pid
primary_hostname = mx.example.com
daemon_smtp_ports = ${port}
local_interfaces = 127.0.0.1
disable_ipv6
tls_advertise_hosts = *
tls_certificate = ${cert}
tls_privatekey = ${key}
auth_advertise_hosts = \${if eq{$tls_in_cipher}{}{}{*}}
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  accept authenticated = *
  deny message = sign in first
data:
  accept
begin routers
on:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = out
begin transports
out:
  driver = smtp
  port = ${out}
  allow_localhost
  hosts_avoid_tls = *
begin retry
* * F,1h,2s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{pixie}}{eq{$auth3}{geheim}}}}
  server_set_id = $auth2
`);
  chmodSync(folder, 0o755);
  execFileSync('chown', ['-R', 'Debian-exim', join(folder, 'spool'), key, cert]);
  hop = spawn(exim, ['-C', conf, '-bdf', '-q2s'], { stdio: 'ignore' });
  await until(() => new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
  }), 60);
  return { port, cert };
}

before(async () => {
  if (why) return;
  folder = mkdtempSync(join(tmpdir(), 'pixie-exim-'));
  dovecot = await Dovecot.start();
  const { port, cert } = await startExim(await startSink());
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, readFileSync(cert, 'utf8') + readFileSync(dovecot.cert, 'utf8'));
  process.env.PIXIE_MAIL_PASSWORD = 'geheim';
  pixie = await Pixie.start({ options: ['--private-addresses', 'true', '--mail-ca', ca, '--mail-poll-s', '5', '--mail-replies', 'true', '--sign-up', 'invite',
    '--mail-url', `smtp://localhost:${port}`, '--mail-user', 'pixie', '--mail-from', 'Pixie <anna@example.com>', '--public-url', 'https://pixie.example'] });
  delete process.env.PIXIE_MAIL_PASSWORD;
});
after(async () => {
  await pixie?.stop();
  if (hop) {
    const ended = new Promise((resolve) => hop.on('exit', resolve));
    hop.kill('SIGTERM');
    await ended;
  }
  if (sink) await new Promise((resolve) => sink.close(resolve));
  await dovecot?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('a letter goes by a real mail server, signed in and encrypted, and arrives as it was sent', options, async () => {
  await pixie.post('/api/v1/auth/invites', { email: address });
  const letter = await until(() => mails.find(({ rcpt }) => rcpt === address), 90);
  assert.match(letter.headers.get('received').toString(), /by mx\.example\.com with esmtpsa +\(TLS1\.[23]/);
  assert.equal(letter.subject, 'You are invited to Pixie');
  assert.match(letter.text, /https:\/\/pixie\.example\/sign-up\?invite=\S+/);
  const [, invite] = letter.text.match(/sign-up\?invite=(\S+)/);
  await pixie.post('/api/v1/auth/signup', { name: 'Nina Ärmel', email: address, password: 'correct horse battery', invite }, { token: null });
  token = (await pixie.post('/api/v1/auth/login', { email: address, password: 'correct horse battery' }, { token: null })).json.access_token;
  assert.ok(token);
});

test('what the server says of a mail that was refused is read from the mailbox, and marks the address', options, async () => {
  const account = (await pixie.post('/api/v1/mail/accounts', { address: 'anna@example.com', host: 'localhost', port: dovecot.imaps, user: 'anna', password: 'geheim',
    replies: true })).json;
  await until(async () => (await pixie.get(`/api/v1/mail/accounts/${account.id}`)).json.state === 'ok', 90);
  refused = address;
  await pixie.post('/api/v1/auth/password/forgot', { email: address }, { token: null });
  const report = await until(() => mails.find(({ rcpt }) => rcpt === 'anna@example.com'), 90);
  assert.match(report.raw, /multipart\/report/);
  await until(async () => (await pixie.get('/api/v1/me/notification-settings', { token })).json.bounced === address, 90);
  const [problem] = (await pixie.get('/api/v1/notifications', { token })).json.items.filter(({ kind }) => kind === 'problem');
  assert.match(problem.title, /Mail to nina@example\.com comes back/);
  assert.match(problem.text, /user unknown/);
});
