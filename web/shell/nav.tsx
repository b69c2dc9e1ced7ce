// SPDX-License-Identifier: Apache-2.0
'use client';
/** Where one can go: a sidebar on wide screens, a rail on tablets, a bar on phones. */
import {
  Command as CommandIcon,
  Ellipsis,
  Keyboard,
  LogOut,
  PanelLeftClose,
  PanelLeftOpen,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { useUnread } from '@/data/notifications';
import { prefer, usePreferences } from '@/data/preferences';
import { useOpenCount } from '@/data/proposals';
import { useProjects } from '@/data/rows';
import { signOut } from '@/data/session';
import { useSession } from '@/data/state';
import { IconButton } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Link } from '@/ui/link';
import { useWords } from '@/words';
import { Bell } from './bell';
import css from './nav.module.css';
import { PLACES, placeOf } from './navigation';

function usePlaces() {
  const admin = useSession((session) => session.user?.admin ?? session.session?.user.admin ?? false);
  return PLACES.filter((place) => place.id !== 'admin' || admin);
}

function Places({ bar, onGo }: { bar?: boolean; onGo?(): void }) {
  const here = placeOf(usePathname());
  const w = useWords();
  const places = usePlaces();
  const waiting = useOpenCount();
  return (
    <ul className={bar ? css.barList : css.list}>
      {places
        .filter((place) => bar === undefined || place.bar === bar)
        .map(({ id, path, icon: Icon }) => (
          <li key={id}>
            <Link
              href={path}
              className={css.place}
              aria-current={here?.id === id ? 'page' : undefined}
              title={w.shell.rooms[id]}
              onClick={onGo}
            >
              <Icon size={18} aria-hidden />
              <span className={css.name}>{w.shell.rooms[id]}</span>
              {id === 'inbox' && waiting > 0 && (
                <span className={css.badge} role="img" aria-label={w.inbox.waiting(waiting)}>
                  {waiting}
                </span>
              )}
            </Link>
          </li>
        ))}
    </ul>
  );
}

function ProjectLinks({ onGo }: { onGo?(): void }) {
  const { rows } = useProjects();
  const views = usePreferences((preferences) => preferences.views);
  const w = useWords();
  const projects = [...rows.values()]
    .filter((project) => !project.archived)
    .sort((a, b) => a.name.localeCompare(b.name));
  const lists = [
    {
      title: w.shell.projects,
      links: projects.map((one) => ({ key: one.id, name: one.name, query: `project=${one.id}` })),
    },
    {
      title: w.shell.views,
      links: views.map((one) => ({ key: one.name, name: one.name, query: one.query })),
    },
  ];
  return lists
    .filter((list) => list.links.length > 0)
    .map((list) => (
      <section key={list.title} className={css.more} aria-label={list.title}>
        <h2 className={css.heading}>{list.title}</h2>
        <ul className={css.list}>
          {list.links.map(({ key, name, query }) => (
            <li key={key}>
              <Link href={`/tasks?${query}`} className={css.place} onClick={onGo}>
                <span className={css.name}>{name}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    ));
}

interface SidebarProps {
  onMenu(): void;
  onHelp(): void;
}

export function Sidebar({ onMenu, onHelp }: SidebarProps) {
  const w = useWords();
  const wide = usePreferences((preferences) => preferences.sidebar);
  return (
    <nav className={`${css.sidebar} ${wide ? '' : css.closed}`} aria-label={w.shell.navigation}>
      <div className={css.brand}>
        <span className={css.mark} aria-hidden>
          Pixie
        </span>
        <IconButton
          icon={wide ? PanelLeftClose : PanelLeftOpen}
          className={css.toggle}
          label={wide ? w.shell.collapse : w.shell.expand}
          onClick={() => prefer({ sidebar: !wide })}
        />
      </div>
      <div className={css.scroll}>
        <Places />
        <div className={css.wideOnly}>
          <ProjectLinks />
        </div>
      </div>
      <div className={css.foot}>
        <Bell />
        <IconButton icon={CommandIcon} label={w.shell.menu} onClick={onMenu} />
        <IconButton icon={Keyboard} label={w.shell.help} onClick={onHelp} />
        <IconButton icon={LogOut} label={w.shell.signOut} onClick={() => void signOut()} />
      </div>
    </nav>
  );
}

/** What waits behind "More", in words. */
function useWaiting(): string | null {
  const w = useWords();
  const proposals = useOpenCount();
  const unread = useUnread();
  if (proposals > 0) return w.inbox.waiting(proposals);
  return unread > 0 ? w.notifications.unread(unread) : null;
}

/** Phones: four rooms and "More". */
export function Bar() {
  const w = useWords();
  const waiting = useWaiting();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <nav className={css.bar} aria-label={w.shell.navigation}>
      <Places bar />
      <button type="button" className={css.place} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Ellipsis size={18} aria-hidden />
        <span className={css.name}>{w.shell.rooms.more}</span>
        {waiting && <span className={css.waits} role="img" aria-label={waiting} />}
      </button>
      <Dialog open={open} onClose={close} title={w.shell.rooms.more} kind="sheet">
        <div className={css.sheet}>
          <Bell named className={css.place} />
          <Places bar={false} onGo={close} />
          <ProjectLinks onGo={close} />
          <button type="button" className={css.place} onClick={() => void signOut()}>
            <LogOut size={18} aria-hidden />
            <span className={css.name}>{w.shell.signOut}</span>
          </button>
        </div>
      </Dialog>
    </nav>
  );
}
