// SPDX-License-Identifier: Apache-2.0
'use client';
/** The second factor: an authenticator or text messages, never both; how it is turned on and off; recovery codes, shown once. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/data/api';
import type { components } from '@/data/schema';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { useWords } from '@/words/settings';
import { useAsk } from './ask';
import { Authenticator } from './authenticator';
import { CodeForm } from './code-form';
import { TextMessages } from './text-messages';

type Mfa = components['schemas']['Mfa'];

/** On: a code turns it off, and one by text message has to be asked for. */
function Off({ number, onDone }: { number: string | null; onDone(): void }) {
  const w = useWords();
  const { ask, problem } = useAsk();
  const [sent, setSent] = useState(false);
  const send = async () => setSent((await ask('/auth/mfa/sms/send', {})) !== null);
  const stop = async (code: string) => {
    if (await ask('/auth/mfa/disable', { code })) onDone();
  };
  return (
    <>
      {number && (
        <div>
          <Button onClick={() => void send()}>{w.settings.sendCode}</Button>
          {sent && <p role="status">{w.settings.codeSent(number)}</p>}
        </div>
      )}
      <CodeForm
        action={w.settings.mfaStop}
        hint={w.settings.codeOrRecovery}
        problem={problem}
        onCode={(code) => void stop(code)}
      />
    </>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const w = useWords();
  return (
    <>
      <p>{w.settings.recovery}</p>
      <pre>{codes.join('\n')}</pre>
    </>
  );
}

export function SecondFactor() {
  const w = useWords();
  const query = useQuery({ queryKey: ['mfa'], queryFn: () => call<Mfa>('/auth/mfa') });
  const [way, setWay] = useState<'app' | 'phone' | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const mfa = query.data;
  const done = (made: readonly string[] = []) => {
    setCodes(made);
    setWay(null);
    void query.refetch();
  };
  const number = mfa?.sms.number ?? null;
  const onText = number ? w.settings.mfaOnPhone(number) : w.settings.mfaOn;
  return (
    <Section title={w.settings.mfa} hint={mfa?.enabled ? onText : w.settings.mfaOff}>
      {codes.length > 0 && <RecoveryCodes codes={codes} />}
      {mfa?.enabled && <Off number={number} onDone={done} />}
      {mfa && !mfa.enabled && !way && (
        <div>
          <Button onClick={() => setWay('app')}>{w.settings.mfaStart}</Button>{' '}
          {mfa.sms.available && <Button onClick={() => setWay('phone')}>{w.settings.mfaStartPhone}</Button>}
        </div>
      )}
      {way === 'app' && <Authenticator onDone={done} />}
      {way === 'phone' && <TextMessages onDone={done} onBack={() => setWay(null)} />}
    </Section>
  );
}
