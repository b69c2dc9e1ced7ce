// SPDX-License-Identifier: Apache-2.0
// Engine.IO v4: the cases of the protocol's own test suite, against sio_echo's bare echo.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Server, bytes, message, open, sleep, waitFor } from "./harness.mjs";

const PING_INTERVAL = 300;
const PING_TIMEOUT = 200;
let server;

before(async () => { server = await Server.start(); });
after(() => server.stop());

const polling = (query) => `${server.http}/engine.io/?${new URLSearchParams(query)}`;
const websocket = (query) => `${server.ws}/engine.io/?${new URLSearchParams(query)}`;
const poll = (sid, extra) => fetch(polling({ EIO: 4, transport: "polling", sid, ...extra }));
const push = (sid, body, headers) =>
	fetch(polling({ EIO: 4, transport: "polling", sid }), { method: "POST", body, headers });

async function session() {
	const response = await fetch(polling({ EIO: 4, transport: "polling" }));
	return JSON.parse((await response.text()).slice(1)).sid;
}

function checkHandshake(text, upgrades) {
	assert.equal(text[0], "0");
	const value = JSON.parse(text.slice(1));
	assert.deepEqual(Object.keys(value).sort(), ["maxPayload", "pingInterval", "pingTimeout", "sid", "upgrades"]);
	assert.equal(typeof value.sid, "string");
	assert.deepEqual(value.upgrades, upgrades);
	assert.equal(value.pingInterval, PING_INTERVAL);
	assert.equal(value.pingTimeout, PING_TIMEOUT);
	assert.equal(value.maxPayload, 1000000);
}

async function refusedSocket(query) {
	const socket = open(websocket(query));
	socket.on("error", () => {});
	await waitFor(socket, "close");
}

describe("handshake", () => {
	describe("polling", () => {
		it("opens a session", async () => {
			const response = await fetch(polling({ EIO: 4, transport: "polling" }));
			assert.equal(response.status, 200);
			checkHandshake(await response.text(), ["websocket"]);
		});
		it("refuses an invalid EIO parameter", async () => {
			assert.equal((await fetch(polling({ transport: "polling" }))).status, 400);
			assert.equal((await fetch(polling({ EIO: "abc", transport: "polling" }))).status, 400);
		});
		it("refuses an invalid transport parameter", async () => {
			assert.equal((await fetch(polling({ EIO: 4 }))).status, 400);
			assert.equal((await fetch(polling({ EIO: 4, transport: "abc" }))).status, 400);
		});
		it("refuses an invalid method", async () => {
			for (const method of ["POST", "PUT"])
				assert.equal((await fetch(polling({ EIO: 4, transport: "polling" }), { method })).status, 400);
		});
	});
	describe("websocket", () => {
		it("opens a session", async () => {
			const socket = open(websocket({ EIO: 4, transport: "websocket" }));
			checkHandshake(await message(socket), []);
			socket.close();
		});
		it("refuses an invalid EIO parameter", async () => {
			await refusedSocket({ transport: "websocket" });
			await refusedSocket({ EIO: "abc", transport: "websocket" });
		});
		it("refuses an invalid transport parameter", async () => {
			await refusedSocket({ EIO: 4 });
			await refusedSocket({ EIO: 4, transport: "abc" });
		});
	});
});

describe("message", () => {
	describe("polling", () => {
		const echoes = {
			"one text packet": "4hello",
			"several text packets": "4test1\x1e4test2\x1e4test3",
			"text and binary packets": "4hello\x1ebAQIDBA==",
		};
		for (const [name, payload] of Object.entries(echoes)) {
			it(`sends and receives ${name}`, async () => {
				const sid = await session();
				const pushed = await push(sid, payload);
				assert.equal(pushed.status, 200);
				assert.equal(await pushed.text(), "ok");
				const polled = await poll(sid);
				assert.equal(polled.status, 200);
				assert.equal(await polled.text(), payload);
			});
		}
		it("closes the session upon an invalid packet", async () => {
			const sid = await session();
			assert.equal((await push(sid, "abc")).status, 400);
			assert.equal((await poll(sid)).status, 400);
		});
		it("closes the session upon a duplicate poll", async () => {
			const sid = await session();
			const [first, second] = await Promise.all([
				poll(sid),
				sleep(5).then(() => poll(sid, { t: "burst" })),
			]);
			assert.equal(first.status, 200);
			assert.equal(await first.text(), "1");
			assert.equal(second.status, 400);
			assert.equal((await poll(sid)).status, 400);
		});
		it("closes the session upon a cancelled poll", async () => {
			const sid = await session();
			const abort = new AbortController();
			const cancelled = fetch(polling({ EIO: 4, transport: "polling", sid }), { signal: abort.signal });
			cancelled.catch(() => {});
			await sleep(5);
			abort.abort();
			assert.equal((await poll(sid)).status, 400);
			await assert.rejects(cancelled, { name: "AbortError" });
		});
	});
	describe("websocket", () => {
		it("sends and receives text", async () => {
			const socket = open(websocket({ EIO: 4, transport: "websocket" }));
			await waitFor(socket, "open");
			await message(socket);
			socket.send("4hello");
			assert.equal(await message(socket), "4hello");
			socket.close();
		});
		it("sends and receives binary", async () => {
			const socket = open(websocket({ EIO: 4, transport: "websocket" }));
			await message(socket);
			socket.send(Uint8Array.from([1, 2, 3, 4]));
			assert.deepEqual(await message(socket), bytes(1, 2, 3, 4));
			socket.close();
		});
		it("closes the session upon an invalid packet", async () => {
			const socket = open(websocket({ EIO: 4, transport: "websocket" }));
			await message(socket);
			socket.send("abc");
			await waitFor(socket, "close");
		});
	});
});

describe("heartbeat", () => {
	describe("polling", () => {
		it("sends pings and takes pongs", async () => {
			const sid = await session();
			for (let i = 0; i < 3; i++) {
				const polled = await poll(sid);
				assert.equal(polled.status, 200);
				assert.equal(await polled.text(), "2");
				assert.equal((await push(sid, "3")).status, 200);
			}
		});
		it("closes the session upon ping timeout", async () => {
			const sid = await session();
			await sleep(PING_INTERVAL + PING_TIMEOUT);
			assert.equal((await poll(sid)).status, 400);
		});
	});
	describe("websocket", () => {
		it("sends pings and takes pongs", async () => {
			const socket = open(websocket({ EIO: 4, transport: "websocket" }));
			await message(socket);
			for (let i = 0; i < 3; i++) {
				assert.equal(await message(socket), "2");
				socket.send("3");
			}
			socket.close();
		});
		it("closes the session upon ping timeout", async () => {
			const socket = open(websocket({ EIO: 4, transport: "websocket" }));
			await waitFor(socket, "close");
		});
	});
});

describe("close", () => {
	it("closes a polling session", async () => {
		const sid = await session();
		const [polled] = await Promise.all([poll(sid), push(sid, "1")]);
		assert.equal(polled.status, 200);
		assert.equal(await polled.text(), "6");
		assert.equal((await poll(sid)).status, 400);
	});
	it("closes a websocket session", async () => {
		const socket = open(websocket({ EIO: 4, transport: "websocket" }));
		await message(socket);
		socket.send("1");
		await waitFor(socket, "close");
	});
});

describe("upgrade", () => {
	it("goes from polling to websocket", async () => {
		const sid = await session();
		const socket = open(websocket({ EIO: 4, transport: "websocket", sid }));
		await waitFor(socket, "open");
		socket.send("2probe");
		assert.equal(await message(socket), "3probe");
		const polled = await poll(sid);
		assert.equal(polled.status, 200);
		assert.equal(await polled.text(), "6");
		socket.send("5");
		socket.send("4hello");
		assert.equal(await message(socket), "4hello");
		socket.close();
	});
	it("refuses polls of a session after its upgrade", async () => {
		const sid = await session();
		const socket = open(websocket({ EIO: 4, transport: "websocket", sid }));
		await waitFor(socket, "open");
		socket.send("2probe");
		socket.send("5");
		assert.equal((await poll(sid)).status, 400);
		socket.send("4hello");
		assert.equal(await message(socket), "4hello");
		socket.close();
	});
	it("closes a second websocket of a session after its upgrade", async () => {
		const sid = await session();
		const socket = open(websocket({ EIO: 4, transport: "websocket", sid }));
		await waitFor(socket, "open");
		socket.send("2probe");
		socket.send("5");
		const second = open(websocket({ EIO: 4, transport: "websocket", sid }));
		await waitFor(second, "close");
		socket.send("4hello");
		assert.equal(await message(socket), "4hello");
		socket.close();
	});
});
