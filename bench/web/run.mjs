// SPDX-License-Identifier: Apache-2.0
/*
 * The web app in Chromium with a CPU four times slower: first loads, what a key or a click takes until it is painted,
 * ten thousand tasks, a change seen by two browsers; and the bytes that a first load fetches, beside the published
 * bundles of others. Writes JSON; WEB.md's budgets stand beside what was measured. Figures of time want an idle machine.
 *
 *   node bench/web/run.mjs [--json OUT] [--slow 4] [--peer NAME=FOLDER]... [--lighthouse] [--only sizes]
 *
 * FOLDER holds a peer's index.html as it is published. --lighthouse runs `npx lighthouse@12.2.3` on three rooms.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch, line, open, signIn, startPixie, WEB, welcome } from '../../web/e2e/lib.mjs';

const words = process.argv.slice(2);
const valueOf = (name) => words[words.indexOf(name) + 1];
const SLOW = words.includes('--slow') ? Number(valueOf('--slow')) : 4;
const peers = words.flatMap((word, i) => (word === '--peer' ? [words[i + 1].split('=')] : []));
const TASKS = 10000;
const KB = 1024;

const round = (n, digits = 1) => Number(n.toFixed(digits));
const sorted = (list) => [...list].sort((a, b) => a - b);
const at = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))];
const summary = (list) => ({ n: list.length, p50: round(at(list, 0.5)), p95: round(at(list, 0.95)), most: round(Math.max(...list)) });

// ---- bytes

async function gz(file) {
	return gzipSync(await readFile(file), { level: 9 }).length;
}

/** What the page names itself: scripts, modules that it preloads, styles. */
async function firstLoad(folder, page) {
	const html = (await readFile(join(folder, page), 'utf8')).replaceAll('noModule=""', 'nomodule').replace(/<script[^>]*nomodule[^>]*>/gi, '');
	const named = (pattern) => [...new Set([...html.matchAll(pattern)].map((found) => found[1].split('?')[0]))];
	const scripts = named(/(?:<script[^>]*\ssrc|<link[^>]*rel="modulepreload"[^>]*\shref|import\()\s*=?\s*["']([^"']+\.m?js)/g);
	const styles = named(/<link[^>]*\shref="([^"]+\.css)"/g);
	const here = (files) => files.map((file) => join(folder, file.replace(/^\.?\//, ''))).filter((path) => existsSync(path));
	const sum = async (paths) => {
		let total = 0;
		for (const path of paths) total += await gz(path);
		return round(total / KB);
	};
	return { scripts_kb_gz: await sum(await withImports([...here(scripts), ...(await rootLayout(folder))])), styles_kb_gz: await sum(here(styles)) };
}

/** Modules with all that they import at once; what they import later is left out. */
async function withImports(paths) {
	const all = new Set();
	const add = async (path) => {
		if (all.has(path) || !existsSync(path)) return;
		all.add(path);
		const text = await readFile(path, 'utf8');
		for (const [, name] of text.matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.m?js)["']/g)) await add(join(dirname(path), name));
	};
	for (const path of paths) await add(path);
	return all;
}

/** SvelteKit's page asks for its root layout by code; every page needs it. */
async function rootLayout(folder) {
	const nodes = join(folder, '_app/immutable/nodes');
	if (!existsSync(nodes)) return [];
	return (await readdir(nodes)).filter((name) => /^0\..*js$/.test(name)).map((name) => join(nodes, name));
}

/** All scripts and styles that are published, packed: what an app can come to. */
async function published(folder) {
	let scripts = 0, styles = 0, files = 0;
	for (const entry of await readdir(folder, { recursive: true })) {
		if (/pyodide|wasm/.test(entry)) continue; // a Python for its cells: no part of an app
		if (!/\.(m?js|css)$/.test(entry)) continue;
		const size = await gz(join(folder, entry));
		files += 1;
		if (entry.endsWith('.css')) styles += size;
		else scripts += size;
	}
	return { files, scripts_kb_gz: round(scripts / KB), styles_kb_gz: round(styles / KB) };
}

async function sizes() {
	const found = { pixie: { routes: {}, published: await published(WEB) } };
	for (const page of (await readdir(WEB)).filter((name) => name.endsWith('.html')))
		found.pixie.routes[page.replace('.html', '')] = await firstLoad(WEB, page);
	for (const [name, folder] of peers)
		found[name] = { first_load: await firstLoad(folder, 'index.html'), published: await published(folder) };
	return found;
}

// ---- time

async function slowed(page, network) {
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW });
	if (network) {
		await session.send('Network.enable');
		// 4G as Lighthouse simulates it: 1.6 Mbit/s down, 150 ms.
		await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 });
	}
	return session;
}

const OBSERVE = () => {
	const seen = { lcp: 0, cls: 0, long: 0, events: [] };
	window.seen = seen;
	const watch = (type, each, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...more });
	watch('largest-contentful-paint', (entry) => { seen.lcp = entry.startTime; });
	watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
	watch('longtask', (entry) => { seen.long += Math.max(0, entry.duration - 50); });
	watch('event', (entry) => { if (entry.interactionId) seen.events.push(entry.duration); }, { durationThreshold: 16 });
};

async function loads(browser, pixie, state) {
	const context = await open(browser, pixie);
	await context.addCookies(state);
	const page = await context.newPage();
	await page.addInitScript(OBSERVE);
	await slowed(page, true);
	const one = async (go) => {
		await go();
		await page.locator('h1').waitFor();
		await page.waitForTimeout(1500);
		const { lcp, cls, long } = await page.evaluate(() => window.seen);
		return { lcp_ms: round(lcp, 0), cls: round(cls, 3), blocked_ms: round(long, 0) };
	};
	const cold = await one(() => page.goto('/'));
	const warm = await one(() => page.reload());
	await context.close();
	return { cold, warm };
}

/** Milliseconds from `act` until what it made stands painted; measured in the page. */
const UNTIL_PAINTED = (condition) => `new Promise((resolve) => {
	const began = performance.now();
	const look = () => (${condition}) ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began))) : requestAnimationFrame(look);
	look();
})`;

async function interactions(browser, pixie) {
	const context = await open(browser, pixie);
	const page = await signIn(context);
	await page.goto('/tasks');
	await page.locator('[data-row]').first().waitFor();
	await line(page).focus();
	await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/engine/pixie_preview.wasm`).length > 0);
	await page.evaluate(OBSERVE);
	await slowed(page, false);
	const adds = [];
	for (let i = 0; i < 12; i++) {
		const title = `Quick add ${i}`;
		await page.keyboard.type(title, { delay: 15 });
		const painted = page.evaluate(UNTIL_PAINTED(`[...document.querySelectorAll('[data-row]')].some((row) => row.textContent.includes(${JSON.stringify(title)}))`));
		await page.keyboard.press('Enter');
		adds.push(await painted);
	}
	const keys = await page.evaluate(() => window.seen.events.splice(0));
	await page.keyboard.type('Lunch with Sam tomorrow 12:30 every week', { delay: 30 });
	const ink = await page.evaluate(() => window.seen.events.splice(0));
	await line(page).fill('');
	const switches = [];
	for (const [key, heading] of [['c', 'calendar'], ['t', 'Today'], ['a', 'Tasks'], ['u', 'Upcoming'], ['t', 'Today'], ['a', 'Tasks'], ['c', 'calendar'], ['a', 'Tasks']]) {
		await page.keyboard.press('Escape');
		await page.evaluate(() => document.activeElement?.blur());
		await page.keyboard.press('g');
		const before = await page.locator('h1').textContent();
		const painted = page.evaluate(UNTIL_PAINTED(`document.querySelector('h1') && document.querySelector('h1').textContent !== ${JSON.stringify(before)}`));
		await page.keyboard.press(key);
		switches.push(await painted);
		void heading;
	}
	const inp = sorted([...keys, ...ink]);
	await context.close();
	return { quick_add_ms: summary(adds), key_ms: summary(ink.length > 0 ? ink : [16]), inp_ms: inp.at(-1) ?? 16, room_switch_ms: summary(switches) };
}

async function tenThousand(browser, pixie) {
	const left = TASKS - (await pixie.api('GET', '/tasks?status=open&limit=1&total=true').catch(() => ({ total: 0 }))).total;
	for (let made = 0; made < left; made += 500) {
		const changes = Array.from({ length: Math.min(500, left - made) }, (_, i) => ({
			op: 'create', entity: 'task', fields: { title: `Task number ${made + i} of many`, priority: (made + i) % 7 ? 'normal' : 'high' } }));
		await pixie.api('POST', '/batch', { changes });
	}
	const context = await open(browser, pixie);
	const page = await signIn(context);
	await page.goto('/tasks');
	await page.locator('[data-row]').first().waitFor({ timeout: 60000 });
	await page.waitForTimeout(2000);
	await slowed(page, false);
	const frames = await page.evaluate(() => new Promise((resolve) => {
		const box = document.querySelector('main [data-scroll]');
		const began = performance.now();
		let count = 0;
		const step = () => {
			box.scrollTop += 120;
			count += 1;
			if (performance.now() - began < 3000) requestAnimationFrame(step);
			else resolve(count / ((performance.now() - began) / 1000));
		};
		requestAnimationFrame(step);
	}));
	const find = page.locator('[data-find]');
	const filtered = [];
	for (const text of ['number 99', 'number 42', 'number 7000']) {
		await find.fill('');
		await page.waitForTimeout(300);
		const painted = page.evaluate(UNTIL_PAINTED(`document.querySelector('[data-row]')?.textContent.includes(${JSON.stringify(text)})`));
		await find.fill(text);
		filtered.push(await painted);
	}
	const session = await context.newCDPSession(page);
	await session.send('HeapProfiler.collectGarbage');
	const { usedSize } = await session.send('Runtime.getHeapUsage');
	const rows = await page.locator('[data-row]').count();
	await context.close();
	return { tasks: TASKS, frames_per_second: round(frames), filter_ms: summary(filtered), heap_mb: round(usedSize / KB / KB), rows_drawn: rows };
}

/** A change by REST until two pages have drawn it. The clocks are one: all run on this machine. */
async function twoBrowsers(browser, pixie) {
	const contexts = [await open(browser, pixie), await open(browser, pixie, { size: 'phone' })];
	const pages = [];
	for (const context of contexts) {
		const page = await signIn(context);
		await page.goto('/tasks?text=seen');
		await page.getByRole('heading', { level: 1 }).waitFor();
		pages.push(page);
	}
	await pages[0].waitForTimeout(1500);
	const took = [];
	for (let i = 0; i < 20; i++) {
		const title = `Seen by both ${i}`;
		const drawn = pages.map((page) => page.evaluate((wanted) => new Promise((resolve) => {
			const look = () => document.body.textContent.includes(wanted) ? resolve(Date.now()) : requestAnimationFrame(look);
			look();
		}), title));
		const began = Date.now();
		await pixie.api('POST', '/tasks', { title });
		took.push(Math.max(...(await Promise.all(drawn))) - began);
	}
	for (const context of contexts) await context.close();
	return summary(took);
}

/** As somebody who is signed in: the cookies go along as a header. */
async function lighthouse(pixie, cookies) {
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const found = {};
	const folder = await mkdtemp(join(tmpdir(), 'pixie-lighthouse-'));
	for (const path of ['/', '/tasks', '/chat']) {
		const out = join(folder, 'report.json');
		try {
			execFileSync('npx', ['-y', 'lighthouse@12.2.3', pixie.url + path, '--quiet', `--extra-headers=${JSON.stringify({ Cookie: cookie })}`, '--output=json', `--output-path=${out}`,
				'--only-categories=accessibility,best-practices,performance', '--chrome-flags=--headless=new --no-sandbox --disable-gpu'],
			{ env: { ...process.env, CHROME_PATH: process.env.CHROME_PATH ?? '/usr/bin/chromium' }, stdio: ['ignore', 'ignore', 'inherit'], timeout: 180000 });
			const { categories } = JSON.parse(await readFile(out, 'utf8'));
			found[path] = Object.fromEntries(Object.entries(categories).map(([name, { score }]) => [name, Math.round(score * 100)]));
		} catch (error) {
			found[path] = { problem: String(error.message).split('\n')[0] };
		}
	}
	await rm(folder, { recursive: true, force: true });
	return found;
}

const result = {
	made: new Date().toISOString(), machine: `${cpus().length} x ${cpus()[0].model}`, load: round(loadavg()[0]), cpu_slower: SLOW,
	sizes: await sizes(),
};
if (valueOf('--only') !== 'sizes') {
	const pixie = await startPixie(['--rate-api', '100000']);
	const browser = await launch();
	try {
		const context = await open(browser, pixie);
		await welcome(context, pixie);
		for (let i = 0; i < 30; i++) await pixie.api('POST', '/tasks', { title: `Ordinary task ${i}`, due_day: new Date().toISOString().slice(0, 10) });
		const cookies = await context.cookies();
		await context.close();
		result.first_load = await loads(browser, pixie, cookies);
		result.interactions = await interactions(browser, pixie);
		result.two_browsers_ms = await twoBrowsers(browser, pixie);
		result.ten_thousand = await tenThousand(browser, pixie);
		if (words.includes('--lighthouse')) result.lighthouse = await lighthouse(pixie, cookies);
	} finally {
		await browser.close();
		await pixie.end();
	}
	const { first_load: { cold, warm }, interactions: act, ten_thousand: many } = result;
	const routes = Object.values(result.sizes.pixie.routes);
	const bar = (measured, budget, met = measured <= budget) => ({ measured, budget, met });
	result.budgets = {
		scripts_kb_gz: bar(Math.max(...routes.map((route) => route.scripts_kb_gz)), 175),
		styles_kb_gz: bar(Math.max(...routes.map((route) => route.styles_kb_gz)), 20),
		lcp_cold_ms: bar(cold.lcp_ms, 1500), lcp_warm_ms: bar(warm.lcp_ms, 500), cls: bar(Math.max(cold.cls, warm.cls), 0.02),
		inp_ms: bar(act.inp_ms, 100), room_switch_ms: bar(act.room_switch_ms.p95, 100),
		scroll_fps: bar(many.frames_per_second, 55, many.frames_per_second >= 55), filter_ms: bar(many.filter_ms.p95, 50), heap_mb: bar(many.heap_mb, 80),
		two_browsers_ms: bar(result.two_browsers_ms.p95, 200),
	};
}
const text = `${JSON.stringify(result, null, '\t')}\n`;
if (words.includes('--json')) await writeFile(valueOf('--json'), text);
process.stdout.write(text);
