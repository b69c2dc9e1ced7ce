/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New times and lengths of what is there, as arguments of an update.
 */
#ifndef PX_NLU_ACT_NEW_TIMES_H
#define PX_NLU_ACT_NEW_TIMES_H

#include "nlu/refer/target.h"

/* From midnight to a later midnight: dates without times. */
bool px_change_all_day(const struct px_nlu_item *item);
/* "push it until Friday" */
bool px_change_says_until(const struct px_request *request);
/* The day and time that the thing has now. */
struct px_time_point px_change_item_point(const struct px_nlu_item *item);
/* The new due date or start and end of an item, keeping what was not said. */
void px_parse_set_move(const struct px_request *request, const struct px_nlu_item *item, int kind,
		       const struct px_when *when, struct px_args *args);
/* The same for how long it takes. */
void px_parse_set_length(const struct px_request *request, const struct px_nlu_item *item, const struct px_when *when,
			 int sign, struct px_args *args);
/* "longer" 1, "shorter" -1, else 0. */
int px_parse_length_sign(const struct px_request *request);

/* "the Friday after", "the following Friday": the next one that follows the day the thing has. */
void px_change_following(const struct px_request *request, const struct px_nlu_item *item, struct px_when *when);

#endif
