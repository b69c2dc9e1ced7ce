/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The times in what is said, by the time engine: whether a clause tells of one
 * day or of every week, and from when until when a fact holds.
 */
#ifndef PX_MEMORY_SAID_TIMES_H
#define PX_MEMORY_SAID_TIMES_H

#include "memory/clause.h"
#include "nlu/time/time.h"

/* The reference of every reading in memory/ and of the tools that call it. */
struct px_time_context px_said_context(int64_t now, const struct px_tz *tz,
				       const struct px_tz *(*find_zone)(void *arg, const char *name), void *arg);

struct px_said_times {
	const struct px_time_context *context;
	struct px_time_expr times[PX_TIME_MAX]; /* those that are surely meant as times */
	size_t count;
};
void px_said_find(const struct px_time_context *context, struct px_str text, struct px_said_times *when);

/* Whether a word is part of a time. */
bool px_said_covers(const struct px_said_times *when, const struct px_cword *word);
/* Whether a clause names one day: "on Friday", "on 3 May at 8", but not "at 8". */
bool px_said_day(const struct px_said_times *when, const struct px_clause *clause);
/* Whether it names a date, in any role. */
bool px_said_date(const struct px_said_times *when, const struct px_clause *clause);
/* Whether it says by when: "by Wednesday", "due on Monday". */
bool px_said_deadline(const struct px_said_times *when, const struct px_clause *clause);
/* Whether it tells of what comes again: "every week", "on Fridays". */
bool px_said_repeats(const struct px_said_times *when, const struct px_clause *clause);

/* The day behind the last of a value that has a start; hours of a day are of all of it. */
int32_t px_said_end(const struct px_time_value *value);
/* The days of time `at`, [*from, *to) in UTC milliseconds; false: it names none ("at 8", "every week"). */
bool px_said_range(const struct px_said_times *when, size_t at, int64_t *from, int64_t *to);

struct px_validity {
	int64_t from, to; /* UTC milliseconds, or PX_TIME_NONE */
	bool lapses;      /* for a named time only */
};
/*
 * From when until when it holds what a clause of the sentence says.  `dated`:
 * a date is its value ("expires in May"), so that no start is read from it.
 */
struct px_validity px_said_validity(const struct px_said_times *when, const struct px_clause *sentence,
				    const struct px_clause *clause, bool dated);

#endif
