// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { SignUp } from '@/rooms/entry/sign-up';

export default function Page() {
  return (
    <Suspense>
      <SignUp />
    </Suspense>
  );
}
