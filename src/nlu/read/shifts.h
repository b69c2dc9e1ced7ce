/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hours that hold for several days of the week, said before or after them:
 * "6am-2pm mon tue wed, then 2pm-10pm thurs fri", "mon to fri 8 till 4".
 */
#ifndef PX_NLU_READ_SHIFTS_H
#define PX_NLU_READ_SHIFTS_H

#include "nlu/read/time_list.h"

/* One time for each day; false if the request has no such hours, or days that are said one by one before them. */
bool px_shifts_find(const struct px_request *request, struct px_time_list *list);

#endif
