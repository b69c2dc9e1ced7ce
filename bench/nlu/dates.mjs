// SPDX-License-Identifier: Apache-2.0
/*
 * Every engine over the same rows, in turns: `TZ=UTC node dates.mjs DATA.jsonl OUT_FOLDER
 * [ROUNDS]` writes OUT_FOLDER/<engine>.jsonl in the form of score_dates.py, "us"
 * being the median of the rounds for that text, after two rounds to warm up.
 *
 * Each peer is told the reference time, the zone, and to prefer the future
 * where it has such an option; its own kinds of result are mapped to the
 * closest type.  Only the peer's own call is timed, not the mapping.
 * Of several expressions the longest counts.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import recognizers from '@microsoft/recognizers-text-date-time';
import * as chrono from 'chrono-node';
import nlp from 'compromise';
import compromiseDates from 'compromise-dates';

import { load } from '../../web/preview/pixie_preview.mjs';

const [dataPath, outFolder, roundText = '5'] = process.argv.slice(2);
const WARM_UP = 2, rounds = Number(roundText);
const root = new URL('../../', import.meta.url).pathname;
const rows = readFileSync(dataPath, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

if (process.env.TZ !== 'UTC')
	throw new Error('run with TZ=UTC: some peers compute in the zone of the process');
nlp.plugin(compromiseDates);

/* Minutes east of UTC; the rows have offsets or nothing. */
function offsetMinutes(zone) {
	const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '+00:00') ?? [];

	if (!sign)
		throw new Error(`an offset is needed, not ${zone}`);
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const local = (instant, offset) => new Date(instant.getTime() + offset * 60000).toISOString().slice(0, 19);
const longest = (list, size) => list.reduce((best, one) => (best === null || size(one) > size(best) ? one : best), null);
const none = { type: 'none' };

/* chrono-node: components that are certain or implied. */
function chronoPoint(components, tags, offset) {
	const text = local(components.date(), offset);
	// Parts of the day ("morning") imply an hour instead of knowing it.
	const clock = components.isCertain('hour') || /CasualTimeParser|tonight|lastNight/.test(tags);

	return clock ? { type: 'datetime', value: text } : { type: 'date', value: text.slice(0, 10) };
}

function nextMonth(day, months) {
	const date = new Date(`${day}T00:00:00Z`);

	date.setUTCMonth(date.getUTCMonth() + months);
	return date.toISOString().slice(0, 10);
}

const chronoEngine = {
	parse: (row, offset) => chrono.parse(row.text,
		{ instant: new Date(Date.parse(`${row.reference}Z`) - offset * 60000), timezone: offset }, { forwardDate: true }),
	map(results, row, offset) {
		const result = longest(results, (one) => one.text.length);
		if (!result)
			return none;
		const tags = [...result.tags()].join();
		const start = chronoPoint(result.start, tags, offset);
		if (result.end)
			return { type: 'range', start: start.value, end: chronoPoint(result.end, tags, offset).value };
		// "in June" and "next month" are ranges; "in three months" is the day it implies.
		const counted = /relativeDate/.test(tags) && !/^(this|next|last|past)\b/i.test(result.text);
		if (start.type === 'date' && !counted && result.start.isCertain('month') && !result.start.isCertain('day')) {
			const first = `${start.value.slice(0, 8)}01`;
			return { type: 'range', start: first, end: nextMonth(first, 1) };
		}
		return start;
	},
};

/* Recognizers-Text: TIMEX with resolved values; of a past and a future reading the future one is last. */
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FREQUENCY = { D: 'DAILY', W: 'WEEKLY', M: 'MONTHLY', Y: 'YEARLY', H: 'HOURLY' };

function timexSet(timex) {
	const period = /^PT?(\d+)([DWMYH])$/.exec(timex);
	const weekday = /^XXXX-WXX-(\d)/.exec(timex);
	const yearly = /^XXXX-(\d\d)-(\d\d)/.exec(timex);
	const clock = /T(\d\d)(?::(\d\d))?/.exec(timex);
	const time = clock && !period ? { time: `${clock[1]}:${clock[2] ?? '00'}` } : {};
	let value = 'FREQ=DAILY';

	if (period)
		value = `FREQ=${FREQUENCY[period[2]]};INTERVAL=${period[1]}`;
	else if (weekday)
		value = `FREQ=WEEKLY;BYDAY=${WEEKDAYS[weekday[1] - 1]}`;
	else if (/^XXXX-WXX-WE/.test(timex))
		value = 'FREQ=WEEKLY;BYDAY=SA,SU';
	else if (yearly)
		value = `FREQ=YEARLY;BYMONTH=${Number(yearly[1])};BYMONTHDAY=${Number(yearly[2])}`;
	return { type: 'set', value, ...time };
}

const iso = (text) => (text ? text.replace(' ', 'T') : null);

const recognizersEngine = {
	parse: (row) => recognizers.recognizeDateTime(row.text, 'en-us', recognizers.DateTimeOptions.None,
		new Date(`${row.reference}Z`)),
	map(results) {
		const result = longest(results.filter((one) => one.resolution), (one) => one.text.length);
		if (!result)
			return none;
		const value = result.resolution.values.at(-1);
		switch (value.type) {
		case 'set': return timexSet(value.timex);
		case 'duration': return { type: 'duration', seconds: Number(value.value), value: value.timex };
		case 'daterange': case 'timerange': case 'datetimerange':
			return { type: 'range', start: iso(value.start), end: iso(value.end) };
		default: return { type: value.type, value: iso(value.value) };
		}
	},
};

/* compromise-dates: starts and ends to the millisecond, with the unit that was said. */
function compromiseSet({ interval = {}, filter = {} }) {
	const days = Object.keys(filter.weekDays ?? {}).map((day) => day.slice(0, 2).toUpperCase());
	const [unit = 'day', count = 1] = Object.entries(interval)[0] ?? [];
	const by = days.length ? `;BYDAY=${days.join()}` : '';
	const name = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', quarter: 'MONTHLY', year: 'YEARLY', hour: 'HOURLY' }[unit];

	return `FREQ=${days.length ? 'WEEKLY' : name};INTERVAL=${unit === 'quarter' ? 3 * count : count}${by}`;
}

function compromiseDate(found) {
	const start = found.start.slice(0, 19), end = found.end ? found.end.slice(0, 19) : start;
	const [day, clock] = start.split('T'), [lastDay, lastClock] = end.split('T');

	if (found.repeat && Object.keys(found.repeat).length)
		return { type: 'set', value: compromiseSet(found.repeat), ...(clock === '00:00:00' ? {} : { time: clock }) };
	if (clock === '00:00:00' && lastClock === '23:59:59')
		return day === lastDay ? { type: 'date', value: day } : { type: 'range', start: day, end: lastDay };
	if (start === end || (day === lastDay && lastClock === '23:59:59'))
		return { type: 'datetime', value: start };
	return { type: 'range', start, end };
}

const UNIT_SECONDS = { year: 365 * 86400, quarter: 91 * 86400, month: 30 * 86400, week: 7 * 86400, day: 86400, hour: 3600, minute: 60, second: 1 };

function compromiseDuration(duration) {
	const seconds = Object.entries(duration).reduce((sum, [unit, count]) => sum + (UNIT_SECONDS[unit] ?? 0) * count, 0);

	return { type: 'duration', seconds };
}

const compromiseEngine = {
	parse(row, offset) {
		// "Etc/GMT+2" is two hours west of Greenwich.
		const zone = offset % 60 ? 'Etc/UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset) / 60}`;
		const doc = nlp(row.text);
		const dates = doc.dates({ today: row.reference, timezone: offset ? zone : 'Etc/UTC' }).get();
		return { dates, durations: dates.length ? [] : doc.durations().get() };
	},
	map({ dates, durations }) {
		const found = dates.find((one) => one.start);
		if (found)
			return compromiseDate(found);
		return durations.length ? compromiseDuration(durations[0]) : none;
	},
};

const wasm = await load(readFileSync(join(root, 'build/wasm/pixie_preview.wasm')));
const wasmEngine = {
	parse: (row) => wasm.time(JSON.stringify({ id: row.id, text: row.text, reference: row.reference, tz: row.tz })),
	map: (answer) => JSON.parse(answer),
};

/* The program times its own parses. */
function pixieRound(samples) {
	const lines = rows.map(({ id, text, reference, tz }) => JSON.stringify({ id, text, reference, tz }));
	const answers = execFileSync(join(root, 'build/release/pixie'), ['time', '--jsonl'],
		{ input: Array(2).fill(lines.join('\n')).join('\n') + '\n', encoding: 'utf8', maxBuffer: 1 << 26 })
		.split('\n').filter(Boolean).map((line) => JSON.parse(line)).slice(rows.length);

	answers.forEach((answer, i) => samples[i].push(answer.us));
	return answers;
}

function peerRound(engine, samples) {
	return rows.map((row, i) => {
		const offset = offsetMinutes(row.tz);
		const started = process.hrtime.bigint();
		let result;
		try {
			result = engine.parse(row, offset);
		} catch {
			result = null;
		}
		samples[i].push(Number(process.hrtime.bigint() - started) / 1000);
		return result === null ? none : engine.map(result, row, offset);
	});
}

const engines = {
	'chrono-node': chronoEngine, 'recognizers-text': recognizersEngine, 'compromise-dates': compromiseEngine,
	'pixie-wasm': wasmEngine,
};
const names = ['pixie', ...Object.keys(engines)];
const samples = Object.fromEntries(names.map((name) => [name, rows.map(() => [])]));
const answers = {};

for (let round = 0; round < WARM_UP + rounds; round++) {
	for (const name of names) {
		const into = round < WARM_UP ? rows.map(() => []) : samples[name];
		answers[name] = name === 'pixie' ? pixieRound(into) : peerRound(engines[name], into);
	}
}
for (const name of names) {
	const lines = answers[name].map((answer, i) => {
		const sorted = samples[name][i].sort((a, b) => a - b);
		return JSON.stringify({ ...answer, id: rows[i].id, us: sorted[Math.floor(sorted.length / 2)] });
	});
	writeFileSync(join(outFolder, `${name}.jsonl`), lines.join('\n') + '\n');
}
