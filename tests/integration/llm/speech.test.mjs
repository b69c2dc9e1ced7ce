// SPDX-License-Identifier: Apache-2.0
// Recordings are written down by a Whisper-compatible server: a double that reads each request to the byte.
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { Pixie } from '../product/harness.mjs';

const CANARY = 'sk-speech-canary-4711';
const running = [];
after(async () => { for (const thing of running) await thing.stop(); });

/** Reads the form by itself: names and bytes. */
function readForm(body, type) {
  const boundary = `--${type.match(/boundary=(.*)$/)[1]}`, parts = {};
  const text = body.toString('latin1');
  for (const part of text.split(boundary).slice(1, -1)) {
    const [head, ...rest] = part.slice(2).split('\r\n\r\n');
    const name = head.match(/name="([^"]+)"/)[1];
    parts[name] = { head, bytes: Buffer.from(rest.join('\r\n\r\n').slice(0, -2), 'latin1') };
  }
  assert.ok(text.endsWith(`${boundary}--\r\n`));
  return parts;
}

class Whisper {
  requests = [];
  answer = () => ({ status: 200, body: JSON.stringify({ text: ' Buy milk tomorrow. ', language: 'english', duration: 1.5 }) });

  async start() {
    this.server = http.createServer((req, res) => {
      const chunks = [];
      req.on('data', (chunk) => chunks.push(chunk));
      req.on('end', () => {
        const request = { path: req.url, headers: req.headers, form: readForm(Buffer.concat(chunks), req.headers['content-type']) };
        this.requests.push(request);
        const { status, body, hang } = this.answer(request);
        if (hang) { this.hangs?.(); return; }
        res.writeHead(status, { 'content-type': 'application/json' });
        res.end(body);
      });
    });
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

const wav = (size = 64) => Buffer.concat([Buffer.from('RIFF\x00\x00\x00\x00WAVEfmt ', 'latin1'), Buffer.alloc(size, 0x81)]);
const kinds = {
  wav: wav(),
  mp3: Buffer.from('ID3\x04\x00\x00', 'latin1'),
  mp3frame: Buffer.from([0xff, 0xfb, 0x90, 0x64, 0, 0]),
  ogg: Buffer.from('OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x13OpusHead\x01', 'latin1'),
  webm: Buffer.from('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm', 'latin1'),
  m4a: Buffer.from('\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00', 'latin1'),
};

let whisper, pixie;
before(async () => {
  whisper = await new Whisper().start();
  process.env.PIXIE_SPEECH_KEY = CANARY;
  pixie = await Pixie.start({ options: ['--speech-url', `${whisper.url}/v1`, '--speech-seconds', '2'] });
  delete process.env.PIXIE_SPEECH_KEY;
  running.push(pixie, whisper);
});

async function send(bytes, { query = '', type = 'application/octet-stream', token = pixie.token } = {}) {
  const answer = await fetch(`${pixie.url}/api/v1/speech${query}`, { method: 'POST', body: bytes,
    headers: { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) } });
  return { status: answer.status, json: await answer.json() };
}

test('each format is known by its bytes and handed on as it is, with the key', async () => {
  assert.equal((await pixie.get('/api/v1/features')).json.speech, true);
  for (const [kind, bytes] of Object.entries(kinds)) {
    const { status, json } = await send(bytes, { type: 'text/plain' });
    assert.equal(status, 200, kind);
    assert.deepEqual(json, { text: 'Buy milk tomorrow.', language: 'en', seconds: 1.5, turn: null });
    const { path, headers, form } = whisper.requests.at(-1);
    assert.equal(path, '/v1/audio/transcriptions');
    assert.equal(headers.authorization, `Bearer ${CANARY}`);
    assert.deepEqual(form.file.bytes, bytes, kind);
    assert.match(form.file.head, new RegExp(`filename="audio\\.${kind.slice(0, 4).replace('mp3f', 'mp3')}"`));
    assert.equal(form.model.bytes.toString(), 'whisper-1');
    assert.equal(form.response_format.bytes.toString(), 'verbose_json');
    assert.equal(form.language, undefined);
  }
});

test('a form is read too, and the language is handed on', async () => {
  const form = new FormData();
  form.append('file', new Blob([wav(1000)]), 'voice.bin');
  assert.equal((await send(form, { type: null, query: '?language=de' })).json.text, 'Buy milk tomorrow.');
  assert.deepEqual(whisper.requests.at(-1).form.file.bytes, wav(1000));
  assert.equal(whisper.requests.at(-1).form.language.bytes.toString(), 'de');
});

test('what is said becomes a turn, once for one client_id', async () => {
  const first = await send(kinds.ogg, { query: '?say=true&client_id=v1' });
  assert.equal(first.status, 200);
  assert.equal(first.json.turn.message.text, 'Buy milk tomorrow.');
  assert.equal(first.json.turn.effects[0].title, 'Buy milk');
  const again = await send(kinds.ogg, { query: '?say=true&client_id=v1' });
  assert.equal(again.json.turn.message.id, first.json.turn.message.id);
  assert.equal((await pixie.get('/api/v1/tasks')).json.items.length, 1);
});

test('bad recordings are refused before anybody is asked', async () => {
  const before = whisper.requests.length;
  for (const [bytes, status, detail] of [['', 422, /empty/], ['hello, I am text', 422, /no recording/], [Buffer.from('OggS theora'), 422, /no recording/],
    [Buffer.from('RIFF\x00\x00\x00\x00AVI '), 422, /no recording/], [Buffer.alloc((25 << 20) + 1, 1), 413, /25 MB/]]) {
    const answer = await send(bytes);
    assert.equal(answer.status, status, detail);
    assert.match(answer.json.detail, detail);
  }
  for (const query of ['?language=english', '?language=EN', '?say=perhaps', '?conversation_id=7', '?nonsense=1']) {
    assert.equal((await send(kinds.wav, { query })).status, 422, query);
  }
  const form = new FormData();
  form.append('text', 'no file');
  assert.equal((await send(form, { type: null })).status, 422);
  assert.equal((await send(kinds.wav, { token: 'pxp_wrong' })).status, 401);
  assert.equal(whisper.requests.length, before);
});

test('a large recording passes whole', async () => {
  const bytes = wav(20 << 20);
  assert.equal((await send(bytes)).status, 200);
  assert.deepEqual(whisper.requests.at(-1).form.file.bytes, bytes);
});

test('whatever the server does, the reason is told and the key is not', async () => {
  const good = whisper.answer;
  const cases = [
    [() => ({ status: 401, body: `{"error":{"message":"bad key ${CANARY}"}}` }), 503, /does not accept Pixie's key/],
    [() => ({ status: 429, body: '{}' }), 503, /takes no more/],
    [() => ({ status: 500, body: 'oops' }), 503, /has failed/],
    [() => ({ status: 413, body: '{}' }), 413, /too long/],
    [() => ({ status: 200, body: 'not json' }), 503, /makes no sense/],
    [() => ({ status: 200, body: '{"text":7}' }), 503, /makes no sense/],
    [() => ({ status: 200, body: JSON.stringify({ text: 'x'.repeat(40000) }) }), 413, /more was said/],
    [() => ({ status: 400, body: '{}' }), 422, /can't read this recording/],
    [() => ({ hang: true }), 504, /in time/],
  ];
  for (const [answer, status, detail] of cases) {
    whisper.answer = answer;
    const told = await send(kinds.wav);
    assert.equal(told.status, status, `${detail}: ${JSON.stringify(told.json)}`);
    assert.match(told.json.detail, detail);
    assert.ok(!JSON.stringify(told.json).includes(CANARY));
  }
  assert.ok(!pixie.errors.includes(CANARY));
  whisper.answer = good;
});

test('a server that knows only plain json is asked in that form', async () => {
  const good = whisper.answer;
  whisper.answer = ({ form }) => (form.response_format.bytes.toString() === 'json' ? { status: 200, body: '{"text":"Plain."}' } : { status: 400, body: '{}' });
  assert.deepEqual((await send(kinds.wav)).json, { text: 'Plain.', language: null, seconds: 0, turn: null });
  whisper.answer = () => ({ status: 200, body: '{"text":"","language":"xx"}' });
  assert.deepEqual((await send(kinds.wav)).json, { text: '', language: null, seconds: 0, turn: null });
  assert.match((await send(kinds.wav, { query: '?say=true' })).json.detail, /nothing was heard/);
  whisper.answer = good;
});

test('shutting down does not wait for a server that hangs', async () => {
  const own = await Pixie.start({ options: ['--speech-url', `${whisper.url}/v1`, '--drain-ms', '100'] });
  const good = whisper.answer, hanging = new Promise((resolve) => { whisper.hangs = resolve; });
  whisper.answer = () => ({ hang: true });
  const asked = fetch(`${own.url}/api/v1/speech`, { method: 'POST', body: kinds.wav, headers: { authorization: `Bearer ${own.token}` } }).catch((error) => error);
  await hanging;
  await own.stop();
  await asked;
  whisper.answer = good;
});

test('without a server it says so', async () => {
  const own = await Pixie.start();
  assert.equal((await own.get('/api/v1/features')).json.speech, false);
  const answer = await fetch(`${own.url}/api/v1/speech`, { method: 'POST', body: kinds.wav, headers: { authorization: `Bearer ${own.token}` } });
  assert.match((await answer.json()).detail, /no server that writes down speech/);
  await own.stop();
});
