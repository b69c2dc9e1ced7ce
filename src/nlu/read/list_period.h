/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What week or month the days are of that a list of times names: "this week:
 * thu 7am-3pm, sat 2pm-10pm", "im Juni: am 7. und am 21.".
 *
 * Pure and thread-safe.
 */
#ifndef PX_NLU_READ_LIST_PERIOD_H
#define PX_NLU_READ_LIST_PERIOD_H

#include "nlu/read/time_list.h"

/* Days that only have numbers in a month go on from each other, or are of the month of the one behind them. */
void px_time_list_order_days(struct px_time_list *list);
/* The days are of the week or month that stands before the list, which is then a part of it. */
void px_time_list_in_period(const struct px_request *request, struct px_time_list *list);

/* The days of the week in the request's times are those of `week`, if that is one. */
void px_times_into_week(struct px_request *request, const struct px_time_value *week);
/* The same of the week that stands before a colon: "half term next week so put in: Tue …, Thu …". */
void px_times_of_heading(struct px_request *request, size_t begin, const char *colon);

#endif
