/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar arithmetic that the productions share: starts and sums of units,
 * the year that a date without one means, nth weekdays, and lengths added to
 * days, clocks and instants.
 */
#include "nlu/time/grammar.h"

static int32_t week_start(const struct px_time_parse *parse, int32_t day)
{
	return day - (px_civil_weekday(day) - parse->context->week_start + 7) % 7;
}

int32_t px_time_grain_start(const struct px_time_parse *parse, int grain, int32_t day)
{
	int year, month, mday;

	px_civil_from_day(day, &year, &month, &mday);
	switch (grain) {
	case GRAIN_WEEK:
	case GRAIN_FORTNIGHT:
		return week_start(parse, day);
	case GRAIN_WEEKEND:
		return day - px_civil_weekday(day) + 5;
	case GRAIN_MONTH:
		return px_civil_day(year, month, 1);
	case GRAIN_QUARTER:
		return px_civil_day(year, (month - 1) / 3 * 3 + 1, 1);
	case GRAIN_HALF:
		return px_civil_day(year, (month - 1) / 6 * 6 + 1, 1);
	case GRAIN_YEAR:
		return px_civil_day(year, 1, 1);
	case GRAIN_DECADE:
		return px_civil_day(year - year % 10, 1, 1);
	case GRAIN_CENTURY:
		return px_civil_day(year - year % 100, 1, 1);
	default:
		return day;
	}
}

static int grain_months(int grain)
{
	switch (grain) {
	case GRAIN_MONTH: return 1;
	case GRAIN_QUARTER: return 3;
	case GRAIN_HALF: return 6;
	case GRAIN_YEAR: return 12;
	case GRAIN_DECADE: return 120;
	case GRAIN_CENTURY: return 1200;
	default: return 0;
	}
}

int32_t px_time_grain_add(int grain, int32_t day, int count)
{
	int months = grain_months(grain);

	if (months)
		return px_civil_add_months(day, months * count);
	if (grain == GRAIN_WEEK || grain == GRAIN_WEEKEND)
		return day + 7 * count;
	return day + (grain == GRAIN_FORTNIGHT ? 14 : 1) * count;
}

bool px_time_pick_year(const struct px_time_parse *parse, struct px_time_node *node)
{
	int direction = parse->context->prefer_past ? -1 : 1;
	int year = parse->year;

	if (node->mday > 29 && node->mday > px_civil_month_days(2000, node->month))
		return false;
	/* The 29th of February may be eight years away. */
	for (int i = 0; i <= 8; i++, year += direction) {
		if (node->mday > px_civil_month_days(year, node->month))
			continue;
		int32_t day = px_civil_day(year, node->month, node->mday);
		if ((day - parse->today) * direction < 0)
			continue;
		node->year = (int16_t)year;
		node->day = day;
		return true;
	}
	return false;
}

int32_t px_time_nth_weekday(int32_t first, int32_t until, int weekday, int nth)
{
	if (nth > 0) {
		int32_t day = first + (weekday - px_civil_weekday(first) + 7) % 7 + 7 * (nth - 1);
		return day < until ? day : PX_DAY_NONE;
	}
	int32_t last = until - 1;
	int32_t day = last - (px_civil_weekday(last) - weekday + 7) % 7 + 7 * (nth + 1);
	return day >= first ? day : PX_DAY_NONE;
}

int32_t px_time_add_business(int32_t day, int count)
{
	int step = count < 0 ? -1 : 1;

	while (count != 0) {
		day += step;
		if (px_civil_weekday(day) < 5)
			count -= step;
	}
	return day;
}

/* An instant plus elapsed seconds, through UTC, so that clock changes count. */
static void add_elapsed(const struct px_time_parse *parse, int64_t local, int64_t seconds,
			struct px_time_node *out)
{
	const struct px_tz *tz = parse->context->tz;
	int64_t utc = local == parse->now ? parse->context->now_utc : px_tz_to_utc(tz, local, NULL);

	local = px_tz_to_local(tz, utc + seconds * PX_MS_SECOND);
	out->day = px_civil_ms_day(local);
	out->clock = (int32_t)((local - out->day * PX_MS_DAY) / PX_MS_SECOND);
}

enum { MAX_MONTHS = 12 * 5000, MAX_DAYS = 5000 * 365 };

static bool in_range(const struct px_time_node *length)
{
	return length->months <= MAX_MONTHS && length->months >= -MAX_MONTHS &&
	       length->seconds <= MAX_DAYS * INT64_C(86400) &&
	       length->seconds >= -MAX_DAYS * INT64_C(86400);
}

bool px_time_shift(const struct px_time_parse *parse, const struct px_time_node *base,
		   const struct px_time_node *length, int sign, struct px_time_node *out)
{
	int32_t day = base ? base->day : parse->today;
	int32_t clock = base ? base->clock : parse->clock;
	int64_t seconds = sign * length->seconds;

	if (!in_range(length))
		return false;
	if (day == PX_DAY_NONE) { /* a clock time of no certain day */
		if (length->months || !(length->flags & F_TIMED) || clock < 0)
			return false;
		out->symbol = S_CLOCK;
		out->clock = (int32_t)(((clock + seconds) % 86400 + 86400) % 86400);
		return true;
	}
	bool timed = (length->flags & F_TIMED) || (base && base->symbol == S_MOMENT);
	if (length->flags & F_BUSINESS)
		day = px_time_add_business(day, (int)(seconds / 86400));
	else
		day = px_civil_add_months(day, sign * length->months) + (int32_t)(seconds / 86400);
	out->flags |= F_YEAR | F_FIXED;
	if (!timed) {
		out->symbol = S_DAY;
		out->day = day;
		return true;
	}
	out->symbol = S_MOMENT;
	if (clock < 0)
		clock = 0;
	int64_t local = day * PX_MS_DAY + clock * PX_MS_SECOND;
	if (!base && !length->months && seconds % 86400)
		add_elapsed(parse, parse->now, seconds, out);
	else if (!base && !length->months && (length->flags & F_TIMED))
		add_elapsed(parse, parse->now, seconds, out);
	else
		add_elapsed(parse, local, seconds % 86400, out);
	return true;
}
