// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Documents } from '@/rooms/memory/documents';

export default function Page() {
  return (
    <Suspense>
      <Documents />
    </Suspense>
  );
}
