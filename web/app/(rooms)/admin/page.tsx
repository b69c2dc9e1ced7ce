// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Admin } from '@/rooms/admin/admin';

export default function Page() {
  return (
    <Suspense>
      <Admin />
    </Suspense>
  );
}
