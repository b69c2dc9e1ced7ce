/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "drinks with Priya tonight at 8, and library with Tom tomorrow 11-1": parts
 * that each name a thing and its own time, without a verb that asks for
 * anything.  Pure: finds where the parts are; whether each is a request of its
 * own is for whoever reads them.
 */
#ifndef PX_NLU_PLAN_TIMED_PARTS_H
#define PX_NLU_PLAN_TIMED_PARTS_H

#include "nlu/read/request.h"
#include "nlu/read/segment.h"

enum { PX_TIMED_PARTS_MAX = 8 };

/*
 * The parts of the request in order; 0 if there are not at least two, or more than the most.  Its words
 * are those of text[begin, end) (px_errands_second has read them).
 */
size_t px_timed_parts(const struct px_request *request, struct px_segment parts[PX_TIMED_PARTS_MAX]);

/* A word of text[begin, end) names something: no time, no figure, no filler. */
bool px_timed_part_named(const struct px_request *source, struct px_str text, size_t begin, size_t end);
/* What the result has more than `calls` is one thing that was made, with a time, and no question. */
bool px_timed_part_made(const struct px_nlu_result *result, size_t calls);

#endif
