/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times as tools take them: ISO 8601 or a person's words, resolved by the time
 * engine and never by a model.
 *
 *   "2026-01-16"                 a day
 *   "2026-01-16T17:00"           wall clock of the user
 *   "2026-01-16T17:00:00+02:00"  an instant, also with Z
 *   "Friday 5pm", "in 2 hours"   words
 *
 * Pure.
 */
#ifndef PX_AGENT_TOOL_TIME_H
#define PX_AGENT_TOOL_TIME_H

#include "nlu/nlu.h"
#include "nlu/time/time.h"

enum px_tool_time_kind { PX_TOOL_TIME_DAY, PX_TOOL_TIME_TIME, PX_TOOL_TIME_SPAN };

struct px_tool_time {
	enum px_tool_time_kind kind;
	int32_t day;        /* of DAY and TIME */
	int64_t local;      /* wall clock; of DAY its midnight; of SPAN its start */
	int64_t local_end;  /* of SPAN and DAY, exclusive; PX_TIME_NONE for an open span */
	bool whole_days;    /* a SPAN of days */
	bool clock_only;    /* a time of day without a day: the next such time was taken */
	int64_t instant;    /* of TIME, UTC; exact also where the wall clock repeats */
	bool words;         /* read from words, not from ISO 8601 */
	char rule[128];     /* a repetition that was said along, or "" */
};

/* The time engine's context from the turn's: week start, day order and holidays by locale. */
struct px_time_context px_tool_time_context(const struct px_nlu_context *context);

/* PX_INVALID naming `field` if it is not a time or not in the years 1970..2200. */
enum px_err px_tool_time_read(const struct px_nlu_context *context, const char *field,
			  struct px_str text, struct px_tool_time *when,
			  struct px_error *error) PX_MUST_CHECK;

/*
 * Where a span of time that is given until then ends, local ms.  An ISO day is
 * exclusive, as in iCalendar; people who say "until Friday" mean Friday too.
 */
int64_t px_tool_time_until(const struct px_tool_time *when);

/* "1h30", "45 minutes", "-30m", ISO 8601 "PT1H", "an hour earlier": signed; months for "1 month". */
struct px_tool_shift {
	int months;
	int64_t ms;
};
enum px_err px_tool_shift_read(const struct px_nlu_context *context, const char *field,
			     struct px_str text, struct px_tool_shift *shift,
			     struct px_error *error) PX_MUST_CHECK;
int64_t px_tool_shifted(int64_t local, const struct px_tool_shift *shift);

#endif
