// SPDX-License-Identifier: Apache-2.0
import { lazily } from '@/ui/lazy';

export const Suggestions = lazily(() => import('./suggestions').then((module) => module.Suggestions));
