// SPDX-License-Identifier: Apache-2.0
/** The words of proposals, which only the inbox and the chat load. */
import * as de from './de/proposals';
import * as en from './en/proposals';
import { beside, type Widened } from './index';

export type ProposalWords = Widened<typeof en.proposals>;
interface Part {
  proposals: ProposalWords;
}

export const useWords = beside<Part>({ en, de });
