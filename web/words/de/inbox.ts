// SPDX-License-Identifier: Apache-2.0
import type { Words } from '../index';

export const inbox: Words['inbox'] = {
  title: 'Eingang',
  accepted: (text) => `Getan: ${text}`,
  declined: (text) => `Abgelehnt: ${text}`,
  waiting: (n) => `${n} warten`,
};
