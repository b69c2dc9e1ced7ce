// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { SignIn } from '@/rooms/entry/sign-in';

export default function Page() {
  return (
    <Suspense>
      <SignIn />
    </Suspense>
  );
}
