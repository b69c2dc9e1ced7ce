/* SPDX-License-Identifier: Apache-2.0 */
/* rules_season.c: productions of a table in rules_period.c. */
#ifndef PX_NLU_TIME_RULES_SEASON_H
#define PX_NLU_TIME_RULES_SEASON_H

#include "nlu/time/rules.h"

bool px_time_set_months(parse_t *p, int year, int month, int months, node_t *out);
int px_time_year_of(const node_t *node);
bool px_time_fiscal_year(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_quarter_number(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_short_year_quarter(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_season(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_relative_season(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_season_year(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_decade(parse_t *p, parts_t part, int arg, node_t *out);
bool px_time_century(parse_t *p, parts_t part, int arg, node_t *out);

#endif
