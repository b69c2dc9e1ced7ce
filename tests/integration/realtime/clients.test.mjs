// SPDX-License-Identifier: Apache-2.0
// The real clients: socket.io-client and engine.io-client, over each transport and over several loops.
import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Socket as EngineSocket } from "engine.io-client";
import { io } from "socket.io-client";
import { Server, sleep } from "./harness.mjs";

let server;
const QUIET = ["--ping-interval", 5000, "--ping-timeout", 5000];

before(async () => { server = await Server.start(...QUIET); });
after(() => server.stop());

async function connect(options = {}, nsp = "") {
	const socket = io(server.http + nsp, { forceNew: true, ...options });
	await once(socket, "auth");
	return socket;
}

const transports = {
	"polling only": ["polling"],
	"websocket only": ["websocket"],
	"polling, then upgrade": ["polling", "websocket"],
};

for (const [name, list] of Object.entries(transports)) {
	describe(`socket.io-client, ${name}`, () => {
		let socket;
		before(async () => { socket = await connect({ transports: list }); });
		after(() => socket.disconnect());

		it("echoes text and objects", async () => {
			const back = once(socket, "message-back");
			socket.emit("message", 1, "zwei", { drei: [true, null, "\u{1f600}é\\\""] });
			assert.deepEqual(await back, [1, "zwei", { drei: [true, null, "\u{1f600}é\\\""] }]);
		});
		it("echoes binary", async () => {
			const back = once(socket, "message-back");
			socket.emit("message", Buffer.from([1, 2, 3]), { deep: [Uint8Array.from([4, 5])] }, "text");
			const [first, second, third] = await back;
			assert.deepEqual([...first], [1, 2, 3]);
			assert.deepEqual([...second.deep[0]], [4, 5]);
			assert.equal(third, "text");
		});
		it("acknowledges", async () => {
			assert.equal(await socket.timeout(2000).emitWithAck("message-with-ack", "one"), "one");
			const bytes = await socket.timeout(2000).emitWithAck("message-with-ack", Buffer.from([7, 8]));
			assert.deepEqual([...bytes], [7, 8]);
		});
		it("acknowledges from another thread", async () => {
			assert.deepEqual(await socket.timeout(2000).emitWithAck("elsewhere", { a: 1 }), { a: 1 });
		});
		it("times out where there is no acknowledgement", async () => {
			await assert.rejects(socket.timeout(100).emitWithAck("unknown-event"), /timed out/);
		});
		it("answers questions of the server", async () => {
			socket.once("question", (text, answer) => answer(text + "!"));
			assert.equal(await socket.timeout(2000).emitWithAck("ask", "well"), "well!");
		});
		it("hears that a question was not answered", async () => {
			assert.equal(await socket.timeout(4000).emitWithAck("ask", "silence"), null);
		});
		it("passes 500 messages in order", async () => {
			const got = [];
			const done = new Promise((resolve) => socket.on("message-back", (i) => {
				if (got.push(i) === 500) resolve();
			}));
			for (let i = 0; i < 500; i++) socket.emit("message", i);
			await done;
			socket.off("message-back");
			assert.deepEqual(got, Array.from({ length: 500 }, (_, i) => i));
		});
		it("passes a large message", async () => {
			const text = "x".repeat(600000);
			assert.equal(await socket.timeout(5000).emitWithAck("message-with-ack", text), text);
		});
		it("ends on the transport it should", async () => {
			const wanted = list.at(-1);
			while (socket.io.engine.transport.name !== wanted) await sleep(10);
			assert.equal(await socket.timeout(2000).emitWithAck("message-with-ack", "still"), "still");
		});
	});
}

describe("namespaces", () => {
	it("multiplexes two over one connection", async () => {
		const main = await connect({ transports: ["websocket"] });
		const custom = main.io.socket("/custom", { auth: { token: "c" } });
		const [auth] = await once(custom, "auth");
		assert.deepEqual(auth, { token: "c" });
		assert.notEqual(main.id, custom.id);
		custom.disconnect();
		assert.equal(await main.timeout(2000).emitWithAck("message-with-ack", 1), 1);
		main.disconnect();
	});
	it("reports a refused namespace and a refused login", async () => {
		const unknown = io(server.http + "/nowhere", { forceNew: true });
		const [first] = await once(unknown, "connect_error");
		assert.equal(first.message, "Invalid namespace");
		unknown.disconnect();
		const refused = io(server.http, { forceNew: true, auth: { refuse: true } });
		const [second] = await once(refused, "connect_error");
		assert.equal(second.message, "not today");
		assert.deepEqual(second.data, { code: "E42" });
		refused.disconnect();
	});
	it("disconnects one socket, or the whole connection", async () => {
		const one = await connect({ transports: ["websocket"], reconnection: false });
		const left = once(one, "disconnect");
		one.emit("kick", false);
		assert.equal((await left)[0], "io server disconnect");
		const two = await connect({ transports: ["polling"], reconnection: false });
		const closed = once(two, "disconnect");
		two.emit("kick", true);
		assert.equal((await closed)[0], "io server disconnect");
		one.disconnect();
	});
});

describe("rooms", () => {
	it("reaches members of every transport, and only members", async () => {
		const sockets = await Promise.all(Object.values(transports).map((list) => connect({ transports: list })));
		const outsider = await connect();
		outsider.on("to-room", () => assert.fail("not a member"));
		for (const socket of sockets) await socket.timeout(2000).emitWithAck("join", "red");
		const all = Promise.all(sockets.map((socket) => once(socket, "to-room")));
		outsider.emit("to-room", "red", { n: 1 });
		for (const got of await all) assert.deepEqual(got, ["red", { n: 1 }]);
		await sockets[0].timeout(2000).emitWithAck("leave", "red");
		sockets[0].on("to-room", () => assert.fail("has left"));
		const rest = Promise.all(sockets.slice(1).map((socket) => once(socket, "to-room")));
		outsider.emit("to-room", "red", 2);
		await rest;
		assert.ok((await server.stats()).rooms >= 1); // one on each loop that has members
		for (const socket of [...sockets, outsider]) socket.disconnect();
		await server.settled({ sessions: 0, sockets: 0, rooms: 0 });
	});
	it("broadcasts to everybody", async () => {
		const sockets = await Promise.all([connect(), connect({ transports: ["websocket"] })]);
		const all = Promise.all(sockets.map((socket) => once(socket, "broadcast")));
		sockets[0].emit("broadcast", "all");
		assert.deepEqual(await all, [["all"], ["all"]]);
		for (const socket of sockets) socket.disconnect();
	});
	it("cuts a room off", async () => {
		const sockets = await Promise.all([1, 2, 3].map(() => connect({ reconnection: false })));
		const bystander = await connect();
		for (const socket of sockets) await socket.timeout(2000).emitWithAck("join", "session:1");
		const all = Promise.all(sockets.map((socket) => once(socket, "disconnect")));
		bystander.emit("kick-room", "session:1");
		await all;
		assert.equal(await bystander.timeout(2000).emitWithAck("message-with-ack", 1), 1);
		bystander.disconnect();
		await server.settled({ sockets: 0, rooms: 0 });
	});
	it("numbers events and tells what was missed", async () => {
		const socket = await connect();
		const sync = (since) => socket.timeout(2000).emitWithAck("sync", "plan", since);
		await socket.timeout(2000).emitWithAck("join", "plan");
		const { seq: start } = await sync(0);
		const numbers = [];
		socket.on("numbered", (...args) => numbers.push(args.at(-1)));
		for (let i = 0; i < 3; i++) socket.emit("number", "plan", { i });
		while (numbers.length < 3) await sleep(5);
		assert.deepEqual(numbers, [start + 1, start + 2, start + 3]);
		assert.deepEqual(await sync(start + 1), {
			seq: start + 3,
			events: [["numbered", "plan", { i: 1 }, start + 2], ["numbered", "plan", { i: 2 }, start + 3]],
		});
		assert.deepEqual(await sync(start + 3), { seq: start + 3, events: [] });
		assert.deepEqual(await sync(1), { seq: start + 3, reload: true });
		assert.deepEqual(await sync(start + 99), { seq: start + 3, reload: true });
		socket.disconnect();
	});
});

describe("engine.io-client", () => {
	for (const [name, list] of Object.entries(transports)) {
		it(`echoes, ${name}`, async () => {
			const socket = new EngineSocket(server.http, { path: "/engine.io/", transports: list });
			socket.binaryType = "arraybuffer";
			await new Promise((resolve) => socket.on("open", resolve));
			if (list.length > 1) await new Promise((resolve) => socket.on("upgrade", resolve));
			const got = [];
			const done = new Promise((resolve) => socket.on("message", (data) => {
				if (got.push(data) === 2) resolve();
			}));
			socket.send("hello");
			socket.send(Uint8Array.from([1, 2, 3]).buffer);
			await done;
			assert.equal(got[0], "hello");
			assert.deepEqual([...new Uint8Array(got[1])], [1, 2, 3]);
			socket.close();
		});
	}
});

describe("over TLS", () => {
	let secure, folder;
	before(async () => {
		folder = mkdtempSync(join(tmpdir(), "pixie-tls-"));
		const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
		execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
			"-days", "2", "-subj", "/CN=localhost", "-keyout", key, "-out", cert], { stdio: "ignore" });
		secure = await Server.start(...QUIET, "--cert", cert, "--key", key);
	});
	after(async () => {
		await secure.stop();
		rmSync(folder, { recursive: true });
	});
	for (const [name, list] of Object.entries(transports)) {
		it(`works, ${name}`, async () => {
			const socket = io(`https://127.0.0.1:${secure.port}`, { forceNew: true, transports: list, rejectUnauthorized: false });
			await once(socket, "auth");
			const text = "x".repeat(300000);
			for (let i = 0; i < 3; i++)
				assert.equal(await socket.timeout(5000).emitWithAck("message-with-ack", text), text);
			while (socket.io.engine.transport.name !== list.at(-1)) await sleep(10);
			const back = once(socket, "message-back");
			socket.emit("message", Buffer.from([1, 2]), "end");
			assert.equal((await back)[1], "end");
			socket.disconnect();
		});
	}
});
