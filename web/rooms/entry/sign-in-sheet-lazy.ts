// SPDX-License-Identifier: Apache-2.0
'use client';
/** Fetched when a session ends. */
import dynamic from 'next/dynamic';

export const SignInSheet = dynamic(() => import('./sign-in-sheet').then((module) => module.SignInSheet), {
  ssr: false,
});
