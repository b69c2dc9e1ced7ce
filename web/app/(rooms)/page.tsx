// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Today } from '@/rooms/today/today';

export default function Page() {
  return (
    <Suspense>
      <Today />
    </Suspense>
  );
}
