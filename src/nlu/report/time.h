/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One time expression as the JSON line that scripts and the scorer read:
 * {"id": …, "type": "date|time|datetime|range|duration|set|none", and "value",
 * or "start" and "end", "time" of a set, "us"}.
 */
#ifndef PX_NLU_REPORT_TIME_H
#define PX_NLU_REPORT_TIME_H

#include "base/buf.h"
#include "nlu/time/time.h"

enum { PX_TIME_POINT_TEXT = 64 };

/* "date", "time", "datetime", "range", "duration", "set" or "none". */
const char *px_time_kind_name(enum px_time_kind kind);
/* "2026-01-16", "17:00:00", "2026-01-16T17:00:00"; "" if the point is absent. */
void px_time_format_point(struct px_time_point point, char text[PX_TIME_POINT_TEXT]);
/* An ISO 8601 duration; the sign of a shift stands before the P. */
void px_time_format_duration(const struct px_time_value *value, char text[PX_TIME_POINT_TEXT]);
/*
 * Appends the line, with its line feed.  `id` is quoted as it is; negative
 * `microseconds` leave "us" out.
 */
void px_time_report_line(struct px_buf *out, struct px_str id, const struct px_time_value *value,
			 double microseconds);
/* Appends the value in short form, as the rule tables spell it: "2026-01-16T17:00". */
void px_time_describe(struct px_buf *out, const struct px_time_value *value);

#endif
