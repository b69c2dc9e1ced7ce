// SPDX-License-Identifier: Apache-2.0
/*
 * TZif bytes (RFC 8536) of a zone, from what Intl knows of it: the changes of
 * its offset between two years are found by bisection.  Good for instants in
 * that span, to the minute; a server has the real files.
 */

const DAY = 86400;
const MINUTE = 60; // Newfoundland changed its clocks one minute after midnight
const STEP = 14 * DAY;

/* What makes Intl write the offset of a zone, which it does faster than a date; throws for a name that it does not know. */
function clockOf(name) {
	return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
}

/* Seconds of "1/1/2026, GMT+05:30"; zero is "GMT". */
function offsetAt(clock, seconds) {
	const [, sign, hours, minutes] = clock.format(seconds * 1000).match(/GMT(?:([+-])(\d\d):(\d\d))?/);

	return sign ? Number(`${sign}1`) * (hours * 3600 + minutes * 60) : 0;
}

/* The changes of the offset, pausing (yield) after each year. */
function* transitions(clock, from, to) {
	const found = [];
	let before = offsetAt(clock, from);

	for (let day = from, i = 1; day < to; day += STEP, i++) {
		const after = offsetAt(clock, day + STEP);
		if (after !== before) {
			let low = day, high = day + STEP;
			while (high - low > MINUTE) {
				const middle = low + Math.floor((high - low) / MINUTE / 2) * MINUTE;
				if (offsetAt(clock, middle) === before)
					low = middle;
				else
					high = middle;
			}
			found.push({ at: high, offset: after });
			before = after;
		}
		if (i % 26 === 0)
			yield;
	}
	return found;
}

function header(counts) {
	const bytes = new DataView(new ArrayBuffer(44));

	[0x54, 0x5a, 0x69, 0x66, 0x32].forEach((byte, i) => bytes.setUint8(i, byte)); // "TZif2"
	counts.forEach((count, i) => bytes.setUint32(20 + 4 * i, count));
	return new Uint8Array(bytes.buffer);
}

function bytesOf(changes, first) {
	const offsets = [...new Set([first, ...changes.map((change) => change.offset)])];
	// An empty version 1 block, which must have a type, then the one with 64-bit instants.
	const old = [header([0, 0, 0, 0, 1, 1]), new Uint8Array(7)];
	const block = new DataView(new ArrayBuffer(9 * changes.length + 6 * offsets.length + 1));
	changes.forEach((change, i) => {
		block.setBigInt64(8 * i, BigInt(change.at));
		block.setUint8(8 * changes.length + i, offsets.indexOf(change.offset));
	});
	offsets.forEach((offset, i) => block.setInt32(9 * changes.length + 6 * i, offset));
	const parts = [...old, header([0, 0, 0, changes.length, offsets.length, 1]), new Uint8Array(block.buffer),
		new TextEncoder().encode('\n\n')];
	const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/* The bytes, with a pause (yield) after each year that was looked at; null for a name that Intl does not know. */
function* steps(name, { from = 1990, to = 2060 } = {}) {
	let clock;

	try {
		clock = clockOf(name);
	} catch {
		return null;
	}
	const start = Date.UTC(from, 0, 1) / 1000;
	const changes = yield* transitions(clock, start, Date.UTC(to, 0, 1) / 1000);
	return bytesOf(changes, offsetAt(clock, start));
}

/* All at once. */
export function tzif(name, span) {
	const step = steps(name, span);

	for (;;) {
		const { done, value } = step.next();
		if (done)
			return value;
	}
}

/* The same in pieces of a few milliseconds, so that what somebody does meanwhile is answered: `pause` waits in between. */
export async function tzifInPieces(name, pause, span) {
	const step = steps(name, span);

	for (let i = 1; ; i++) {
		const { done, value } = step.next();
		if (done)
			return value;
		if (i % 10 === 0)
			await pause();
	}
}
