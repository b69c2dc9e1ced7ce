/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proleptic Gregorian calendar arithmetic on plain values; no zone, no clock.
 *
 * A day is an int32 count since 1970-01-01; PX_DAY_NONE is "absent".  A local
 * time is milliseconds since 1970-01-01T00:00 on the wall clock of whatever
 * zone it belongs to; PX_TIME_NONE is "absent".  Days outside years 1..9999
 * are refused by the parsers.
 */
#ifndef PX_BASE_CIVIL_H
#define PX_BASE_CIVIL_H

#include "base/str.h"

#define PX_DAY_NONE INT32_MIN
#define PX_TIME_NONE INT64_MIN
#define PX_MS_SECOND INT64_C(1000)
#define PX_MS_MINUTE INT64_C(60000)
#define PX_MS_HOUR INT64_C(3600000)
#define PX_MS_DAY INT64_C(86400000)

struct px_civil {
	int year, month, day;            /* 1..12, 1..31 */
	int hour, minute, second, milli;
};

int32_t px_civil_day(int year, int month, int day); /* month and day may be out of range: carried */
void px_civil_from_day(int32_t day, int *year, int *month, int *month_day);
/* 0 = Monday .. 6 = Sunday (ISO 8601 order). */
int px_civil_weekday(int32_t day);
/* "Mon" first, "Jan" first. */
extern const char px_civil_weekday_names[7][4], px_civil_month_names[12][4];
int px_civil_month_days(int year, int month);
bool px_civil_is_leap(int year);
/* Adds months; a day past the month's end becomes its last day. */
int32_t px_civil_add_months(int32_t day, int months);
int64_t px_civil_ms(const struct px_civil *civil);
struct px_civil px_civil_from_ms(int64_t local_ms);
/* floor(ms / 86400000) */
int32_t px_civil_ms_day(int64_t local_ms);
int px_civil_iso_week(int32_t day, int *iso_year);

enum { PX_CIVIL_TEXT = 32 };
/* "2026-01-16" and "2026-01-16T17:00:00" (".123" only if not zero). */
void px_civil_format_day(int32_t day, char text[PX_CIVIL_TEXT]);
void px_civil_format_ms(int64_t local_ms, char text[PX_CIVIL_TEXT]);
/* Strict ISO 8601 calendar day. */
bool px_civil_parse_day(struct px_str text, int32_t *day);
/*
 * "YYYY-MM-DDTHH:MM[:SS[.fff]]" (or a space for T), then optionally Z or
 * +HH:MM.  *has_offset says whether one stood there; then *local_ms is UTC.
 */
bool px_civil_parse_ms(struct px_str text, int64_t *local_ms, bool *has_offset);

#endif
