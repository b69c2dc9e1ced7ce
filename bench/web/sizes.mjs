// SPDX-License-Identifier: Apache-2.0
/*
 * What a browser fetches before a page works, packed, and all that is published: ours beside Open WebUI's wheel (PyPI).
 * Vikunja publishes its app neither on npm nor on PyPI, only built into its releases: give `--peer vikunja=FOLDER`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { WEB } from '../../web/e2e/lib.mjs';

const KB = 1024;
const round = (n) => Number(n.toFixed(1));

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

/** Open WebUI's app as its wheel holds it; null with the reason if it can't be had. */
export async function fetchOpenWebui() {
	const folder = await mkdtemp(join(tmpdir(), 'pixie-peer-'));
	try {
		execFileSync('pip', ['download', '--quiet', '--no-deps', '--dest', folder, 'open-webui'], { stdio: ['ignore', 'ignore', 'pipe'], timeout: 600000 });
		const [wheel] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
		await mkdir(join(folder, 'all'));
		execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, wheel), join(folder, 'all')], { timeout: 600000 });
		const sizes = await sizesOf(join(folder, 'all/open_webui/frontend'));
		return { wheel, ...sizes };
	} catch (error) {
		return { problem: String(error.stderr || error.message).trim().split('\n').at(-1) };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function sizesOf(folder) {
	return { first_load: await firstLoad(folder, 'index.html'), published: await published(folder) };
}

/** Ours by route, and those of the peers: [name, folder with the index.html that is published]. */
export async function sizes(peers, fetching) {
	const found = { pixie: { routes: {}, published: await published(WEB) } };
	for (const page of (await readdir(WEB)).filter((name) => name.endsWith('.html')))
		found.pixie.routes[page.replace('.html', '')] = await firstLoad(WEB, page);
	for (const [name, folder] of peers) found[name] = await sizesOf(folder);
	if (fetching) found['open-webui'] = await fetchOpenWebui();
	return found;
}
