// SPDX-License-Identifier: Apache-2.0
'use client';
/** For administrators: people, invitations, health with the fix in words, jobs that were given up. */
import { useSearchParams } from 'next/navigation';
import { useUser } from '@/data/rows';
import { useRoomLine } from '@/line/state';
import { PagesRoom } from '@/parts/pages-room';
import { useWords } from '@/words/settings';
import { Health } from './health';
import { Invites } from './invites';
import { Jobs } from './jobs';
import { People } from './people';

const PAGES = { users: People, invites: Invites, health: Health, jobs: Jobs };
type Page = keyof typeof PAGES;

export function Admin() {
  const w = useWords();
  const { admin } = useUser();
  const wanted = useSearchParams().get('page') as Page | null;
  const page: Page = wanted && wanted in PAGES ? wanted : 'users';
  useRoomLine('admin');
  const Body = PAGES[page];
  return (
    <PagesRoom
      title={w.admin.title}
      pages={(Object.keys(PAGES) as Page[]).map((id) => ({ id, name: w.admin.pages[id] }))}
      current={page}
    >
      {admin ? <Body /> : <p>{w.admin.onlyAdmins}</p>}
    </PagesRoom>
  );
}
