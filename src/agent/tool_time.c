/* SPDX-License-Identifier: Apache-2.0 */
/* ISO forms are read here; everything else goes to the time engine. */
#include "agent/tool_time.h"

#include "domain/rules.h"

/* Regions whose weeks start on Sunday; the others start on Monday (CLDR weekData, shortened). */
static bool sunday_first(struct px_str region)
{
	static const char list[] = "US CA MX BR JP KR IN IL TW HK PH ZA CO PE VE AR";

	return region.size == 2 && px_str_find(PX_STR(list), region) != SIZE_MAX;
}

static struct px_str region_of(const char *locale)
{
	struct px_str rest, part = px_str_cut(px_str(locale), '-', &rest);

	while (rest.data) {
		part = px_str_cut(rest, '-', &rest);
		if (part.size == 2)
			return part;
	}
	return PX_STR("");
}

struct px_time_context px_tool_time_context(const struct px_nlu_context *context)
{
	struct px_str region = region_of(context->locale ? context->locale : "");
	bool american = px_str_eq(region, PX_STR("US"));

	return (struct px_time_context){
		.now_utc = context->now, .tz = context->tz,
		.week_start = sunday_first(region) ? 6 : 0, .day_first = !american,
		.country = region.size ? region.data : "", .find_zone = context->find_zone,
		.find_zone_arg = context->find_zone_arg,
	};
}

static enum px_err bad(struct px_error *error, const char *field, struct px_str text)
{
	return px_fail(error, PX_INVALID, field, "\"%.*s\" is not a date or time I can read",
		       (int)(text.size > 80 ? 80 : text.size), text.data ? text.data : "");
}

static void set_day(struct px_tool_time *when, int32_t day)
{
	when->kind = PX_TOOL_TIME_DAY;
	when->day = day;
	when->local = day * PX_MS_DAY;
	when->local_end = (day + INT64_C(1)) * PX_MS_DAY;
}

static void set_local(struct px_tool_time *when, const struct px_tz *tz, int64_t local)
{
	when->kind = PX_TOOL_TIME_TIME;
	when->local = local;
	when->day = px_civil_ms_day(local);
	when->instant = px_tz_to_utc(tz, local, NULL);
}

static bool parse_iso(const struct px_nlu_context *context, struct px_str text,
		      struct px_tool_time *when)
{
	bool has_offset;
	int64_t local;
	int32_t day;

	if (px_civil_parse_day(text, &day)) {
		set_day(when, day);
		return true;
	}
	if (!px_civil_parse_ms(text, &local, &has_offset))
		return false;
	if (!has_offset) {
		set_local(when, context->tz, local);
		return true;
	}
	set_local(when, context->tz, px_tz_to_local(context->tz, local));
	when->instant = local;
	return true;
}

/* "0000-01-01", "-0001-...": meant as ISO 8601, so not to be read as words ("01-01"). */
static bool looks_iso(struct px_str text)
{
	size_t at = text.size && (text.data[0] == '-' || text.data[0] == '+');
	size_t digits = 0;

	while (at < text.size && text.data[at] >= '0' && text.data[at] <= '9') {
		at++;
		digits++;
	}
	return digits >= 4 && at < text.size && text.data[at] == '-';
}

static int64_t point_local(struct px_time_point point)
{
	return point.day * PX_MS_DAY + (point.second > 0 ? point.second * PX_MS_SECOND : 0);
}

/* A time of day without a day: the next time it is that late. */
static void set_clock(const struct px_nlu_context *context, struct px_tool_time *when, int32_t second)
{
	int64_t now = px_tz_to_local(context->tz, context->now);
	int64_t local = px_civil_ms_day(now) * PX_MS_DAY + second * PX_MS_SECOND;

	set_local(when, context->tz, local > now ? local : local + PX_MS_DAY);
	when->clock_only = true;
}

static void set_span(const struct px_nlu_context *context, struct px_tool_time *when,
		     const struct px_time_value *value)
{
	when->kind = PX_TOOL_TIME_SPAN;
	when->whole_days = value->whole_days;
	when->local = value->start.day == PX_DAY_NONE ? px_tz_to_local(context->tz, context->now)
						      : point_local(value->start);
	when->day = px_civil_ms_day(when->local);
	when->local_end = value->end.day == PX_DAY_NONE ? PX_TIME_NONE : point_local(value->end);
	when->instant = px_tz_to_utc(context->tz, when->local, NULL);
}

static void set_point(const struct px_nlu_context *context, struct px_tool_time *when,
		      struct px_time_point point)
{
	if (point.day == PX_DAY_NONE)
		set_clock(context, when, point.second);
	else if (point.second < 0)
		set_day(when, point.day);
	else
		set_local(when, context->tz, point_local(point));
}

static bool parse_words(const struct px_nlu_context *context, struct px_str text,
			struct px_tool_time *when)
{
	struct px_time_context time = px_tool_time_context(context);
	struct px_time_expr found = { 0 };
	const struct px_time_value *value = &found.value;

	px_time_main(&time, text, &found);
	when->words = true;
	snprintf(when->rule, sizeof(when->rule), "%s", value->rrule);
	switch (value->kind) {
	case PX_TIME_DATE:
	case PX_TIME_DATETIME:
	case PX_TIME_CLOCK:
		set_point(context, when, value->start);
		return true;
	case PX_TIME_RANGE:
		set_span(context, when, value);
		return true;
	case PX_TIME_SET:
		if (value->start.day == PX_DAY_NONE && value->start.second < 0)
			return false;
		set_point(context, when, value->start);
		return true;
	default:
		return false;
	}
}

static bool in_range(const struct px_tool_time *when)
{
	int64_t end = when->kind != PX_TOOL_TIME_TIME && when->local_end != PX_TIME_NONE
		? when->local_end - 1 : when->local;

	return px_rule_day("", px_civil_ms_day(when->local), NULL) == PX_OK &&
	       px_rule_day("", px_civil_ms_day(end), NULL) == PX_OK;
}

enum px_err px_tool_time_read(const struct px_nlu_context *context, const char *field,
			  struct px_str text, struct px_tool_time *when, struct px_error *error)
{
	enum { WORDS_MAX = 200 };

	*when = (struct px_tool_time){ .day = PX_DAY_NONE, .local = PX_TIME_NONE,
				  .local_end = PX_TIME_NONE, .instant = PX_TIME_NONE };
	text = px_str_trim(text);
	if (!text.size || text.size > WORDS_MAX)
		return bad(error, field, text);
	if (!parse_iso(context, text, when) &&
	    (looks_iso(text) || !parse_words(context, text, when)))
		return bad(error, field, text);
	if (!in_range(when))
		return px_fail(error, PX_INVALID, field, "\"%.*s\" is not in the years 1970 to 2200",
			       (int)text.size, text.data);
	return PX_OK;
}

int64_t px_tool_time_until(const struct px_tool_time *when)
{
	if (when->kind == PX_TOOL_TIME_TIME || when->local_end == PX_TIME_NONE)
		return when->local;
	return when->kind == PX_TOOL_TIME_DAY && !when->words ? when->local : when->local_end;
}

/* One "30M" of an ISO 8601 duration, in its date or time part. */
static bool add_unit(char unit, bool time, int64_t number, struct px_tool_shift *shift)
{
	static const struct { char unit; bool time; int months; int64_t ms; } units[] = {
		{ 'Y', false, 12, 0 }, { 'M', false, 1, 0 }, { 'W', false, 0, 7 * PX_MS_DAY },
		{ 'D', false, 0, PX_MS_DAY }, { 'H', true, 0, PX_MS_HOUR },
		{ 'M', true, 0, PX_MS_MINUTE }, { 'S', true, 0, PX_MS_SECOND },
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (units[i].unit == unit && units[i].time == time) {
			shift->months += (int)(number * units[i].months);
			shift->ms += number * units[i].ms;
			return true;
		}
	}
	return false;
}

/* "[-]P[n]Y[n]M[n]W[n]DT[n]H[n]M[n]S", the form that models like to write. */
static bool parse_iso_duration(struct px_str text, struct px_tool_shift *shift)
{
	enum { NUMBER_MAX = 100000 };
	size_t at = text.size && text.data[0] == '-';
	int64_t sign = at ? -1 : 1, number = 0;
	bool time = false, digits = false;

	if (at >= text.size || text.data[at++] != 'P')
		return false;
	for (; at < text.size; at++) {
		char c = text.data[at];
		if (c >= '0' && c <= '9') {
			number = number * 10 + (c - '0');
			digits = true;
			if (number > NUMBER_MAX)
				return false;
		} else if (c == 'T' && !time && !digits) {
			time = true;
		} else {
			if (!digits || !add_unit(c, time, sign * number, shift))
				return false;
			number = 0;
			digits = false;
		}
	}
	return !digits && (shift->ms || shift->months);
}

enum px_err px_tool_shift_read(const struct px_nlu_context *context, const char *field,
			     struct px_str text, struct px_tool_shift *shift,
			     struct px_error *error)
{
	struct px_time_context time = px_tool_time_context(context);
	struct px_time_expr found = { 0 };

	*shift = (struct px_tool_shift){ 0 };
	text = px_str_trim(text);
	if (parse_iso_duration(text, shift))
		return PX_OK;
	*shift = (struct px_tool_shift){ 0 };
	struct px_str words = text;
	bool negative = words.size && words.data[0] == '-';
	if (words.size && (negative || words.data[0] == '+'))
		words = px_str_trim(px_str_n(words.data + 1, words.size - 1));
	if (words.size && words.size <= 100)
		px_time_main(&time, words, &found);
	if (found.value.kind != PX_TIME_DURATION)
		return px_fail(error, PX_INVALID, field, "\"%.*s\" is not a length of time",
			       (int)(text.size > 80 ? 80 : text.size), text.data ? text.data : "");
	shift->months = negative ? -found.value.months : found.value.months;
	shift->ms = (negative ? -found.value.seconds : found.value.seconds) * PX_MS_SECOND;
	return PX_OK;
}

int64_t px_tool_shifted(int64_t local, const struct px_tool_shift *shift)
{
	int32_t day = px_civil_ms_day(local);
	int64_t clock = local - day * PX_MS_DAY;

	if (shift->months)
		local = px_civil_add_months(day, shift->months) * PX_MS_DAY + clock;
	return local + shift->ms;
}
