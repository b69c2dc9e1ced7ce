/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What to say of what was recalled: the words that answer, the newest that
 * holds first, and what was said of the same thing before; or, where nothing
 * surely answers, that it isn't known and the nearest there is.
 */
#ifndef PX_MEMORY_PASSAGES_H
#define PX_MEMORY_PASSAGES_H

#include "memory/ask.h"

/* Adds to asked->answer, which may hold an answer from facts already; hits and likelihoods of `asked` are read. */
void px_passages_tell(const struct px_answer_context *context, const struct px_time_context *time,
		      const struct px_question *question, const struct px_asked_for *asked_for, struct px_asked *asked);

#endif
