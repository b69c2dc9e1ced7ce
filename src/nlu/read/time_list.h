/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thing at several times: "yoga tue and thu at 7pm", "shifts: mon 7am-7pm,
 * wed 7am-7pm", "feed the cat every day at 10, 12 and 17".
 *
 * Pure and thread-safe; memory comes from the request's arena.
 */
#ifndef PX_NLU_READ_TIME_LIST_H
#define PX_NLU_READ_TIME_LIST_H

#include "nlu/read/request.h"

enum { PX_TIME_LIST_MAX = 14 };

struct px_time_list {
	struct px_time_value at[PX_TIME_LIST_MAX]; /* complete: what one left out, its neighbours say */
	size_t count;
	uint32_t month_days;   /* bits: the n-th said no more of its day than its number in a month */
	size_t begin, end;     /* bytes of all of them */
	size_t bound_begin, bound_end; /* of the time that says how long they go on, or 0, 0 */
};

/* The first list of times in the request's words; false if there is none. */
bool px_time_list_find(const struct px_request *request, struct px_time_list *list);
/* Puts the n-th time of the list in the place of all that it covers. */
void px_time_list_use(struct px_request *request, const struct px_time_list *list, size_t n);

#endif
