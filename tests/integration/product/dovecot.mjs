// SPDX-License-Identifier: Apache-2.0
// A Dovecot of the test's own: IMAP with TLS and STARTTLS, one Maildir, passwords in a file, access tokens from a server here.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { eventually } from './patience.mjs';

export const hasDovecot = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find(existsSync);

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What `ask` answers, once that is something: a mail is on its way between three programs, and nobody tells the test. */
export const until = (ask, seconds = 90) => eventually(ask, Boolean, `that ${ask}`, seconds);

/** Key and certificate for localhost, in files. */
export function makeCertificate(folder) {
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert,
    '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
  return { key, cert };
}

export class Dovecot {
  static async start() {
    const dovecot = new Dovecot();
    dovecot.folder = mkdtempSync(join(tmpdir(), 'pixie-dovecot-'));
    Object.assign(dovecot, makeCertificate(dovecot.folder));
    dovecot.root = userInfo().uid === 0;
    [dovecot.imaps, dovecot.imap] = [await freePort(), await freePort()];
    dovecot.delivered = 0;
    dovecot.idles = true;
    dovecot.tokens = new Set();
    dovecot.refreshed = 0;
    await dovecot.startTokens();
    dovecot.box = join(dovecot.folder, 'mail');
    for (const name of ['', 'cur', 'new', 'tmp']) dovecot.makeFolder(join(dovecot.box, name));
    dovecot.setPassword('geheim');
    dovecot.writeConfig();
    execFileSync('chmod', ['755', dovecot.folder]);
    await dovecot.launch();
    return dovecot;
  }

  makeFolder(path) {
    mkdirSync(path, { recursive: true });
    if (this.root) chownSync(path, 65534, 65534);
  }

  /** Introspection of access tokens, and the endpoint that refreshes them. */
  async startTokens() {
    const answer = (request, response) => {
      let body = '';
      request.on('data', (piece) => { body += piece; });
      request.on('end', () => {
        const json = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
        if (request.url.startsWith('/introspect')) {
          const token = (request.headers.authorization ?? '').replace(/^Bearer /, '') || new URLSearchParams(request.url.split('?')[1] ?? body).get('access_token');
          return this.tokens.has(token) ? json(200, { active: true, email: 'anna', username: 'anna' }) : json(401, { error: 'invalid_token' });
        }
        const form = new URLSearchParams(body);
        if (form.get('refresh_token') !== 'refresh me') return json(400, { error: 'invalid_grant' });
        const token = `access-${++this.refreshed}`;
        this.tokens.add(token);
        return json(200, { access_token: token, token_type: 'Bearer', expires_in: 3600 });
      });
    };
    this.tokenServers = [createHttp(answer), createHttps({ key: readFileSync(this.key), cert: readFileSync(this.cert) }, answer)];
    for (const server of this.tokenServers) await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    [this.introspectPort, this.tokenPort] = this.tokenServers.map((server) => server.address().port);
  }

  setPassword(password) {
    writeFileSync(join(this.folder, 'users'), `anna:{PLAIN}${password}\n`);
  }

  writeConfig() {
    const user = userInfo().username;
    writeFileSync(join(this.folder, 'oauth'), `introspection_url = http://127.0.0.1:${this.introspectPort}/introspect?access_token=
introspection_mode = get
username_attribute = email
active_attribute = active
active_value = true
`);
    writeFileSync(join(this.folder, 'dovecot.conf'), `base_dir = ${this.folder}/run
state_dir = ${this.folder}/state
log_path = ${this.folder}/log
protocols = imap
ssl = required
ssl_cert = <${this.cert}
ssl_key = <${this.key}
disable_plaintext_auth = yes
auth_mechanisms = plain login xoauth2
mail_location = maildir:${this.box}
first_valid_uid = 1
default_login_user = ${this.root ? 'dovenull' : user}
default_internal_user = ${this.root ? 'dovecot' : user}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${this.imap}
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${this.imaps}
    ssl = yes
  }
}
passdb {
  driver = oauth2
  mechanisms = xoauth2
  args = ${this.folder}/oauth
}
passdb {
  driver = passwd-file
  args = ${this.folder}/users
}
userdb {
  driver = static
  args = uid=${this.root ? 65534 : userInfo().uid} gid=${this.root ? 65534 : userInfo().gid} home=${this.folder}
}
namespace inbox {
  inbox = yes
}
${this.idles ? '' : 'imap_capability = IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE UIDPLUS CONDSTORE LITERAL+\n'}`);
  }

  async launch() {
    this.process = spawn(hasDovecot, ['-F', '-c', join(this.folder, 'dovecot.conf')], { stdio: 'ignore' });
    this.exited = new Promise((resolve) => this.process.on('exit', resolve));
    for (let tries = 0; tries < 200; tries++) {
      if (await new Promise((resolve) => {
        const socket = connect(this.imaps, '127.0.0.1', () => { socket.destroy(); resolve(true); });
        socket.on('error', () => resolve(false));
      })) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`dovecot does not listen: ${execFileSync('tail', [join(this.folder, 'log')]).toString()}`);
  }

  /** With or without the IDLE extension, as many providers have it. */
  async offerIdle(idles) {
    await this.halt();
    this.idles = idles;
    this.writeConfig();
    await this.launch();
  }

  /** The names of all mails, whose endings are their flags (":2,S": seen). */
  mailFiles() {
    return ['new', 'cur'].flatMap((name) => readdirSync(join(this.box, name)));
  }

  async halt() {
    this.process.kill('SIGTERM');
    await this.exited;
  }

  async stop() {
    await this.halt();
    for (const server of this.tokenServers) await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A mail appears in a folder (INBOX, or ".Name" of the Maildir). */
  deliver(text, { folder = '' } = {}) {
    const base = folder ? join(this.box, `.${folder}`) : this.box;
    if (folder) for (const name of ['', 'cur', 'new', 'tmp']) this.makeFolder(join(base, name));
    const name = `${Math.floor(Date.now() / 1000)}.M${String(++this.delivered).padStart(6, '0')}P1.test`;
    const path = join(base, 'tmp', name);
    writeFileSync(path, text.replace(/\r?\n/g, '\r\n'));
    if (this.root) chownSync(path, 65534, 65534);
    execFileSync('mv', [path, join(base, 'new', name)]);
  }

  /** The folder's numbers start anew, as when a server was restored from a backup. */
  async renumber() {
    await this.halt();
    for (const name of readdirSync(this.box)) if (name.startsWith('dovecot')) rmSync(join(this.box, name), { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, 1100)); // UIDVALIDITY is a time in seconds
    await this.launch();
  }
}

/** A TCP proxy that can cut connections after so many bytes from the server, and hold each of its pieces for `delay` ms. */
export class Cutter {
  static async start(port) {
    const cutter = new Cutter();
    cutter.after = Infinity;
    cutter.cuts = cutter.delay = 0;
    cutter.server = createServer((client) => {
      const server = connect(port, '127.0.0.1');
      let seen = 0;
      server.on('data', (piece) => {
        seen += piece.length;
        if (seen > cutter.after) {
          cutter.cuts++;
          client.write(piece.subarray(0, Math.max(0, piece.length - (seen - cutter.after))));
          client.destroy();
          server.destroy();
        } else {
          client.write(piece);
        }
        if (cutter.delay) {
          server.pause();
          setTimeout(() => server.resume(), cutter.delay);
        }
      });
      client.on('data', (piece) => server.write(piece));
      for (const [one, other] of [[client, server], [server, client]]) {
        one.on('close', () => other.destroy());
        one.on('error', () => other.destroy());
      }
    });
    await new Promise((resolve) => cutter.server.listen(0, '127.0.0.1', resolve));
    cutter.port = cutter.server.address().port;
    return cutter;
  }

  stop() { return new Promise((resolve) => this.server.close(resolve)); }
}

/** A plain mail. */
export const mail = ({ from = 'Ben <ben@example.com>', subject = 'Hello', body = 'Nothing to do.', id, headers = '' }) => `From: ${from}
To: anna@example.com
Subject: ${subject}
Date: ${new Date().toUTCString().replace('GMT', '+0000')}
Message-ID: <${id ?? `${Math.random().toString(36).slice(2)}@example.com`}>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
${headers}
${body}
`;

