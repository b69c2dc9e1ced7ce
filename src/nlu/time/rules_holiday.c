/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holidays: the next one, one of a year, and the days around it.
 */
#include "nlu/time/rules_holiday.h"

#include "nlu/time/names.h"

static bool holiday_in(parse_t *p, int holiday, int year, node_t *out)
{
	out->day = px_time_holiday(holiday, year, p->context->country);
	out->number = holiday;
	out->grain = GRAIN_DAY;
	return out->day != PX_DAY_NONE;
}

/* The next one; "last", "this", "next" at 0 if arg is 1. */
bool px_time_next_holiday(parse_t *p, parts_t part, int arg, node_t *out)
{
	int name = part[arg]->number;
	int direction = p->context->prefer_past ? -1 : 1;

	if (arg && part[0]->symbol == S_REL && part[0]->number < 0)
		direction = -1;
	out->flags = F_FIXED | (part[arg]->flags & F_WEAK);
	for (int i = -1; i <= 1; i++) {
		int year = p->year + i * direction;
		if (!holiday_in(p, name, year, out))
			continue;
		int32_t distance = (out->day - p->today) * direction;
		if (distance > 0 || (distance == 0 && direction > 0))
			return true;
	}
	return false;
}

bool px_time_holiday_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *year = part[arg];
	int number = year->year;

	out->flags = F_FIXED | F_YEAR;
	if (year->symbol == S_PERIOD) {
		int month, mday;
		if (year->grain != GRAIN_YEAR)
			return false;
		px_civil_from_day(year->day, &number, &month, &mday);
	}
	return holiday_in(p, part[0]->number, number, out);
}

/* "last year's Christmas": the holiday at `arg`, the year at 0. */
bool px_time_year_holiday(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *turned[] = { part[arg], part[0], NULL };

	return px_time_holiday_year(p, turned, 1, out);
}

/* "Thanksgiving eve", "the eve of Easter": the day before the holiday at `arg`. */
bool px_time_eve_of(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[arg]->grain != GRAIN_DAY) /* no holiday */
		return false;
	out->day = part[arg]->day - 1;
	out->flags = F_FIXED | (part[arg]->flags & F_YEAR);
	return true;
}

/* "Thanksgiving two years ago": the year of a day that is whole years away. */
bool px_time_holiday_years(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *away = part[arg];
	int year, month, mday;

	if (away->months == 0 || away->months % 12 || away->seconds)
		return false;
	px_civil_from_day(away->day, &year, &month, &mday);
	out->flags = F_FIXED | F_YEAR;
	return holiday_in(p, part[0]->number, year, out);
}
