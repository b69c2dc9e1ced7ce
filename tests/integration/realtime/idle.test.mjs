// SPDX-License-Identifier: Apache-2.0
// Sessions that are in no namespace: bounded in all and by address, ended in time, and given no memory to fill.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { io } from "socket.io-client";
import { message, open, Server, sleep, waitFor } from "./harness.mjs";

const path = "/socket.io/?EIO=4&transport=";

describe("idle sessions", () => {
	let server;
	before(async () => { server = await Server.start("--idle", 6, "--idle-per-address", 4, "--connect-timeout", 400, "--ping-interval", 20000, "--ping-timeout", 20000); });
	after(() => server.stop());

	const handshake = () => fetch(`${server.http}${path}polling`);
	const fill = async () => { for (let i = 0; i < 4; i++) assert.equal((await handshake()).status, 200); };

	it("are refused beyond the bound, by polling and by WebSocket, and ended in time", async () => {
		await fill();
		const refused = await handshake();
		assert.equal(refused.status, 429);
		assert.equal(refused.headers.get("retry-after"), "1");
		const socket = open(`${server.ws}${path}websocket`);
		assert.match((await waitFor(socket, "error")).message, /429/);
		const before = Date.now();
		await server.settled({ sessions: 0 });
		assert.ok(Date.now() - before < 5000); // not after the half minute that a closing session may take
		await fill();
		await server.settled({ sessions: 0 });
	});
	it("count no more once they have joined, and again when they have left", async () => {
		const sockets = await Promise.all([0, 1, 2, 3].map(async () => {
			const socket = open(`${server.ws}${path}websocket`);
			await message(socket);
			socket.send("40");
			await message(socket);
			return socket;
		}));
		await fill();
		assert.equal((await handshake()).status, 429);
		await server.settled({ sessions: 4 });
		const gone = sockets.map((socket) => waitFor(socket, "close"));
		for (const socket of sockets) socket.send("41"); // and stay
		await server.settled({ sockets: 0 });
		assert.equal((await handshake()).status, 429);
		await Promise.all(gone); // but not for ever
		await server.settled({ sessions: 0 });
		assert.equal((await handshake()).status, 200);
		await server.settled({ sessions: 0 });
	});
	it("don't keep a real client out for longer than they last", async () => {
		await fill();
		const socket = io(server.http, { forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 100 });
		await once(socket, "connect");
		socket.disconnect();
		await server.settled({ sessions: 0 });
	});
	it("are closed after too many refused namespaces", async () => {
		const socket = open(`${server.ws}${path}websocket`);
		await message(socket);
		const gone = waitFor(socket, "close");
		for (let i = 0; i < 100; i++) socket.send(`40/nowhere${i},`);
		await gone;
		await server.settled({ sessions: 0 });
	});
	it("can't fill memory with half a message, and send what they like once they have joined", async () => {
		const first = open(`${server.ws}${path}websocket`);
		await message(first);
		const gone = waitFor(first, "close");
		first.send(`40${JSON.stringify({ token: "x".repeat(20000) })}`);
		assert.equal((await gone).code, 1009);
		const second = open(`${server.ws}${path}websocket`);
		await message(second);
		second.send(`40${JSON.stringify({ token: "x".repeat(10000) })}`);
		assert.match(await message(second), /^40/);
		await message(second); // `auth`
		const text = "y".repeat(200000);
		second.send(`42["message",${JSON.stringify(text)}]`);
		assert.equal(await message(second), `42["message-back",${JSON.stringify(text)}]`);
		second.close();
		await server.settled({ sessions: 0 });
	});
	it("can't leave attachments behind", async () => {
		const socket = open(`${server.ws}${path}websocket`);
		await message(socket);
		const gone = waitFor(socket, "close");
		const before = Date.now();
		socket.send('451-["message",{"_placeholder":true,"num":0}]');
		await gone;
		assert.ok(Date.now() - before < 300); // not by the time limit
		await server.settled({ sessions: 0 });
	});
});

for (const transports of [["websocket"], ["polling"], ["polling", "websocket"]]) {
	it(`a client that is refused for now comes back by itself over ${transports.join(" then ")}`, async (t) => {
		const server = await Server.start("--ping-interval", 20000, "--ping-timeout", 20000);
		t.after(() => server.stop());
		const socket = io(server.http, { forceNew: true, transports, auth: { later: true }, reconnectionDelay: 50, reconnectionDelayMax: 100 });
		const errors = [];
		let attempts = 0;
		socket.on("connect_error", (error) => errors.push(error.message));
		socket.io.on("reconnect_attempt", () => { attempts++; });
		await once(socket, "connect");
		assert.ok(attempts >= 2);
		assert.deepEqual(errors, []);
		await sleep(20);
		assert.equal(socket.connected, true);
		socket.disconnect();
	});
}
