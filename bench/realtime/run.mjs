// SPDX-License-Identifier: Apache-2.0
// Socket.IO under load: Pixie's server against npm socket.io with ws and with eiows, in one run.
// The server under test is pinned to one core, the generator to the other.
//
//   node run.mjs [--seconds 5] [--rounds 1] [--only acks,rate,fanout,idle,connect,abrupt,many] [--json FILE] [--priority]
//
// CPU per message is the server's own (user and system) and is the figure to
// compare on a machine that others use too; --priority runs both sides with
// chrt -r 5 there.  The JSON has every round, the medians, and for each figure
// of the acceptance its bar and whether it was met; the exit code is 1 if one
// that was measured was not.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const build = process.env.PIXIE_BUILD ?? here + "../../build/release/";
const option = (name, fallback) => { const at = process.argv.indexOf(name); return at < 0 ? fallback : process.argv[at + 1]; };
const seconds = Number(option("--seconds", 5)), rounds = Number(option("--rounds", 1));
const only = option("--only")?.split(",");
const json = option("--json");
const pinned = (core) => ["taskset", "-c", core, ...(process.argv.includes("--priority") ? ["chrt", "-r", "5"] : [])];
const kinds = ["pixie", "ws", "eiows"];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function start(kind) {
	const quiet = ["--ping-interval", "25000", "--ping-timeout", "20000", "--connect-timeout", "45000", "--no-delay", "--rooms", "1"];
	const command = kind === "pixie" ? [build + "sio_echo", "0", ...quiet] : [process.execPath, here + "peer.mjs", "0", kind];
	const [program, ...words] = [...pinned("0"), ...command];
	const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
	const ended = once(child, "exit").then(() => { throw new Error(`${kind} ended at start; is it built, and npm ci done here?`); });
	const [line] = await Promise.race([once(child.stdout, "data"), ended]);
	ended.catch(() => {}); // its end later is not an error
	return { kind, child, pid: child.pid, port: String(line).match(/\d+/)[0] };
}

const rss = (server) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]);

function cpu(server) {
	const fields = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ");
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

function load(server, mode, options, background) {
	const settings = Object.entries({ seconds, ...options }).map(([k, v]) => `${k}=${v}`);
	const [program, ...words] = [...pinned("1"), build + "bench_realtime", server.port, mode, ...settings];
	const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
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

const rounded = (value, digits) => Number(value.toFixed(digits));
const micros = (cpu, messages) => rounded((cpu * 1e6) / Math.max(1, messages), 1);

// What a test answers is summed up by medians; names end in their unit.
const tests = {
	async acks(server) {
		const r = await load(server, "acks", { n: 100 });
		return { acks_per_s: r.acks_per_s, p99_ms: r.p99_ms, acks_per_cpu_s: Math.round(r.samples / r.cpu), errors: r.errors };
	},
	async rate(server) {
		const r = await load(server, "rate", { n: 10000, rate: 10000 });
		return { acks_per_s: r.acks_per_s, p50_ms: r.p50_ms, p99_ms: r.p99_ms, errors: r.errors };
	},
	async fanout(server) {
		const r = await load(server, "fanout", { n: 1000, rate: 50 });
		return { sent: r.sent, complete: r.samples, p50_ms: r.p50_ms, p99_ms: r.p99_ms, server_cpu_us_per_receiver: micros(r.cpu, r.sent * 1000), errors: r.errors };
	},
	async idle(server) {
		const before = rss(server);
		const child = load(server, "idle", { n: 10000 }, true);
		await once(child.stdout, "data");
		await sleep(1000);
		const bytes = Math.round(((rss(server) - before) * 1024) / 10000);
		child.stdin.end("\n");
		await once(child, "close");
		return { resident_bytes_each: bytes };
	},
	async connect(server) {
		const r = await load(server, "connect", { n: 10000 });
		return { connects_10000_s: r.connect_s, server_cpu_us_each: micros(r.connect_cpu, 10000), errors: r.errors };
	},
	async abrupt(server) {
		const r = await load(server, "abrupt", { n: 10000 });
		await sleep(1000);
		if (server.kind !== "pixie") return { errors: r.errors };
		const stats = await (await fetch(`http://127.0.0.1:${server.port}/stats`)).json();
		return { left: stats.sessions + stats.sockets + stats.rooms, errors: r.errors };
	},
};

const stop = async (server) => { server.child.kill(); await once(server.child, "exit"); };

async function hold(servers, count) {
	const children = servers.map((server) => load(server, "idle", { n: count }, true));
	const lines = await Promise.all(children.map((child) => once(child.stdout, "data")));
	const parts = lines.map(([line]) => JSON.parse(String(line)));
	const resident = servers.reduce((sum, server) => sum + rss(server), 0);
	for (const child of children) child.stdin.end("\n");
	await Promise.all(children.map((child) => once(child, "close")));
	const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
	return { connected: sum("connected"), errors: sum("errors"), resident_kb: resident };
}

async function many() {
	const one = await start("pixie");
	const alone = await hold([one], 19000);
	await stop(one);
	const pair = [await start("pixie"), await start("pixie")];
	const both = await hold(pair, 15000);
	await Promise.all(pair.map(stop));
	return { one_process: alone, two_processes: both };
}

function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

const medians = (list) => Object.fromEntries(Object.keys(list[0]).map((key) => [key, rounded(median(list.map((one) => one[key])), 3)]));

const result = {
	machine: `${cpus()[0].model}, ${cpus().length} cores, Linux ${readFileSync("/proc/sys/kernel/osrelease", "utf8").trim()}`,
	node: process.version, seconds, rounds, tests: {}, acceptance: {},
};

// A bar is met by the median of the rounds; `value` may be missing if the test was left out.
function judge(name, value, met, bar) {
	if (value !== undefined) result.acceptance[name] = { value, bar, met };
}

function judgeAll() {
	const of = (test, kind) => result.tests[test]?.[kind].median;
	const ratio = (kind, key) => of("acks", kind) && rounded(of("acks", "pixie")[key] / of("acks", kind)[key], 2);
	const [acks, rate, fanout, idle, connect, abrupt] = ["acks", "rate", "fanout", "idle", "connect", "abrupt"].map((test) => of(test, "pixie"));
	const { one_process: one, two_processes: two } = result.tests.many ?? {};
	judge("idle bytes per connection", idle?.resident_bytes_each, idle?.resident_bytes_each <= 2048, "<= 2048");
	judge("acks/s, ratio to ws", ratio("ws", "acks_per_s"), ratio("ws", "acks_per_s") >= 3, ">= 3");
	judge("acks/s, ratio to eiows", ratio("eiows", "acks_per_s"), ratio("eiows", "acks_per_s") >= 1, ">= 1");
	judge("acks per CPU second, ratio to ws", ratio("ws", "acks_per_cpu_s"), ratio("ws", "acks_per_cpu_s") >= 3, ">= 3");
	judge("acks per CPU second, ratio to eiows", ratio("eiows", "acks_per_cpu_s"), ratio("eiows", "acks_per_cpu_s") >= 1, ">= 1");
	judge("acks/s with 10,000 connections", rate?.acks_per_s, rate?.acks_per_s >= 9900 && rate.errors === 0, ">= 9900, no error");
	judge("p99 ms of these", rate?.p99_ms, rate?.p99_ms <= 3, "<= 3");
	judge("fan-out to 1,000, p50 ms to the last", fanout?.p50_ms, fanout?.p50_ms <= 5 && fanout.sent === fanout.complete, "<= 5");
	judge("10,000 connects, s", connect?.connects_10000_s, connect?.connects_10000_s <= 2 && connect.errors === 0, "<= 2");
	judge("left after 10,000 resets", abrupt?.left, abrupt?.left === 0, "0");
	judge("connections of one process", one?.connected, one?.connected === 19000 && one.errors === 0, "19000, no error");
	judge("connections of two processes", two?.connected, two?.connected === 30000 && two.errors === 0, "30000, no error");
}

execFileSync(here + "build_eiows", { stdio: "inherit" });
for (const [name, test] of Object.entries(tests)) {
	if (only && !only.includes(name)) continue;
	const runs = Object.fromEntries(kinds.map((kind) => [kind, []]));
	for (let round = 0; round < rounds; round++) {
		for (const kind of kinds) {
			const server = await start(kind);
			await sleep(300);
			runs[kind].push(await test(server));
			await stop(server);
		}
	}
	result.tests[name] = Object.fromEntries(kinds.map((kind) => [kind, { median: medians(runs[kind]), rounds: runs[kind] }]));
	result.tests[name].load_average = Number(readFileSync("/proc/loadavg", "utf8").split(" ")[0]);
	console.log(`\n${name} (load average ${result.tests[name].load_average})`);
	console.table(Object.fromEntries(kinds.map((kind) => [kind, result.tests[name][kind].median])));
}
if (!only || only.includes("many")) {
	result.tests.many = await many();
	console.log("\nmany");
	console.table(result.tests.many);
}
judgeAll();
console.log();
console.table(result.acceptance);
if (json) writeFileSync(json, JSON.stringify(result, null, 2) + "\n");
process.exit(Object.values(result.acceptance).every((one) => one.met) ? 0 : 1);
