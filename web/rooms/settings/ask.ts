// SPDX-License-Identifier: Apache-2.0
'use client';
/** What only the server can do, such as changing how one signs in: asked, and refused in its words. */
import { useState } from 'react';
import { call, Refused } from '@/data/api';

/** What the server said no to, and the field it said it of. */
export interface Problem {
  field: string | undefined;
  text: string;
}

/** Sends to the server; what it refuses stands as a problem until the next try. */
export function useAsk() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const ask = async <T>(path: string, body: object): Promise<T | null> => {
    try {
      setProblem(null);
      return (await call<T>(path, { method: 'POST', body })) ?? ({} as T);
    } catch (error) {
      const field = error instanceof Refused ? error.problem.field : undefined;
      setProblem({ field, text: (error as Error).message });
      return null;
    }
  };
  return { ask, problem };
}
