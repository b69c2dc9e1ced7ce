// SPDX-License-Identifier: Apache-2.0
// Socket.IO under load: Pixie's server against npm socket.io with ws and with eiows, in one run.
// The server under test is pinned to one core, the generator to the other.
//
//   bench/realtime/run.mjs [seconds=5] [rounds=1] [only=acks,rate,fanout,idle,connect,abrupt,many]
//
// CPU per message is the server's own (user and system) and is the figure to
// compare on a machine that others use too.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const build = process.env.PIXIE_BUILD ?? here + "../../build/release/";
const settings = Object.fromEntries(process.argv.slice(2).map((word) => word.split("=")));
const seconds = settings.seconds ?? "5";
const rounds = Number(settings.rounds ?? 1);
const only = settings.only?.split(",");
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function start(kind) {
	const quiet = ["--ping-interval", "25000", "--ping-timeout", "20000", "--connect-timeout", "45000", "--no-delay", "--rooms", "1"];
	const command = kind === "pixie" ? [build + "sio_echo", "0", ...quiet] : [process.execPath, here + "peer.mjs", "0", kind];
	const child = spawn("taskset", ["-c", "0", ...command], { stdio: ["ignore", "pipe", "inherit"] });
	const [line] = await once(child.stdout, "data");
	return { kind, child, pid: child.pid, port: String(line).match(/\d+/)[0] };
}

const rss = (server) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]);

function cpu(server) {
	const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

function load(server, mode, options, background) {
	const words = [server.port, mode, ...Object.entries({ seconds, ...options }).map(([k, v]) => `${k}=${v}`)];
	const child = spawn("taskset", ["-c", "1", build + "bench_realtime", ...words], { stdio: ["pipe", "pipe", "inherit"] });
	let text = "";
	child.stdout.on("data", (data) => { text += data; });
	if (background) return child;
	const before = cpu(server);
	let connected;
	child.stdout.once("data", () => { connected = cpu(server); });
	return once(child, "close").then(() => ({
		...JSON.parse(text.trim().split("\n").at(-1)),
		connect_cpu: connected - before,
		cpu: cpu(server) - connected, // after all were connected
	}));
}

const each = (cpu, messages) => ((cpu * 1e6) / Math.max(1, messages)).toFixed(1);

const tests = {
	async acks(server) {
		const r = await load(server, "acks", { n: 100 });
		return { "acks/s": r.acks_per_s, "p99 ms": r.p99_ms, "acks per CPU s": Math.round(r.samples / r.cpu), errors: r.errors };
	},
	async rate(server) {
		const r = await load(server, "rate", { n: 10000, rate: 10000 });
		return { "acks/s": r.acks_per_s, "p50 ms": r.p50_ms, "p99 ms": r.p99_ms, errors: r.errors };
	},
	async fanout(server) {
		const r = await load(server, "fanout", { n: 1000, rate: 50 });
		return { sent: r.sent, complete: r.samples, "p50 ms": r.p50_ms, "p99 ms": r.p99_ms, "server CPU us/receiver": each(r.cpu, r.sent * 1000), errors: r.errors };
	},
	async idle(server) {
		const before = rss(server);
		const child = load(server, "idle", { n: 10000 }, true);
		await once(child.stdout, "data");
		await sleep(1000);
		const grown = (rss(server) - before) / 10000;
		child.stdin.end("\n");
		await once(child, "close");
		return { "resident KB each": grown.toFixed(2) };
	},
	async connect(server) {
		const r = await load(server, "connect", { n: 10000 });
		return { "10,000 connects s": r.connect_s, "server CPU us each": each(r.connect_cpu, 10000), errors: r.errors };
	},
	async abrupt(server) {
		const r = await load(server, "abrupt", { n: 10000 });
		await sleep(1000);
		if (server.kind !== "pixie") return { errors: r.errors };
		const stats = await (await fetch(`http://127.0.0.1:${server.port}/stats`)).json();
		return { left: stats.sessions + stats.sockets + stats.rooms, errors: r.errors };
	},
};

async function many() {
	const one = await start("pixie");
	const child = load(one, "idle", { n: 19000 }, true);
	const [first] = await once(child.stdout, "data");
	console.log("19,000 on one process:", String(first).trim(), `resident ${rss(one)} KB`);
	child.stdin.end("\n");
	await once(child, "close");
	const two = await start("pixie");
	const children = [load(one, "idle", { n: 15000 }, true), load(two, "idle", { n: 15000 }, true)];
	const lines = await Promise.all(children.map((c) => once(c.stdout, "data")));
	console.log("30,000 on two processes:", lines.map((l) => String(l).trim()).join(" "));
	for (const c of children) c.stdin.end("\n");
	await Promise.all(children.map((c) => once(c, "close")));
	for (const server of [one, two]) server.child.kill();
}

execFileSync(here + "build_eiows", { stdio: "inherit" });
for (const [name, test] of Object.entries(tests)) {
	if (only && !only.includes(name)) continue;
	for (let round = 0; round < rounds; round++) {
		const table = {};
		for (const kind of ["pixie", "ws", "eiows"]) {
			const server = await start(kind);
			await sleep(300);
			table[kind] = await test(server);
			server.child.kill();
			await once(server.child, "exit");
		}
		console.log(`\n${name} (load average ${readFileSync("/proc/loadavg", "utf8").split(" ")[0]})`);
		console.table(table);
	}
}
if (!only || only.includes("many")) await many();
