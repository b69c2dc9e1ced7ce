// SPDX-License-Identifier: Apache-2.0
/** Registers the service worker where browsers allow one, and tells when a new version waits. */
import { tell } from '@/data/notices';
import { words } from '@/words';

let asked = false;

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(text: string): string },
  ): { createScriptURL(text: string): unknown };
}

/** Our content policy wants the address of a script to come from a named maker. */
function workerAddress(): string {
  const policies = (window as unknown as { trustedTypes?: Policies }).trustedTypes;
  if (!policies) return '/sw.js';
  return policies
    .createPolicy('pixie-worker', { createScriptURL: () => '/sw.js' })
    .createScriptURL('') as string;
}

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
  void navigator.serviceWorker.register(workerAddress()).then(
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
