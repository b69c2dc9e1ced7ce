/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a clause of its own (subject and verb) begins.
 */
#ifndef PX_NLU_READ_CLAUSE_H
#define PX_NLU_READ_CLAUSE_H

#include "nlu/text/words.h"

/* A clause of its own begins at that word. */
bool px_clause_begins(const struct px_words *words, size_t at);
/* The same; *of_thing if its subject is "it" or "that". */
bool px_clause_at(const struct px_words *words, size_t at, bool *of_thing);

#endif
