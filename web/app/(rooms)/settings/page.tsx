// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Settings } from '@/rooms/settings/settings';

export default function Page() {
  return (
    <Suspense>
      <Settings />
    </Suspense>
  );
}
