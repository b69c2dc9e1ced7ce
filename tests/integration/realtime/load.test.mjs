// SPDX-License-Identifier: Apache-2.0
// Ten thousand connections that are all reset at once: nothing may be left, and nothing leaked.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { describe, it } from "node:test";
import { Server, binary } from "./harness.mjs";

const load = dirname(binary) + "/bench_realtime";
const files = Number(execFileSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }));
const count = Math.min(10000, files - 500);

async function run(server, mode) {
	const child = spawn(load, [String(server.port), mode, `n=${count}`, "seconds=1", "rate=2000"], { stdio: ["ignore", "pipe", "inherit"] });
	let text = "";
	child.stdout.on("data", (data) => { text += data; });
	await once(child, "close");
	return JSON.parse(text.trim().split("\n").at(-1));
}

describe("load", { skip: existsSync(load) ? false : "bench_realtime is not built" }, () => {
	it("forgets ten thousand connections that are reset", { timeout: 120000 }, async (t) => {
		const server = await Server.start("--loops", 2, "--ping-interval", 30000, "--ping-timeout", 20000,
			"--connect-timeout", 30000, "--rooms", 1, "--recovery", 1, "--no-delay");
		t.after(() => server.stop());
		for (const mode of ["abrupt", "rate"]) {
			const result = await run(server, mode);
			assert.equal(result.connected, count);
			assert.equal(result.errors, 0);
			await server.settled({ sessions: 0, sockets: 0, rooms: 0 });
		}
	});
});
