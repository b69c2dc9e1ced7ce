// SPDX-License-Identifier: Apache-2.0
// Transcripts with a fixed clock, the same through the command line, REST and socket.io-client, and the same with the
// trained reader, which needs the embedding model's file, as without it.
// tests/golden/*.txt hold what a person says ("> ") and what must come back; UPDATE_GOLDEN=1 rewrites them.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, Pixie } from './harness.mjs';

const folder = new URL('../../golden/', import.meta.url).pathname;

const model = new URL('../../../models/all-MiniLM-L6-v2.weights', import.meta.url).pathname;
const readers = { 'by rules': ['--embed-model', '/dev/null'] };
if (existsSync(model)) readers['with the reader'] = ['--embed-model', model];
else console.log(`${model} is not there: without the reader only`);

const effect = (e) => `  · ${e.entity} ${e.verb}: ${e.title ?? e.name ?? e.text}${e.entity === 'task' && (e.due_day ?? e.due) ? `, due ${e.due_day ?? e.due}` : ''}${e.entity === 'event' && e.start ? `, ${e.start} to ${e.end}` : ''}${e.recurrence ? `, ${e.recurrence}` : ''}`;
const render = (said, turn) => [`> ${said}`, ...turn.reply.text.split('\n').map((line) => `< ${line}`), ...turn.effects.map(effect), ''].join('\n');

const channels = {
  async rest(pixie) { return (text) => pixie.say(text); },
  async socket(pixie) {
    const socket = await pixie.socket();
    const say = async (text) => (await socket.timeout(60000).emitWithAck('chat:send', { text })).turn;
    say.close = () => socket.close();
    return say;
  },
  async cli(pixie) { return async (text) => JSON.parse((await pixie.cli('ask', text, '--json')).stdout); },
};

// Vectors of what was said are made in the background; what is asked next may need them. One state after the other, and
// the first one again: a job that starts between two questions asked at once would be in neither answer.
async function settled(pixie) {
  const left = async () => {
    const jobs = [];
    for (const state of ['waiting', 'running', 'waiting']) {
      jobs.push(...(await pixie.get(`/api/v1/jobs?state=${state}`)).json.items.filter((job) => job.kind === 'memory.index'));
    }
    return jobs;
  };
  await eventually(left, (jobs) => jobs.length === 0, 'what was said to be indexed');
}

for (const name of (await readdir(folder)).filter((file) => file.endsWith('.txt'))) {
  const file = join(folder, name);
  const golden = await readFile(file, 'utf8');
  const [head] = golden.match(/^(#.*\n)+/) ?? [''];
  const now = head.match(/now: ([^ ,]+)/)?.[1] ?? '2026-01-13T09:00:00Z';
  const locale = head.match(/locale: ([^ ,\n]+)/)?.[1] ?? 'en-GB';
  const said = [...golden.matchAll(/^> (.*)$/gm)].map((match) => match[1]);
  if (!said.length) continue; // briefs.txt is no talk: tests/unit/proactive has it
  const variants = Object.entries(readers).flatMap(([reader, words]) => Object.entries(channels).map((channel) => [reader, words, ...channel]));
  for (const [reader, words, channel, open] of variants) {
    test(`${name} through ${channel}, ${reader}`, async () => {
      const pixie = await Pixie.start({ options: ['--now', now, '--locale', locale, '--embedder', 'static', '--rate-api', '1000000', ...words] });
      const say = await open(pixie);
      let text = `${head}\n`;
      for (const line of said) {
        text += `${render(line, await say(line))}\n`;
        await settled(pixie);
      }
      say.close?.();
      await pixie.stop();
      text = `${text.trimEnd()}\n`;
      if (process.env.UPDATE_GOLDEN && channel === 'rest' && reader === 'by rules') await writeFile(file, text);
      else assert.equal(text, await readFile(file, 'utf8'));
    });
  }
}
