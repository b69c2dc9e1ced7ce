// SPDX-License-Identifier: Apache-2.0
/*
 * The floor: what the browser, the slow-down and this machine take for a page that has nothing to do. A heading, a text
 * field, a button that flips its state and a list of plain rows, without styles or scripts of anybody, asked what the
 * app is asked. No figure of the app can be better than the one here; what the app is to blame for is the difference.
 */
import { createServer } from 'node:http';
import { interactionTimes, load, OBSERVE, round, SCROLL, slowed, summary, untilPainted, warmLoad } from './measure.mjs';

const ROWS = Array.from({ length: 10000 }, (_, i) => `<div style="height:40px">Row ${i}</div>`).join('');
const PAGES = {
	'/': '<h1>Empty</h1><textarea></textarea><button onclick="this.dataset.on = this.dataset.on ? \'\' : 1">Flip</button>',
	'/rows': `<h1>Rows</h1><div id="box" style="height:800px;overflow:auto;contain:strict">${ROWS}</div>`,
};

function serve() {
	const server = createServer((request, answer) => {
		answer.setHeader('content-type', 'text/html; charset=utf-8');
		answer.end(`<!doctype html><html lang="en"><title>Floor</title>${PAGES[request.url] ?? ''}`);
	});
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function act(page) {
	await page.locator('textarea').focus();
	await page.evaluate(OBSERVE);
	const text = 'Lunch with Sam tomorrow 12:30 every week';
	await page.keyboard.type(text, { delay: 30 });
	const keys = await interactionTimes(page, text.length);
	const clicks = [];
	for (let i = 0; i < 8; i++) {
		clicks.push(await untilPainted(page, () => page.locator('button').dispatchEvent('click'),
			`document.querySelector('button').dataset.on === '${i % 2 ? '' : '1'}'`));
	}
	return { key_ms: summary(keys), inp_ms: Math.max(...keys), click_ms: summary(clicks) };
}

export async function floor(browser, rate) {
	const server = await serve();
	const base = `http://127.0.0.1:${server.address().port}`;
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
	try {
		const first = await context.newPage();
		await first.addInitScript(OBSERVE);
		await slowed(first, rate, true);
		const cold = await load(first, () => first.goto(`${base}/`));
		const warm = await warmLoad(first);
		await first.close();
		const page = await context.newPage();
		await page.goto(`${base}/`);
		await slowed(page, rate, false);
		const acts = await act(page);
		await page.goto(`${base}/rows`);
		const frames = await page.evaluate(SCROLL, '#box');
		return { lcp_cold_ms: cold.lcp_ms, lcp_warm_ms: warm.lcp_ms, ...acts, frames_per_second: round(frames) };
	} finally {
		await context.close();
		server.close();
	}
}
