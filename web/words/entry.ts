// SPDX-License-Identifier: Apache-2.0
/** The words of the pages before one is in. */
import * as de from './de/entry';
import * as en from './en/entry';
import { beside, type Widened } from './index';

export type EntryWords = Widened<typeof en.entry>;

export const useWords = beside<{ entry: EntryWords }>({ en, de });
