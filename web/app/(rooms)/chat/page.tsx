// SPDX-License-Identifier: Apache-2.0
import { Suspense } from 'react';
import { Chat } from '@/rooms/chat/chat';

export default function Page() {
  return (
    <Suspense>
      <Chat />
    </Suspense>
  );
}
