/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An account of the words of a message: which of them the calls have, and where the others go.  "Ring BT at 1, ref is
 * OR-55821": what no call has is noted with the thing that it stands beside, so that no word is dropped silently.
 */
#ifndef PX_NLU_PLAN_LEFT_WORDS_H
#define PX_NLU_PLAN_LEFT_WORDS_H

#include "nlu/read/request.h"

/*
 * Adds what is left of the source's words to the notes of the calls, and drops a call that completes what another
 * makes.  `marks` are the reader's, or NULL.
 */
void px_left_words_note(const struct px_request *source, const struct px_marks *marks, struct px_nlu_result *result);

#endif
