// SPDX-License-Identifier: Apache-2.0
// Clauses of the protocol documents, and of the reference's behaviour, that its suites leave out.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import net from "node:net";
import { once } from "node:events";
import { Server, message, messages, open, sleep, waitFor } from "./harness.mjs";

let server, quick;

before(async () => {
	server = await Server.start("--ping-interval", 20000, "--ping-timeout", 20000);
	quick = await Server.start();
});
after(async () => {
	await server.stop();
	await quick.stop();
});

const http = (path, query, init) => fetch(`${server.http}${path}?${new URLSearchParams(query)}`, init);
const engine = (query, init) => http("/engine.io/", { EIO: 4, transport: "polling", ...query }, init);
const push = (sid, body, headers) => engine({ sid }, { method: "POST", body, headers });
const poll = async (sid) => (await engine({ sid })).text();

async function session(path = "/engine.io/") {
	const text = await (await http(path, { EIO: 4, transport: "polling" })).text();
	return JSON.parse(text.slice(1)).sid;
}

const websocket = (path, query, options) =>
	open(`${server.ws}${path}?${new URLSearchParams({ EIO: 4, transport: "websocket", ...query })}`, options);

describe("errors of the handshake", () => {
	const cases = [
		[{ transport: "abc", EIO: 4 }, 0, "Transport unknown"],
		[{ transport: "polling", EIO: 4, sid: "nothing-we-made" }, 1, "Session ID unknown"],
		[{ transport: "polling", EIO: 4, sid: "AAAAAAAAAAAAAAAAAAAAAA" }, 1, "Session ID unknown"],
		[{ transport: "polling", EIO: 4 }, 2, "Bad handshake method", { method: "POST" }],
		[{ transport: "websocket", EIO: 4 }, 3, "Bad request"],
		[{ transport: "polling", EIO: 3 }, 5, "Unsupported protocol version"],
	];
	for (const [query, code, text, init] of cases) {
		it(`${code}: ${text} (${JSON.stringify(query)})`, async () => {
			const response = await http("/engine.io/", query, init);
			assert.equal(response.status, 400);
			assert.equal(response.headers.get("content-type"), "application/json");
			assert.deepEqual(await response.json(), { code, message: text });
		});
	}
	it("refuses another method on a session", async () => {
		const sid = await session();
		const response = await engine({ sid }, { method: "PUT", body: "x" });
		assert.equal(response.status, 400);
		assert.equal((await response.json()).code, 3);
	});
	it("refuses a wrong WebSocket version with 426", async () => {
		const socket = net.connect(server.port, "127.0.0.1");
		socket.write("GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n" +
			"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 8\r\n\r\n");
		const [data] = await once(socket, "data");
		assert.match(String(data), /^HTTP\/1\.1 426 .*Sec-WebSocket-Version: 13/s);
		socket.destroy();
	});
});

describe("polling", () => {
	it("answers with the documented types and no caching", async () => {
		const first = await engine({});
		assert.equal(first.headers.get("content-type"), "text/plain; charset=UTF-8");
		assert.equal(first.headers.get("cache-control"), "no-store");
		const { sid } = JSON.parse((await first.text()).slice(1));
		assert.equal((await push(sid, "4x")).headers.get("content-type"), "text/html");
	});
	it("refuses a body over maxPayload and goes on", async () => {
		const sid = await session();
		assert.equal((await push(sid, "4" + "x".repeat(1000000))).status, 413);
		assert.equal((await push(sid, "4" + "x".repeat(999999))).status, 200);
		assert.equal((await poll(sid)).length, 1000000);
	});
	for (const [name, body, headers] of [
		["an empty packet", "4a\x1e"], ["bad base64", "b!!"], ["an empty body", ""],
		["bytes that are no UTF-8", Buffer.from([0x34, 0xff])],
		["a binary body", "4a", { "content-type": "application/octet-stream" }],
	]) {
		it(`closes upon ${name}`, async () => {
			const sid = await session();
			assert.equal((await push(sid, body, headers)).status, 400);
			assert.equal((await engine({ sid })).status, 400);
		});
	}
	it("closes upon a ping from the client", async () => {
		const sid = await session();
		await push(sid, "2");
		assert.equal((await engine({ sid })).status, 400);
	});
	it("keeps characters of more than one byte", async () => {
		const sid = await session();
		await push(sid, "4é€\u{1f600}");
		assert.equal(await poll(sid), "4é€\u{1f600}");
	});
	it("ends the session when a waiting poll's connection goes", async () => {
		const sid = await session();
		const abort = new AbortController();
		const waiting = engine({ sid }, { signal: abort.signal }).catch(() => {});
		await sleep(30);
		abort.abort();
		await waiting;
		while ((await push(sid, "4x")).status === 200) await sleep(5);
	});
	it("pings with no poll pending and times out", async () => {
		const text = await (await fetch(`${quick.http}/engine.io/?EIO=4&transport=polling`)).text();
		const { sid } = JSON.parse(text.slice(1));
		await sleep(400);
		const url = `${quick.http}/engine.io/?EIO=4&transport=polling&sid=${sid}`;
		assert.equal(await (await fetch(url)).text(), "2");
		await sleep(200);
		assert.equal((await fetch(url)).status, 400);
	});
	it("puts the pong's limit off once for other traffic", async () => {
		const socket = open(`${quick.ws}/engine.io/?EIO=4&transport=websocket`);
		let last = 0;
		while ((await message(socket)) !== "2");
		const pinged = performance.now();
		for (let i = 0; i < 4 && socket.readyState === 1; i++) {
			await sleep(100);
			if (socket.readyState === 1) socket.send("4x");
			last = performance.now() - pinged;
		}
		if (socket.readyState !== 3) await waitFor(socket, "close");
		const lasted = performance.now() - pinged;
		assert.ok(lasted > 250 && lasted < 1000, `closed after ${lasted} ms (${last})`);
	});
});

describe("origins", () => {
	it("answers a preflight and sends CORS lines to its own origin", async () => {
		const origin = server.http;
		const preflight = await http("/engine.io/", {}, {
			method: "OPTIONS",
			headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-a" },
		});
		assert.equal(preflight.status, 204);
		assert.equal(preflight.headers.get("access-control-allow-origin"), origin);
		assert.match(preflight.headers.get("access-control-allow-methods"), /POST/);
		assert.equal(preflight.headers.get("access-control-allow-headers"), "x-a");
		const response = await engine({}, { headers: { origin } });
		assert.equal(response.headers.get("access-control-allow-origin"), origin);
		assert.equal(response.headers.get("vary"), "Origin");
	});
	it("refuses another origin, on both transports", async () => {
		const headers = { origin: "http://evil.example" };
		const response = await engine({}, { headers });
		assert.equal(response.status, 403);
		assert.deepEqual(await response.json(), { code: 4, message: "Forbidden" });
		assert.equal(response.headers.get("access-control-allow-origin"), null);
		const socket = websocket("/engine.io/", {}, { origin: "http://evil.example" });
		const [error] = await once(socket, "error");
		assert.match(error.message, /403/);
	});
});

describe("upgrade", () => {
	async function probing() {
		const sid = await session();
		const socket = websocket("/engine.io/", { sid });
		await waitFor(socket, "open");
		socket.send("2probe");
		assert.equal(await message(socket), "3probe");
		return { sid, socket };
	}
	it("flushes what waited for a poll", async () => {
		const { sid, socket } = await probing();
		await push(sid, "4one\x1e4two\x1ebAQI=");
		const got = messages(socket, 3);
		socket.send("5");
		const [one, two, bytes] = await got;
		assert.deepEqual([one, two, [...new Uint8Array(bytes)]], ["4one", "4two", [1, 2]]);
		socket.close();
	});
	it("ends a waiting poll with a noop", async () => {
		const sid = await session();
		const waiting = poll(sid);
		const socket = websocket("/engine.io/", { sid });
		await waitFor(socket, "open");
		socket.send("2probe");
		assert.equal(await waiting, "6");
		socket.close();
	});
	it("survives a probe that fails", async () => {
		const { sid, socket } = await probing();
		socket.send("4not yet");
		await waitFor(socket, "close");
		await push(sid, "4still");
		assert.equal(await poll(sid), "4still");
	});
	it("survives a probe that goes away, and upgrades later", async () => {
		const { sid, socket } = await probing();
		socket.terminate();
		await push(sid, "4still");
		assert.equal(await poll(sid), "4still");
		for (;;) { // until the first stream is known to be gone
			const second = websocket("/engine.io/", { sid });
			await waitFor(second, "open");
			second.send("2probe");
			const first = await Promise.race([message(second), waitFor(second, "close")]);
			if (first !== "3probe") continue;
			second.send("5");
			second.send("4up");
			assert.equal(await message(second), "4up");
			second.close();
			return;
		}
	});
	it("delivers what a closing session had queued", async () => {
		const text = await (await http("/socket.io/", { EIO: 4, transport: "polling" })).text();
		const { sid } = JSON.parse(text.slice(1));
		const query = { EIO: 4, transport: "polling", sid };
		const send = (body) => http("/socket.io/", query, { method: "POST", body });
		await send("40");
		await http("/socket.io/", query);
		const socket = websocket("/socket.io/", { sid });
		await waitFor(socket, "open");
		socket.send("2probe");
		assert.equal(await message(socket), "3probe");
		await send('42["message","last words"]\x1e42["kick",true]');
		const got = messages(socket, 2);
		socket.send("5");
		assert.ok((await got).some((packet) => packet === '42["message-back","last words"]'));
		await waitFor(socket, "close");
	});
	it("closes a second probe", async () => {
		const { sid, socket } = await probing();
		await waitFor(websocket("/engine.io/", { sid }), "close");
		socket.send("5");
		socket.send("4mine");
		assert.equal(await message(socket), "4mine");
		socket.close();
	});
});

describe("websocket", () => {
	it("answers pings of the transport and closes with the peer's code", async () => {
		const socket = websocket("/engine.io/");
		await message(socket);
		socket.ping("abc");
		assert.equal(String((await once(socket, "pong"))[0]), "abc");
		socket.close(1000, "bye");
		assert.equal((await waitFor(socket, "close")).code, 1000);
	});
	it("refuses a message over maxPayload with 1009", async () => {
		const socket = websocket("/engine.io/");
		await message(socket);
		socket.send("4" + "x".repeat(1000000));
		assert.equal((await waitFor(socket, "close")).code, 1009);
	});
	it("takes fragments", async () => {
		const socket = websocket("/engine.io/");
		await message(socket);
		socket.send("4frag", { fin: false });
		socket.ping();
		socket.send("ments", { fin: true });
		assert.equal(await message(socket), "4fragments");
		socket.close();
	});
	// A WebSocket by hand, which does nothing it isn't told to.
	async function bare(to) {
		const socket = net.connect({ port: to.port, host: "127.0.0.1", allowHalfOpen: true });
		socket.on("error", () => {});
		socket.write("GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n" +
			"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
		const [head] = await once(socket, "data");
		assert.match(String(head), /^HTTP\/1\.1 101 /);
		return socket;
	}
	it("lets the peer that sends too much read why, though it hasn't sent all", async () => {
		const socket = await bare(server);
		const got = [], errors = [];
		socket.on("error", ({ code }) => errors.push(code));
		socket.on("data", (chunk) => got.push(chunk));
		const head = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0]); // of 4 MB
		socket.write(Buffer.concat([head, Buffer.alloc(1 << 21, "x")]));
		await Promise.race([once(socket, "end"), once(socket, "close")]);
		if (!socket.destroyed) {
			socket.end(Buffer.alloc(65536, "x"));
			await once(socket, "close");
		}
		assert.deepEqual(errors, []);
		assert.ok(Buffer.concat(got).includes(Buffer.from([0x88, 2, 1009 >> 8, 1009 & 0xff])));
	});
	it("keeps little for a peer that pings and doesn't read", async (t) => {
		const other = await Server.start("--ping-interval", 20000, "--ping-timeout", 20000);
		t.after(() => other.stop());
		const socket = await bare(other);
		socket.pause();
		const before = (await other.stats()).rss_kb;
		const ping = Buffer.concat([Buffer.from([0x89, 0xfd, 0, 0, 0, 0]), Buffer.alloc(125)]);
		const many = Buffer.concat(Array.from({ length: 8192 }, () => ping));
		for (let i = 0; i < 64; i++) {
			if (!socket.write(many)) await once(socket, "drain");
		}
		const grown = (await other.stats()).rss_kb - before;
		assert.ok(grown < 24 * 1024, `64 MB of pings cost ${grown} KB`);
		socket.destroy();
		await other.settled({ engine: 0 });
	});
	it("lets go of a peer that has gone silent, its connection included", { timeout: 20000 }, async () => {
		const before = (await quick.stats()).engine;
		const socket = await bare(quick);
		const ended = once(socket, "end");
		await quick.settled({ engine: before + 1 });
		await quick.settled({ engine: before }); // no pong: the session
		await ended;                             // no Close: the connection, which we don't end either
		socket.destroy();
	});
	it("lets go of a peer in the middle of a frame", { timeout: 20000 }, async () => {
		const before = (await quick.stats()).engine;
		const socket = await bare(quick);
		const ended = once(socket, "end");
		socket.write(Buffer.from([0x81, 0xfe, 0x10])); // half a head
		await quick.settled({ engine: before + 1 });
		await quick.settled({ engine: before });
		await ended;
		socket.destroy();
	});
	it("leaves nothing behind", async () => {
		const before = (await server.stats()).engine;
		const sockets = await Promise.all(Array.from({ length: 50 }, async () => {
			const socket = websocket("/engine.io/");
			await message(socket);
			return socket;
		}));
		await server.settled({ engine: before + 50 });
		for (const socket of sockets) socket.terminate();
		await server.settled({ engine: before });
	});
});

describe("Socket.IO", () => {
	const socketio = async () => {
		const socket = websocket("/socket.io/");
		await message(socket);
		socket.send("40");
		await messages(socket, 2);
		return socket;
	};
	const closes = {
		"an event before CONNECT": ['42["message"]', false],
		"a second CONNECT": ["40", true],
		"CONNECT_ERROR from a client": ['44{"message":"x"}', true],
		"an event of a namespace that is not connected": ['42/custom,["message"]', true],
		"binary without a packet": [Uint8Array.from([1]), true],
		"too many attachments": ['4511-["message"]', true],
		"an event without a payload": ["42", true],
		"an empty event": ["42[]", true],
		"a reserved event": ['42["disconnect"]', true],
		"an acknowledgement that is no array": ["431{}", true],
		"a payload in DISCONNECT": ['41{}', true],
	};
	for (const [name, [packet, connected]] of Object.entries(closes)) {
		it(`closes upon ${name}`, async () => {
			let socket;
			if (connected) socket = await socketio();
			else await message(socket = websocket("/socket.io/"));
			socket.send(packet);
			await waitFor(socket, "close");
		});
	}
	it("closes upon text among attachments, and a placeholder of none", async () => {
		const one = await socketio();
		one.send('451-["message",{"_placeholder":true,"num":0}]');
		one.send('42["message"]');
		await waitFor(one, "close");
		const two = await socketio();
		two.send('451-["message",{"_placeholder":true,"num":1}]');
		two.send(Uint8Array.from([1]));
		await waitFor(two, "close");
	});
	it("limits the attachments' total size", async () => {
		const socket = await socketio();
		socket.send('452-["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
		socket.send(new Uint8Array(600000));
		socket.send(new Uint8Array(600000));
		await waitFor(socket, "close");
	});
	it("ignores an acknowledgement nobody waits for", async () => {
		const socket = await socketio();
		socket.send("43999[1]");
		socket.send('42["message",1]');
		assert.equal(await message(socket), '42["message-back",1]');
		socket.close();
	});
	it("works over a payload of several packets", async () => {
		const sid = await session("/socket.io/");
		const query = { EIO: 4, transport: "polling", sid };
		await http("/socket.io/", query, { method: "POST", body: '40\x1e42["message",1]' });
		const got = [];
		while (got.length < 3)
			got.push(...(await (await http("/socket.io/", query)).text()).split("\x1e"));
		assert.match(got[0], /^40\{"sid":/);
		assert.deepEqual(got.slice(1), ['42["auth",{}]', '42["message-back",1]']);
	});
	it("drops a slow consumer's packets and tells it to reload", async (t) => {
		const small = await Server.start("--ping-interval", 20000, "--queue", 200000, "--no-delay");
		t.after(() => small.stop());
		const socket = open(`${small.ws}/socket.io/?EIO=4&transport=websocket`);
		await message(socket);
		socket.send("40");
		await messages(socket, 2);
		socket._socket.pause();
		for (let i = 0; i < 200; i++) socket.send(`42["message","${"x".repeat(90000)}"]`);
		let sent = 0;
		while (sent < 200) sent = (await small.stats()).in - 1;
		let back = 0;
		const reloaded = new Promise((resolve) => socket.addEventListener("message", ({ data }) => {
			if (data === '42["reload"]') resolve();
			else back++;
		}));
		socket._socket.resume();
		await reloaded;
		assert.ok(back > 0 && back < 200, `${back} came back`);
		const stats = await small.stats();
		assert.equal(stats.slow, 1);
		assert.ok(stats.rss_kb < 150000);
		socket.send('42["message",1]');
		assert.equal(await message(socket), '42["message-back",1]');
		socket.close();
	});
	it("tells a slow polling consumer at its next poll, or when it has upgraded", async (t) => {
		const small = await Server.start("--ping-interval", 20000, "--queue", 200000, "--no-delay");
		t.after(() => small.stop());
		const url = (query) => `${small.http}/socket.io/?${new URLSearchParams({ EIO: 4, transport: "polling", ...query })}`;
		const slow = async () => {
			const { sid } = JSON.parse((await (await fetch(url())).text()).slice(1));
			const send = (body) => fetch(url({ sid }), { method: "POST", body });
			await send("40");
			await (await fetch(url({ sid }))).text();
			for (let i = 0; i < 4; i++) await send(`42["message","${"x".repeat(90000)}"]`);
			return sid;
		};
		const first = await slow();
		assert.equal(await (await fetch(url({ sid: first }))).text(), '42["reload"]');
		const second = await slow();
		const socket = open(`${small.ws}/socket.io/?EIO=4&transport=websocket&sid=${second}`);
		await waitFor(socket, "open");
		socket.send("2probe");
		assert.equal(await message(socket), "3probe");
		socket.send("5");
		assert.equal(await message(socket), '42["reload"]');
		assert.equal((await small.stats()).slow, 2);
		socket.close();
	});
	it("cuts a slow consumer off where no reload is configured", async (t) => {
		const small = await Server.start("--ping-interval", 20000, "--queue", 200000, "--cut-slow", 1, "--no-delay");
		t.after(() => small.stop());
		const socket = open(`${small.ws}/socket.io/?EIO=4&transport=websocket`);
		await message(socket);
		socket.send("40");
		await messages(socket, 2);
		socket._socket.pause();
		for (let i = 0; i < 200; i++) socket.send(`42["message","${"x".repeat(90000)}"]`);
		await small.settled({ sessions: 0 });
		socket.terminate();
	});
	it("compresses when both sides want it", async (t) => {
		const packed = await Server.start("--deflate", 1, "--ping-interval", 20000);
		t.after(() => packed.stop());
		const socket = open(`${packed.ws}/engine.io/?EIO=4&transport=websocket`, { perMessageDeflate: { threshold: 0 } });
		await message(socket);
		assert.match(socket.extensions, /permessage-deflate/);
		const text = "4" + "compressible ".repeat(5000);
		const before = socket._socket.bytesRead;
		socket.send(text);
		assert.equal(await message(socket), text);
		assert.ok(socket._socket.bytesRead - before < 5000);
		socket.send("4");
		assert.equal(await message(socket), "4");
		const plain = open(`${packed.ws}/engine.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
		await message(plain);
		plain.send(text);
		assert.equal(await message(plain), text);
		socket.close();
		plain.close();
	});
	it("does not negotiate compression by default", async () => {
		const socket = websocket("/engine.io/", {}, { perMessageDeflate: true });
		await message(socket);
		assert.equal(socket.extensions, "");
		socket.close();
	});
});
