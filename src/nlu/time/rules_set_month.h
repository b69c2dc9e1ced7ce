/* SPDX-License-Identifier: Apache-2.0 */
/* rules_set_month.c: productions of a table in rules_set.c. */
#ifndef PX_NLU_TIME_RULES_SET_MONTH_H
#define PX_NLU_TIME_RULES_SET_MONTH_H

#include "nlu/time/rules.h"

void px_time_set_freq(node_t *out, int freq, int interval);
bool px_time_month_days_one(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_month_days_more(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_monthly_on(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_several_month_days(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_monthly_weekday(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_monthly_weekday_or_next(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_yearly_on(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_monthly_nth(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_two_nths(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_workday_monthly(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_two_months(parse_t *p, parts_t part, int arg, node_t *out);

#endif
