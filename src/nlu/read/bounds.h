/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first and the last day of what repeats.
 *
 * Pure and thread-safe; memory comes from the request's arena.
 */
#ifndef PX_NLU_READ_BOUNDS_H
#define PX_NLU_READ_BOUNDS_H

#include "nlu/read/times.h"

/* Gives the repetitions of the request the bounds that are said beside them; after px_times_repair. */
void px_bounds_read(struct px_request *request);
/* The range has no beginning, and ends with a day: "until 30 June", "until the end of June". */
bool px_bounds_only_end(const struct px_time_value *range);
/* The last day of such a range. */
int32_t px_bounds_until_day(const struct px_request *request, const struct px_time_expr *until);
/* The repetition has an end already. */
bool px_bounds_known(const struct px_time_value *set);
void px_bounds_add_until(const struct px_request *request, struct px_time_value *set, int32_t day);

#endif
