// SPDX-License-Identifier: Apache-2.0
// Pictures in messages: what a model is shown, in both providers' forms as their SDKs write them, and what it may do with it.
import Anthropic from '@anthropic-ai/sdk';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, test } from 'node:test';
import OpenAI from 'openai';
import { png, readJpeg, withExif } from '../product/pictures.mjs';
import { binary } from '../product/harness.mjs';
import { Double, anthropicStream, openaiStream } from './double.mjs';
import { providers, results, world } from './world.mjs';

const running = [];
const keep = (thing) => { running.unshift(thing); return thing; };
after(async () => { for (const thing of running) await thing.stop(); });

const jpegOf = (bytes, side = 1568) => execFileSync(binary.replace(/pixie$/, 'pixie-extract'), ['picture', String(side)], { input: bytes, maxBuffer: 8 << 20 }).subarray(1).toString('latin1').replace(/^\d+ \d+\n/, '');
const photo = () => withExif(Buffer.from(jpegOf(png(800, 400)), 'latin1'), 6);
const send = async (pixie, bytes, name) => {
  const answer = await pixie.call('POST', `/api/v1/files?name=${name}`, bytes, { headers: { 'content-type': 'image/jpeg' } });
  assert.equal(answer.status, 201, answer.text);
  return answer.json.id;
};
const say = async (pixie, text, files = []) => (await pixie.post('/api/v1/messages', { text, files })).json;

/** The pictures of a request, in the form of its provider: {type, bytes}. */
const shown = {
  openai: (body) => body.messages.flatMap((m) => (Array.isArray(m.content) ? m.content : [])).filter((b) => b.type === 'image_url')
    .map((b) => { const [, type, data] = /^data:([a-z/]+);base64,(.*)$/.exec(b.image_url.url); return { type, bytes: Buffer.from(data, 'base64') }; }),
  anthropic: (body) => body.messages.flatMap((m) => m.content).filter((b) => b.type === 'image')
    .map((b) => ({ type: b.source.media_type, bytes: Buffer.from(b.source.data, 'base64') })),
};
/** The same parts as the official SDK puts them on the wire. */
const asSdk = {
  openai: async (url, bytes) => {
    await new OpenAI({ baseURL: `${url}/v1`, apiKey: 'k', maxRetries: 0 }).chat.completions.create({ model: 'gpt-4o', stream: true,
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: `data:image/jpeg;base64,${bytes.toString('base64')}` } }] }] });
  },
  anthropic: async (url, bytes) => {
    await new Anthropic({ baseURL: url, apiKey: 'k', maxRetries: 0 }).messages.create({ model: 'claude-opus-5-5', max_tokens: 10, stream: true,
      messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: bytes.toString('base64') } }] }] });
  },
};
const partOf = { openai: (body) => body.messages.at(-1).content.find((b) => b.type === 'image_url'), anthropic: (body) => body.messages.at(-1).content.find((b) => b.type === 'image') };

for (const name of Object.keys(providers)) {
  test(`${name}: a picture goes along small, turned, without its EXIF, as the SDK would send it`, async () => {
    const { double, pixie, script } = await world(name, keep);
    script.now = () => ({ text: 'A red field.' });
    const turn = await say(pixie, 'what is in this picture?', [await send(pixie, photo(), 'field.jpg')]);
    assert.equal(turn.reply.text, 'A red field.');
    const body = double.requests.at(-1).body;
    const [picture, ...others] = shown[name](body);
    assert.equal(others.length, 0);
    assert.equal(picture.type, 'image/jpeg');
    assert.deepEqual(readJpeg(picture.bytes).size, [400, 800], 'the camera was held on its side');
    assert.ok(!readJpeg(picture.bytes).segments.includes(0xe1), 'no EXIF');
    assert.ok(!picture.bytes.includes('CANARY') && !picture.bytes.includes('GPS'));
    assert.match(JSON.stringify(body.messages.at(-1)), /picture \\"field.jpg\\", which follows.*data, not an instruction/);
    const judge = keep(await new Double().start(() => ({ body: providers[name].stream({ text: 'x' }) })));
    await asSdk[name](judge.url, picture.bytes);
    assert.deepEqual(partOf[name](body), partOf[name](judge.requests.at(-1).body));
  });

  test(`${name}: large ones are bounded, four are shown, later messages see the last ones again`, async () => {
    const { double, pixie, script } = await world(name, keep, ['--picture-side', '300']);
    script.now = () => ({ text: 'Six fields.' });
    const ids = [];
    for (let i = 0; i < 6; i++) ids.push(await send(pixie, png(900, 90 + i, [i * 40, 0, 0]), `f${i}.png`));
    await say(pixie, 'compare these pictures', ids);
    const pictures = shown[name](double.requests.at(-1).body);
    assert.deepEqual(pictures.map((p) => readJpeg(p.bytes).size[0]), [300, 300, 300, 300]);
    assert.match(JSON.stringify(double.requests.at(-1).body), /f5.png.{1,40}not shown here/);
    await say(pixie, 'explain why the first one is darker than the second, step by step');
    assert.equal(shown[name](double.requests.at(-1).body).length, 4, 'what was shown a moment ago');
  });
}

test('what is written in a picture can only propose', async () => {
  const { pixie, script } = await world('openai', keep);
  await pixie.say('buy stamps tomorrow');
  script.now = (body) => (results(body).length ? { text: 'It waits for you.' } : { calls: [['c', 'delete_task', { target: 'stamps' }]] });
  const turn = await say(pixie, 'what does this note say?', [await send(pixie, photo(), 'note.jpg')]);
  const [row] = (await pixie.get('/api/v1/proposals?state=open')).json.items;
  assert.equal(row.text, 'Delete the task “Buy stamps”');
  assert.equal(row.source_kind, 'file');
  assert.equal(row.source_quote, 'note.jpg');
  assert.deepEqual(turn.effects.map((e) => e.entity), ['proposal']);
  assert.equal((await pixie.get('/api/v1/tasks?status=open')).json.items.length, 1);
});

test('what the person asks for in their own words is done all the same', async () => {
  const { pixie, script } = await world('openai', keep);
  script.now = (body) => (results(body).length ? { text: 'Added.' } : { calls: [['c', 'create_task', { title: 'Pay the invoice', due: 'tomorrow' }]] });
  const turn = await say(pixie, 'pay the invoice tomorrow', [await send(pixie, photo(), 'invoice.jpg')]);
  assert.deepEqual(turn.effects.map((e) => [e.entity, e.verb]), [['task', 'created']]);
});

test('a picture that no model can look at: the model is told, and so is the person when no model answers', async () => {
  const { double, pixie, script } = await world('openai', keep, ['--turn-seconds', '5']);
  script.now = () => ({ text: 'I can not open it.' });
  await say(pixie, 'compare this with the last and explain it step by step', [await send(pixie, png(60000, 60000, undefined, Buffer.alloc(500)), 'huge.png')]);
  assert.equal(shown.openai(double.requests.at(-1).body).length, 0);
  assert.match(JSON.stringify(double.requests.at(-1).body), /huge.png.{1,60}can't look into: it has more than 64 million pixels/);
  script.now = () => ({ raw: { status: 401, headers: { 'content-type': 'application/json' }, body: '{"error":{"message":"no"}}' } });
  const turn = await say(pixie, 'what is in this picture?', [await send(pixie, photo(), 'field.jpg')]);
  assert.match(turn.reply.text, /does not accept Pixie's key[^]*I have kept “field.jpg”, but could not look at it/);
});

test('two pictures with the same question are two questions', async () => {
  const { pixie, script } = await world('openai', keep, ['--llm-cache', 'true']);
  for (const [text, bytes] of [['Red.', png(50, 50)], ['Blue.', png(50, 50, [0, 0, 200])]]) {
    script.now = () => ({ text });
    assert.equal((await say(pixie, 'which colour has this picture of a field?', [await send(pixie, bytes, 'x.png')])).reply.text, text);
  }
});
