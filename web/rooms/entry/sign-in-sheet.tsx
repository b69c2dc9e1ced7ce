// SPDX-License-Identifier: Apache-2.0
'use client';
import { Dialog } from '@/ui/dialog';
import { useWords } from '@/words/entry';
import css from './entry.module.css';
import { SignInForm } from './sign-in';

/** Over an open page whose session has ended; drafts and changes wait below it. */
export function SignInSheet() {
  const w = useWords();
  return (
    <Dialog open title={w.entry.signIn}>
      <div className={css.sheet}>
        <p className="muted">{w.entry.again}</p>
        <SignInForm onDone={() => {}} />
      </div>
    </Dialog>
  );
}
