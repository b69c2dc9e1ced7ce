/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which item is meant: "the auth bug" -> the task "Fix the auth bug".
 *
 * Words of the target are compared with words of titles (and, weaker, of
 * projects): equal, prefix, or within one or two typing errors; rare words
 * count more than common ones and "the", "my", "task" count nothing.  Times in
 * the target ("my 9 o'clock", "tomorrow's standup") select by time.  A title
 * said in full wins over everything.  Items that score the same within a small
 * margin are equally good, and the caller asks.
 *
 * Pure.
 */
#ifndef PX_DOMAIN_MATCH_H
#define PX_DOMAIN_MATCH_H

#include "nlu/nlu.h"

enum { PX_MATCH_MAX = 8 };

enum px_match_outcome { PX_MATCH_NONE, PX_MATCH_ONE, PX_MATCH_SEVERAL };

struct px_match {
	enum px_match_outcome outcome;
	size_t found[PX_MATCH_MAX]; /* indexes into the items, best first: the one, or the equally good */
	size_t count;
	float score;                /* of the best, 0..1 */
	int64_t day;                /* the day the words named (local ms of its midnight), or PX_TIME_NONE */
};

/* Bits of `kinds`: 1 << enum px_nlu_kind. */
void px_match_find(const struct px_nlu_context *context, const struct px_nlu_item *items,
		   size_t count, unsigned kinds, struct px_str words, struct px_arena *scratch,
		   struct px_match *match);

#endif
