/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The times of a request put together, and the texts that tools take.
 */
#ifndef PX_NLU_READ_WHEN_H
#define PX_NLU_READ_WHEN_H

#include "nlu/read/request.h"

/* The time expressions that stand in `words`, or all with NULL. */
struct px_when px_parse_when(const struct px_request *request, const struct px_word *words, size_t count);
void px_parse_when_add(struct px_when *when, const struct px_time_expr *expr);
/* "dinner at 7" is in the evening, "breakfast at 8" in the morning. */
void px_parse_choose_half(const struct px_word *title, size_t count, struct px_when *when);
/* "2026-01-16" or "2026-01-16T17:00"; NULL without a day. */
const char *px_parse_point(const struct px_request *request, struct px_time_point point);
/* The last day of a range that has an end alone: "until Friday" is Friday, "until the end of June" the 30th. */
int32_t px_parse_last_day(const struct px_request *request, const struct px_when *when);
/* A clock time alone means its next coming. */
struct px_time_point px_parse_next(const struct px_request *request, struct px_time_point point);
const char *px_parse_span(const struct px_request *request, int32_t months, int64_t seconds);
/* One of these words belongs to a time of the request. */
bool px_when_says(const struct px_request *request, enum px_word_set list);
/* The first day on or after `from` that the rule means. */
int32_t px_parse_first_day(const char *rrule, int32_t from);
/* The rule as it is kept: what would skip short months falls on their last day. */
const char *px_parse_rule(const struct px_request *request, const char *rule);
void px_parse_set_due(const struct px_request *request, struct px_args *args, const struct px_when *when);
/* "due_after"/"due_before" or "start"/"end": the window that a question means. */
void px_parse_set_window(const struct px_request *request, struct px_args *args, const struct px_when *when,
			 const char *after, const char *before);

#endif
