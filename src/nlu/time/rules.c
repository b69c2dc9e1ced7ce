/* SPDX-License-Identifier: Apache-2.0 */
/* All rule tables in the order in which their rules are numbered. */
#include "nlu/time/rules.h"

const struct px_time_rules *const px_time_tables[PX_TIME_TABLES + 1] = {
	&px_time_rules_number, &px_time_rules_clock, &px_time_rules_day, &px_time_rules_period,
	&px_time_rules_portion, &px_time_rules_join, &px_time_rules_range, &px_time_rules_set, NULL,
};
