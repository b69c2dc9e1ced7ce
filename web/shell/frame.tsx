// SPDX-License-Identifier: Apache-2.0
'use client';
/**
 * The frame around every room: navigation, the room, the line, and the layers that may be over them. It shows
 * a room only to somebody who is signed in, or whose copy is on this device.
 */
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { usePreferences } from '@/data/preferences';
import { type Conflict, whenConflict } from '@/data/send';
import { useSession } from '@/data/state';
import { useWords } from '@/words';
import { Announcer } from './announcer';
import { Connection } from './connection';
import css from './frame.module.css';
import { CommandMenu, ConflictSheet, HelpSheet, Notified, Toasts } from './lazy';
import { Bar, Sidebar } from './nav';
import { useShellCommands } from './shell-commands';
import { useStart } from './start';
import { Unreachable } from './unreachable';
import { WaitingRoom } from './waiting';

interface Props {
  line: ReactNode;
  /** What stands in the place of the line until it is known who is here. */
  waiting: ReactNode;
  /** The sign-in sheet, for a session that ended under an open page. */
  signIn: ReactNode;
  children: ReactNode;
}

export function Frame({ line, waiting, signIn, children }: Props) {
  const state = useSession((session) => session.state);
  const pathname = usePathname();
  const router = useRouter();
  const w = useWords();
  const sidebar = usePreferences((preferences) => preferences.sidebar);
  const [layer, setLayer] = useState<'menu' | 'help' | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  useEffect(() => whenConflict(setConflict), []);
  useStart();
  useShellCommands(setLayer);
  useEffect(() => {
    if (state === 'out')
      router.replace(`/sign-in?next=${encodeURIComponent(pathname + window.location.search)}`);
  }, [state, pathname, router]);

  if (state === 'unreachable') return <Unreachable />;
  const shown = state === 'in' || state === 'expired';
  return (
    <div className={`${css.frame} ${sidebar ? '' : css.narrow}`}>
      <a className={css.skip} href="#content">
        {w.shell.skip}
      </a>
      <Sidebar onMenu={() => setLayer('menu')} onHelp={() => setLayer('help')} />
      <div className={css.column}>
        <Connection />
        <main id="content" className={css.main} tabIndex={-1}>
          {shown ? children : <WaitingRoom />}
        </main>
        {shown ? line : waiting}
        <Bar />
      </div>
      {shown && <Toasts />}
      <Announcer />
      {shown && <Notified />}
      {conflict && <ConflictSheet conflict={conflict} onClose={() => setConflict(null)} />}
      {layer === 'menu' && <CommandMenu onClose={() => setLayer(null)} />}
      {layer === 'help' && <HelpSheet onClose={() => setLayer(null)} />}
      {state === 'expired' && signIn}
    </div>
  );
}
