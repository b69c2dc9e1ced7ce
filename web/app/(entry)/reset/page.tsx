// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Reset } from '@/rooms/entry/links';

export default function Page() {
  return (
    <Suspense>
      <Reset />
    </Suspense>
  );
}
