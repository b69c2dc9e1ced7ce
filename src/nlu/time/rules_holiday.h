/* SPDX-License-Identifier: Apache-2.0 */
/* rules_holiday.c: productions of a table in rules_day.c. */
#ifndef PX_NLU_TIME_RULES_HOLIDAY_H
#define PX_NLU_TIME_RULES_HOLIDAY_H

#include "nlu/time/rules.h"

bool px_time_next_holiday(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_holiday_year(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_year_holiday(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_eve_of(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_holiday_years(parse_t *p, parts_t part, int arg, node_t *out);

#endif
