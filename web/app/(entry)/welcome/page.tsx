// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Welcome } from '@/rooms/entry/welcome';

export default function Page() {
  return (
    <Suspense>
      <Welcome />
    </Suspense>
  );
}
