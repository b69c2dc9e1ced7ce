// SPDX-License-Identifier: Apache-2.0
// A real issuer (oidc-provider) on loopback, a browser of sorts, and the probe.
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import http from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';
import { setCookies } from '../cookies.mjs';

// The issuer advises against its defaults for production on every start.
console.warn = console.info = () => {};

export const REDIRECT = 'https://pixie.test/api/v1/auth/oidc/callback';

const kinds = {
  RS256: ['rsa', { modulusLength: 2048 }],
  ES256: ['ec', { namedCurve: 'P-256' }],
  EdDSA: ['ed25519', {}],
};

export function makeKey(alg) {
  const { privateKey } = generateKeyPairSync(...kinds[alg]);
  return { alg, kid: randomUUID(), use: 'sig', privateKey, jwk: privateKey.export({ format: 'jwk' }) };
}

const b64 = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// A token signed with an issuer's key, with whatever claims a test needs.
export function signToken(key, claims, header = {}) {
  const input = `${b64({ alg: key.alg, kid: key.kid, typ: 'JWT', ...header })}.${b64(claims)}`;
  const digest = key.alg === 'EdDSA' ? null : 'sha256';
  const signature = sign(digest, Buffer.from(input), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

const people = {
  ann: { email: 'ann@example.org', email_verified: true, name: 'Ann Lee', zoneinfo: 'Europe/Berlin' },
  bob: { email: 'bob@example.org', email_verified: false, name: 'Bob' },
};

// What a test that failed half-way left running would keep the runner waiting for ever.
const running = new Set();

export async function stopAll() {
  for (const one of running) await one.abandon();
}

export class Issuer {
  requests = [];

  async start(keys, port = 0, method = 'client_secret_basic') {
    this.server = http.createServer((req, res) => {
      this.requests.push(req.url.split('?')[0]);
      this.handle(req, res);
    });
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    running.add(this);
    this.port = this.server.address().port;
    this.url = `http://127.0.0.1:${this.port}`;
    const provider = new Provider(this.url, this.configuration(keys, method));
    const callback = provider.callback();
    this.handle = (req, res) => (req.url.startsWith('/interaction/') ? this.interact(provider, req, res)
      : callback(req, res));
    return this;
  }

  configuration(keys, method) {
    return {
      clients: [{
        client_id: 'pixie', client_secret: 'a secret for tests', redirect_uris: [REDIRECT],
        grant_types: ['authorization_code', 'client_credentials'], response_types: ['code'],
        token_endpoint_auth_method: method, id_token_signed_response_alg: keys[0].alg,
      }],
      clientAuthMethods: [method],
      jwks: { keys: keys.map(({ jwk, kid, alg }) => ({ ...jwk, kid, alg, use: 'sig' })) },
      cookies: { keys: ['test'] },
      pkce: { required: () => true, methods: ['S256'] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'zoneinfo'] },
      conformIdTokenClaims: false,
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_, resource) => ({
            audience: resource, scope: 'read', accessTokenFormat: 'jwt', jwt: { sign: { alg: keys[0].alg } },
          }),
        },
      },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      async loadExistingGrant(ctx) {
        const grant = new ctx.oidc.provider.Grant({
          clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId,
        });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    };
  }

  async interact(provider, req, res) {
    await provider.interactionDetails(req, res);
    await provider.interactionFinished(req, res, this.person ? { login: { accountId: this.person } }
      : { error: 'access_denied' }, { mergeWithLastSubmission: false });
  }

  abandon() {
    return this.stop();
  }

  async stop() {
    running.delete(this);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // What a browser does: follows redirects with cookies until it is sent back to Pixie.
  async browse(url, person) {
    const cookies = new Map();
    this.person = person;
    for (let hops = 0; hops < 10; hops++) {
      const response = await fetch(url, {
        redirect: 'manual', headers: { cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') },
      });
      for (const line of setCookies(response.headers)) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (!location) throw new Error(`${response.status} ${await response.text()}`);
      url = new URL(location, url).href;
      if (url.startsWith(REDIRECT)) return new URL(url).search.slice(1);
    }
    throw new Error('too many redirects');
  }

  async clientToken() {
    const response = await fetch(`${this.url}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from('pixie:a+secret+for+tests').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: 'urn:pixie:api', scope: 'read' }),
    });
    return (await response.json()).access_token;
  }
}

export class Probe {
  constructor(issuer) {
    this.directory = mkdtempSync(join(tmpdir(), 'pixie-auth-'));
    const program = process.env.AUTH_PROBE ?? new URL('../../../build/dev/auth_probe', import.meta.url).pathname;
    this.child = spawn(program, [this.directory, issuer], { stdio: ['pipe', 'pipe', 'inherit'] });
    running.add(this);
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  // One command, one line; words are told apart by spaces.
  async ask(...words) {
    this.child.stdin.write(`${words.join(' ')}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error('the probe ended');
    return value.split(' ');
  }

  // Ticks until the issuer has answered: asks for a login until it can begin.
  async ready() {
    await this.ask('tick');
    for (;;) {
      const [first] = await this.ask('begin', REDIRECT);
      if (first !== 'error') return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  abandon() {
    running.delete(this);
    this.child.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }

  async end() {
    running.delete(this);
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin.end();
    const code = await ended;
    rmSync(this.directory, { recursive: true });
    if (code !== 0) throw new Error(`the probe ended with ${code}`);
  }
}
