// SPDX-License-Identifier: Apache-2.0
/** The words of settings and administration, which only those pages load. */
import * as de from './de/settings';
import * as en from './en/settings';
import { beside, type Widened } from './index';

export type SettingsWords = Widened<typeof en.settings>;
export type MailWords = Widened<typeof en.mail>;
export type AdminWords = Widened<typeof en.admin>;
interface Part {
  settings: SettingsWords;
  mail: MailWords;
  admin: AdminWords;
}

export const useWords = beside<Part>({ en, de });
