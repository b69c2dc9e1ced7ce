// SPDX-License-Identifier: Apache-2.0
/*
 * The web app in Chromium with a CPU four times slower: first loads, what a key or a click takes until it is painted,
 * a week of 300 events, ten thousand tasks, a change seen by two browsers; and the bytes that a first load fetches,
 * beside those of others. Prints each budget of the design with its figure, and ends with 1 if one is not kept or could
 * not be measured. Figures of time want an idle machine; beside them stands what an empty page takes (floor.mjs). On a
 * busy one look at `work`: processor time of the page's thread, without the slow-down (work.mjs).
 *
 *   node bench/web/run.mjs [--json OUT] [--slow 4] [--peers] [--peer NAME=FOLDER]... [--lighthouse] [--only PART]
 *
 * PIXIE_BINARY, PIXIE_WEB and CHROME_PATH as for the tests. PART is the beginning of a part's name: sizes, work. --peers
 * takes Open WebUI's app from PyPI; FOLDER holds a peer's index.html as it is published. --lighthouse runs
 * `npx lighthouse@12.2.3` on three rooms.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, line, open, signIn, startPixie, welcome } from '../../web/e2e/lib.mjs';
import { floor } from './floor.mjs';
import { interactionTimes, load, OBSERVE, round, SCROLL, slowed, summary, untilPainted, warmLoad } from './measure.mjs';
import { sizes } from './sizes.mjs';
import { work } from './work.mjs';

const words = process.argv.slice(2);
const valueOf = (name) => words[words.indexOf(name) + 1];
const SLOW = words.includes('--slow') ? Number(valueOf('--slow')) : 4;
const peers = words.flatMap((word, i) => (word === '--peer' ? [words[i + 1].split('=')] : []));
const ONLY = words.includes('--only') ? valueOf('--only') : null;
const TASKS = 10000;
const KB = 1024;

// ---- time

async function loads(browser, pixie, state) {
	const context = await open(browser, pixie);
	await context.addCookies(state);
	const page = await context.newPage();
	await page.addInitScript(OBSERVE);
	await slowed(page, SLOW, true);
	const cold = await load(page, () => page.goto('/'));
	const warm = await warmLoad(page);
	await context.close();
	return { cold, warm };
}

async function interactions(browser, pixie) {
	const context = await open(browser, pixie);
	const page = await signIn(context);
	await page.goto('/tasks');
	await page.locator('[data-row]').first().waitFor();
	await line(page).focus();
	await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/engine/pixie_preview.wasm`).length > 0);
	await page.evaluate(OBSERVE);
	await slowed(page, SLOW, false);
	const adds = [];
	for (let i = 0; i < 12; i++) {
		const title = `Quick add ${i}`;
		await page.keyboard.type(title, { delay: 15 });
		adds.push(await untilPainted(page, () => page.keyboard.press('Enter'),
			`[...document.querySelectorAll('[data-row]')].some((row) => row.textContent.includes(${JSON.stringify(title)}))`));
	}
	const keys = await interactionTimes(page, 0);
	const sentence = 'Lunch with Sam tomorrow 12:30 every week';
	await page.keyboard.type(sentence, { delay: 30 });
	const ink = await interactionTimes(page, sentence.length);
	await line(page).fill('');
	const switches = [];
	for (const [key, heading] of [['c', 'calendar'], ['t', 'Today'], ['a', 'Tasks'], ['u', 'Upcoming'], ['t', 'Today'], ['a', 'Tasks'], ['c', 'calendar'], ['a', 'Tasks']]) {
		await page.keyboard.press('Escape');
		await page.evaluate(() => document.activeElement?.blur());
		await page.keyboard.press('g');
		const before = await page.locator('h1').textContent();
		switches.push(await untilPainted(page, () => page.keyboard.press(key),
			`document.querySelector('h1') && document.querySelector('h1').textContent !== ${JSON.stringify(before)}`));
		void heading;
	}
	const clicks = [];
	for (let i = 0; i < 8; i++) {
		const row = page.locator('[data-task]').nth(i + 2);
		const box = row.locator('[role=checkbox]');
		const id = await row.getAttribute('data-task');
		clicks.push(await untilPainted(page, () => box.dispatchEvent('click'),
			`document.querySelector('[data-task="${id}"] [role=checkbox]')?.getAttribute('aria-checked') !== 'false'`));
	}
	await context.close();
	return { quick_add_ms: summary(adds), click_ms: summary(clicks), key_ms: summary(ink), inp_ms: Math.max(...keys, ...ink), room_switch_ms: summary(switches) };
}

async function makeWeek(pixie) {
	const monday = Date.UTC(2030, 0, 14);
	const changes = Array.from({ length: 300 }, (_, i) => {
		const start = monday + (i % 7) * 86400000 + (7 + (i % 12)) * 3600000 + (i % 4) * 900000;
		return { op: 'create', entity: 'event', fields: { title: `Event ${i}`, start: new Date(start).toISOString(), end: new Date(start + 2700000).toISOString() } };
	});
	await pixie.api('POST', '/batch', { changes });
}

/** Another week with 300 events: from the key until they are painted; the rows are in the page already. */
async function fullWeek(browser, pixie) {
	const context = await open(browser, pixie);
	const page = await signIn(context);
	await page.goto('/calendar?view=week&day=2030-01-21');
	await page.locator('[data-grid]').waitFor();
	await page.waitForTimeout(1500);
	await slowed(page, SLOW, false);
	const shown = [];
	for (let i = 0; i < 5; i++) {
		await page.evaluate(() => document.activeElement?.blur());
		shown.push(await untilPainted(page, () => page.keyboard.press('k'),
			`document.querySelectorAll('[data-item]').length >= 300`));
		await untilPainted(page, () => page.keyboard.press('j'),
			`document.querySelectorAll('[data-item]').length === 0`);
	}
	await context.close();
	return summary(shown);
}

async function makeMany(pixie) {
	const left = TASKS - (await pixie.api('GET', '/tasks?status=open&limit=1&total=true').catch(() => ({ total: 0 }))).total;
	for (let made = 0; made < left; made += 500) {
		const changes = Array.from({ length: Math.min(500, left - made) }, (_, i) => ({
			op: 'create', entity: 'task', fields: { title: `Task number ${made + i} of many`, priority: (made + i) % 7 ? 'normal' : 'high' } }));
		await pixie.api('POST', '/batch', { changes });
	}
}

async function tenThousand(browser, pixie) {
	const context = await open(browser, pixie);
	const page = await signIn(context);
	await page.goto('/tasks');
	await page.locator('[data-row]').first().waitFor({ timeout: 60000 });
	await page.waitForTimeout(2000);
	await slowed(page, SLOW, false);
	const frames = await page.evaluate(SCROLL, 'main [data-scroll]');
	const find = page.locator('[data-find]');
	const filtered = [];
	for (const text of ['number 99', 'number 42', 'number 7000']) {
		await find.fill('');
		await page.waitForTimeout(300);
		filtered.push(await untilPainted(page, () => find.fill(text),
			`document.querySelector('[data-row]')?.textContent.includes(${JSON.stringify(text)})`));
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

const result = { made: new Date().toISOString(), machine: `${cpus().length} x ${cpus()[0].model}`, load: round(loadavg()[0]), cpu_slower: SLOW };
const log = (text) => process.stderr.write(`${text}\n`);

/** One part; that it could not be measured is a result, too, and ends no other part. */
async function part(name, measure) {
	if (ONLY && !name.startsWith(ONLY)) return;
	log(`${name} ...`);
	try {
		result[name] = await within(measure(), 300000);
	} catch (error) {
		result[name] = { problem: String(error.message).split('\n')[0] };
		log(`${name}: ${result[name].problem}`);
	}
}

async function within(promise, ms) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`not done within ${ms / 1000} s`)), ms);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function times() {
	const pixie = await startPixie(['--rate-api', '100000']);
	const browser = await launch();
	try {
		const context = await open(browser, pixie);
		await welcome(context, pixie);
		for (let i = 0; i < 30; i++) await pixie.api('POST', '/tasks', { title: `Ordinary task ${i}`, due_day: new Date().toISOString().slice(0, 10) });
		const cookies = await context.cookies();
		await context.close();
		await part('floor', () => floor(browser, SLOW));
		await part('first_load', () => loads(browser, pixie, cookies));
		await part('interactions', () => interactions(browser, pixie));
		await part('work', () => work(browser, pixie, false));
		await part('two_browsers_ms', () => twoBrowsers(browser, pixie));
		await makeWeek(pixie);
		await part('week_of_300_ms', () => fullWeek(browser, pixie));
		await makeMany(pixie);
		await part('ten_thousand', () => tenThousand(browser, pixie));
		await part('work_of_many', () => work(browser, pixie, true));
		if (words.includes('--lighthouse')) await part('lighthouse', () => lighthouse(pixie, cookies));
	} finally {
		await browser.close();
		await pixie.end();
	}
}

/** What an empty page takes for the same here, where it can be asked the same. */
function floorOf(name) {
	const least = result.floor ?? {};
	return { lcp_cold_ms: least.lcp_cold_ms, lcp_warm_ms: least.lcp_warm_ms, inp_ms: least.inp_ms, key_to_ink_ms: least.key_ms?.p50,
		click_to_paint_ms: least.click_ms?.p95, scroll_fps: least.frames_per_second }[name];
}

/** [name, what it is allowed, how to find it]; a part that failed has no figure. */
function budgets() {
	const { sizes: { pixie } = {}, first_load: first, interactions: act, two_browsers_ms: two, week_of_300_ms: week, ten_thousand: many, lighthouse: lights } = result;
	const routes = Object.values(pixie?.routes ?? {});
	const most = (name) => Math.max(...routes.map((route) => route[name]));
	const rows = pixie ? [['scripts_kb_gz', 175, () => most('scripts_kb_gz')], ['styles_kb_gz', 20, () => most('styles_kb_gz')]] : [];
	if (first) rows.push(['lcp_cold_ms', 1500, () => first.cold.lcp_ms], ['lcp_warm_ms', 500, () => first.warm.lcp_ms],
		['cls', 0.02, () => Math.max(first.cold.cls, first.warm.cls)]);
	if (act) rows.push(['inp_ms', 100, () => act.inp_ms], ['key_to_ink_ms', SLOW >= 6 ? 50 : 16, () => act.key_ms.p50],
		['click_to_paint_ms', 50, () => act.click_ms.p95], ['room_switch_ms', 100, () => act.room_switch_ms.p95]);
	if (week) rows.push(['week_of_300_ms', 50, () => week.p50]);
	if (two) rows.push(['two_browsers_ms', 200, () => two.p95]);
	if (many) rows.push(['scroll_fps', -55, () => many.frames_per_second], ['filter_ms', 50, () => many.filter_ms.p95], ['heap_mb', 80, () => many.heap_mb]);
	for (const [path, scores] of Object.entries(lights ?? {}))
		rows.push([`accessibility ${path}`, -95, () => scores.accessibility], [`best practices ${path}`, -95, () => scores['best-practices']]);
	return rows.map(([name, budget, find]) => {
		let measured = null;
		try { measured = find() ?? null; } catch { /* its part failed */ }
		const met = measured !== null && (budget < 0 ? measured >= -budget : measured <= budget);
		return { name, budget: budget < 0 ? `>= ${-budget}` : `<= ${budget}`, measured, met, floor: floorOf(name) };
	});
}

await part('sizes', () => sizes(peers, words.includes('--peers')));
if (ONLY !== 'sizes') await times();
result.budgets = budgets();
if (words.includes('--json')) await writeFile(valueOf('--json'), `${JSON.stringify(result, null, '\t')}\n`);
for (const { name, budget, measured, met, floor: least } of result.budgets)
	console.log(`${met ? 'pass' : 'FAIL'}  ${name.padEnd(24)} ${budget.padStart(8)}  ${String(measured ?? 'not measured').padEnd(8)} ${least === undefined ? '' : `empty page: ${least}`}`.trimEnd());
for (const [name, spent] of Object.entries({ ...result.work, ...result.work_of_many }).filter(([, spent]) => spent.task_ms !== undefined))
	console.log(`work  ${name.padEnd(24)} ${spent.task_ms} ms, of it scripts ${spent.script_ms}, styles ${spent.style_ms}, layout ${spent.layout_ms}`);
for (const [name, { first_load: first, published: all, problem }] of Object.entries(result.sizes ?? {}).filter(([name]) => name !== 'pixie'))
	console.log(problem ? `      ${name}: ${problem}` : `      ${name}: ${first?.scripts_kb_gz} KB of scripts, ${first?.styles_kb_gz} of styles at first; ${all?.scripts_kb_gz} KB in all`);
process.exit(result.budgets.every(({ met }) => met) ? 0 : 1);
