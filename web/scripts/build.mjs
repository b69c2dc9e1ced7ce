// SPDX-License-Identifier: Apache-2.0
// `npm run build`: engine, static export, service worker, packed copies beside each file (br, gz).
// Without clang there is no engine and so no ink; everything else is built all the same.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pack } from './pack.mjs';
import { writeWorker } from './worker.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
const engine = `${web}public/engine/pixie_preview.wasm`;

function run(command, words) {
  const done = spawnSync(command, words, {
    cwd: web,
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (done.status !== 0) {
    console.error(`web: ${command} ${words.join(' ')} failed`);
    process.exit(done.status ?? 1);
  }
}

mkdirSync(`${web}public/engine`, { recursive: true });
if (spawnSync('clang', ['--version']).status === 0) run('../script/wasm', [engine]);
else if (!existsSync(engine))
  console.error('web: no clang, so no preview of what Pixie understands while you type');
run('node', ['node_modules/next/dist/bin/next', 'build']);
await writeWorker(`${web}out`);
const { files, raw, br } = await pack(`${web}out`);
console.log(`web: ${files} files, ${Math.round(raw / 1024)} KB, packed ${Math.round(br / 1024)} KB`);
