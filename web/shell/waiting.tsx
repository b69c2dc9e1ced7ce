// SPDX-License-Identifier: Apache-2.0
'use client';
/** The name of the room until it is known who is here: part of the page itself, so that it stands there before any script. */
import { usePathname } from 'next/navigation';
import { useWords } from '@/words';
import css from './frame.module.css';
import { placeOf } from './navigation';

export function WaitingRoom() {
  const w = useWords();
  const here = placeOf(usePathname());
  return (
    <div className={css.waiting} aria-hidden>
      {here && <p>{w.shell.rooms[here.id]}</p>}
    </div>
  );
}
