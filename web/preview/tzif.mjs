// SPDX-License-Identifier: Apache-2.0
/*
 * TZif bytes (RFC 8536) of a zone, from what Intl knows of it: the changes of
 * its offset between two years are found by bisection.  Good for instants in
 * that span, to the minute; a server has the real files.
 */

const DAY = 86400;

function offsetAt(format, seconds) {
	const part = {};

	for (const { type, value } of format.formatToParts(seconds * 1000))
		part[type] = Number(value);
	return Date.UTC(part.year, part.month - 1, part.day, part.hour % 24, part.minute, part.second) / 1000 - seconds;
}

function transitions(format, from, to) {
	const found = [];
	let before = offsetAt(format, from);

	for (let day = from; day < to; day += 14 * DAY) {
		const after = offsetAt(format, day + 14 * DAY);
		if (after === before)
			continue;
		let low = day, high = day + 14 * DAY;
		while (high - low > 1) {
			const middle = Math.floor((low + high) / 2);
			if (offsetAt(format, middle) === before)
				low = middle;
			else
				high = middle;
		}
		found.push({ at: high, offset: after });
		before = after;
	}
	return found;
}

function header(counts) {
	const bytes = new DataView(new ArrayBuffer(44));

	[0x54, 0x5a, 0x69, 0x66, 0x32].forEach((byte, i) => bytes.setUint8(i, byte)); // "TZif2"
	counts.forEach((count, i) => bytes.setUint32(20 + 4 * i, count));
	return new Uint8Array(bytes.buffer);
}

/* Null for a name that Intl does not know. */
export function tzif(name, { from = 1990, to = 2060 } = {}) {
	let format;

	try {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
			hour: 'numeric', minute: 'numeric', second: 'numeric',
		});
	} catch {
		return null;
	}
	const start = Date.UTC(from, 0, 1) / 1000;
	const changes = transitions(format, start, Date.UTC(to, 0, 1) / 1000);
	const offsets = [...new Set([offsetAt(format, start), ...changes.map((change) => change.offset)])];
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
