// SPDX-License-Identifier: Apache-2.0
/*
 * Every line of the development data through `pixie nlu --jsonl` and `pixie
 * time --jsonl` and through the module: equal bytes, "us" apart.  Texts that
 * come without a reference get instants and zones in turn, changes of the
 * clock among them.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { load } from '../../../web/preview/pixie_preview.mjs';
import { tzif } from '../../../web/preview/tzif.mjs';

const ROOT = new URL('../../../', import.meta.url).pathname;
const bytes = readFileSync(process.env.TEST_WASM);
// The public rows, where they lie beside the checkout.
const SHARED = process.env.TEST_SHARED || `${ROOT}../shared`;
const SIZE_MAX = 500 * 1000;

const INSTANTS = ['2026-01-13T09:00:00Z', '2026-03-29T00:30:00Z', '2026-03-08T06:59:00Z', '2026-10-25T00:15:00Z',
	'2024-02-29T12:00:00Z', '2026-12-31T23:59:00Z', '2027-07-04T15:20:00Z'];
const ZONES = ['Europe/Berlin', 'America/New_York', 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe', '-02:00',
	'Africa/Casablanca', 'Pacific/Apia', 'America/St_Johns'];
const CONTEXT = {
	projects: ['Avenue', 'Groceries', 'Home renovation', 'Work'],
	tasks: [{ title: 'Fix the auth bug', project: 'Avenue', due: '2026-01-16' }, { title: 'Buy milk', project: 'Groceries' },
		{ title: 'File taxes', due: '2026-02-15', priority: 'high' }, 'Water the plants'],
	events: [{ title: 'Dentist', start: '2026-01-14T11:00', end: '2026-01-14T11:30' },
		{ title: 'Team meeting', start: '2026-01-15T09:00', end: '2026-01-15T10:00' }],
	people: ['Sam', 'Priya', 'Anna Schmidt'],
	tags: ['home', 'errand'],
};

/* The zone files that the native program reads. */
function zoneFile(name) {
	const folder = process.env.ZONEINFO || '/usr/share/zoneinfo';

	if (!/^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+)*$/.test(name) || !existsSync(`${folder}/${name}`))
		return null;
	return readFileSync(`${folder}/${name}`);
}

function rows(path) {
	if (!existsSync(path))
		return [];
	return readFileSync(path, 'utf8').split('\n').filter((line) => line.trim()).map((line) => JSON.parse(line));
}

/* Native answers, line by line; "us" taken out. */
function native(command, lines, ...options) {
	const output = execFileSync(process.env.TEST_BINARY, [command, '--jsonl', ...options],
		{ input: lines.join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 28 });
	const answers = output.split('\n').filter(Boolean).map((line) => line.replace(/,"us":[\d.]+/, ''));

	assert.equal(answers.length, lines.length);
	return answers;
}

function same(lines, expected, answer) {
	let different = 0;

	lines.forEach((line, i) => {
		const got = answer(line, i);
		if (got !== expected[i] && different++ < 5)
			console.error(`${line}\n  native ${expected[i]}\n  wasm   ${got}`);
	});
	assert.equal(different, 0, `${different} of ${lines.length} answers differ`);
}

const goldens = ['dev', 'dev2', 'dev3', 'dev4', 'dev5', 'dev6', 'dev7', 'dev8', 'dev9', 'dev10', 'dev11', 'dev12', 'dev13', 'changes', 'heldout'].flatMap((name) => rows(`${ROOT}tests/golden/nlu/${name}.jsonl`));
const plain = [
	...rows(`${ROOT}src/nlu/intent/examples/train.jsonl`), ...rows(`${SHARED}/data/nlu/train.jsonl`), ...goldens,
].map((row) => row.text);
const dates = rows(`${SHARED}/data/dates/dev.jsonl`);

test('the module asks for nothing but zones and fits the limit', async () => {
	const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
	const size = gzipSync(bytes, { level: 9 }).length;

	assert.deepEqual(imports, [{ module: 'pixie', name: 'zone', kind: 'function' }]);
	console.log(`${bytes.length} bytes, ${size} gzipped`);
	assert.ok(size <= SIZE_MAX, `${size} bytes gzipped, ${SIZE_MAX} at most`);
});

test('the golden commands and dialogues', async () => {
	const engine = await load(bytes, { zones: zoneFile });
	const lines = goldens.map(({ id, text, now, tz, context, session, locale }) =>
		JSON.stringify({ id, text, now, tz, context, session, locale }));

	assert.ok(lines.length > 300);
	same(lines, native('nlu', lines, '--rules'), (line) => engine.line(line));
});

test('every text that is known, at many instants', async () => {
	const engine = await load(bytes, { zones: zoneFile });
	const requests = plain.map((text, i) => ({
		text, now: INSTANTS[i % INSTANTS.length], zone: ZONES[i % ZONES.length],
		context: i % 3 ? CONTEXT : { ...CONTEXT, locale: 'en-US' },
	}));
	const lines = requests.map(({ text, now, zone, context }) =>
		JSON.stringify({ text, now, tz: zone, context, locale: context.locale, spans: true }));

	assert.ok(lines.length > 300);
	same(lines, native('nlu', lines, '--rules'), (line, i) =>
		engine.previewText({ ...requests[i], now: Date.parse(requests[i].now) }));
});

test('times', async () => {
	const engine = await load(bytes, { zones: zoneFile });
	const lines = [
		...dates.map(({ id, text, reference, tz }) => JSON.stringify({ id, text, reference, tz })),
		...plain.map((text, i) => JSON.stringify({ id: `p${i}`, text, reference: INSTANTS[i % INSTANTS.length],
			tz: ZONES[i % ZONES.length] })),
	];

	same(lines, native('time', lines), (line) => engine.time(line).trimEnd());
});

test('zones that the browser makes are those of the files', async () => {
	const ours = await load(bytes);
	const files = await load(bytes, { zones: zoneFile });
	const texts = ['tomorrow at 2:30', 'in 36 hours', 'call at 9am New York time', 'every day until June', 'at 3pm CET'];

	// Morocco's rules change more often than Node's copy of them.
	for (const zone of ZONES.filter((name) => name !== 'Africa/Casablanca')) {
		for (const now of INSTANTS.map(Date.parse)) {
			for (const text of texts)
				assert.equal(ours.previewText({ text, now, zone }), files.previewText({ text, now, zone }));
		}
	}
	assert.equal(tzif('Nowhere/Atlantis'), null);
});

test('the next dates of a rule stay at their hour over a change of the clock, and end with the rule', async () => {
	const engine = await load(bytes, { zones: zoneFile });
	const next = (rule, start, after, count) => engine.occurrences({ rule, zone: 'Europe/Berlin', start: Date.parse(start),
		after: Date.parse(after), count });
	const shown = (found) => found.map((ms) => new Date(ms).toISOString());

	assert.deepEqual(shown(next('FREQ=DAILY', '2026-03-01T08:00:00Z', '2026-03-27T08:00:00Z', 3)),
		['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z', '2026-03-30T07:00:00.000Z']);
	assert.deepEqual(shown(next('FREQ=MONTHLY;BYDAY=-1FR', '2026-01-30T11:00:00Z', '2026-01-30T11:00:00Z', 2)),
		['2026-02-27T11:00:00.000Z', '2026-03-27T11:00:00.000Z']);
	assert.equal(next('FREQ=WEEKLY;COUNT=3', '2026-01-05T08:00:00Z', '2026-01-05T08:00:00Z', 5).length, 2);
	assert.equal(next('FREQ=WEEKLY', '2026-01-05T08:00:00Z', '2026-01-05T08:00:00Z', 10).length, 10);
	assert.equal(next('FREQ=NEVER', '2026-01-05T08:00:00Z', '2026-01-05T08:00:00Z').error.field, 'recurrence');
	assert.equal(next('FREQ=DAILY', 'no date', '2026-01-05T08:00:00Z').error.field, 'start');
	assert.equal(next('FREQ=DAILY', '2026-01-05T08:00:00Z', '2026-01-05T08:00:00Z', 11).error.field, 'count');
});

test('what can not be read is told', async () => {
	const engine = await load(bytes);

	assert.equal(engine.preview({ text: 'x', now: 0, zone: 'Nowhere/Atlantis' }).error.field, 'tz');
	assert.equal(engine.preview({ text: 'x', now: NaN }).error.field, 'now');
	assert.ok(JSON.parse(engine.line('{"text":')).error);
	assert.ok(JSON.parse(engine.time('[]')).error);
	assert.equal(engine.addZone('Made/Up', new Uint8Array(50)), false);
	assert.equal(engine.preview({ text: 'thanks!', now: 0 }).intent, 'none');
});

test('a long session of typing does not grow the memory', async () => {
	const module = await WebAssembly.compile(bytes);
	const { exports } = await WebAssembly.instantiate(module, { pixie: { zone() {} } });
	const typed = new TextEncoder().encode('lunch with Sam at the library tomorrow at 12:30 for an hour, every second Friday');
	const text = exports.px_preview_alloc(typed.length);
	const zone = exports.px_preview_alloc(3);
	let after = 0;

	exports._initialize();
	new Uint8Array(exports.memory.buffer, text, typed.length).set(typed);
	new Uint8Array(exports.memory.buffer, zone, 3).set(new TextEncoder().encode('UTC'));
	for (let i = 0; i < 20000; i++) {
		exports.px_preview(text, 1 + (i % typed.length), 1768294800000, zone, 3, 0, 0);
		if (i === 1000)
			after = exports.memory.buffer.byteLength;
	}
	assert.equal(exports.memory.buffer.byteLength, after);
});
