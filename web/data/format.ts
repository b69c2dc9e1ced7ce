// SPDX-License-Identifier: Apache-2.0
/** The formatter of the signed-in person. */
import { useMemo } from 'react';
import { useWords } from '@/words';
import { type Format, makeFormat } from '@/words/format';
import { useUser } from './rows';

export function useFormat(): Format {
  const { zone, locale } = useUser();
  const w = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language has other formats
  return useMemo(() => makeFormat(zone, locale), [zone, locale, w]);
}
