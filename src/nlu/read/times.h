/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stages that decide which time expressions a request has: read/times.c
 * finds them, read/amend.c takes back what the same sentence corrects.
 */
#ifndef PX_NLU_READ_TIMES_H
#define PX_NLU_READ_TIMES_H

#include "nlu/read/parse.h"

/* What the time engine is to know: now, zone, order of day and month, week start, holidays. */
struct px_time_context px_parse_time_context(const struct px_parse *parse);
/* The first time of text[begin, end), with its places in the whole text; false if there is none. */
bool px_parse_time_in(const struct px_parse *parse, size_t begin, size_t end, struct px_time_expr *found);
/* Reads a bare number as a clock time and appends it; false if it can be none. */
bool px_parse_bare_clock(struct px_parse *parse, const struct px_word *word);
/* After all times were found: drops those that the sentence itself takes back. */
void px_parse_amend_times(struct px_parse *parse);
/* Before anything is read: fillers of speech go, "2 call" is "to call". */
void px_parse_plain_words(struct px_parse *parse);

#endif
