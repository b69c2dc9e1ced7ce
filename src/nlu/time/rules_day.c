/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for days: calendar dates in every notation, weekdays, days relative
 * to the reference or to another day, holidays.
 */
#include "nlu/language.h"
#include "nlu/time/names.h"
#include "nlu/time/productions.h"
#include "nlu/time/rules.h"
#include "nlu/time/rules_holiday.h"
#include "nlu/time/rules_date.h"

/* A weekday at arg and a day of the month: "Friday the 13th", in the next month it fits. */
static bool weekday_month_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	int mday = part[arg]->number;
	int direction = p->context->prefer_past ? -1 : 1;

	if (mday < 1 || mday > 31 || part[arg]->count > 2)
		return false;
	if (part[arg]->symbol == S_DIGITS && px_language()->dotted_ordinals)
		return false; /* "Mittwoch 6 bis 14 Uhr" */
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
	if (rel->number > 1) { /* "übernächsten Samstag" */
		int days = ahead(wanted, p->weekday);
		out->day = p->today + (days ? days : 7) + 7 * (rel->number - 1);
	} else if (rel->flags & F_NEAREST) {
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

/* "Mittwoch in einer Woche": the length at `arg` from the day at 0. */
static bool later_by(parse_t *p, parts_t part, int arg, node_t *out)
{
	node_t start = *part[0];

	return !(part[arg]->flags & F_TIMED) && px_time_shift(p, &start, part[arg], 1, out);
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
	return px_time_set_date(p, year, date->month, date->mday, out);
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
	if (!px_time_month_day_only(p, mday, 0, out))
		return false;
	out->flags = F_FIXED | F_YEAR;
	return true;
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

const px_time_make px_time_makes_day[MAKE_DAY_COUNT] = {
	[MAKE_DAY_RELATIVE] = relative,
	[MAKE_DAY_NEAREST] = nearest,
	[MAKE_DAY_SAME] = px_time_same,
	[MAKE_DAY_MONTH_DAY] = px_time_month_day,
	[MAKE_DAY_WITH_YEAR] = px_time_with_year,
	[MAKE_DAY_DAY_MONTH_SHORT_YEAR] = px_time_day_month_short_year,
	[MAKE_DAY_NUMERIC_DATE] = px_time_numeric_date,
	[MAKE_DAY_NUMERIC_SHORT] = px_time_numeric_short,
	[MAKE_DAY_DOTTED_SHORT] = px_time_dotted_short,
	[MAKE_DAY_COMPACT_DATE] = px_time_compact_date,
	[MAKE_DAY_YEAR_MONTH_DAY] = px_time_year_month_day,
	[MAKE_DAY_MONTH_DAY_ONLY] = px_time_month_day_only,
	[MAKE_DAY_WEEKDAY] = weekday,
	[MAKE_DAY_WEEKDAY_MONTH_DAY] = weekday_month_day,
	[MAKE_DAY_RELATIVE_WEEKDAY] = relative_weekday,
	[MAKE_DAY_AFTER_NEXT] = after_next,
	[MAKE_DAY_NTH_WEEKDAY_FROM] = nth_weekday_from,
	[MAKE_DAY_HOLIDAY_YEARS] = px_time_holiday_years,
	[MAKE_DAY_NAMED_DAY] = named_day,
	[MAKE_DAY_WEEKDAY_OF_WEEK] = weekday_of_week,
	[MAKE_DAY_NEXT_WORKDAY] = next_workday,
	[MAKE_DAY_WORKDAY_OF] = workday_of,
	[MAKE_DAY_DAY_WORD] = day_word,
	[MAKE_DAY_RELATIVE_DAY] = relative_day,
	[MAKE_DAY_NTH_WEEKDAY] = nth_weekday,
	[MAKE_DAY_NTH_DAY] = nth_day,
	[MAKE_DAY_NTH_WEEKDAY_SOON] = nth_weekday_soon,
	[MAKE_DAY_DAY_OF_PERIOD] = day_of_period,
	[MAKE_DAY_HOLIDAY] = px_time_next_holiday,
	[MAKE_DAY_HOLIDAY_YEAR] = px_time_holiday_year,
	[MAKE_DAY_FROM_NOW] = from_now,
	[MAKE_DAY_MOVED] = moved,
	[MAKE_DAY_FROM_OTHER] = from_other,
	[MAKE_DAY_UNIT_FROM_OTHER] = unit_from_other,
	[MAKE_DAY_WEEKDAYS_FROM_NOW] = weekdays_from_now,
	[MAKE_DAY_WEEK_ON] = week_on,
	[MAKE_DAY_CERTAIN] = px_time_certain,
	[MAKE_DAY_IN_DATE] = in_date,
	[MAKE_DAY_MOMENT_NOW] = moment_now,
	[MAKE_DAY_EVE_OF] = px_time_eve_of,
	[MAKE_DAY_SAME_DAY_IN] = same_day_in,
	[MAKE_DAY_SAME_TIME_ON] = same_time_on,
	[MAKE_DAY_MDAY_OF_THE_MONTH] = mday_of_the_month,
	[MAKE_DAY_BEFORE_LAST] = before_last,
	[MAKE_DAY_WEEKDAY_OF_DATE_WEEK] = weekday_of_date_week,
	[MAKE_DAY_TODAY_IN] = today_in,
	[MAKE_DAY_DATE_IN_YEAR] = date_in_year,
	[MAKE_DAY_YEAR_HOLIDAY] = px_time_year_holiday,
	[MAKE_DAY_DAY_AFTER_NEXT] = day_after_next,
	[MAKE_DAY_LATER_BY] = later_by,
	[MAKE_DAY_LAST_DATE] = px_time_last_date,
};
