/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recurrence: RFC 5545 RRULE values on a zone's wall clock.
 *
 * A series is a rule and its first occurrence (DTSTART).  Occurrences are
 * computed as wall-clock times and mapped to UTC by base/tz, so "every day at
 * 9" stays at 9 across daylight saving.  DTSTART is always an occurrence, also
 * where the rule would not produce it.  UNTIL with a Z is an instant, without
 * one a wall-clock time; a bare date means until the end of that day.
 *
 * Pure; local times are wall-clock milliseconds as in base/civil.h.
 */
#ifndef PX_DOMAIN_RECURRENCE_H
#define PX_DOMAIN_RECURRENCE_H

#include "base/civil.h"
#include "base/err.h"
#include "base/tz.h"

enum { PX_RECURRENCE_MAX = 200 /* bytes of a rule */ };

/*
 * Strict check of a rule: known parts once each, values in range, not both
 * COUNT and UNTIL, at most hourly, and at least one occurrence within reach.
 */
enum px_err px_recurrence_check(const char *rule, struct px_error *error) PX_MUST_CHECK;
/* COUNT of the rule, or 0. */
int64_t px_recurrence_count(const char *rule);
/* Whether the rule has an end of its own (COUNT or UNTIL). */
bool px_recurrence_ends(const char *rule);

/* The first date the rule itself gives at or after `from` (local ms), or PX_TIME_NONE. */
int64_t px_recurrence_first(const char *rule, const struct px_tz *tz, int64_t from);
/*
 * The first occurrence of the series strictly after `after` (both local ms),
 * or PX_TIME_NONE.  COUNT is not looked at: a task's series counts what was
 * done (px_task), however its dates were moved.
 */
int64_t px_recurrence_next_local(const char *rule, const struct px_tz *tz, int64_t start,
				 int64_t after);
/* The same in UTC milliseconds. */
int64_t px_recurrence_next(const char *rule, const struct px_tz *tz, int64_t start, int64_t after);
/*
 * Occurrences that start in [from, to), UTC milliseconds, in order, at most
 * `max`; returns how many.
 */
size_t px_recurrence_expand(const char *rule, const struct px_tz *tz, int64_t start, int64_t from,
			    int64_t to, int64_t *found, size_t max);
/* The last occurrence of a rule with COUNT or UNTIL, UTC; INT64_MAX for one without end. */
int64_t px_recurrence_last(const char *rule, const struct px_tz *tz, int64_t start);

#endif
