// SPDX-License-Identifier: Apache-2.0
'use client';
/** Turning on an authenticator: a secret to scan, and a code that proves it was. */
import { useQuery } from '@tanstack/react-query';
import qrcode from 'qrcode-generator';
import { call } from '@/data/api';
import type { components } from '@/data/schema';
import { useWords } from '@/words/settings';
import { useAsk } from './ask';
import { CodeForm } from './code-form';

type Secret = components['schemas']['MfaSecret'];
type Recovery = components['schemas']['RecoveryCodes'];

/** The secret as a picture of squares; drawn as one path. */
function Picture({ text }: { text: string }) {
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

export function Authenticator({ onDone }: { onDone(codes: readonly string[]): void }) {
  const w = useWords();
  const { ask, problem } = useAsk();
  // Made once: another would make the one that was scanned void.
  const { data: secret, error } = useQuery({
    queryKey: ['mfa-secret'],
    queryFn: () => call<Secret>('/auth/mfa', { method: 'POST', body: {} }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (error) return <p role="alert">{error.message}</p>;
  if (!secret) return null;
  const confirm = async (code: string) => {
    const answer = await ask<Recovery>('/auth/mfa/confirm', { code });
    if (answer) onDone(answer.recovery_codes);
  };
  return (
    <>
      <p>{w.settings.mfaScan}</p>
      <Picture text={secret.uri} />
      <p>
        {w.settings.mfaSecret}: <code>{secret.secret}</code>
      </p>
      <CodeForm action={w.settings.confirm} problem={problem} onCode={(code) => void confirm(code)} />
    </>
  );
}
