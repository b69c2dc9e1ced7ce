// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { TaskList } from '@/rooms/tasks/list-room';

export default function Page() {
  return (
    <Suspense>
      <TaskList />
    </Suspense>
  );
}
