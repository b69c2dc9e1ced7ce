/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text forms of time values.
 */
#include "nlu/report/time.h"

#include "base/json_quote.h"

#include <stdio.h>

const char *px_time_kind_name(enum px_time_kind kind)
{
	static const char *const names[] = {
		[PX_TIME_KIND_NONE] = "none", [PX_TIME_DATE] = "date",   [PX_TIME_CLOCK] = "time",
		[PX_TIME_DATETIME] = "datetime", [PX_TIME_RANGE] = "range", [PX_TIME_DURATION] = "duration",
		[PX_TIME_SET] = "set",
	};

	return names[kind];
}

static void format(struct px_time_point point, bool seconds, char text[PX_TIME_POINT_TEXT])
{
	size_t n = 0;

	text[0] = '\0';
	if (point.day != PX_DAY_NONE) {
		px_civil_format_day(point.day, text);
		n = strlen(text);
	}
	if (point.second < 0)
		return;
	if (n)
		text[n++] = 'T';
	int hour = point.second / 3600, minute = point.second / 60 % 60, second = point.second % 60;
	if (seconds || second)
		snprintf(text + n, PX_TIME_POINT_TEXT - n, "%02d:%02d:%02d", hour, minute, second);
	else
		snprintf(text + n, PX_TIME_POINT_TEXT - n, "%02d:%02d", hour, minute);
}

void px_time_format_point(struct px_time_point point, char text[PX_TIME_POINT_TEXT])
{
	format(point, true, text);
}

static size_t put_amount(char *text, size_t at, int64_t amount, char unit)
{
	if (amount == 0)
		return at;
	int n = snprintf(text + at, PX_TIME_POINT_TEXT - at, "%lld%c", (long long)amount, unit);
	return at + (n > 0 ? (size_t)n : 0);
}

void px_time_format_duration(const struct px_time_value *value, char text[PX_TIME_POINT_TEXT])
{
	int64_t months = value->months, seconds = value->seconds;
	size_t at = 0;

	if (months < 0 || seconds < 0) {
		text[at++] = '-';
		months = months < 0 ? -months : months;
		seconds = seconds < 0 ? -seconds : seconds;
	}
	text[at++] = 'P';
	size_t start = at;
	if (value->in_years && months % 12 == 6 && seconds == 0) {
		snprintf(text + at, PX_TIME_POINT_TEXT - at, "%lld.5Y", (long long)(months / 12));
		return;
	}
	at = put_amount(text, at, months / 12, 'Y');
	at = put_amount(text, at, months % 12, 'M');
	if (months == 0 && seconds > 0 && seconds % (7 * 86400) == 0) {
		at = put_amount(text, at, seconds / (7 * 86400), 'W');
		text[at] = '\0';
		return;
	}
	at = put_amount(text, at, seconds / 86400, 'D');
	if (seconds % 86400 || at == start) {
		text[at++] = 'T';
		size_t clock = at;
		at = put_amount(text, at, seconds / 3600 % 24, 'H');
		at = put_amount(text, at, seconds / 60 % 60, 'M');
		at = put_amount(text, at, seconds % 60, 'S');
		if (at == clock) {
			text[at++] = '0';
			text[at++] = 'S';
		}
	}
	text[at] = '\0';
}

/* ,"key":"text", or null for an absent point. */
static void put_point(struct px_buf *out, const char *key, struct px_time_point point)
{
	char text[PX_TIME_POINT_TEXT];

	px_time_format_point(point, text);
	if (text[0])
		px_buf_printf(out, ",\"%s\":\"%s\"", key, text);
	else
		px_buf_printf(out, ",\"%s\":null", key);
}

static void put_value(struct px_buf *out, const struct px_time_value *value)
{
	char text[PX_TIME_POINT_TEXT];

	switch (value->kind) {
	case PX_TIME_DATE:
	case PX_TIME_CLOCK:
	case PX_TIME_DATETIME:
		put_point(out, "value", value->start);
		break;
	case PX_TIME_RANGE:
		put_point(out, "start", value->start);
		put_point(out, "end", value->end);
		break;
	case PX_TIME_DURATION:
		px_time_format_duration(value, text);
		px_buf_printf(out, ",\"value\":\"%s\"", text);
		break;
	case PX_TIME_SET:
		px_buf_printf(out, ",\"value\":\"%s\"", value->rrule);
		if (value->start.second >= 0)
			put_point(out, "time", (struct px_time_point){ PX_DAY_NONE, value->start.second });
		break;
	default:
		break;
	}
}

void px_time_report_line(struct px_buf *out, struct px_str id, const struct px_time_value *value,
			 double microseconds)
{
	px_buf_text(out, "{\"id\":");
	px_json_quote(out, id);
	px_buf_printf(out, ",\"type\":\"%s\"", px_time_kind_name(value->kind));
	put_value(out, value);
	if (microseconds >= 0)
		px_buf_printf(out, ",\"us\":%.2f", microseconds);
	px_buf_text(out, "}\n");
}

void px_time_describe(struct px_buf *out, const struct px_time_value *value)
{
	char text[PX_TIME_POINT_TEXT];

	switch (value->kind) {
	case PX_TIME_RANGE:
		format(value->start, false, text);
		px_buf_printf(out, "%s..", text);
		format(value->end, false, text);
		px_buf_text(out, text);
		break;
	case PX_TIME_DURATION:
		px_time_format_duration(value, text);
		px_buf_text(out, text);
		break;
	case PX_TIME_SET:
		px_buf_text(out, value->rrule);
		format((struct px_time_point){ PX_DAY_NONE, value->start.second }, false, text);
		if (text[0])
			px_buf_printf(out, ";%s", text);
		if (value->after_completion)
			px_buf_text(out, ";COMPLETED");
		break;
	case PX_TIME_KIND_NONE:
		px_buf_text(out, "none");
		break;
	default:
		format(value->start, false, text);
		px_buf_text(out, text);
		break;
	}
}
