// SPDX-License-Identifier: Apache-2.0
/** Registers the service worker where browsers allow one, and tells when a new version waits. */
import { tell } from '@/data/notices';
import { words } from '@/words';

let asked = false;

function announceUpdate(worker: ServiceWorker): void {
  const w = words().shell;
  tell({
    text: w.newVersion,
    action: { label: w.reload, run: () => worker.postMessage('take-over') },
  });
}

export function registerWorker(): void {
  if (asked || process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return;
  asked = true;
  const had = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => had && window.location.reload());
  void navigator.serviceWorker.register('/sw.js').then(
    (registration) => {
      if (registration?.waiting && had) announceUpdate(registration.waiting);
      registration?.addEventListener('updatefound', () => {
        const worker = registration.installing;
        worker?.addEventListener('statechange', () => {
          if (worker.state === 'installed' && navigator.serviceWorker.controller) announceUpdate(worker);
        });
      });
    },
    () => {},
  );
}
