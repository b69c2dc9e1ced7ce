// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Upcoming } from '@/rooms/tasks/upcoming';

export default function Page() {
  return (
    <Suspense>
      <Upcoming />
    </Suspense>
  );
}
