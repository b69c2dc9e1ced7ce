// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Board } from '@/rooms/tasks/board';

export default function Page() {
  return (
    <Suspense>
      <Board />
    </Suspense>
  );
}
