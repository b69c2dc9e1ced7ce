/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What makes a sentence no fact about the person's world, whatever its
 * grammar: questions, guesses, wishes, plans without a day, jokes, sarcasm,
 * quotations, other people's words, the weather, duties, this moment.
 */
#ifndef PX_MEMORY_REFUSAL_H
#define PX_MEMORY_REFUSAL_H

#include "memory/said_times.h"

/* Why the sentence is no fact, in a few static words; NULL: nothing speaks against it. */
const char *px_refusal(const struct px_said_times *when, const struct px_clause *sentence);
/* Whether a clause asks something, with or without a question mark. */
bool px_clause_asks(const struct px_clause *clause);
/* Whether a clause says what is to be done, rather than how things have to be. */
bool px_clause_is_duty(const struct px_said_times *when, const struct px_clause *clause);

#endif
