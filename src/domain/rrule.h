/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One RFC 5545 RRULE value, parsed strictly, and its walk over wall-clock time.
 *
 * Each BY part is a bit set, so a candidate day costs a few bit tests and an
 * impossible rule ("30 February") is given up on in well under a millisecond.
 * FREQ=SECONDLY and MINUTELY are refused: nothing a person plans.  Private to
 * recurrence.c and its tests.
 */
#ifndef PX_DOMAIN_RRULE_H
#define PX_DOMAIN_RRULE_H

#include "base/civil.h"
#include "base/err.h"

enum px_rrule_freq { PX_RRULE_HOURLY, PX_RRULE_DAILY, PX_RRULE_WEEKLY, PX_RRULE_MONTHLY,
		     PX_RRULE_YEARLY };

enum { PX_RRULE_LIST = 24, PX_RRULE_COUNT_MAX = 10000, PX_RRULE_INTERVAL_MAX = 1000,
       PX_RRULE_LAST_YEAR = 2250 };

/* Sets are bit masks by value; a negative value -n is bit n of the "..._back" set. */
struct px_rrule {
	enum px_rrule_freq freq;
	int interval;
	int64_t count;            /* 0: none */
	int64_t until;            /* inclusive, or PX_TIME_NONE; see until_utc */
	bool until_utc;           /* until is an instant, not a wall-clock time */
	int week_start;           /* 0 = Monday */
	uint16_t months;
	uint32_t month_days, month_days_back;
	uint64_t year_days[6], year_days_back[6];
	bool has_year_days;
	uint64_t weeks, weeks_back;
	uint8_t weekdays;         /* BYDAY without a number */
	struct { int8_t nth, weekday; } nths[PX_RRULE_LIST];
	size_t nth_count;
	uint32_t hours;
	uint64_t minutes, seconds;
	int16_t positions[PX_RRULE_LIST];
	size_t position_count;
};

/* PX_INVALID ("recurrence") says which part is wrong. */
enum px_err px_rrule_parse(const char *text, struct px_rrule *rule,
			   struct px_error *error) PX_MUST_CHECK;
/* Fills what the rule leaves to DTSTART (local ms): weekday, day of month, time of day. */
void px_rrule_anchor(struct px_rrule *rule, int64_t start);
/* Returns false to stop. */
typedef bool px_rrule_fn(void *arg, int64_t local);
/*
 * Visits what the anchored rule gives at or after `start`, in order.  Without
 * COUNT it may skip what lies before `from`; with COUNT every one is visited
 * and counted from `start`.  Ends at UNTIL (already local), COUNT, or the year
 * PX_RRULE_LAST_YEAR.
 */
void px_rrule_walk(const struct px_rrule *rule, int64_t start, int64_t from, px_rrule_fn *visit,
		   void *arg);

#endif
