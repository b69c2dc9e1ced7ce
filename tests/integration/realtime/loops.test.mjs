// SPDX-License-Identifier: Apache-2.0
// Requests of one session over many connections, which the kernel spreads over the server's loops.
import assert from "node:assert/strict";
import net from "node:net";
import { after, before, describe, it } from "node:test";
import { Server, message, open, sleep } from "./harness.mjs";

let server;

before(async () => { server = await Server.start("--loops", 4, "--ping-interval", 20000, "--ping-timeout", 20000); });
after(() => server.stop());

// One request on a connection of its own.
function request(method, query, body = "") {
	return new Promise((resolve, reject) => {
		const socket = net.connect(server.port, "127.0.0.1");
		let text = "";
		socket.on("data", (data) => { text += data; });
		socket.on("error", reject);
		socket.on("close", () => {
			const [head, ...rest] = text.split("\r\n\r\n");
			resolve({ status: Number(head.slice(9, 12)), body: rest.join("\r\n\r\n") });
		});
		const path = `/engine.io/?${new URLSearchParams({ EIO: 4, transport: "polling", ...query })}`;
		socket.write(`${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n` +
			`Content-Length: ${body.length}\r\n\r\n${body}`);
	});
}

async function session() {
	return JSON.parse((await request("GET", {})).body.slice(1)).sid;
}

describe("several loops", () => {
	it("finds a session from any connection", async () => {
		await Promise.all(Array.from({ length: 20 }, async () => {
			const sid = await session();
			for (let i = 0; i < 10; i++) {
				const waiting = i % 2 ? request("GET", { sid }) : null;
				assert.deepEqual(await request("POST", { sid }, `4m${i}`), { status: 200, body: "ok" });
				assert.deepEqual(await (waiting ?? request("GET", { sid })), { status: 200, body: `4m${i}` });
			}
			assert.equal((await request("POST", { sid }, "1")).status, 200);
			assert.equal((await request("GET", { sid })).status, 400);
		}));
	});
	it("moves upgrades to the session's loop", async () => {
		await Promise.all(Array.from({ length: 40 }, async (_, i) => {
			const sid = await session();
			const socket = open(`${server.ws}/engine.io/?EIO=4&transport=websocket&sid=${sid}`);
			await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
			socket.send("2probe");
			assert.equal(await message(socket), "3probe");
			socket.send("5");
			socket.send(`4up${i}`);
			assert.equal(await message(socket), `4up${i}`);
			socket.close();
		}));
		await server.settled({ engine: 0 });
	});
	it("gives a session one probe when late ones arrive together", async (t) => {
		const other = await Server.start("--loops", 4, "--ping-interval", 20000, "--upgrade-timeout", 1);
		t.after(() => other.stop());
		const upgrade = (sid) => new Promise((resolve) => {
			const socket = open(`${other.ws}/engine.io/?EIO=4&transport=websocket&sid=${sid}`);
			socket.on("error", () => {});
			socket.on("close", resolve);
		});
		for (let round = 0; round < 20; round++) {
			const text = await (await fetch(`${other.http}/engine.io/?EIO=4&transport=polling`)).text();
			const { sid } = JSON.parse(text.slice(1));
			await Promise.all(Array.from({ length: 40 }, () => upgrade(sid)));
			const closed = await fetch(`${other.http}/engine.io/?EIO=4&transport=polling&sid=${sid}`, { method: "POST", body: "1" });
			assert.equal(closed.status, 200);
		}
		await other.settled({ engine: 0 });
	});
	it("takes frames sent in one breath with the upgrade request", async () => {
		await Promise.all(Array.from({ length: 20 }, async () => {
			const sid = await session();
			const socket = net.connect(server.port, "127.0.0.1");
			const frame = (text) => Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
			socket.write(Buffer.concat([
				Buffer.from(`GET /engine.io/?EIO=4&transport=websocket&sid=${sid} HTTP/1.1\r\nHost: x\r\n` +
					"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
					"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
				frame("2probe"), frame("5"), frame("4hello"),
			]));
			let got = Buffer.alloc(0);
			for await (const data of socket) {
				got = Buffer.concat([got, data]);
				if (got.includes("4hello")) break;
			}
			assert.match(String(got), /^HTTP\/1\.1 101 .*s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=.*3probe.*4hello/s);
			socket.destroy();
		}));
		await server.settled({ engine: 0 });
	});
	it("notices a poll whose connection goes on another loop", async () => {
		const sids = await Promise.all(Array.from({ length: 12 }, session));
		const sockets = sids.map((sid) => {
			const socket = net.connect(server.port, "127.0.0.1");
			socket.on("error", () => {});
			socket.write(`GET /engine.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\n\r\n`);
			return socket;
		});
		await server.settled({ engine: 12 });
		await sleep(50);
		for (const socket of sockets) socket.destroy();
		await server.settled({ engine: 0 });
	});
	it("ends with sessions, polls and upgrades under way", async (t) => {
		const other = await Server.start("--loops", 3, "--ping-interval", 20000);
		t.after(() => other.stop());
		const sessions = await Promise.all(Array.from({ length: 10 }, async () => {
			const text = await (await fetch(`${other.http}/engine.io/?EIO=4&transport=polling`)).text();
			return JSON.parse(text.slice(1)).sid;
		}));
		for (const sid of sessions) {
			fetch(`${other.http}/engine.io/?EIO=4&transport=polling&sid=${sid}`).catch(() => {});
			open(`${other.ws}/engine.io/?EIO=4&transport=websocket&sid=${sid}`).on("error", () => {});
			open(`${other.ws}/socket.io/?EIO=4&transport=websocket`).on("error", () => {});
		}
		await sleep(20);
	});
});
