// SPDX-License-Identifier: Apache-2.0
/*
 * The service worker: the app opens without a network. It keeps the files of one build, and those of the build
 * before until the next one; it never keeps an answer of the API. A new build waits until it is asked to take
 * over, or until no page is open. It shows what is pushed, each time something (browsers revoke silent ones).
 */
const version = 'VERSION';
const files = 'FILES';
const CACHE = `pixie-${version}`;
const PAGE_WAIT_MS = 1500;

async function precache() {
  const cache = await caches.open(CACHE);
  const names = await caches.keys();
  await Promise.all(
    files.map(async (file) => {
      const hashed = file.startsWith('/_next/static/');
      const known = hashed && names.length > 1 ? await caches.match(file) : undefined;
      const answer =
        known ?? (await fetch(file, { cache: hashed ? 'default' : 'no-cache', credentials: 'same-origin' }));
      if (answer.ok) await cache.put(file, answer);
    }),
  );
}

async function dropOld() {
  const names = (await caches.keys()).filter((name) => name.startsWith('pixie-') && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}

async function kept(request) {
  const url = new URL(request.url);
  const path = url.pathname === '/' ? '/' : url.pathname.replace(/\/$/, '');
  const options = { ignoreSearch: true, ignoreVary: true };
  const ours = await (await caches.open(CACHE)).match(path, options);
  return ours ?? caches.match(path, options);
}

/** The network if it answers soon, else what is kept. */
async function page(request) {
  const late = new Promise((resolve) => setTimeout(resolve, PAGE_WAIT_MS));
  const asked = fetch(request);
  const answer = await Promise.race([asked.catch(() => null), late]);
  if (answer?.ok || answer?.type === 'opaqueredirect') return answer;
  return (await kept(request)) ?? answer ?? asked;
}

self.addEventListener('install', (event) => event.waitUntil(precache()));
self.addEventListener('activate', (event) => event.waitUntil(dropOld().then(() => self.clients.claim())));
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (/^\/(api|socket\.io|metrics|healthz|readyz)(\/|$)/.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else event.respondWith(kept(request).then((answer) => answer ?? fetch(request)));
});

function pushed(data) {
  try {
    return data.json() ?? {};
  } catch {
    return {};
  }
}

function show(data) {
  const { title, text, tag, url } = pushed(data);
  return self.registration.showNotification(title || 'Pixie', {
    body: text || '',
    tag: tag || undefined,
    renotify: Boolean(tag),
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    data: { url },
  });
}

/** Only to a page of ours, whatever the message names. */
function addressIn(data) {
  const url = new URL(data?.url || '/', self.location.origin);
  return url.origin === self.location.origin ? url.href : self.location.origin;
}

async function openApp(address) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.length === 0) return self.clients.openWindow(address);
  return pages[0].focus();
}

self.addEventListener('push', (event) => event.waitUntil(show(event.data)));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openApp(addressIn(event.notification.data)));
});
