/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The day that the value of a fact names, as it was said or resolved: "3 March",
 * "on March 7th, 1990", "in May 2027", "2027-05", "--03-07".
 *
 * Only what names a month is a date here; what does not ("soon") is none.
 */
#ifndef PX_PROACTIVE_FACT_DATE_H
#define PX_PROACTIVE_FACT_DATE_H

#include "base/civil.h"
#include "base/str.h"

struct px_fact_date {
	int year, month, day; /* year and day: 0 if not said */
};

bool px_fact_date_read(struct px_str value, struct px_fact_date *date);
/*
 * The next such day from `from` on: of a date that comes every year, or of one that is once.  A month without a day ends
 * with its last.  PX_DAY_NONE: never any more, or it can't be told.
 */
int32_t px_fact_date_next(const struct px_fact_date *date, bool yearly, int32_t from);

#endif
