// SPDX-License-Identifier: Apache-2.0
/*
 * Loads the understanding of text (script/wasm) in a browser or in Node:
 *
 *   const engine = await load(await (await fetch('pixie_preview.wasm')).arrayBuffer());
 *   engine.preview({ text: 'lunch with Sam tomorrow', now: Date.now(), zone: 'Europe/Berlin' });
 *
 * `now` is a Date or milliseconds; `context` holds what the text may refer to
 * ({projects, tasks, events, people, tags, locale}).  Answers are those of
 * `pixie nlu --jsonl`: {intent, slots, spans: [{slot, start, end}], calls,
 * confidence, question?, say?, unread?, why?}, or {error: {field, message}}.
 */
import { tzif, tzifInPieces } from './tzif.mjs';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Preview {
	#wasm;
	#zones;
	#asked = new Set();

	constructor(zones) {
		this.#zones = zones;
	}

	/* The module names a zone that it does not know. */
	wanted(pointer, size) {
		const name = decoder.decode(new Uint8Array(this.#wasm.memory.buffer, pointer, size));

		if (this.#asked.has(name))
			return;
		this.#asked.add(name);
		const bytes = this.#zones(name);
		if (bytes)
			this.addZone(name, bytes);
	}

	attach(exports) {
		this.#wasm = exports;
		exports._initialize();
	}

	/* Calls `use(pointer, size, pointer, size, ...)` with the parts copied into the module. */
	#lend(parts, use) {
		const bytes = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
		const pointers = bytes.map((part) => this.#wasm.px_preview_alloc(part.length));

		bytes.forEach((part, i) => new Uint8Array(this.#wasm.memory.buffer, pointers[i], part.length).set(part));
		try {
			return use(...bytes.flatMap((part, i) => [pointers[i], part.length]));
		} finally {
			pointers.forEach((pointer) => this.#wasm.px_preview_free(pointer));
		}
	}

	#answer(pointer) {
		return decoder.decode(new Uint8Array(this.#wasm.memory.buffer, pointer, this.#wasm.px_preview_size()));
	}

	/* Makes a zone known by its TZif bytes; false if they are none. */
	addZone(name, bytes) {
		return this.#lend([name, bytes], (...at) => this.#wasm.px_preview_zone(...at)) === 1;
	}

	/* Makes a zone known by what Intl knows of it, in pieces with a `pause` in between. */
	async learnZone(name, pause) {
		const bytes = await tzifInPieces(name, pause);

		this.#asked.add(name);
		return bytes !== null && this.addZone(name, bytes);
	}

	/* The JSON text of one preview, as the module wrote it. */
	previewText({ text, now = Date.now(), zone = 'UTC', context = null }) {
		return this.#lend([text, zone, context ? JSON.stringify(context) : ''], (t, tn, z, zn, c, cn) =>
			this.#answer(this.#wasm.px_preview(t, tn, Number(now), z, zn, c, cn)));
	}

	preview(request) {
		return JSON.parse(this.previewText(request));
	}

	/* One line of `pixie nlu --jsonl`; lines with a "session" are one dialogue until reset(). */
	line(text) {
		return this.#lend([text], (...at) => this.#answer(this.#wasm.px_preview_line(...at)));
	}

	/* One line of `pixie time --jsonl`. */
	time(text) {
		return this.#lend([text], (...at) => this.#answer(this.#wasm.px_preview_time(...at)));
	}

	/* The instants (milliseconds) that a rule gives after `after`: at most `count` of them. */
	occurrences({ rule, zone = 'UTC', start, after = Date.now(), count = 5 }) {
		return JSON.parse(this.#lend([rule, zone], (r, rn, z, zn) =>
			this.#answer(this.#wasm.px_preview_occurrences(r, rn, z, zn, Number(start), Number(after), count))));
	}

	reset() {
		this.#wasm.px_preview_reset();
	}
}

/*
 * `source`: the bytes of the module, or a compiled WebAssembly.Module.
 * `zones`: name -> TZif bytes or null, without waiting; by default made from
 * what the browser knows.
 */
export async function load(source, { zones = tzif } = {}) {
	const engine = new Preview(zones);
	const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
	const instance = await WebAssembly.instantiate(module, {
		pixie: { zone: (pointer, size) => engine.wanted(pointer, size) },
	});

	engine.attach(instance.exports);
	return engine;
}
