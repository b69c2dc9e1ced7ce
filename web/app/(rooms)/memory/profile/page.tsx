// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Profile } from '@/rooms/memory/profile';

export default function Page() {
  return (
    <Suspense>
      <Profile />
    </Suspense>
  );
}
