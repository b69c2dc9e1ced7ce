// SPDX-License-Identifier: Apache-2.0
'use client';
/** Settings, a page for each matter. What is changed is saved at once; only secrets have a button. */
import { useSearchParams } from 'next/navigation';
import { useRoomLine } from '@/line/state';
import { PagesRoom } from '@/parts/pages-room';
import { useWords } from '@/words';
import { About } from './about';
import { Account } from './account';
import { Data } from './data';
import { Look } from './look';
import { Security } from './security';

const PAGES = { account: Account, look: Look, security: Security, data: Data, about: About };
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
