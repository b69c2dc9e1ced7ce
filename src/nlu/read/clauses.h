/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request says besides what it asks for: reasons ("cancel physio, I
 * can't make it"), the old value of a change ("4 instead of 3"), and the thing
 * that a later request of the same message calls "it".
 */
#ifndef PX_NLU_READ_CLAUSES_H
#define PX_NLU_READ_CLAUSES_H

#include "nlu/read/parse.h"
#include "nlu/read/segment.h"

/* Blanks asides and replaced values out of the request; true if `words` must be read again. */
bool px_clauses_blank(struct px_parse *parse);
/* A clause of its own (subject and verb) begins at that word. */
bool px_clauses_begins(const struct px_words *words, size_t at);
/* "Sarah is ill, so lunch is off": a change that follows its reason; true if it was one. */
bool px_clauses_after_reason(struct px_parse *parse);
/* "choir clashes with the play, so take it out": true if `segment` only says what the next one means by "it". */
bool px_clauses_mention(struct px_parse *parse, const struct px_segment *segment, const struct px_segment *next);
/* "the trip is paid and the calendars are bought": where the second statement begins, or 0. */
size_t px_clauses_second(struct px_parse *parse);
/* "…, put it in Budget": changes of what this message creates go into the creation. */
void px_clauses_merge(struct px_parse *parse);

#endif
