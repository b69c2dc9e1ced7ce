// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Inbox } from '@/rooms/inbox/inbox';

export default function Page() {
  return (
    <Suspense>
      <Inbox />
    </Suspense>
  );
}
