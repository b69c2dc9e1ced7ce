// SPDX-License-Identifier: Apache-2.0
// A large folder on a real Dovecot, read while the server is killed again and again: every mail once, in bounded memory.
// By hand with a folder of 50,000: MAIL_FOLDER=50000 MAIL_KILLS=20 node --test bigfolder.test.mjs (docs/TESTING.md has the figures).
import assert from 'node:assert/strict';
import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dovecot, hasDovecot, mail, until } from './dovecot.mjs';
import { Pixie } from './harness.mjs';

const SIZE = Number(process.env.MAIL_FOLDER ?? 120), KILLS = Number(process.env.MAIL_KILLS ?? 1);
const PATIENCE_S = 180 + SIZE / 5; // five mails a second are slower than any machine was
let pixie, dovecot;
before(async () => {
  if (!hasDovecot) return;
  dovecot = await Dovecot.start();
  for (let i = 0; i < SIZE; i++) {
    const path = join(dovecot.box, 'new', `${Math.floor(Date.now() / 1000)}.M${String(i).padStart(6, '0')}P1.test`);
    writeFileSync(path, mail({ subject: `Number ${i}`, body: `Mail ${i} of a large folder.\n${'Words that fill it. '.repeat(i % 40)}` }).replace(/\n/g, '\r\n'));
    if (dovecot.root) chownSync(path, 65534, 65534);
  }
  pixie = await Pixie.start({ options: ['--private-addresses', 'true', '--mail-ca', dovecot.cert, '--mail-poll-s', '5'] });
});
after(async () => {
  await pixie?.stop();
  await dovecot?.stop();
});

/** A large folder is asked for once a second: the asking would be a good part of the work. */
const taken = async (id) => {
  if (SIZE > 1000) await sleep(1000);
  return (await pixie.get(`/api/v1/mail/accounts/${id}`)).json.taken;
};
/** The most memory that this process of Pixie ever had, in MiB. */
const peak = () => Math.round(Number(readFileSync(`/proc/${pixie.process.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]) / 1024);

async function allMails(id) {
  const rows = [];
  for (let next = ''; next !== null;) {
    const { json } = await pixie.get(`/api/v1/mail/messages?account_id=${id}&limit=1000${next && `&cursor=${encodeURIComponent(next)}`}`);
    rows.push(...json.items);
    next = json.next;
  }
  return rows;
}

test(`a folder of ${SIZE} mails, with ${KILLS} kills in the middle: each mail once`,
  { skip: hasDovecot ? false : 'dovecot-imapd is not installed', timeout: PATIENCE_S * 2000 }, async (t) => {
    const answer = await pixie.post('/api/v1/mail/accounts', { address: 'anna@example.com', host: 'localhost', port: dovecot.imaps, user: 'anna',
      password: 'geheim', back_days: 30 });
    assert.equal(answer.status, 201, answer.text);
    const { id } = answer.json, peaks = [], from = Date.now();
    for (let kill = 1; kill <= KILLS; kill++) {
      const wanted = Math.floor((SIZE * kill) / (KILLS + 1));
      await until(async () => (await taken(id)) >= wanted, PATIENCE_S);
      peaks.push(peak());
      const before = await taken(id);
      await pixie.kill();
      await pixie.launch();
      assert.ok((await taken(id)) >= before, 'what was told as taken is taken');
    }
    await until(async () => (await taken(id)) >= SIZE, PATIENCE_S);
    peaks.push(peak());
    const seconds = (Date.now() - from) / 1000, rows = await allMails(id);
    t.diagnostic(`${SIZE} mails in ${seconds.toFixed(0)} s, ${KILLS} kills; most memory of each process, MiB: ${peaks.join(' ')}`);
    assert.equal(rows.length, SIZE);
    assert.equal(new Set(rows.map(({ uid }) => uid)).size, SIZE);
    assert.equal(new Set(rows.map(({ subject }) => subject)).size, SIZE);
    assert.equal(await taken(id), SIZE);
    // What a process needs does not grow with the folder: the last one read as much as the first.
    assert.ok(Math.max(...peaks) < Math.min(...peaks) * 1.5 + 32, `${peaks}`);
  });
