// SPDX-License-Identifier: Apache-2.0
/*
 * What the page's own thread works for an action: milliseconds of its processor time, how often it computed styles and
 * laid out. Other programs on the machine take time away from it, but add no work to it, so these figures hold on a busy
 * machine where those by the clock do not. An empty page is asked the same for a floor; part of both is the browser's
 * and the test's own.
 */
import { line, open, signIn } from '../../web/e2e/lib.mjs';
import { round } from './measure.mjs';

const REST_MS = 700;
const SENTENCE = 'Lunch with Sam tomorrow 12:30 every week';
const NAMES = { TaskDuration: 'task_ms', ScriptDuration: 'script_ms', LayoutDuration: 'layout_ms', RecalcStyleDuration: 'style_ms',
	LayoutCount: 'layouts', RecalcStyleCount: 'styles' };

/** Runs in the page: scrolls by 120 px a frame, so many frames. */
const SCROLL = (frames) => new Promise((resolve) => {
	const box = document.querySelector('main [data-scroll]');
	let left = frames;
	const step = () => {
		box.scrollTop += 120;
		left -= 1;
		if (left > 0) requestAnimationFrame(step);
		else resolve();
	};
	requestAnimationFrame(step);
});

/** What `act` costs, divided by how many actions it was. */
async function meter(page) {
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable', { timeDomain: 'threadTicks' });
	const read = async () => Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]));
	return async (times, act) => {
		const before = await read();
		await act();
		await page.waitForTimeout(REST_MS);
		const after = await read();
		return Object.fromEntries(Object.entries(NAMES).map(([name, short]) => {
			const unit = short.endsWith('_ms') ? 1000 : 1;
			return [short, round((after[name] - before[name]) * unit / times, 2)];
		}));
	};
}

const type = (page) => page.keyboard.type(SENTENCE, { delay: 30 });

async function emptyPage(browser) {
	const page = await browser.newPage();
	await page.setContent('<h1>Empty</h1><textarea></textarea><button onclick="this.dataset.on = 1">Flip</button>');
	await page.locator('textarea').focus();
	const measure = await meter(page);
	const key = await measure(SENTENCE.length, () => type(page));
	const clicks = [];
	for (let i = 0; i < 6; i++) clicks.push(await measure(1, () => page.locator('button').dispatchEvent('click')));
	await page.close();
	return { empty_page_key: key, empty_page_click: middle(clicks) };
}

/** The middle of several by the time of the task: the first of a kind also compiles its code. */
const middle = (all) => all.sort((a, b) => a.task_ms - b.task_ms)[Math.floor(all.length / 2)];

async function everyday(page, measure) {
	await page.goto('/tasks');
	await page.locator('[data-row]').first().waitFor();
	await line(page).focus();
	await page.waitForFunction(() => performance.getEntriesByName(`${location.origin}/engine/pixie_preview.wasm`).length > 0);
	await page.waitForTimeout(2000);
	const found = { key: await measure(SENTENCE.length, () => type(page)) };
	await line(page).fill('');
	const clicks = [];
	for (let i = 0; i < 6; i++)
		clicks.push(await measure(1, () => page.locator('[data-task]').nth(i + 2).locator('[role=checkbox]').dispatchEvent('click')));
	found.click = middle(clicks);
	await page.evaluate(() => document.activeElement?.blur());
	const switches = [];
	for (const key of 'ctauctau') {
		switches.push(await measure(1, async () => {
			await page.keyboard.press('g');
			await page.keyboard.press(key);
		}));
	}
	found.room_switch = middle(switches.slice(4));
	return found;
}

/** The week of 300 events that run.mjs has made. */
async function fullWeek(page, measure) {
	await page.goto('/calendar?view=week&day=2030-01-21');
	await page.locator('[data-grid]').waitFor();
	await page.waitForTimeout(2000);
	const shown = [];
	for (let i = 0; i < 5; i++) {
		shown.push(await measure(1, async () => {
			await page.keyboard.press('k');
			await page.waitForFunction(() => document.querySelectorAll('[data-item]').length >= 300);
		}));
		await page.keyboard.press('j');
		await page.waitForFunction(() => document.querySelectorAll('[data-item]').length === 0);
	}
	return middle(shown);
}

async function manyTasks(page, measure) {
	await page.goto('/tasks');
	await page.locator('[data-row]').first().waitFor();
	await page.waitForTimeout(3000);
	const frames = 120;
	const scrolled = await measure(frames, () => page.evaluate(SCROLL, frames));
	const find = page.locator('[data-find]');
	const filtered = [];
	for (const text of ['number 99', 'number 42', 'number 7000']) {
		await find.fill('');
		await page.waitForTimeout(REST_MS);
		filtered.push(await measure(1, () => find.fill(text)));
	}
	return { scrolled_frame: scrolled, filter: middle(filtered) };
}

/** After run.mjs has made a week of 300 events and ten thousand tasks; the everyday figures before. */
export async function work(browser, pixie, many) {
	const context = await open(browser, pixie);
	const page = await signIn(context);
	const measure = await meter(page);
	const found = many
		? { week_of_300: await fullWeek(page, measure), ...(await manyTasks(page, measure)) }
		: { ...(await emptyPage(browser)), ...(await everyday(page, measure)) };
	await context.close();
	return found;
}
