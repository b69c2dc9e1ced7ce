// SPDX-License-Identifier: Apache-2.0
// Socket.IO v5: the cases of the protocol's own test suite, against sio_echo.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { Server, bytes, message, messages, open, sleep, waitFor } from "./harness.mjs";

const PING_INTERVAL = 300;
const PING_TIMEOUT = 200;
let server;

before(async () => { server = await Server.start(); });
after(() => server.stop());

const polling = (query) => `${server.http}/socket.io/?${new URLSearchParams(query)}`;
const websocket = (query) =>
	open(`${server.ws}/socket.io/?${new URLSearchParams({ EIO: 4, transport: "websocket", ...query })}`);
const poll = (sid) => fetch(polling({ EIO: 4, transport: "polling", sid }));
const push = (sid, body) => fetch(polling({ EIO: 4, transport: "polling", sid }), { method: "POST", body });

async function session() {
	const response = await fetch(polling({ EIO: 4, transport: "polling" }));
	return JSON.parse((await response.text()).slice(1)).sid;
}

async function connection() {
	const socket = websocket();
	await message(socket);
	socket.send("40");
	await message(socket);
	await message(socket);
	return socket;
}

describe("Engine.IO", () => {
	const keys = ["maxPayload", "pingInterval", "pingTimeout", "sid", "upgrades"];
	it("opens a polling session", async () => {
		const response = await fetch(polling({ EIO: 4, transport: "polling" }));
		assert.equal(response.status, 200);
		const text = await response.text();
		const value = JSON.parse(text.slice(1));
		assert.equal(text[0], "0");
		assert.deepEqual(Object.keys(value).sort(), keys);
		assert.deepEqual(value.upgrades, ["websocket"]);
		assert.deepEqual([value.pingInterval, value.pingTimeout, value.maxPayload], [300, 200, 1000000]);
	});
	it("refuses an invalid EIO parameter (polling)", async () => {
		assert.equal((await fetch(polling({ transport: "polling" }))).status, 400);
		assert.equal((await fetch(polling({ EIO: "abc", transport: "polling" }))).status, 400);
	});
	it("refuses an invalid transport parameter (polling)", async () => {
		assert.equal((await fetch(polling({ EIO: 4 }))).status, 400);
		assert.equal((await fetch(polling({ EIO: 4, transport: "abc" }))).status, 400);
	});
	it("refuses an invalid method", async () => {
		for (const method of ["POST", "PUT"])
			assert.equal((await fetch(polling({ EIO: 4, transport: "polling" }), { method })).status, 400);
	});
	it("opens a websocket session", async () => {
		const socket = websocket();
		const value = JSON.parse((await message(socket)).slice(1));
		assert.deepEqual(Object.keys(value).sort(), keys);
		assert.deepEqual(value.upgrades, []);
		socket.close();
	});
	for (const name of ["EIO", "transport"]) {
		for (const value of ["abc", undefined]) {
			it(`refuses ${value ? "an invalid" : "no"} ${name} parameter (websocket)`, async () => {
				const query = { EIO: 4, transport: "websocket", [name]: value };
				if (!value) delete query[name];
				const socket = open(`${server.ws}/socket.io/?${new URLSearchParams(query)}`);
				const [error] = await once(socket, "error");
				assert.match(error.message, /Unexpected server response: 400/);
			});
		}
	}
	it("sends pings and takes pongs (polling)", async () => {
		const sid = await session();
		for (let i = 0; i < 3; i++) {
			assert.equal(await (await poll(sid)).text(), "2");
			assert.equal((await push(sid, "3")).status, 200);
		}
	});
	it("closes upon ping timeout (polling)", async () => {
		const sid = await session();
		await sleep(PING_INTERVAL + PING_TIMEOUT);
		assert.equal((await poll(sid)).status, 400);
	});
	it("sends pings and takes pongs (websocket)", async () => {
		const socket = await connection();
		for (let i = 0; i < 3; i++) {
			assert.equal(await message(socket), "2");
			socket.send("3");
		}
		socket.close();
	});
	it("closes upon ping timeout (websocket)", async () => {
		await waitFor(websocket(), "close");
	});
	it("closes a polling session", async () => {
		const sid = await session();
		const [polled] = await Promise.all([poll(sid), push(sid, "1")]);
		assert.equal(polled.status, 200);
		assert.equal(await polled.text(), "6");
		assert.equal((await poll(sid)).status, 400);
	});
	it("closes a websocket session", async () => {
		const socket = websocket();
		await message(socket);
		socket.send("1");
		await waitFor(socket, "close");
	});
	it("upgrades", async () => {
		const sid = await session();
		const socket = websocket({ sid });
		await waitFor(socket, "open");
		socket.send("2probe");
		assert.equal(await message(socket), "3probe");
		socket.send("5");
		socket.close();
	});
	it("refuses polls after the upgrade", async () => {
		const sid = await session();
		const socket = websocket({ sid });
		await waitFor(socket, "open");
		socket.send("2probe");
		socket.send("5");
		assert.equal((await poll(sid)).status, 400);
		socket.close();
	});
	it("closes a second websocket after the upgrade", async () => {
		const sid = await session();
		const socket = websocket({ sid });
		await waitFor(socket, "open");
		socket.send("2probe");
		socket.send("5");
		await waitFor(websocket({ sid }), "close");
		socket.close();
	});
});

describe("connect", () => {
	for (const [nsp, prefix] of [["", ""], ["/custom,", "/custom,"]]) {
		for (const payload of ["", '{"token":"123"}']) {
			it(`connects to ${nsp || "/"} ${payload ? "with a payload" : ""}`, async () => {
				const socket = websocket();
				await message(socket);
				socket.send("40" + nsp + payload);
				const answer = await message(socket);
				assert.ok(answer.startsWith("40" + prefix));
				const handshake = JSON.parse(answer.slice(2 + prefix.length));
				assert.deepEqual(Object.keys(handshake), ["sid"]);
				assert.equal(typeof handshake.sid, "string");
				assert.equal(await message(socket), `42${prefix}["auth",${payload || "{}"}]`);
				socket.close();
			});
		}
	}
	it("refuses an unknown namespace", async () => {
		const socket = websocket();
		await message(socket);
		socket.send("40/random");
		assert.equal(await message(socket), '44/random,{"message":"Invalid namespace"}');
		socket.close();
	});
	it("closes upon an invalid handshake", async () => {
		const socket = websocket();
		await message(socket);
		socket.send("4abc");
		await waitFor(socket, "close");
	});
	it("closes if there is no handshake", async () => {
		await waitFor(websocket(), "close");
	});
});

describe("disconnect", () => {
	it("disconnects from the main namespace", async () => {
		const socket = await connection();
		socket.send("41");
		assert.equal(await message(socket), "2");
		socket.close();
	});
	it("connects to and disconnects from a custom namespace", async () => {
		const socket = await connection();
		await message(socket); // ping
		socket.send("40/custom");
		await message(socket);
		await message(socket);
		socket.send("41/custom");
		socket.send('42["message","message to main namespace"]');
		assert.equal(await message(socket), '42["message-back","message to main namespace"]');
		socket.close();
	});
});

describe("message", () => {
	it("sends text", async () => {
		const socket = await connection();
		socket.send('42["message",1,"2",{"3":[true]}]');
		assert.equal(await message(socket), '42["message-back",1,"2",{"3":[true]}]');
		socket.close();
	});
	const placeholders = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}';
	it("sends binary attachments", async () => {
		const socket = await connection();
		socket.send(`452-["message",${placeholders}]`);
		socket.send(Uint8Array.from([1, 2, 3]));
		socket.send(Uint8Array.from([4, 5, 6]));
		assert.deepEqual(await messages(socket, 3), [
			`452-["message-back",${placeholders}]`, bytes(1, 2, 3), bytes(4, 5, 6),
		]);
		socket.close();
	});
	it("acknowledges text", async () => {
		const socket = await connection();
		socket.send('42456["message-with-ack",1,"2",{"3":[false]}]');
		assert.equal(await message(socket), '43456[1,"2",{"3":[false]}]');
		socket.close();
	});
	it("acknowledges with binary attachments", async () => {
		const socket = await connection();
		socket.send(`452-789["message-with-ack",${placeholders}]`);
		socket.send(Uint8Array.from([1, 2, 3]));
		socket.send(Uint8Array.from([4, 5, 6]));
		assert.deepEqual(await messages(socket, 3), [`462-789[${placeholders}]`, bytes(1, 2, 3), bytes(4, 5, 6)]);
		socket.close();
	});
	const bad = {
		"an unknown packet type": "4abc",
		"an invalid payload": "42{}",
		"an invalid ack id": '42abc["message-with-ack",1,"2",{"3":[false]}]',
	};
	for (const [name, packet] of Object.entries(bad)) {
		it(`closes upon ${name}`, async () => {
			const socket = await connection();
			socket.send(packet);
			await waitFor(socket, "close");
		});
	}
});
