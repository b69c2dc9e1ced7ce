/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days of the week with an end: "mon wed fri at 6am for 6 weeks" is one thing
 * that repeats, not three.
 */
#ifndef PX_NLU_READ_WEEKLY_H
#define PX_NLU_READ_WEEKLY_H

#include "nlu/read/time_list.h"

/*
 * Makes the times of the list one repetition if they are days of the week at one hour and something else in the
 * request says how long that goes on, or that it repeats ("every week"); repetitions in the list get that end.
 * False: the list stands beside another repetition, and is none.
 */
bool px_weekly_join(const struct px_request *request, struct px_time_list *list);

/* "every week", "every week until May": no days of it, no hour. */
bool px_weekly_plain(const struct px_time_value *value);

#endif
