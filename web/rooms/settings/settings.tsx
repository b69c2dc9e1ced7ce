// SPDX-License-Identifier: Apache-2.0
'use client';
/** Settings, a page for each matter. What is changed is saved at once; only secrets have a button. */
import { useSearchParams } from 'next/navigation';
import type { ComponentType } from 'react';
import { useRoomLine } from '@/line/state';
import { PagesRoom } from '@/parts/pages-room';
import { lazily } from '@/ui/lazy';
import { Skeleton } from '@/ui/states';
import { useWords } from '@/words/settings';

const page = (load: () => Promise<ComponentType>) => lazily(load, <Skeleton />);
/** Each page is fetched when it is opened. */
const PAGES = {
  account: page(() => import('./account').then((module) => module.Account)),
  look: page(() => import('./look').then((module) => module.Look)),
  security: page(() => import('./security').then((module) => module.Security)),
  notifications: page(() => import('./notifications').then((module) => module.Notifications)),
  mail: page(() => import('./mail').then((module) => module.Mail)),
  usage: page(() => import('./usage').then((module) => module.Usage)),
  data: page(() => import('./data').then((module) => module.Data)),
  about: page(() => import('./about').then((module) => module.About)),
};
type Page = keyof typeof PAGES;

export function Settings() {
  const w = useWords();
  const wanted = useSearchParams().get('page') as Page | null;
  const page: Page = wanted && wanted in PAGES ? wanted : 'account';
  useRoomLine('settings');
  const Body = PAGES[page];
  return (
    <PagesRoom
      title={w.settings.title}
      pages={(Object.keys(PAGES) as Page[]).map((id) => ({ id, name: w.settings.pages[id] }))}
      current={page}
    >
      <Body />
    </PagesRoom>
  );
}
