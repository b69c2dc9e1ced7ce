// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Calendar } from '@/rooms/calendar/calendar';

export default function Page() {
  return (
    <Suspense>
      <Calendar />
    </Suspense>
  );
}
