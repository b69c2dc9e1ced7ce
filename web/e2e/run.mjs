// SPDX-License-Identifier: Apache-2.0
// Runs the end-to-end tests: `node e2e/run.mjs [BINARY]`; two files at a time, so that two cores are busy.
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const [binary] = process.argv.slice(2);
const files = (await readdir(folder)).filter((name) => name.endsWith('.test.mjs')).sort();
const env = { ...process.env, ...(binary ? { PIXIE_BINARY: binary } : {}) };
const words = ['--test', '--test-concurrency=2', ...files.map((name) => folder + name)];
const run = spawn(process.execPath, words, { stdio: 'inherit', env });
run.on('exit', (code) => process.exit(code ?? 1));
