// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Verify } from '@/rooms/entry/links';

export default function Page() {
  return (
    <Suspense>
      <Verify />
    </Suspense>
  );
}
