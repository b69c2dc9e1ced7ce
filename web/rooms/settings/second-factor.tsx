// SPDX-License-Identifier: Apache-2.0
'use client';
/** The second factor: a secret to scan, a code to confirm, recovery codes that are shown once. */
import { useQuery } from '@tanstack/react-query';
import qrcode from 'qrcode-generator';
import { type FormEvent, useState } from 'react';
import { call } from '@/data/api';
import { Section } from '@/parts/pages-room';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { useWords } from '@/words/settings';

interface Secret {
  secret?: string;
  uri?: string;
}

/** The secret as a picture of squares; drawn as one path. */
function Code({ text }: { text: string }) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  let path = '';
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (code.isDark(y, x)) path += `M${x + 2} ${y + 2}h1v1h-1z`;
  return (
    <svg viewBox={`0 0 ${size + 4} ${size + 4}`} width="200" height="200" role="img" aria-label="QR">
      <rect width={size + 4} height={size + 4} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

export function SecondFactor() {
  const w = useWords();
  const query = useQuery({ queryKey: ['mfa'], queryFn: () => call<{ enabled?: boolean }>('/auth/mfa') });
  const [secret, setSecret] = useState<Secret | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const on = query.data?.enabled ?? false;
  const ask = async (path: string, body: object) => {
    try {
      setProblem(null);
      return await call<Secret & { recovery_codes?: string[]; codes?: string[] }>(path, {
        method: 'POST',
        body,
      });
    } catch (error) {
      setProblem((error as Error).message);
      return null;
    }
  };
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code')).trim();
    const answer = await ask(on ? '/auth/mfa/disable' : '/auth/mfa/confirm', { code });
    if (!answer) return;
    setCodes(answer.recovery_codes ?? answer.codes ?? []);
    setSecret(null);
    void query.refetch();
  };
  const start = async () => setSecret(await ask('/auth/mfa', {}));
  return (
    <Section title={w.settings.mfa} hint={on ? w.settings.mfaOn : w.settings.mfaOff}>
      {!on && !secret && (
        <div>
          <Button onClick={() => void start()}>{w.settings.mfaStart}</Button>
        </div>
      )}
      {secret?.uri && (
        <>
          <p>{w.settings.mfaScan}</p>
          <Code text={secret.uri} />
          <p>
            {w.settings.mfaSecret}: <code>{secret.secret}</code>
          </p>
        </>
      )}
      {(on || secret) && (
        <form onSubmit={confirm}>
          <Field
            label={w.settings.code}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            problem={problem}
          />
          <Button type="submit">{on ? w.settings.mfaStop : w.settings.confirm}</Button>
        </form>
      )}
      {!on && !secret && problem && <p role="alert">{problem}</p>}
      {codes.length > 0 && (
        <>
          <p>{w.settings.recovery}</p>
          <pre>{codes.join('\n')}</pre>
        </>
      )}
    </Section>
  );
}
