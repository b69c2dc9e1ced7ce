// SPDX-License-Identifier: Apache-2.0
// Connection state recovery and reconnection, as socket.io-client 4.6 and later do it.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { io } from "socket.io-client";
import { Server, sleep } from "./harness.mjs";

for (const transports of [["websocket"], ["polling"]]) {
	describe(`recovery over ${transports}`, () => {
		let server, other;
		before(async () => {
			server = await Server.start("--recovery", 60000, "--ping-interval", 2000, "--ping-timeout", 2000);
			other = io(server.http, { forceNew: true });
			await once(other, "auth");
		});
		after(async () => {
			other.disconnect();
			await server.stop();
		});

		const connect = async () => {
			const socket = io(server.http, { forceNew: true, transports, reconnectionDelay: 50, reconnectionDelayMax: 100 });
			await once(socket, "auth");
			return socket;
		};

		it("restores id, rooms and missed packets", async () => {
			const socket = await connect();
			const { id } = socket;
			const got = [];
			socket.on("to-room", (room, n) => got.push(n));
			await socket.timeout(2000).emitWithAck("join", "blue");
			other.emit("to-room", "blue", 1);
			while (got.length < 1) await sleep(5);
			socket.io.engine.close(); // an abrupt loss, as far as Socket.IO can tell
			for (const n of [2, 3]) other.emit("to-room", "blue", n);
			other.emit("to-room", "green", 99);
			await once(socket, "connect");
			assert.equal(socket.recovered, true);
			assert.equal(socket.id, id);
			while (got.length < 3) await sleep(5);
			assert.deepEqual(got, [1, 2, 3]);
			other.emit("to-room", "blue", 4); // still a member
			while (got.length < 4) await sleep(5);
			assert.equal(await socket.timeout(2000).emitWithAck("recovered"), true);
			socket.disconnect();
		});
		it("does not restore after a deliberate disconnection", async () => {
			const socket = await connect();
			const { id } = socket;
			socket.disconnect().connect();
			await once(socket, "connect");
			assert.ok(!socket.recovered);
			assert.notEqual(socket.id, id);
			socket.disconnect();
		});
		it("does not restore from a made-up or used pid", async () => {
			const socket = await connect();
			socket.io.engine.close();
			const pid = socket._pid;
			const offset = socket._lastOffset;
			await once(socket, "connect");
			assert.equal(socket.recovered, true);
			const thief = io(server.http, { forceNew: true, auth: { pid, offset } });
			await once(thief, "connect");
			assert.ok(!thief.recovered);
			assert.notEqual(thief.id, socket.id);
			thief.disconnect();
			socket.disconnect();
		});
	});
}

describe("without recovery", () => {
	it("reconnects as a new socket after the server went", async (t) => {
		const first = await Server.start("--ping-interval", 2000, "--ping-timeout", 2000);
		t.after(() => first.stop());
		const socket = io(first.http, { forceNew: true, transports: ["websocket"], reconnectionDelay: 50 });
		await once(socket, "auth");
		const { id } = socket;
		socket.io.engine.close();
		await once(socket, "connect");
		assert.ok(!socket.recovered);
		assert.notEqual(socket.id, id);
		socket.disconnect();
	});
});
