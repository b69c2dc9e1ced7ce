// SPDX-License-Identifier: Apache-2.0
// The program that reads PDF, DOCX and ODT: its limits are in force before it looks at a byte, and a file past them fails with a sentence.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { Pixie } from './harness.mjs';

const helper = join(dirname(process.env.TEST_BINARY ?? '../../../build/dev/pixie'), 'pixie-extract');

test('limits of processor, memory, files and rights are set while it waits for its first byte', async () => {
  for (const mode of [['pdf'], ['docx'], ['odt'], ['picture', '100']]) {
    const child = spawn(helper, mode, { stdio: ['pipe', 'pipe', 'ignore'] });
    const ended = new Promise((resolve) => { child.on('exit', resolve); });
    const rows = async () => {
      const text = await readFile(`/proc/${child.pid}/limits`, 'utf8');
      return ['cpu time', 'address space', 'file size', 'open files', 'core file size'].map((name) => text.match(new RegExp(`^Max ${name} +(\\S+) +(\\S+)`, 'm'))
        .slice(1).join(' '));
    };
    const wanted = ['20 21', '536870912 536870912', '0 0', '64 64', '0 0'];
    for (let tries = 0; tries < 2000 && (await rows()).join() !== wanted.join(); tries++) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(await rows(), wanted, mode[0]);
    assert.match(await readFile(`/proc/${child.pid}/status`, 'utf8'), /^NoNewPrivs:\s+1$/m);
    child.stdin.end();
    await ended;
  }
});

/** A PDF of so many pages that all show `content`, packed. */
function packedPdf(content, pages) {
  const stream = deflateSync(content, { level: 9 });
  const kids = Array.from({ length: pages }, (_, i) => `${i + 5} 0 R`);
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]>>`,
    Buffer.concat([Buffer.from(`<</Length ${stream.length}/Filter/FlateDecode>>stream\n`), stream, Buffer.from('\nendstream')]),
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...kids.map(() => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>')];
  const parts = [Buffer.from('%PDF-1.4\n')];
  const offsets = [];
  let size = parts[0].length;
  objects.forEach((object, i) => {
    offsets.push(size);
    const part = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]);
    parts.push(part);
    size += part.length;
  });
  parts.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`
    + `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${size}\n%%EOF\n`));
  return Buffer.concat(parts);
}

// It says more than the 16 MB of text that are taken, so that it fails however fast the machine is: there, or at a limit before.
test('a PDF that unpacks to more words than are taken ends at a limit, and the server is as it was', { timeout: 300000 }, async () => {
  const pixie = await Pixie.start();
  const words = ['BT /F 3 Tf'];
  for (let y = 4; y < 796; y += 4) for (let x = 4; x < 580; x += 12) words.push(`1 0 0 1 ${x} ${y} Tm (w${y % 10}x${x % 10}) Tj`);
  words.push('ET');
  const bytes = packedPdf(Buffer.from(words.join('\n')), 600);
  assert.ok(bytes.length < 1 << 20, `${bytes.length}`);
  const resident = async () => Number((await readFile(`/proc/${pixie.process.pid}/status`, 'utf8')).match(/VmHWM:\s+(\d+)/)[1]) / 1024;
  const before = await resident();
  const { json } = await pixie.call('POST', '/api/v1/documents?title=Bomb', bytes, { headers: { 'content-type': 'application/pdf' } });
  let row;
  do {
    row = (await pixie.get(`/api/v1/documents/${json.id}`)).json;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (row.status === 'reading');
  assert.equal(row.status, 'failed', JSON.stringify(row));
  assert.match(row.problem, /512 MB of memory|20 seconds|30 seconds|16 MB|pages/);
  assert.ok(await resident() - before < 120, 'the server itself takes no more than the text that it accepts and what a sanitizer adds');
  assert.equal((await pixie.get(`/api/v1/documents/${json.id}/chunks`)).json.items.length, 0);
  assert.equal((await pixie.get('/healthz')).status, 200);
  await pixie.stop();
});
