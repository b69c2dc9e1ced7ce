// SPDX-License-Identifier: Apache-2.0
'use client';
/** Stands in for a layer that takes what is typed, until its code is there. */
import { useLayoutEffect } from 'react';
import { holdKeys } from './keys';

export function KeysHeld() {
  useLayoutEffect(holdKeys, []);
  return null;
}
