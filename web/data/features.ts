// SPDX-License-Identifier: Apache-2.0
/** What this Pixie can do; what is off is not shown. Asked without being signed in. */
import { useQuery } from '@tanstack/react-query';
import { call } from './api';

export interface Features {
  version: string;
  upload_mb: number;
  mail: boolean;
  uploads: boolean;
  speech: boolean;
  push: boolean;
  sms: boolean;
  sign_up: 'closed' | 'invite' | 'open';
}

/** Null until it is known. */
export function useFeatures(): Features | null {
  const query = useQuery({
    queryKey: ['features'],
    queryFn: () => call<Features>('/features', { bare: true }),
  });
  return query.data ?? null;
}
