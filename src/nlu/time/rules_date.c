/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar dates in every notation.
 */
#include "nlu/time/rules_date.h"

#include "nlu/time/names.h"

bool px_time_set_date(parse_t *p, int year, int month, int mday, node_t *out)
{
	if (month < 1 || month > 12 || mday < 1 || mday > 31)
		return false;
	out->month = (int8_t)month;
	out->mday = (int8_t)mday;
	out->flags |= F_NAMED_MONTH;
	if (year == 0)
		return px_time_pick_year(p, out);
	if (mday > px_civil_month_days(year, month))
		return false;
	out->year = (int16_t)year;
	out->flags |= F_YEAR | F_FIXED;
	out->day = px_civil_day(year, month, mday);
	return true;
}

/* Month at arg / 10, day of the month at arg % 10. */
bool px_time_month_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (arg < 10)
		out->flags |= F_MONTH_FIRST;
	return px_time_set_date(p, 0, part[arg / 10]->number, part[arg % 10]->number, out);
}

/* A year after (arg 1) or before (arg 0) a date or month without one. */
bool px_time_with_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *date = arg ? part[0] : part[1]->symbol == S_COMMA ? part[2] : part[1];
	const node_t *year = part[arg];

	if ((date->flags & F_YEAR) || !(date->flags & F_NAMED_MONTH))
		return false;
	px_time_take(date, out);
	out->flags &= ~(uint32_t)F_WEAK;
	return px_time_set_date(p, year->year, date->month, date->mday, out);
}

static int full_year(int year, int digits)
{
	if (digits > 2)
		return year;
	return year + (year < 50 ? 2000 : 1900);
}

/* Two numbers that are month and day in either order; 0 if they can't be. */
static bool numeric(parse_t *p, int first, int second, int year, bool day_first, node_t *out)
{
	if (first != second && first <= 12 && second <= 12)
		out->flags |= F_SWAP;
	if (first > 12 || (day_first && second <= 12))
		return px_time_set_date(p, year, second, first, out);
	return px_time_set_date(p, year, first, second, out);
}

/* "3-Jun-27" */
bool px_time_day_month_short_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	return part[0]->count <= 2 && part[arg]->count == 2 &&
	       px_time_set_date(p, full_year(part[arg]->number, 2), part[2]->number, part[0]->number, out);
}

/* "3/2/2026", "3-2-26", "13.5.2015", "2026/3/2" */
bool px_time_numeric_date(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *a = part[0], *b = part[2], *c = part[arg];

	if (a->count == 4)
		return c->count <= 2 && b->count <= 2 && px_time_set_date(p, a->number, b->number, c->number, out);
	if (a->count > 2 || b->count > 2 || (c->count != 4 && c->count != 2))
		return false;
	return numeric(p, a->number, b->number, full_year(c->number, c->count), p->context->day_first,
		       out);
}

/* "3/2", "4.22"; arg: more is needed to make a date of it, 1 of one with a full stop. */
bool px_time_numeric_short(parse_t *p, parts_t part, int arg, node_t *out)
{
	bool day_first = p->context->day_first;

	if (part[0]->count > 2 || part[2]->count > 2)
		return false;
	if (part[0]->number == 24 && part[2]->number == 7)
		return false;
	if (arg == 1 && day_first && part[0]->number < 24 && part[2]->count == 2 && part[2]->number > 12)
		return false; /* "sat 6.15": an hour, as there is no such month */
	/* "4-22" is a date if it can hardly be a score. */
	out->flags |= arg && !(arg == 2 && part[2]->count == 2 && part[2]->number > 12) ? F_WEAK : F_BARE;
	return numeric(p, part[0]->number, part[2]->number, 0, day_first, out);
}

/* "3.2.": the German order. */
bool px_time_dotted_short(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *day = part[arg], *month = part[arg + 2];

	if (day->count > 2 || month->count > 2 || (!part[arg + 3] && month->count > 1))
		return false; /* "Mo 18.30" is a clock */
	out->flags |= arg ? 0 : F_WEAK;
	return numeric(p, day->number, month->number, 0, true, out);
}

/* "20260302" */
bool px_time_compact_date(parse_t *p, parts_t part, int arg, node_t *out)
{
	int32_t n = part[arg]->number;

	if (part[arg]->count != 8 || n / 10000 < 1900 || n / 10000 > 2100)
		return false;
	return px_time_set_date(p, n / 10000, n / 100 % 100, n % 100, out);
}

/* Year, month name, day: "2019/sep/01" */
bool px_time_year_month_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	return part[arg]->count <= 2 &&
	       px_time_set_date(p, part[0]->year, part[2]->number, part[arg]->number, out);
}

/* "the 15th": the next one that comes. */
bool px_time_month_day_only(parse_t *p, parts_t part, int arg, node_t *out)
{
	int direction = p->context->prefer_past ? -1 : 1;
	int mday = part[arg]->number;

	if (mday < 1 || mday > 31)
		return false;
	for (int i = 0; i < 4; i++) {
		int32_t first = px_civil_day(p->year, p->month + i * direction, 1);
		int32_t day = first + mday - 1;
		int year, month, got;
		px_civil_from_day(day, &year, &month, &got);
		if (got != mday || (day - p->today) * direction < 0)
			continue;
		out->day = day;
		out->mday = (int8_t)mday;
		out->flags |= F_MONTHDAY | F_BARE;
		if (part[arg]->symbol == S_ORDINAL && !(part[arg]->flags & F_DIGITS))
			out->flags |= F_WEAK; /* "the first" */
		return true;
	}
	return false;
}

/* "last March 3" */
bool px_time_last_date(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *date = part[arg];

	if (part[0]->number != -1 || (date->flags & F_YEAR) || !(date->flags & F_NAMED_MONTH))
		return false;
	px_time_take(date, out);
	return px_time_set_date(p, date->day >= p->today ? date->year - 1 : date->year, date->month, date->mday, out);
}
