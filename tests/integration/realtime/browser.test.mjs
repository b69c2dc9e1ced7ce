// SPDX-License-Identifier: Apache-2.0
// A browser: socket.io-client in headless Chromium, on a page of another origin (so CORS is in play).
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { describe, it } from "node:test";
import { Server } from "./harness.mjs";

function find() {
	for (const name of [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"]) {
		try {
			if (name) return execFileSync("which", [name], { encoding: "utf8" }).trim();
		} catch { /* the next one */ }
	}
	return null;
}

const chromium = find();
const client = readFileSync(new URL("./node_modules/socket.io-client/dist/socket.io.min.js", import.meta.url));

const page = (target, transports) => `<!doctype html><title>test</title><script src="/client.js"></script><script>
const socket = io(${JSON.stringify(target)}, { transports: ${JSON.stringify(transports)}, withCredentials: true, auth: { from: "page" } });
const report = (result) => fetch("/report", { method: "POST", body: JSON.stringify(result) });
socket.on("connect_error", (error) => report({ error: error.message }));
socket.once("auth", async (auth) => {
	const bytes = new Uint8Array([1, 2, 250]);
	const back = new Promise((resolve) => socket.once("message-back", (...args) => resolve(args)));
	socket.emit("message", "h\\u00e9 \\u{1f600}", { list: [1, null] }, bytes);
	const [text, object, buffer] = await back;
	const acked = await socket.timeout(3000).emitWithAck("message-with-ack", { n: 1 });
	const wanted = ${JSON.stringify(transports.at(-1))};
	while (socket.io.engine.transport.name !== wanted) await new Promise((resolve) => setTimeout(resolve, 20));
	const after = await socket.timeout(3000).emitWithAck("message-with-ack", "after");
	report({ auth, text, object, bytes: [...new Uint8Array(buffer)], acked, after });
});
</script>`;

async function visit(server, transports) {
	const profile = mkdtempSync(join(tmpdir(), "pixie-browser-"));
	let report;
	const reported = new Promise((resolve) => { report = resolve; });
	const pages = createServer((request, response) => {
		if (request.url === "/report") {
			let body = "";
			request.on("data", (data) => { body += data; });
			request.on("end", () => { response.end(); report(JSON.parse(body)); });
			return;
		}
		const script = request.url === "/client.js";
		response.setHeader("content-type", script ? "text/javascript" : "text/html; charset=utf-8");
		response.end(script ? client : page(server.http, transports));
	});
	pages.listen(0, "127.0.0.1");
	await once(pages, "listening");
	const browser = spawn(chromium, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--no-first-run", `--user-data-dir=${profile}`, `http://127.0.0.1:${pages.address().port}/`], { stdio: "ignore", detached: true });
	try {
		return await reported;
	} finally {
		process.kill(-browser.pid, "SIGKILL"); // its helpers too: they write to the profile
		await once(browser, "exit");
		pages.closeAllConnections();
		pages.close();
		await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
	}
}

describe("browser", { skip: chromium ? false : "no Chromium here" }, () => {
	for (const transports of [["polling"], ["websocket"], ["polling", "websocket"]]) {
		it(`talks over ${transports.join(", then ")}`, { timeout: 60000 }, async (t) => {
			const server = await Server.start("--any-origin", 1, "--ping-interval", 5000, "--ping-timeout", 5000);
			t.after(() => server.stop());
			assert.deepEqual(await visit(server, transports), {
				auth: { from: "page" }, text: "hé \u{1f600}", object: { list: [1, null] }, bytes: [1, 2, 250],
				acked: { n: 1 }, after: "after",
			});
			await server.settled({ sessions: 0 });
		});
	}
	it("is refused where the origin is not allowed", { timeout: 60000 }, async (t) => {
		const server = await Server.start("--ping-interval", 5000);
		t.after(() => server.stop());
		for (const transports of [["polling"], ["websocket"]])
			assert.match((await visit(server, transports)).error, /xhr poll error|websocket error/);
	});
});
