// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Memory } from '@/rooms/memory/memory';

export default function Page() {
  return (
    <Suspense>
      <Memory />
    </Suspense>
  );
}
