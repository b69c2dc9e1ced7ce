/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a hit is worth beside its own words: whether it is of the time that
 * the question names, and whether it and another hit say together what is
 * asked ("what does the man I lent the ladder to do on Tuesdays?": one tells
 * who has the ladder, another what he does).
 */
#ifndef PX_MEMORY_BETWEEN_HITS_H
#define PX_MEMORY_BETWEEN_HITS_H

#include "memory/evidence.h"
#include "memory/index.h"

/*
 * 1: a text was said, at `at`, at the time that the question names, or names that time itself; less the further away; 1 where
 * the question names none.  At least px_text_may_last of what was told before then as lasting: "I'm seeing Piet" may still hold.
 */
extern const float px_text_may_last;
float px_text_of_time(const struct px_asked_for *asked, const char *text, int64_t at);

/* Whether a sentence tells that something is otherwise than it was, or that there is one more: "now", "switched", "up to". */
bool px_tells_change(const struct px_clause *sentence);

/*
 * Of each hit the share of the question's words that it and the best other
 * one meet together, if both name somebody or something that the question
 * doesn't; 0: there is no such other one that meets a word which this one
 * doesn't.
 */
void px_hits_joined(const struct px_asked_for *asked, const struct px_memory_hit *hits, size_t count, float *joined);

#endif
