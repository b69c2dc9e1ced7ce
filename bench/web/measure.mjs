// SPDX-License-Identifier: Apache-2.0
/* How a page is slowed down and what is read from it: the same for the app and for the empty page beside it. */

export const round = (n, digits = 1) => Number(n.toFixed(digits));
export const sorted = (list) => [...list].sort((a, b) => a - b);
const at = (list, share) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * share))];
export const summary = (list) => ({ n: list.length, p50: round(at(list, 0.5)), p95: round(at(list, 0.95)), most: round(Math.max(...list)) });

export async function slowed(page, rate, network) {
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate });
	if (network) {
		await session.send('Network.enable');
		// 4G as Lighthouse simulates it: 1.6 Mbit/s down, 150 ms.
		await session.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 });
	}
	return session;
}

/** Runs in the page: what the browser itself says of its paints, shifts, long tasks and interactions. */
export const OBSERVE = () => {
	const seen = { lcp: 0, cls: 0, long: 0, events: [] };
	window.seen = seen;
	const watch = (type, each, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true, ...more });
	watch('largest-contentful-paint', (entry) => { seen.lcp = entry.startTime; });
	watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
	watch('longtask', (entry) => { seen.long += Math.max(0, entry.duration - 50); });
	watch('event', ({ interactionId, duration }) => { if (interactionId) seen.events.push({ interactionId, duration }); }, { durationThreshold: 16 });
};

const LEAST_REPORTED_MS = 16;

/**
 * Milliseconds that each of `count` interactions took until the next paint: the longest of the events that belong to
 * it. What was painted sooner than the browser reports stands there as that limit.
 */
export async function interactionTimes(page, count) {
	await page.waitForTimeout(500); // events are reported after their paint
	const events = await page.evaluate(() => window.seen.events.splice(0));
	const longest = new Map();
	for (const { interactionId, duration } of events) longest.set(interactionId, Math.max(duration, longest.get(interactionId) ?? 0));
	const times = [...longest.values()];
	while (times.length < count) times.push(LEAST_REPORTED_MS);
	return times;
}

/**
 * Milliseconds from the key, click or input that `act` makes until what it made stands painted; measured in the page.
 * The look is taken in the frame's own callback, just before its paint, and the end once that frame is done.
 */
export async function untilPainted(page, act, condition) {
	await page.evaluate(`window.painted = new Promise((resolve) => {
		let began;
		const begin = (event) => { began ??= event.timeStamp; };
		for (const type of ['keydown', 'click', 'input']) addEventListener(type, begin, { capture: true, once: true });
		const look = () => began !== undefined && (${condition}) ? setTimeout(() => resolve(performance.now() - began)) : requestAnimationFrame(look);
		look();
	}); undefined`);
	await act();
	return page.evaluate('window.painted');
}

/** Runs in the page: frames a second while the box is scrolled by 120 px a frame for three seconds. */
export const SCROLL = (selector) => new Promise((resolve) => {
	const box = document.querySelector(selector);
	const began = performance.now();
	let count = 0;
	const step = () => {
		box.scrollTop += 120;
		count += 1;
		if (performance.now() - began < 3000) requestAnimationFrame(step);
		else resolve(count / ((performance.now() - began) / 1000));
	};
	requestAnimationFrame(step);
});

/**
 * As `load`, of a page that is open: the third time it is loaded. At the second the browser writes down what it compiled,
 * once, which takes a CPU that is slowed down 100 ms and more; no later load does that.
 */
export async function warmLoad(page) {
	await load(page, () => page.reload());
	return load(page, () => page.reload());
}

export async function load(page, go) {
	await go();
	await page.locator('h1').waitFor();
	await page.waitForTimeout(1500);
	const { lcp, cls, long } = await page.evaluate(() => window.seen);
	return { lcp_ms: round(lcp, 0), cls: round(cls, 3), blocked_ms: round(long, 0) };
}
