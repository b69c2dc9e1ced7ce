/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for days: calendar dates in every notation, weekdays, days relative
 * to the reference or to another day, holidays.
 */
#include "nlu/time/names.h"
#include "nlu/time/rules.h"

static bool set_date(parse_t *p, int year, int month, int mday, node_t *out)
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
static bool month_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	return set_date(p, 0, part[arg / 10]->number, part[arg % 10]->number, out);
}

/* A year after (arg 1) or before (arg 0) a date or month without one. */
static bool with_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *date = arg ? part[0] : part[1]->symbol == S_COMMA ? part[2] : part[1];
	const node_t *year = part[arg];

	if ((date->flags & F_YEAR) || !(date->flags & F_NAMED_MONTH))
		return false;
	px_time_take(date, out);
	out->flags &= ~(uint32_t)F_WEAK;
	return set_date(p, year->year, date->month, date->mday, out);
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
		return set_date(p, year, second, first, out);
	return set_date(p, year, first, second, out);
}

/* "3-Jun-27" */
static bool day_month_short_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	return part[0]->count <= 2 && part[arg]->count == 2 &&
	       set_date(p, full_year(part[arg]->number, 2), part[2]->number, part[0]->number, out);
}

/* "3/2/2026", "3-2-26", "13.5.2015", "2026/3/2" */
static bool numeric_date(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *a = part[0], *b = part[2], *c = part[arg];

	if (a->count == 4)
		return c->count <= 2 && b->count <= 2 && set_date(p, a->number, b->number, c->number, out);
	if (a->count > 2 || b->count > 2 || (c->count != 4 && c->count != 2))
		return false;
	return numeric(p, a->number, b->number, full_year(c->number, c->count), p->context->day_first,
		       out);
}

/* "3/2", "4.22"; arg: more is needed to make a date of it. */
static bool numeric_short(parse_t *p, parts_t part, int arg, node_t *out)
{
	bool day_first = p->context->day_first;

	if (part[0]->count > 2 || part[2]->count > 2)
		return false;
	if (part[0]->number == 24 && part[2]->number == 7)
		return false;
	/* "4-22" is a date if it can hardly be a score. */
	out->flags |= arg && !(arg == 2 && part[2]->count == 2 && part[2]->number > 12) ? F_WEAK : F_BARE;
	return numeric(p, part[0]->number, part[2]->number, 0, day_first, out);
}

/* "3.2.": the German order. */
static bool dotted_short(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)arg;
	if (part[0]->count > 2 || part[2]->count > 2)
		return false;
	out->flags |= F_WEAK;
	return numeric(p, part[0]->number, part[2]->number, 0, true, out);
}

/* "20260302" */
static bool compact_date(parse_t *p, parts_t part, int arg, node_t *out)
{
	int32_t n = part[arg]->number;

	if (part[arg]->count != 8 || n / 10000 < 1900 || n / 10000 > 2100)
		return false;
	return set_date(p, n / 10000, n / 100 % 100, n % 100, out);
}

/* Year, month name, day: "2019/sep/01" */
static bool year_month_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	return part[arg]->count <= 2 &&
	       set_date(p, part[0]->year, part[2]->number, part[arg]->number, out);
}

/* "the 15th": the next one that comes. */
static bool month_day_only(parse_t *p, parts_t part, int arg, node_t *out)
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

/* A weekday at arg and a day of the month: "Friday the 13th", in the next month it fits. */
static bool weekday_month_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	int mday = part[arg]->number;
	int direction = p->context->prefer_past ? -1 : 1;

	if (mday < 1 || mday > 31 || part[arg]->count > 2)
		return false;
	for (int i = 0; i < 120; i++) {
		int32_t day = px_civil_day(p->year, p->month + i * direction, mday);
		int year, month, got;
		px_civil_from_day(day, &year, &month, &got);
		if (got != mday || (day - p->today) * direction < 0 ||
		    px_civil_weekday(day) != part[0]->number)
			continue;
		out->day = day;
		out->flags |= F_FIXED | F_YEAR;
		return true;
	}
	return false;
}

static int ahead(int weekday, int from)
{
	return (weekday - from + 7) % 7;
}

/* The coming one, or the one a week later if that is today. */
static bool weekday(parse_t *p, parts_t part, int arg, node_t *out)
{
	int days = ahead(part[arg]->number, p->weekday);

	if (days == 0)
		days = 7;
	if (p->context->prefer_past)
		days -= 7;
	out->wday = (int8_t)part[arg]->number;
	out->day = p->today + days;
	out->flags = F_WEEKDAY | (part[arg]->flags & F_WEAK);
	return true;
}

/* "next Friday", "last Friday", "this Friday" */
static bool relative_weekday(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *rel = part[0];
	int wanted = part[arg]->number;
	int32_t monday = p->today - p->weekday;

	out->wday = (int8_t)wanted;
	out->flags = F_FIXED | F_YEAR | F_RELATIVE;
	out->number = rel->number;
	if (rel->flags & F_NEAREST) {
		int days = ahead(wanted, p->weekday);
		out->day = p->today + (rel->number < 0 ? (days ? days - 7 : -7) : (days ? days : 7));
	} else {
		out->day = monday + 7 * rel->number + wanted;
	}
	return true;
}

static bool day_word(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->day = p->today + part[arg]->number;
	out->flags = F_FIXED | F_YEAR;
	return true;
}

static bool next_workday(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[0]->number == 0 || part[arg]->symbol != S_WORKDAY)
		return false;
	out->day = px_time_add_business(p->today, part[0]->number);
	out->flags = F_FIXED | F_YEAR;
	return true;
}

/* "the last working day of the month" */
static bool workday_of(parse_t *p, parts_t part, int arg, node_t *out)
{
	int at = part[0]->symbol == S_THE ? 1 : 0;
	const node_t *period = part[arg];
	int nth = part[at]->number;

	(void)p;
	if (nth == 0 || nth > 23 || (part[at]->symbol == S_LAST && nth != -1))
		return false;
	out->day = px_time_add_business(nth > 0 ? period->day - 1 : period->until, nth);
	out->flags = F_FIXED | F_YEAR;
	return out->day >= period->day && out->day < period->until;
}

/* "the next day": number of the REL, at arg, as days. */
static bool relative_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[arg]->number != GRAIN_DAY || (part[arg]->flags & F_PLURAL))
		return false;
	out->day = p->today + part[0]->number;
	out->flags = F_FIXED | F_YEAR;
	return true;
}

/* A weekday with a date that already says all: the date counts. */
static bool named_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *date = part[arg];

	(void)p;
	if (date->flags & (F_WEEKDAY | F_MONTHDAY | F_WEAK) || date->wday >= 0)
		return false;
	if (!(date->flags & F_NAMED_MONTH) && !(date->flags & F_FIXED))
		return false;
	px_time_take(date, out);
	int32_t monday = date->day - px_civil_weekday(date->day);
	int named = part[arg ? 0 : 1]->number;
	if (part[arg ? 0 : 1]->symbol == S_DAY)
		named = part[arg ? 0 : 1]->wday;
	/* "Thursday, two years from now" is the Thursday of that week. */
	if (!(date->flags & F_NAMED_MONTH))
		out->day = monday + named;
	out->wday = (int8_t)named;
	out->flags &= ~(uint32_t)F_WEAK;
	return true;
}

/* A weekday (part 0 or arg) inside the week of a period. */
static bool weekday_of_week(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *day = part[0]->symbol == S_PERIOD ? part[arg] : part[0];
	const node_t *week = part[0]->symbol == S_PERIOD ? part[0] : part[arg];
	int wanted = day->symbol == S_WEEKDAY ? day->number : day->wday;

	(void)p;
	if (week->grain != GRAIN_WEEK && week->grain != GRAIN_WEEKEND)
		return false;
	if (week->until - week->day > 7)
		return false;
	out->day = week->day + ahead(wanted, px_civil_weekday(week->day));
	if (out->day >= week->until)
		return false;
	out->wday = (int8_t)wanted;
	out->flags = F_FIXED | F_YEAR | F_RELATIVE;
	return true;
}

/* The next time around of a period without a year, if the day in it is over. */
static bool in_period(parse_t *p, const node_t *period, int32_t (*find)(const node_t *, int, int, int),
		      int a, int b, node_t *out)
{
	for (int year = 0; year < 8; year++) {
		int32_t day = find(period, year, a, b);
		if (day == PX_DAY_NONE) {
			if (period->flags & (F_YEAR | F_RELATIVE))
				return false;
			continue;
		}
		if (!(period->flags & (F_YEAR | F_RELATIVE)) && day < p->today && !p->context->prefer_past)
			continue;
		out->day = day;
		out->flags = F_FIXED | F_YEAR;
		return true;
	}
	return false;
}

static int32_t find_nth_weekday(const node_t *period, int years, int nth, int wday)
{
	return px_time_nth_weekday(px_civil_add_months(period->day, 12 * years),
				   px_civil_add_months(period->until, 12 * years), wday, nth);
}

static int32_t find_nth_day(const node_t *period, int years, int nth, int unused)
{
	int32_t first = px_civil_add_months(period->day, 12 * years);
	int32_t until = px_civil_add_months(period->until, 12 * years);
	int32_t day = nth < 0 ? until + nth : first + nth - 1;

	(void)unused;
	return day >= first && day < until ? day : PX_DAY_NONE;
}

/* "the first Monday of March": ordinal or "last" at 0, weekday at 1, period at arg. */
static bool nth_weekday(parse_t *p, parts_t part, int arg, node_t *out)
{
	int at = part[0]->symbol == S_THE ? 1 : 0;
	int nth = part[at]->symbol == S_LAST ? -1 : part[at]->number;

	if (part[at]->symbol == S_LAST && part[at]->number != -1)
		return false;
	if (nth > 53 || nth == 0)
		return false;
	return in_period(p, part[arg], find_nth_weekday, nth, part[at + 1]->number, out);
}

/* "the second Friday": of this month, or of the next one if it is over. */
static bool nth_weekday_soon(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->flags = F_FIXED;
	for (int i = 0; i < 3; i++) {
		out->day = px_time_nth_weekday(px_civil_day(p->year, p->month + i, 1),
					       px_civil_day(p->year, p->month + i + 1, 1),
					       part[arg + 1]->number, part[arg]->number);
		if (part[arg]->number >= 1 && part[arg]->number <= 5 && out->day != PX_DAY_NONE &&
		    out->day >= p->today)
			return true;
	}
	return false;
}

/* "the last day of October" */
static bool nth_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	int at = part[0]->symbol == S_THE ? 1 : 0;
	int nth = part[at]->symbol == S_LAST ? -1 : part[at]->number;

	if (part[at + 1]->number != GRAIN_DAY || nth == 0)
		return false;
	return in_period(p, part[arg], find_nth_day, nth, 0, out);
}

/* "20th of next month": day of the month at 0, period at arg. */
static bool day_of_period(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *month = part[arg];

	if (month->symbol != S_PERIOD)
		month = part[0];
	const node_t *mday = month == part[0] ? part[arg] : part[0];
	int number = mday->symbol == S_DAY ? mday->mday : mday->number;
	if (month->grain != GRAIN_MONTH || !(month->flags & F_RELATIVE) || number < 1)
		return false;
	if (mday->symbol == S_DAY && !(mday->flags & F_MONTHDAY))
		return false;
	return in_period(p, month, find_nth_day, number, 0, out);
}

static bool holiday_in(parse_t *p, int holiday, int year, node_t *out)
{
	out->day = px_time_holiday(holiday, year, p->context->country);
	out->number = holiday;
	out->grain = GRAIN_DAY;
	return out->day != PX_DAY_NONE;
}

/* The next one; "last", "this", "next" at 0 if arg is 1. */
static bool holiday(parse_t *p, parts_t part, int arg, node_t *out)
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

static bool holiday_year(parse_t *p, parts_t part, int arg, node_t *out)
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

/* A length from now: arg is the sign; the length stands at 0 or 1. */
static bool from_now(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *length = part[0]->symbol == S_LENGTH ? part[0] : part[1];
	bool exact = false; /* "from right now": the very time of day too */

	for (int i = 0; i < 3 && part[i]; i++)
		exact |= part[i]->symbol == S_HENCE && part[i]->number == 1;
	if (length->seconds < 0 || !px_time_shift(p, NULL, length, arg, out))
		return false;
	if (exact && out->symbol == S_DAY) {
		out->symbol = S_MOMENT;
		out->clock = p->clock;
	}
	out->months = arg * length->months;
	out->seconds = arg * length->seconds;
	out->grain = length->grain;
	return true;
}

/* "later" and "earlier" may move a thing instead. */
static bool moved(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (!from_now(p, part, arg, out))
		return false;
	out->role = PX_TIME_SHIFT;
	return true;
}

/* A length (0, or 1 after "in") from another day, clock or instant at |arg|. */
static bool from_other(parse_t *p, parts_t part, int arg, node_t *out)
{
	int at = arg < 0 ? -arg : arg;
	const node_t *base = part[at];
	const node_t *length = part[0]->symbol == S_LENGTH ? part[0] : part[1];
	node_t start = *base;

	if ((base->symbol != S_DAY && base->symbol != S_MOMENT && base->symbol != S_CLOCK) ||
	    (base->flags & F_NOW) || (length->flags & F_PREP)) /* "for 2 hours from 9" */
		return false;
	if (base->symbol == S_CLOCK && (base->flags & F_HALF))
		start.flags |= F_HALF;
	if (!px_time_shift(p, &start, length, arg < 0 ? -1 : 1, out))
		return false;
	out->flags |= base->flags & F_HALF;
	return true;
}

/* "the day after Thanksgiving": one unit from the base at |arg|. */
static bool unit_from_other(parse_t *p, parts_t part, int arg, node_t *out)
{
	int at = arg < 0 ? -arg : arg;
	const node_t *base = part[at];
	const node_t *unit = part[0]->symbol == S_THE ? part[1] : part[0];

	if (base->symbol != S_DAY || unit->number < GRAIN_DAY || (unit->flags & F_PLURAL))
		return false;
	/* "the day following Friday", but not "the day next Friday" */
	if ((part[at - 1]->symbol == S_NEXT || part[at - 1]->symbol == S_LAST) &&
	    !(part[at - 1]->flags & F_PREP))
		return false;
	out->day = px_time_grain_add(unit->number, base->day, arg < 0 ? -1 : 1);
	out->flags = F_FIXED | F_YEAR;
	if (unit->number == GRAIN_WEEK && base->grain == GRAIN_DAY) { /* "the week after Christmas" */
		out->symbol = S_PERIOD;
		out->grain = GRAIN_WEEK;
		out->flags = F_RELATIVE | F_YEAR;
		out->day = px_time_grain_start(p, GRAIN_WEEK, out->day);
		out->until = out->day + 7;
	}
	return true;
}

/* "two Sundays from now": count at 0, weekday at 1; arg is the sign. */
static bool weekdays_from_now(parse_t *p, parts_t part, int arg, node_t *out)
{
	int count = part[0]->number;
	int days = ahead(part[1]->number, p->weekday);

	if (count < 1 || count > 1000)
		return false;
	if (arg > 0)
		out->day = p->today + (days ? days : 7) + 7 * (count - 1);
	else
		out->day = p->today - (days ? 7 - days : 7) - 7 * (count - 1);
	out->flags = F_FIXED | F_YEAR;
	return true;
}

/* "Friday week", "a week on Friday": a length after the weekday at arg. */
static bool week_on(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *day = part[arg];
	const node_t *length = part[0]->symbol == S_LENGTH ? part[0] : NULL;

	if (length && (length->months || (length->grain != GRAIN_WEEK && length->grain != GRAIN_FORTNIGHT)))
		return false;
	if (day->symbol == S_DAY && day->grain == GRAIN_DAY) /* "Christmas week" */
		return false;
	if (!length && part[1]->number != GRAIN_WEEK && part[1]->number != GRAIN_FORTNIGHT)
		return false;
	int32_t base = day->symbol == S_DAY_WORD ? p->today + day->number : day->day;
	int days = length ? (int)(length->seconds / 86400) : part[1]->number == GRAIN_WEEK ? 7 : 14;
	out->day = base + days;
	out->flags = F_FIXED | F_YEAR;
	return true;
}

static bool in_date(parse_t *p, parts_t part, int arg, node_t *out)
{
	return (part[arg]->flags & F_NAMED_MONTH) && px_time_certain(p, part, arg, out);
}

static bool moment_now(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)part;
	(void)arg;
	out->day = p->today;
	out->clock = p->clock;
	out->flags = F_NOW | F_FIXED | F_YEAR;
	return true;
}

/* "Friday after next": one week past the coming one. */
static bool after_next(parse_t *p, parts_t part, int arg, node_t *out)
{
	weekday(p, part, arg, out);
	out->day = p->today + (ahead(part[arg]->number, p->weekday) ? ahead(part[arg]->number, p->weekday) : 7) + 7;
	out->flags = F_FIXED | F_YEAR;
	return true;
}

/* "the Friday before last": one week before the last one. */
static bool before_last(parse_t *p, parts_t part, int arg, node_t *out)
{
	int wanted = part[arg]->number, behind = ahead(p->weekday, wanted);

	out->day = p->today - (behind ? behind : 7) - 7;
	out->wday = (int8_t)wanted;
	out->flags = F_FIXED | F_YEAR;
	return true;
}

static bool day_after_next(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->day = p->today + 2;
	out->flags = F_FIXED | F_YEAR;
	return part[arg]->number == GRAIN_DAY;
}

/* "last March 3" */
static bool last_date(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *date = part[arg];

	if (part[0]->number != -1 || (date->flags & F_YEAR) || !(date->flags & F_NAMED_MONTH))
		return false;
	px_time_take(date, out);
	return set_date(p, date->day >= p->today ? date->year - 1 : date->year, date->month, date->mday, out);
}

/* "in two weeks on Monday": the weekday at `arg` of the week the date at 0 is in. */
static bool weekday_of_date_week(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *turned[] = { part[0], part[arg], NULL };

	return !(part[0]->flags & F_NAMED_MONTH) && named_day(p, turned, 0, out);
}

/* "today in a week" */
static bool today_in(parse_t *p, parts_t part, int arg, node_t *out)
{
	return part[0]->number == 0 && px_time_shift(p, NULL, part[arg], 1, out) && out->symbol == S_DAY;
}

/* "March 3 next year", "next year on March 3": the date at `arg`, the year at the other end. */
static bool date_in_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	int last = part[2] ? 2 : 1;
	const node_t *date = part[arg], *period = part[arg ? 0 : last];
	int year, month, mday;

	if (period->grain != GRAIN_YEAR || !(period->flags & F_RELATIVE) || (date->flags & F_YEAR) ||
	    !(date->flags & F_NAMED_MONTH))
		return false;
	px_civil_from_day(period->day, &year, &month, &mday);
	px_time_take(date, out);
	out->flags &= ~(uint32_t)F_WEAK;
	return set_date(p, year, date->month, date->mday, out);
}

/* "last year's Christmas": the holiday at `arg`, the year at 0. */
static bool year_holiday(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *turned[] = { part[arg], part[0], NULL };

	return holiday_year(p, turned, 1, out);
}

/* "third Tuesday after Christmas": ordinal at 0, weekday at 1; before or after the day at |arg|. */
static bool nth_weekday_from(parse_t *p, parts_t part, int arg, node_t *out)
{
	int at = arg < 0 ? -arg : arg;
	int first = part[0]->symbol == S_THE ? 1 : 0;
	int nth = part[first]->symbol == S_WEEKDAY ? 1 : part[first]->number;
	const node_t *day = part[first]->symbol == S_WEEKDAY ? part[first] : part[first + 1];
	int32_t base = part[at]->day;

	(void)p;
	if (nth < 1 || nth > 53)
		return false;
	int distance = arg < 0 ? ahead(px_civil_weekday(base), day->number)
			       : ahead(day->number, px_civil_weekday(base));
	distance = (distance ? distance : 7) + 7 * (nth - 1);
	out->day = base + (arg < 0 ? -distance : distance);
	out->wday = (int8_t)day->number;
	out->flags = F_FIXED | F_YEAR;
	return true;
}

/* "Thanksgiving eve", "the eve of Easter": the day before the holiday at `arg`. */
static bool eve_of(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[arg]->grain != GRAIN_DAY) /* no holiday */
		return false;
	out->day = part[arg]->day - 1;
	out->flags = F_FIXED | (part[arg]->flags & F_YEAR);
	return true;
}

/* "the same day next week": today, as far away as the period at `arg` is from the running one. */
static bool same_day_in(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *period = part[arg];
	int32_t running = px_time_grain_start(p, period->grain, p->today);
	int year, month, mday;

	if (!(period->flags & F_RELATIVE) || (period->grain != GRAIN_WEEK && period->grain != GRAIN_MONTH &&
					      period->grain != GRAIN_YEAR))
		return false;
	out->day = p->today + period->day - running;
	if (period->grain != GRAIN_WEEK) {
		px_civil_from_day(period->day, &year, &month, &mday);
		out->day = px_civil_add_months(p->today, 12 * (year - p->year) +
					       (period->grain == GRAIN_MONTH ? month - p->month : 0));
	}
	out->flags = F_FIXED | F_YEAR;
	if (part[0]->number) {
		out->symbol = S_MOMENT;
		out->clock = p->clock;
	}
	return true;
}

/* "this time tomorrow" */
static bool same_time_on(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (!part[0]->number || (part[arg]->flags & F_WEAK))
		return false;
	px_time_take(part[arg], out);
	out->symbol = S_MOMENT;
	out->clock = p->clock;
	return true;
}

/* "the first of the month": of this one, or of the next if it is over. */
static bool mday_of_the_month(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[arg]->number != GRAIN_MONTH)
		return false;
	const node_t *mday[] = { part[0], NULL };
	if (!month_day_only(p, mday, 0, out))
		return false;
	out->flags = F_FIXED | F_YEAR;
	return true;
}

/* "Thanksgiving two years ago": the year of a day that is whole years away. */
static bool holiday_years(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *away = part[arg];
	int year, month, mday;

	if (away->months == 0 || away->months % 12 || away->seconds)
		return false;
	px_civil_from_day(away->day, &year, &month, &mday);
	out->flags = F_FIXED | F_YEAR;
	return holiday_in(p, part[0]->number, year, out);
}

static bool relative(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->number = part[arg]->symbol == S_PAST ? -1 : part[arg]->number;
	if (part[arg]->symbol == S_THIS)
		out->number = 0;
	return true;
}

/* "this coming Friday", "past Friday": the nearest in that direction (arg). */
static bool nearest(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)part;
	out->number = arg;
	out->flags = F_NEAREST;
	return true;
}

static const struct px_time_rule rules[] = {
	R(S_REL, relative, 0, 0, "this Friday", "2026-01-16", S_THIS),
	R(S_REL, relative, 0, 0, "next Friday", "2026-01-23", S_NEXT),
	R(S_REL, nearest, 1, 0, "coming Friday", "2026-01-16", S_COMING),
	R(S_REL, relative, 0, 0, "last Friday", "2026-01-09", S_LAST),
	R(S_REL, nearest, -1, 0, "past Friday", "2026-01-09", S_PAST),
	R(S_REL, nearest, -1, 1, "this past Friday", "2026-01-09", S_THIS, S_PAST),
	R(S_REL, nearest, -1, 1, "this last Friday", "2026-01-09", S_THIS, S_LAST),
	R(S_REL, nearest, 1, 1, "this next Friday", "2026-01-16", S_THIS, S_NEXT),
	R(S_REL, nearest, 1, 1, "this coming Friday", "2026-01-16", S_THIS, S_COMING),
	R(S_REL, px_time_same, 1, 0, "the next Friday", "2026-01-23", S_THE, S_REL),
	R(S_REL, px_time_same, 1, 0, "my next week", "2026-01-19..2026-01-26", S_MY, S_REL),
	R(S_DAY, month_day, 1, 1, "March 15", "2026-03-15", S_MONTH, S_MDAY),
	R(S_DAY, month_day, 2, 1, "Mar/15", "2026-03-15", S_MONTH, G(S_SLASH), G(S_DIGITS)),
	R(S_DAY, month_day, 2, 1, "Mar-15", "2026-03-15", S_MONTH, G(S_DASH), G(S_MDAY)),
	R(S_DAY, month_day, 2, 0, "March, 15", "2026-03-15", S_MONTH, S_COMMA, S_MDAY),
	R(S_DAY, month_day, 10, 1, "15 March", "2026-03-15", S_MDAY, S_MONTH),
	R(S_DAY, month_day, 20, 1, "15th of March", "2026-03-15", S_MDAY, S_OF, S_MONTH),
	R(S_DAY, month_day, 20, 1, "the 15th day in March", "2026-03-15", S_DOM, S_IN, S_MONTH),
	R(S_DAY, month_day, 20, 1, "15/Mar", "2026-03-15", S_DIGITS, G(S_SLASH), G(S_MONTH)),
	R(S_DAY, month_day, 20, 1, "15-Mar", "2026-03-15", S_DIGITS, G(S_DASH), G(S_MONTH)),
	R(S_DAY, month_day, 20, 1, "15. March", "2026-03-15", S_DIGITS, G(S_DOT), S_MONTH),
	R(S_DAY, month_day, 20, 1, "15th, March", "2026-03-15", S_DOM, S_COMMA, S_MONTH),
	R(S_DAY, with_year, 1, 1, "15 March 2027", "2027-03-15", S_DAY, S_YEAR_TAIL),
	R(S_DAY, with_year, 0, 1, "2027 March 15", "2027-03-15", S_YEAR, S_DAY),
	R(S_DAY, with_year, 0, 1, "2027, March 15", "2027-03-15", S_YEAR, S_COMMA, S_DAY),
	R(S_DAY, day_month_short_year, 4, 3, "3-Jun-27", "2027-06-03", S_DIGITS, G(S_DASH), G(S_MONTH),
	  G(S_DASH), G(S_DIGITS)),
	R(S_DAY, day_month_short_year, 4, 3, "3/Jun/27", "2027-06-03", S_DIGITS, G(S_SLASH), G(S_MONTH),
	  G(S_SLASH), G(S_DIGITS)),
	R(S_DAY, numeric_date, 4, 1, "3/15/2027", "2027-03-15", S_DIGITS, G(S_SLASH), G(S_DIGITS),
	  G(S_SLASH), G(S_DIGITS)),
	R(S_DAY, numeric_date, 4, 1, "2027-03-15", "2027-03-15", S_DIGITS, G(S_DASH), G(S_DIGITS),
	  G(S_DASH), G(S_DIGITS)),
	R(S_DAY, numeric_date, 4, 1, "15.3.2027", "2027-03-15", S_DIGITS, G(S_DOT), G(S_DIGITS),
	  G(S_DOT), G(S_DIGITS)),
	R(S_DAY, numeric_short, 0, 0, "on 3/15", "2026-03-15", S_DIGITS, G(S_SLASH), G(S_DIGITS)),
	R(S_DAY, numeric_short, 2, -2, "on 3-15", "2026-03-15", S_DIGITS, G(S_DASH), G(S_DIGITS)),
	R(S_DAY, numeric_short, 1, -1, "on 3.15", "2026-03-15", S_DIGITS, G(S_DOT), G(S_DIGITS)),
	R(S_DAY, dotted_short, 0, 0, "on 15.3.", "2026-03-15", S_DIGITS, G(S_DOT), G(S_DIGITS), G(S_DOT)),
	R(S_DAY, compact_date, 0, 0, "20270315", "2027-03-15", S_DIGITS),
	R(S_DAY, year_month_day, 4, 3, "2027/Mar/15", "2027-03-15", S_YEAR, G(S_SLASH), G(S_MONTH),
	  G(S_SLASH), G(S_DIGITS)),
	R(S_DAY, year_month_day, 4, 3, "2027-Mar-15", "2027-03-15", S_YEAR, G(S_DASH), G(S_MONTH),
	  G(S_DASH), G(S_DIGITS)),
	R(S_DAY, month_day_only, 1, 0, "the 15th", "2026-01-15", S_THE, S_ORDINAL),
	R(S_DAY, month_day_only, 1, -1, "on 15th", "2026-01-15", S_ON, S_ORDINAL),
	R(S_DAY, month_day_only, 1, -3, "on 15", "2026-01-15", S_ON, S_DIGITS),
	R(S_DAY, month_day_only, 2, -2, "on the 15", "2026-01-15", S_ON, S_THE, S_DIGITS),
	R(S_DAY, month_day_only, 0, -2, "pay rent 15th", "2026-01-15", S_ORDINAL),
	R(S_DAY, weekday, 0, 0, "Friday", "2026-01-16", S_WEEKDAY),
	R(S_DAY, weekday_month_day, 1, 1, "Friday 13", "2026-02-13", S_WEEKDAY, S_DIGITS),
	R(S_DAY, weekday_month_day, 1, 1, "Friday the 13th", "2026-02-13", S_WEEKDAY, S_DOM),
	R(S_DAY, weekday_month_day, 2, 1, "Friday, 13th", "2026-02-13", S_WEEKDAY, S_COMMA, S_DOM),
	R(S_DAY, relative_weekday, 1, 1, "next Friday", "2026-01-23", S_REL, S_WEEKDAY),
	R(S_DAY, after_next, 0, 2, "Friday after next", "2026-01-23", S_WEEKDAY, S_AFTER_NEXT),
	R(S_DAY, nth_weekday_from, 3, 3, "third Tuesday after Christmas 2014", "2015-01-13", S_ORDINAL,
	  S_WEEKDAY, S_AFTER, S_DAY),
	R(S_DAY, nth_weekday_from, 2, 3, "Friday after Christmas", "2027-01-01", S_WEEKDAY, S_AFTER, S_DAY),
	R(S_DAY, nth_weekday_from, 3, 3, "the Friday after Christmas", "2027-01-01", S_THE, S_WEEKDAY, S_AFTER,
	  S_DAY),
	R(S_DAY, nth_weekday_from, -2, 3, "Friday before Christmas", "2026-12-18", S_WEEKDAY, S_BEFORE, S_DAY),
	R(S_DAY, nth_weekday_from, -3, 3, "the Friday before Christmas", "2026-12-18", S_THE, S_WEEKDAY,
	  S_BEFORE, S_DAY),
	R(S_DAY, holiday_years, 1, 2, "Thanksgiving in a year", "2027-11-25", S_HOLIDAY, S_DAY),
	R(S_DAY, holiday_years, 2, 2, "MLK day of two years ago", "2024-01-15", S_HOLIDAY, S_OF, S_DAY),
	R(S_DAY, named_day, 1, 1, "Friday March 13", "2026-03-13", S_WEEKDAY, S_DAY),
	R(S_DAY, named_day, 2, 1, "Friday, March 13", "2026-03-13", S_WEEKDAY, S_COMMA, S_DAY),
	R(S_DAY, named_day, 2, 1, "Friday the 13 March", "2026-03-13", S_WEEKDAY, S_THE, S_DAY),
	R(S_DAY, named_day, 0, 1, "March 13 Friday", "2026-03-13", S_DAY, S_WEEKDAY),
	R(S_DAY, named_day, 0, 1, "March 13 (Friday)", "2026-03-13", S_DAY, S_OPEN_PAREN, S_WEEKDAY,
	  S_CLOSE_PAREN),
	R(S_DAY, weekday_of_week, 1, 2, "Wednesday next week", "2026-01-21", S_WEEKDAY, S_PERIOD),
	R(S_DAY, weekday_of_week, 2, 2, "Wednesday of next week", "2026-01-21", S_WEEKDAY, S_OF, S_PERIOD),
	R(S_DAY, weekday_of_week, 2, 2, "Wednesday in next week", "2026-01-21", S_WEEKDAY, S_IN, S_PERIOD),
	R(S_DAY, weekday_of_week, 2, 2, "Sunday from last week", "2026-01-11", S_WEEKDAY, S_FROM, S_PERIOD),
	R(S_DAY, weekday_of_week, 2, 2, "Wednesday, next week", "2026-01-21", S_WEEKDAY, S_COMMA, S_PERIOD),
	R(S_DAY, weekday_of_week, 1, 2, "next week Wednesday", "2026-01-21", S_PERIOD, S_WEEKDAY),
	R(S_DAY, weekday_of_week, 2, 2, "next week on Wednesday", "2026-01-21", S_PERIOD, S_ON, S_WEEKDAY),
	R(S_DAY, weekday_of_week, 2, 2, "next week - Wednesday", "2026-01-21", S_PERIOD, S_DASH, S_WEEKDAY),
	R(S_DAY, weekday_of_week, 2, 2, "next week, Wednesday", "2026-01-21", S_PERIOD, S_COMMA, S_WEEKDAY),
	R(S_DAY, next_workday, 1, 1, "next working day", "2026-01-14", S_REL, S_WORKDAY),
	R(S_DAY, workday_of, 3, 3, "last working day of the month", "2026-01-30", S_LAST, S_WORKDAY, S_OF,
	  S_PERIOD),
	R(S_DAY, workday_of, 4, 3, "the last working day of the month", "2026-01-30", S_THE, S_LAST, S_WORKDAY,
	  S_OF, S_PERIOD),
	R(S_DAY, workday_of, 3, 3, "first working day of next month", "2026-02-02", S_ORDINAL, S_WORKDAY, S_OF,
	  S_PERIOD),
	R(S_DAY, workday_of, 4, 3, "the first working day of next month", "2026-02-02", S_THE, S_ORDINAL,
	  S_WORKDAY, S_OF, S_PERIOD),
	R(S_DAY, day_word, 0, 0, "tomorrow", "2026-01-14", S_DAY_WORD),
	R(S_DAY, day_word, 1, 0, "the day after tomorrow", "2026-01-15", S_THE, S_DAY_WORD),
	R(S_DAY, relative_day, 1, 1, "the next day", "2026-01-14", S_REL, S_UNIT),
	R(S_DAY, nth_weekday, 3, 2, "first Monday of March", "2026-03-02", S_ORDINAL, S_WEEKDAY, S_OF, S_PERIOD),
	R(S_DAY, nth_weekday, 3, 2, "first Monday in March", "2026-03-02", S_ORDINAL, S_WEEKDAY, S_IN, S_PERIOD),
	R(S_DAY, nth_weekday, 4, 2, "the first Monday of March", "2026-03-02", S_THE, S_ORDINAL, S_WEEKDAY,
	  S_OF, S_PERIOD),
	R(S_DAY, nth_weekday, 4, 2, "the first Monday in March", "2026-03-02", S_THE, S_ORDINAL, S_WEEKDAY,
	  S_IN, S_PERIOD),
	R(S_DAY, nth_weekday, 3, 2, "last Friday of October", "2026-10-30", S_LAST, S_WEEKDAY, S_OF, S_PERIOD),
	R(S_DAY, nth_weekday, 3, 2, "last Friday in October", "2026-10-30", S_LAST, S_WEEKDAY, S_IN, S_PERIOD),
	R(S_DAY, nth_weekday, 4, 2, "the last Friday of October", "2026-10-30", S_THE, S_LAST, S_WEEKDAY,
	  S_OF, S_PERIOD),
	R(S_DAY, nth_weekday, 4, 2, "the last Friday in October", "2026-10-30", S_THE, S_LAST, S_WEEKDAY,
	  S_IN, S_PERIOD),
	R(S_DAY, nth_day, 3, 2, "last day of October", "2026-10-31", S_LAST, S_UNIT, S_OF, S_PERIOD),
	R(S_DAY, nth_day, 3, 2, "last day in October", "2026-10-31", S_LAST, S_UNIT, S_IN, S_PERIOD),
	R(S_DAY, nth_day, 4, 2, "the last day of October", "2026-10-31", S_THE, S_LAST, S_UNIT, S_OF, S_PERIOD),
	R(S_DAY, nth_day, 4, 2, "the last day in October", "2026-10-31", S_THE, S_LAST, S_UNIT, S_IN, S_PERIOD),
	R(S_DAY, nth_day, 3, 2, "first day of next month", "2026-02-01", S_ORDINAL, S_UNIT, S_OF, S_PERIOD),
	R(S_DAY, nth_day, 4, 2, "the first day of next month", "2026-02-01", S_THE, S_ORDINAL, S_UNIT, S_OF,
	  S_PERIOD),
	R(S_DAY, nth_weekday_soon, 0, 0, "second Friday", "2026-02-13", S_ORDINAL, S_WEEKDAY),
	R(S_DAY, nth_weekday_soon, 1, 0, "the second Friday", "2026-02-13", S_THE, S_ORDINAL, S_WEEKDAY),
	R(S_DAY, day_of_period, 2, 2, "20 of next month", "2026-02-20", S_MDAY, S_OF, S_PERIOD),
	R(S_DAY, day_of_period, 1, 2, "20th next month", "2026-02-20", S_DOM, S_PERIOD),
	R(S_DAY, day_of_period, 2, 2, "the 20th in next month", "2026-02-20", S_DOM, S_IN, S_PERIOD),
	R(S_DAY, day_of_period, 2, 2, "next month on the 20th", "2026-02-20", S_PERIOD, S_ON, S_DOM),
	R(S_DAY, day_of_period, 1, 2, "next month the 20th", "2026-02-20", S_PERIOD, S_DOM),
	R(S_DAY, holiday, 0, 0, "Christmas", "2026-12-25", S_HOLIDAY),
	R(S_DAY, holiday, 1, 0, "the Super Bowl", "2026-02-08", S_THE, S_HOLIDAY),
	R(S_DAY, holiday, 1, 1, "last Christmas", "2025-12-25", S_REL, S_HOLIDAY),
	R(S_DAY, holiday_year, 1, 1, "Christmas 2027", "2027-12-25", S_HOLIDAY, S_YEAR_TAIL),
	R(S_DAY, holiday_year, 1, 1, "Christmas next year", "2027-12-25", S_HOLIDAY, S_PERIOD),
	R(S_DAY, holiday_year, 2, 1, "Christmas of next year", "2027-12-25", S_HOLIDAY, S_OF, S_PERIOD),
	R(S_DAY, from_now, -1, 3, "3 days ago", "2026-01-10", S_LENGTH, S_AGO),
	R(S_DAY, from_now, 1, 2, "in 3 days", "2026-01-16", S_IN, S_LENGTH),
	R(S_DAY, from_now, 1, 1, "3 days from now", "2026-01-16", S_LENGTH, S_HENCE),
	R(S_DAY, from_now, 1, 2, "in 3 days from now", "2026-01-16", S_IN, S_LENGTH, S_HENCE),
	R(S_DAY, moved, -1, 4, "3 days earlier", "2026-01-10", S_LENGTH, S_EARLIER),
	R(S_DAY, moved, 1, 3, "3 days later", "2026-01-16", S_LENGTH, S_LATER),
	R(S_DAY, from_other, 2, 2, "two weeks from Sunday", "2026-02-01", S_LENGTH, S_FROM, S_ANY_POINT),
	R(S_DAY, from_other, 2, 2, "two weeks after Sunday", "2026-02-01", S_LENGTH, S_AFTER, S_ANY_POINT),
	R(S_DAY, from_other, 2, 1, "two weeks past Sunday", "2026-02-01", S_LENGTH, S_PAST, S_ANY_POINT),
	R(S_DAY, from_other, 2, 2, "two weeks since Sunday", "2026-02-01", S_LENGTH, S_SINCE, S_ANY_POINT),
	R(S_DAY, from_other, -2, 4, "two weeks before Sunday", "2026-01-04", S_LENGTH, S_BEFORE, S_ANY_POINT),
	R(S_DAY, from_other, 3, 3, "in two weeks from Sunday", "2026-02-01", S_IN, S_LENGTH, S_FROM,
	  S_ANY_POINT),
	R(S_DAY, unit_from_other, 2, 2, "day after Christmas", "2026-12-26", S_UNIT, S_AFTER, S_DAY),
	R(S_DAY, unit_from_other, 3, 2, "the day after Christmas", "2026-12-26", S_THE, S_UNIT, S_AFTER, S_DAY),
	R(S_DAY, unit_from_other, -2, 2, "day before Christmas", "2026-12-24", S_UNIT, S_BEFORE, S_DAY),
	R(S_DAY, unit_from_other, -3, 2, "the day before Christmas", "2026-12-24", S_THE, S_UNIT, S_BEFORE,
	  S_DAY),
	R(S_DAY, weekdays_from_now, 1, 2, "two Sundays from now", "2026-01-25", S_NUM, S_WEEKDAYS, S_HENCE),
	R(S_DAY, weekdays_from_now, 1, 2, "one Sunday from now", "2026-01-18", S_NUM, S_WEEKDAY, S_HENCE),
	R(S_DAY, weekdays_from_now, -1, 2, "two Sundays ago", "2026-01-04", S_NUM, S_WEEKDAYS, S_AGO),
	R(S_DAY, week_on, 2, 2, "a week on Friday", "2026-01-23", S_LENGTH, S_ON, S_DAY),
	R(S_DAY, week_on, 1, 2, "a week tomorrow", "2026-01-21", S_LENGTH, S_DAY_WORD),
	R(S_DAY, week_on, 0, 0, "Friday week", "2026-01-23", S_DAY, S_UNIT),
	R(S_DAY, px_time_certain, 1, 0, "on Friday", "2026-01-16", S_ON, S_DAY),
	R(S_DAY, px_time_certain, 2, 0, "on the 4th of July", "2026-07-04", S_ON, S_THE, S_DAY),
	R(S_DAY, px_time_same, 1, 0, "the 4 July", "2026-07-04", S_THE, S_DAY),
	R(S_DAY, px_time_certain, 1, 0, "for Friday", "2026-01-16", S_FOR, S_DAY),
	R(S_DAY, px_time_certain, 1, 0, "around Friday", "2026-01-16", S_AROUND, S_DAY),
	R(S_DAY, in_date, 1, -1, "in 3.15", "2026-03-15", S_IN, S_DAY),
	R(S_DAY, px_time_certain, 1, -1, "at Friday", "2026-01-16", S_AT, S_DAY),
	R(S_DAY, px_time_same, 1, 0, "next 5/12", "2026-05-12", S_NEXT, S_DAY),
	R(S_MOMENT, moment_now, 0, 0, "now", "2026-01-13T10:00", S_NOW),
	R(S_DAY, eve_of, 0, 2, "Thanksgiving eve", "2026-11-25", S_DAY, S_EVE),
	R(S_DAY, eve_of, 1, 2, "eve of Easter", "2026-04-04", S_EVE, S_DAY),
	R(S_DAY, eve_of, 2, 2, "the eve of Easter", "2026-04-04", S_THE, S_EVE, S_DAY),
	R(S_DAY, same_day_in, 1, 2, "same day next week", "2026-01-20", S_THIS_TIME, S_PERIOD),
	R(S_DAY, same_day_in, 2, 2, "the same day of last month", "2025-12-13", S_THIS_TIME, S_OF,
	  S_PERIOD),
	R(S_MOMENT, same_time_on, 1, 2, "this time tomorrow", "2026-01-14T10:00", S_THIS_TIME,
	  S_DAY),
	R(S_MOMENT, same_time_on, 2, 2, "the same time on Friday", "2026-01-16T10:00", S_THIS_TIME,
	  S_ON, S_DAY),
	R(S_DAY, mday_of_the_month, 3, 3, "first of the month", "2026-02-01", S_DOM, S_OF, S_THE,
	  S_UNIT),
	R(S_DAY, nth_weekday, 3, 2, "penultimate Friday of March", "2026-03-20", S_SECOND_LAST,
	  S_WEEKDAY, S_OF, S_PERIOD),
	R(S_DAY, nth_weekday, 4, 2, "the second to last Friday in March", "2026-03-20", S_THE,
	  S_SECOND_LAST, S_WEEKDAY, S_IN, S_PERIOD),
	R(S_DAY, nth_weekday, 4, 2, "the second to last Friday of March", "2026-03-20", S_THE,
	  S_SECOND_LAST, S_WEEKDAY, S_OF, S_PERIOD),
	R(S_DAY, nth_day, 3, 2, "penultimate day of March", "2026-03-30", S_SECOND_LAST, S_UNIT,
	  S_OF, S_PERIOD),
	R(S_DAY, nth_day, 4, 2, "the second to last day of March", "2026-03-30", S_THE,
	  S_SECOND_LAST, S_UNIT, S_OF, S_PERIOD),
	R(S_DAY, unit_from_other, 2, 2, "day following Christmas", "2026-12-26", S_UNIT, S_NEXT,
	  S_DAY),
	R(S_DAY, unit_from_other, 3, 2, "the day following Christmas", "2026-12-26", S_THE, S_UNIT,
	  S_NEXT, S_DAY),
	R(S_DAY, unit_from_other, -2, 2, "day preceding Christmas", "2026-12-24", S_UNIT, S_LAST,
	  S_DAY),
	R(S_DAY, unit_from_other, -3, 2, "the day preceding Christmas", "2026-12-24", S_THE, S_UNIT,
	  S_LAST, S_DAY),
	R(S_DAY, before_last, 0, 2, "Friday before last", "2026-01-02", S_WEEKDAY, S_BEFORE_LAST),
	R(S_DAY, before_last, 1, 2, "the Friday before last", "2026-01-02", S_THE, S_WEEKDAY,
	  S_BEFORE_LAST),
	R(S_DAY, weekday_of_date_week, 2, 3, "in two weeks on Monday", "2026-01-26", S_DAY, S_ON,
	  S_WEEKDAY),
	R(S_DAY, today_in, 2, 3, "today in a week", "2026-01-20", S_DAY_WORD, S_IN, S_LENGTH),
	R(S_DAY, date_in_year, 0, 2, "March 3 next year", "2027-03-03", S_DAY, S_PERIOD),
	R(S_DAY, date_in_year, 0, 2, "March 3 of next year", "2027-03-03", S_DAY, S_OF, S_PERIOD),
	R(S_DAY, date_in_year, 0, 2, "March 3, next year", "2027-03-03", S_DAY, S_COMMA, S_PERIOD),
	R(S_DAY, date_in_year, 1, 2, "next year March 3", "2027-03-03", S_PERIOD, S_DAY),
	R(S_DAY, year_holiday, 1, 2, "last year's Christmas", "2025-12-25", S_PERIOD, S_HOLIDAY),
	R(S_DAY, day_after_next, 0, 2, "day after next", "2026-01-15", S_UNIT, S_AFTER_NEXT),
	R(S_DAY, day_after_next, 1, 2, "the day after next", "2026-01-15", S_THE, S_UNIT,
	  S_AFTER_NEXT),
	R(S_DAY, last_date, 1, 1, "last March 3", "2025-03-03", S_LAST, S_DAY),
};

const struct px_time_rules px_time_rules_day = { "day", rules, sizeof rules / sizeof *rules };
