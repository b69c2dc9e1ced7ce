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
/* The day that "until 30 June" names; PX_DAY_NONE for what names none ("the end of June"). */
int32_t px_bounds_until_day(const struct px_request *request, const struct px_time_expr *until);

#endif
