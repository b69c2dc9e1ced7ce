/* SPDX-License-Identifier: Apache-2.0 */
/* rules_date.c: productions of a table in rules_day.c. */
#ifndef PX_NLU_TIME_RULES_DATE_H
#define PX_NLU_TIME_RULES_DATE_H

#include "nlu/time/rules.h"

bool px_time_set_date(parse_t *p, int year, int month, int mday, node_t *out);
bool px_time_month_day(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_with_year(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_day_month_short_year(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_numeric_date(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_numeric_short(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_dotted_short(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_compact_date(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_year_month_day(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_month_day_only(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_last_date(parse_t *p, parts_t part, int arg, node_t *out);

#endif
