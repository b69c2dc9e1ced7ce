// SPDX-License-Identifier: Apache-2.0
// Starts sio_echo and gives the tests small tools over fetch and ws.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";

const root = fileURLToPath(new URL("../../../", import.meta.url));
export const binary = process.env.SIO_ECHO ?? root + "build/dev/sio_echo";

export class Server {
	static async start(...options) {
		const extra = (process.env.SIO_ECHO_OPTIONS ?? "").split(" ").filter(Boolean);
		const child = spawn(binary, ["0", ...options.map(String), ...extra], { stdio: ["ignore", "pipe", "inherit"] });
		const [line] = await once(child.stdout, "data");
		const server = new Server();
		server.child = child;
		server.port = Number(/listening on (\d+)/.exec(String(line))[1]);
		server.http = `http://127.0.0.1:${server.port}`;
		server.ws = `ws://127.0.0.1:${server.port}`;
		return server;
	}

	// Ends it and insists on a clean end: a sanitizer's report is a failure.
	async stop() {
		const { child } = this;
		child.kill("SIGTERM");
		if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
		if (child.exitCode !== 0) throw new Error(`sio_echo ended with ${child.exitCode ?? child.signalCode}`);
	}

	async stats() {
		return (await fetch(this.http + "/stats")).json();
	}

	// Waits until the counters are as given.
	async settled(expected) {
		for (;;) {
			const stats = await this.stats();
			if (Object.entries(expected).every(([key, value]) => stats[key] === value)) return stats;
			await sleep(20);
		}
	}

	url(path, query) {
		return `${path}?${new URLSearchParams({ EIO: "4", ...query })}`;
	}
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// One event of a WebSocket, listened for only from now on.
export function waitFor(socket, type) {
	return new Promise((resolve) => socket.addEventListener(type, resolve, { once: true }));
}

export async function message(socket) {
	return (await waitFor(socket, "message")).data;
}

// The next `count` messages, pings left out.
export function messages(socket, count) {
	const got = [];
	return new Promise((resolve) => {
		const take = ({ data }) => {
			if (data === "2") return;
			got.push(data);
			if (got.length < count) return;
			socket.removeEventListener("message", take);
			resolve(got);
		};
		socket.addEventListener("message", take);
	});
}

export function open(url, options) {
	const socket = new WebSocket(url, options);
	socket.binaryType = "arraybuffer";
	return socket;
}

export const bytes = (...values) => Uint8Array.from(values).buffer;
