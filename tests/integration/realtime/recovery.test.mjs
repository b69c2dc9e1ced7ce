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

		const connect = async (auth = { rooms: ["blue"] }) => {
			const socket = io(server.http, { forceNew: true, transports, auth, reconnectionDelay: 50, reconnectionDelayMax: 100 });
			await once(socket, "auth");
			return socket;
		};

		it("restores id, rooms and missed packets", async () => {
			const socket = await connect();
			const { id } = socket;
			const got = [];
			socket.on("to-room", (room, n) => got.push(n));
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
		// The page comes back after `change`; what it is told then, and whether it was recovered.
		const comeBack = async (change) => {
			const socket = await connect({ rooms: ["blue"], identity: "ann" });
			const got = [];
			socket.on("to-room", (room, n) => got.push(n));
			other.emit("to-room", "blue", "seen");
			while (got.length < 1) await sleep(5);
			await change(socket);
			other.emit("to-room", "blue", "missed");
			await once(socket, "connect");
			other.emit("to-room", "blue", "later");
			await other.timeout(2000).emitWithAck("join", "nowhere"); // behind it
			await sleep(100);
			socket.disconnect();
			return { recovered: Boolean(socket.recovered), got };
		};
		it("gives another identity nothing: not the missed, not the rooms", async () => {
			const asBob = { identity: "bob", rooms: ["green"] };
			for (const change of [
				(s) => { s.auth = asBob; s.io.engine.close(); },
				(s) => { s.io.engine.close(); s.disconnect(); s.auth = asBob; s.connect(); }, // offline: the packet never left
			]) assert.deepEqual(await comeBack(change), { recovered: false, got: ["seen"] });
		});
		it("does not restore for an identity that the socket no longer has", async () => {
			const change = async (s) => { await s.timeout(2000).emitWithAck("identify", "ann, who may less"); s.io.engine.close(); };
			assert.equal((await comeBack(change)).recovered, false);
		});
		it("restores for the identity that the socket got meanwhile", async () => {
			const change = async (s) => {
				await s.timeout(2000).emitWithAck("identify", "ann, renewed");
				s.auth = { identity: "ann, renewed", rooms: ["blue"] };
				s.io.engine.close();
			};
			assert.deepEqual(await comeBack(change), { recovered: true, got: ["seen", "missed", "later"] });
		});
		it("joins the rooms it is given now, and no others", async () => {
			const change = (s) => { s.auth = { identity: "ann", rooms: ["green"] }; s.io.engine.close(); };
			assert.deepEqual(await comeBack(change), { recovered: true, got: ["seen"] });
		});
		it("does not restore in another namespace", async () => {
			const socket = await connect({ rooms: ["blue"] });
			other.emit("to-room", "blue", 1);
			await once(socket, "to-room");
			const { _pid: pid, _lastOffset: offset } = socket;
			socket.io.engine.close();
			socket.io.reconnection(false);
			const thief = io(server.http + "/custom", { forceNew: true, auth: { pid, offset, rooms: ["blue"] } });
			await once(thief, "connect");
			assert.ok(!thief.recovered && thief._pid !== pid);
			thief.disconnect();
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
			const thief = io(server.http, { forceNew: true, auth: { pid, offset, rooms: ["blue"] } });
			await once(thief, "connect");
			assert.ok(!thief.recovered);
			assert.notEqual(thief.id, socket.id);
			thief.disconnect();
			socket.disconnect();
		});
	});
}

describe("recovery within bounds", () => {
	const start = (...options) => Server.start("--ping-interval", 20000, "--ping-timeout", 20000, ...options);
	const connect = async (server, room) => {
		const socket = io(server.http, { forceNew: true, transports: ["websocket"], auth: { rooms: [room] }, reconnectionDelay: 50 });
		await once(socket, "auth");
		return socket;
	};

	it("a quiet socket that missed nothing is recovered, however busy the others are", async (t) => {
		const server = await start("--recovery", 300);
		t.after(() => server.stop());
		const [quiet, busy] = await Promise.all([connect(server, "quiet"), connect(server, "busy")]);
		busy.emit("to-room", "quiet", 1);
		await once(quiet, "to-room");
		for (let i = 0; i < 10; i++) {
			busy.emit("to-room", "busy", i);
			await sleep(60); // twice the window in all
		}
		quiet.io.engine.close();
		await once(quiet, "connect");
		assert.equal(quiet.recovered, true);
		for (const socket of [quiet, busy]) socket.disconnect();
	});
	it("who missed more than is kept starts anew, and sync says reload", async (t) => {
		const server = await start("--recovery", 60000, "--recovery-bytes", 4 << 20, "--recovery-room-bytes", 1 << 20);
		t.after(() => server.stop());
		const [one, teller] = await Promise.all([connect(server, "one"), connect(server, "teller")]);
		teller.emit("number", "one", "first");
		const [, , seq] = await once(one, "numbered");
		one.io.reconnection(false);
		one.io.engine.close();
		const text = "x".repeat(200000);
		for (let i = 0; i < 200; i++) teller.emit("number", `room-${i % 20}`, text); // 40 MB, kept twice
		for (let i = 0; i < 10; i++) teller.emit("number", "one", text);
		const answer = await teller.timeout(20000).emitWithAck("sync", "one", seq);
		assert.equal(answer.reload, true);
		one.io.reconnection(true);
		one.connect();
		await once(one, "connect");
		assert.ok(!one.recovered);
		for (const socket of [one, teller]) socket.disconnect();
	});
});

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
