// SPDX-License-Identifier: Apache-2.0
/**
 * Messages that reach this browser while no page of ours is open (Web Push). A subscription belongs to one browser and
 * one person: it is told to the server anew at each start, because browsers change it, and ends with signing out.
 */
import { all, call } from './api';

export type PushState = 'unsupported' | 'denied' | 'off' | 'on';

interface Known {
  id: string;
  endpoint: string;
}

function supported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  return supported() ? navigator.serviceWorker.getRegistration() : undefined;
}

async function subscription(): Promise<PushSubscription | null> {
  return (await (await registration())?.pushManager.getSubscription()) ?? null;
}

export async function pushState(): Promise<PushState> {
  if (!(await registration())) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  return (await subscription()) ? 'on' : 'off';
}

/** What to call this device: its browser and system, as far as the browser says. */
function label(): string {
  const agent = navigator.userAgent;
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(agent)?.[0] ?? 'Browser';
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(agent)?.[0] ?? '';
  return [browser.replace('Edg', 'Edge').replace('OPR', 'Opera'), system].filter(Boolean).join(', ');
}

async function tellServer(made: PushSubscription): Promise<void> {
  const { endpoint, keys } = made.toJSON();
  const body = { endpoint, p256dh: keys?.p256dh, auth: keys?.auth, label: label() };
  await call('/push/subscriptions', { method: 'POST', body });
}

/** Asks the person's leave, then subscribes. Throws if the push service or the server refuses. */
export async function subscribe(): Promise<PushState> {
  const worker = await registration();
  if (!worker) return 'unsupported';
  if ((await Notification.requestPermission()) !== 'granted') return pushState();
  const { key } = await call<{ key: string }>('/push/key');
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await tellServer(made);
  return 'on';
}

export async function unsubscribe(): Promise<PushState> {
  const made = await subscription();
  if (!made) return pushState();
  const rows = await all<Known>('/push/subscriptions');
  const mine = rows.find((row) => row.endpoint === made.endpoint);
  if (mine) await call(`/push/subscriptions/${mine.id}`, { method: 'DELETE' });
  await made.unsubscribe();
  return 'off';
}

/** At each start: the server is told the subscription as it is now. */
export async function renewPush(): Promise<void> {
  const made = await subscription();
  if (made && Notification.permission === 'granted') await tellServer(made);
}
