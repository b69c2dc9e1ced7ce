/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers that nobody said and that follow from a day that was: how old
 * somebody is who was born then, how long something has been so that began
 * then, until when something is valid for so long.
 *
 * Only what the grounds of an answer say is reckoned with, by the day on which
 * they were said.  No I/O, no state.
 */
#ifndef PX_MEMORY_RECKON_H
#define PX_MEMORY_RECKON_H

#include "memory/answer.h"

/*
 * Puts what follows from a ground of the answer before it.  An answer that is only near becomes a sure one, if its ground
 * is of whom the question names.
 */
void px_reckon(const struct px_answer_context *context, const struct px_asked_for *asked, struct px_str question, struct px_answer *answer);

#endif
