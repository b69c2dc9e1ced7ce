// SPDX-License-Identifier: Apache-2.0
// `npm run build`: engine, static export, service worker, packed copies beside each file (br, gz).
// Where the engine can't be built (no clang, lld or wasi-libc) there is no ink; everything else is built all the same.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { putFirst } from './early.mjs';
import { pack } from './pack.mjs';
import { writeWorker } from './worker.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
const engine = `${web}public/engine/pixie_preview.wasm`;

function start(command, words) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  return spawnSync(command, words, { cwd: web, stdio: 'inherit', env }).status;
}

function run(command, words) {
  const status = start(command, words);
  if (status === 0) return;
  console.error(`web: ${command} ${words.join(' ')} failed`);
  process.exit(status ?? 1);
}

function buildEngine() {
  const clang = spawnSync('clang', ['--version']).status === 0;
  if (clang && start('../script/wasm', [engine]) === 0) return;
  const why = clang ? 'the engine could not be built (does it have lld and wasi-libc?)' : 'no clang';
  const instead = existsSync(engine)
    ? 'the last one is used'
    : 'no preview of what Pixie understands as you type';
  console.error(`web: ${why}: ${instead}`);
}

mkdirSync(`${web}public/engine`, { recursive: true });
buildEngine();
run('node', ['node_modules/next/dist/bin/next', 'build']);
await putFirst(`${web}out`);
await writeWorker(`${web}out`);
const { files, raw, br } = await pack(`${web}out`);
console.log(`web: ${files} files, ${Math.round(raw / 1024)} KB, packed ${Math.round(br / 1024)} KB`);
