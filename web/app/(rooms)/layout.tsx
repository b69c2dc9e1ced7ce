// SPDX-License-Identifier: Apache-2.0
'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, Suspense } from 'react';
import { client } from '@/data/state';
import { WaitingLine } from '@/line/waiting';
import { RoomLine } from '@/parts/room-line';
import { SignInSheet } from '@/rooms/entry/sign-in-sheet-lazy';
import { Frame } from '@/shell/frame';

export default function RoomsLayout({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={client}>
      <Suspense>
        <Frame line={<RoomLine />} waiting={<WaitingLine />} signIn={<SignInSheet />}>
          <Suspense>{children}</Suspense>
        </Frame>
      </Suspense>
    </QueryClientProvider>
  );
}
