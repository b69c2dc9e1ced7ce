/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several requests in one message: "add milk to my list and move lunch to 1pm"
 * are two.  Cuts at sentence ends, semicolons, line breaks, "then" and at an
 * "and" or comma after which a new request plainly begins; never inside
 * quotes, and never where the rest could be part of a title ("remind me to
 * buy milk and call Mum" is one).
 *
 * Pure and thread-safe, no heap.
 */
#ifndef PX_NLU_READ_SEGMENT_H
#define PX_NLU_READ_SEGMENT_H

#include "base/str.h"

enum { PX_SEGMENT_MAX = 24 };

struct px_list;

struct px_segment {
	size_t begin, end; /* bytes of the text; trimmed, without the joining words */
	const struct px_list *list; /* that it is an item of (nlu/read/lists.h), or NULL */
};

/*
 * Cuts `text` into at most `max` requests in order and returns how many: at
 * least 1 for a text that is not blank, else 0.  What would not fit stays in
 * the last one.
 */
size_t px_segment_split(struct px_str text, struct px_segment *found, size_t max);

#endif
