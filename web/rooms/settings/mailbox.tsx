// SPDX-License-Identifier: Apache-2.0
'use client';
/** One mailbox: how reading it goes, what is made of its mails, and the way to try and to end it. */
import { useState } from 'react';
import { call } from '@/data/api';
import { useFormat } from '@/data/format';
import { tell } from '@/data/notices';
import type { MailAccount } from '@/data/types';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Switch } from '@/ui/field';
import { useWords } from '@/words/settings';
import css from './mail.module.css';

interface Tried {
  ok: boolean;
  problem: string | null;
  folders: string[];
}
interface Props {
  account: MailAccount;
  onChange(): void;
}

function Remove({ account, onChange }: Props) {
  const w = useWords();
  const [asked, setAsked] = useState(false);
  const remove = async () => {
    setAsked(false);
    await call(`/mail/accounts/${account.id}`, { method: 'DELETE' }).then(
      () => tell({ text: w.mail.removed(account.address) }),
      (error: Error) => tell({ tone: 'problem', text: error.message }),
    );
    onChange();
  };
  return (
    <>
      <Button kind="danger" onClick={() => setAsked(true)}>
        {w.mail.remove}
      </Button>
      <Dialog open={asked} onClose={() => setAsked(false)} title={w.mail.removeAsk(account.address)}>
        <div className={css.ask}>
          <p>{w.mail.removeHint}</p>
          <div className={css.actions}>
            <Button kind="danger" onClick={() => void remove()}>
              {w.mail.remove}
            </Button>
            <Button onClick={() => setAsked(false)}>{w.common.cancel}</Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

export function Mailbox({ account, onChange }: Props) {
  const w = useWords();
  const format = useFormat();
  const [tried, setTried] = useState<Tried | null>(null);
  const [busy, setBusy] = useState(false);
  const act = async (run: () => Promise<unknown>) => {
    setBusy(true);
    await run().catch((error: Error) => tell({ tone: 'problem', text: error.message }));
    setBusy(false);
    onChange();
  };
  const path = `/mail/accounts/${account.id}`;
  const put = (some: Partial<Record<'enabled' | 'propose' | 'remember', boolean>>) =>
    void act(() => call(path, { method: 'PATCH', body: some }));
  const test = () =>
    act(async () => setTried(await call<Tried>(`${path}/test`, { method: 'POST', body: {} })));
  return (
    <article className={css.box} aria-label={account.name ?? account.address}>
      <h3>{account.name ?? account.address}</h3>
      <p className="muted small">
        {w.mail.states[account.state]} · {account.host}
        {account.visited && <> · {w.mail.visited(format.dayAndTime(account.visited))}</>}
        {account.taken > 0 && <> · {w.mail.taken(account.taken)}</>}
      </p>
      {account.problem && <p className={css.problem}>{account.problem}</p>}
      <Switch label={w.mail.enabled} checked={account.enabled} onChange={(enabled) => put({ enabled })} />
      <Switch
        label={w.mail.propose}
        hint={w.mail.proposeHint}
        checked={account.propose}
        onChange={(propose) => put({ propose })}
      />
      <Switch
        label={w.mail.remember}
        hint={w.mail.rememberHint}
        checked={account.remember}
        onChange={(remember) => put({ remember })}
      />
      <div className={css.actions}>
        <Button disabled={busy} onClick={() => void test()}>
          {w.mail.test}
        </Button>
        <Button
          disabled={busy || !account.enabled}
          onClick={() => void act(() => call(`${path}/read`, { method: 'POST', body: {} }))}
        >
          {w.mail.readNow}
        </Button>
        <Remove account={account} onChange={onChange} />
      </div>
      {tried && (
        <p role="status" className={tried.ok ? '' : css.problem}>
          {tried.ok ? w.mail.works(tried.folders.join(', ')) : tried.problem}
        </p>
      )}
    </article>
  );
}
