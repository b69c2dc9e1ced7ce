/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for periods of whole days: weeks, months, quarters, seasons, years,
 * and counted ones ("the next 3 weeks").
 */
#include "nlu/time/productions.h"
#include "nlu/time/rules.h"
#include "nlu/time/rules_season.h"

static bool month(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->grain = GRAIN_MONTH;
	out->flags = F_NAMED_MONTH | (part[arg]->flags & F_WEAK);
	return px_time_set_months(p, 0, part[arg]->number, 1, out);
}

/* A period that a year makes certain; the year stands at arg, the period at the other of 0, 1. */
static bool with_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *period = part[arg ? 0 : 1], *year = part[arg];
	int months = 1;

	if ((period->flags & F_YEAR) || period->symbol != S_PERIOD || !(period->flags & F_NAMED_MONTH))
		return false;
	if (year->symbol == S_PERIOD && year->grain != GRAIN_YEAR)
		return false;
	if (period->grain == GRAIN_QUARTER)
		months = 3;
	else if (period->grain == GRAIN_HALF)
		months = 6;
	else if (period->grain != GRAIN_MONTH)
		return false;
	px_time_take(period, out);
	out->flags &= ~(uint32_t)F_WEAK;
	return px_time_set_months(p, px_time_year_of(year), period->month, months, out);
}

/* Month name at 0, year right after: "Dec-2018". */
static bool month_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->grain = GRAIN_MONTH;
	out->flags = F_NAMED_MONTH;
	if (part[arg]->symbol == S_MONTH)
		return px_time_set_months(p, part[0]->year, part[arg]->number, 1, out);
	return px_time_set_months(p, part[arg]->year, part[0]->number, 1, out);
}

/* "2026-11", "11/2026": arg is 1 if the year comes first. */
static bool numeric_month(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *year = part[arg ? 0 : 2], *number = part[arg ? 2 : 0];

	if (year->count != 4 || number->count > 2 || number->number < 1 || number->number > 12)
		return false;
	if (year->number < 1900 || year->number > 2100)
		return false;
	out->grain = GRAIN_MONTH;
	return px_time_set_months(p, year->number, number->number, 1, out);
}

static bool year(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->grain = GRAIN_YEAR;
	out->flags = F_WEAK;
	if (out->begin + 1 == out->end && (part[arg]->flags & F_WEAK))
		return false; /* "1500" alone is no year */
	return px_time_set_months(p, part[arg]->year, 1, 12, out);
}

static bool year_in(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[arg - 1]->symbol == S_UNIT && part[arg - 1]->number != GRAIN_YEAR)
		return false;
	year(p, part, arg, out);
	out->flags = F_YEAR;
	return true;
}

/* A month and a day that is whole years away. */
static bool month_years(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *away = part[arg];
	int year_number, month_number, mday;

	if (part[0]->grain != GRAIN_MONTH || !(part[0]->flags & F_NAMED_MONTH) ||
	    (part[0]->flags & F_YEAR) || away->months == 0 || away->months % 12 || away->seconds)
		return false;
	px_civil_from_day(away->day, &year_number, &month_number, &mday);
	out->grain = GRAIN_MONTH;
	return px_time_set_months(p, year_number, part[0]->month, 1, out);
}

/* Of the unit at arg: last, this or next, as the REL at 0 says. */
bool px_time_relative_unit(parse_t *p, parts_t part, int arg, node_t *out)
{
	int grain = part[arg]->number;
	int count = part[0]->symbol == S_THIS ? 0 : part[0]->number;

	if (grain < GRAIN_WEEK || grain == GRAIN_FORTNIGHT || (part[arg]->flags & F_PLURAL))
		return false;
	out->grain = (uint8_t)grain;
	out->flags = F_RELATIVE | F_YEAR;
	out->day = px_time_grain_add(grain, px_time_grain_start(p, grain, p->today), count);
	out->until = px_time_grain_add(grain, out->day, 1);
	return true;
}

/* "next hour", "last minute": from now on, or until now. */
static bool running_hour(parse_t *p, parts_t part, int arg, node_t *out)
{
	static const int16_t seconds[] = { [GRAIN_SECOND] = 1, [GRAIN_MINUTE] = 60, [GRAIN_HOUR] = 3600 };
	int grain = part[arg]->number;
	node_t length = { .symbol = S_LENGTH, .flags = F_TIMED }, edge = *out;

	if (grain > GRAIN_HOUR || part[0]->number == 0 || (part[arg]->flags & F_PLURAL))
		return false;
	length.seconds = seconds[grain];
	if (!px_time_shift(p, NULL, &length, part[0]->number, &edge))
		return false;
	bool next = part[0]->number > 0;
	out->day = next ? p->today : edge.day;
	out->clock = next ? p->clock : edge.clock;
	out->until = next ? edge.day : p->today;
	out->clock_until = next ? edge.clock : p->clock;
	out->flags = F_YEAR | F_FIXED | F_BARE | F_MONTHDAY; /* "a last minute change" */
	return true;
}

/* "this hour": the running one, from its start. */
static bool this_hour(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[arg]->number != GRAIN_HOUR || part[0]->number != 0 || (part[arg]->flags & F_PLURAL))
		return false;
	out->day = p->today;
	out->clock = p->clock - p->clock % 3600;
	out->clock_until = (out->clock + 3600) % 86400;
	out->until = p->today + (out->clock_until == 0);
	out->flags = F_YEAR | F_FIXED | F_BARE | F_MONTHDAY;
	return true;
}

/* Two weeks from the coming weekend, or from the last one, as the part at `arg` says. */
static bool weekend_but_one(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->grain = GRAIN_WEEKEND;
	out->flags = F_RELATIVE | F_YEAR;
	out->day = p->today - p->weekday + 5 + (part[arg]->symbol == S_AFTER_NEXT ? 14 : -14);
	out->until = out->day + 2;
	return true;
}

/* `arg` units from this one; the unit is the first UNIT part. */
static bool shifted_unit(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *unit = part[0]->symbol == S_UNIT ? part[0] : part[1];
	node_t count = { .symbol = S_REL, .number = arg };
	const node_t *pair[] = { &count, unit };

	return px_time_relative_unit(p, pair, 1, out);
}

static bool weekend(parse_t *p, parts_t part, int arg, node_t *out)
{
	int32_t saturday = p->today - p->weekday + 5;

	(void)arg;
	out->grain = GRAIN_WEEKEND;
	out->flags = F_RELATIVE;
	if (part[0]->symbol == S_REL) {
		out->flags |= F_YEAR;
		int weeks = part[0]->number;
		if (part[0]->flags & F_NEAREST)
			weeks = part[0]->number < 0 ? (p->weekday == 6 ? 0 : -1) : 0;
		saturday += 7 * weeks;
	} else if (p->context->prefer_past && p->weekday < 5) {
		saturday -= 7;
	}
	out->day = saturday;
	out->until = saturday + 2;
	return true;
}

static bool weekend_of(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *base = part[arg];

	(void)p;
	out->grain = GRAIN_WEEKEND;
	out->flags = F_RELATIVE | F_YEAR;
	out->day = base->day - px_civil_weekday(base->day) + 5;
	out->until = out->day + 2;
	return true;
}

/* "the weekend before Thanksgiving": the day at `arg`, the side before it. */
static bool weekend_from(parse_t *p, parts_t part, int arg, node_t *out)
{
	int32_t day = part[arg]->day;
	int weekday = px_civil_weekday(day);

	(void)p;
	out->grain = GRAIN_WEEKEND;
	out->flags = F_RELATIVE | F_YEAR;
	/* Of a day in a weekend, the weekend next to it. */
	if (part[arg - 1]->symbol == S_BEFORE)
		out->day = day - weekday - 2;
	else
		out->day = day - weekday + (weekday >= 5 ? 12 : 5);
	out->until = out->day + 2;
	return true;
}

/* "Memorial Day weekend": the days off around a Monday, Friday or weekend day. */
static bool holiday_weekend(parse_t *p, parts_t part, int arg, node_t *out)
{
	int weekday = px_civil_weekday(part[arg]->day);

	(void)p;
	if (part[arg]->grain != GRAIN_DAY) /* no holiday */
		return false;
	out->grain = GRAIN_WEEKEND;
	out->flags = F_RELATIVE | F_YEAR;
	out->day = part[arg]->day - (weekday + 2) % 7;
	if (weekday == 4 || weekday == 3)
		out->day = part[arg]->day;
	out->until = weekday == 0 ? part[arg]->day + 1 : out->day + (weekday == 4 ? 3 : weekday == 3 ? 4 : 2);
	return true;
}

/* "the next 3 weeks": the amount at arg; part 0 says the direction. */
static bool counted(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *length = part[arg];
	const node_t *rel = part[arg - 1];
	node_t edge = *out;

	if (rel->number == 0 || length->seconds < 0 || (length->months | length->seconds) == 0)
		return false;
	if (!px_time_shift(p, NULL, length, rel->number, &edge))
		return false;
	out->flags = F_YEAR | F_RELATIVE;
	out->grain = length->grain;
	if (edge.symbol == S_DAY) {
		/* Whole days: without the day that is running. */
		out->day = rel->number > 0 ? p->today + 1 : edge.day;
		out->until = rel->number > 0 ? edge.day + 1 : p->today;
		return out->until > out->day;
	}
	out->symbol = S_SPAN;
	bool future = rel->number > 0;
	out->day = future ? p->today : edge.day;
	out->clock = future ? p->clock : edge.clock;
	out->until = future ? edge.day : p->today;
	out->clock_until = future ? edge.clock : p->clock;
	return true;
}

/* "the 5 coming minutes": count at 0, direction after it, unit at arg. */
static bool counted_inside(parse_t *p, parts_t part, int arg, node_t *out)
{
	static const int64_t seconds[] = { [GRAIN_SECOND] = 1, [GRAIN_MINUTE] = 60,
		[GRAIN_HOUR] = 3600, [GRAIN_DAY] = 86400, [GRAIN_WEEK] = 7 * 86400 };
	const node_t *unit = part[arg];
	node_t length = { .symbol = S_LENGTH, .grain = (uint8_t)unit->number };

	if (part[arg - 2]->number > 10000 || (part[arg - 2]->number != 1 && !(unit->flags & F_PLURAL)))
		return false; /* "at 9 next week" */
	if (unit->number <= GRAIN_WEEK)
		length.seconds = seconds[unit->number] * part[arg - 2]->number;
	else
		length.months = part[arg - 2]->number * (unit->number == GRAIN_YEAR ? 12 : 1);
	if (unit->number < GRAIN_DAY)
		length.flags = F_TIMED;
	const node_t *pair[] = { part[arg - 1], &length };
	return counted(p, pair, 1, out);
}

/* "the coming days": a few of them. */
static bool counted_few(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t few = { .symbol = S_NUM, .number = 3 };
	const node_t *turned[] = { &few, part[0], part[arg], NULL };

	return (part[arg]->flags & F_PLURAL) && counted_inside(p, turned, 2, out);
}

/* "within 2 weeks": until then, from now on. */
static bool within(parse_t *p, parts_t part, int arg, node_t *out)
{
	node_t edge = *out;
	const node_t *base = arg > 1 ? part[arg] : NULL;

	if (base && base->symbol != S_DAY && base->symbol != S_MOMENT)
		return false;
	if (!px_time_shift(p, base, part[1], 1, &edge))
		return false;
	out->until = edge.day + (edge.symbol == S_DAY);
	out->clock_until = edge.clock;
	out->flags = F_NO_START | F_FIXED | F_YEAR;
	out->role = PX_TIME_DEADLINE;
	return true;
}

static bool within_next(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *pair[] = { part[0], part[arg], NULL };
	node_t length = { .symbol = S_LENGTH };

	if (part[arg]->symbol == S_UNIT) { /* "the next day and 5 hours" */
		if (part[arg]->number != GRAIN_DAY && part[arg]->number != GRAIN_WEEK &&
		    part[arg]->number != GRAIN_HOUR)
			return false;
		bool hour = part[arg]->number == GRAIN_HOUR;
		length.seconds = hour ? 3600 : part[arg]->number == GRAIN_DAY ? 86400 : 7 * 86400;
		length.flags = hour ? F_TIMED : 0;
		if (part[arg + 1]) {
			length.seconds += part[arg + 2]->seconds;
			length.flags |= part[arg + 2]->flags & F_TIMED;
		}
		pair[1] = &length;
	}
	if (part[arg - 1]->symbol == S_REL && part[arg - 1]->number != 1)
		return false;
	return within(p, pair, 1, out);
}

/* "the week of October 6th" */
static bool unit_of_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *unit = part[0]->symbol == S_UNIT ? part[0] : part[1];

	if (unit->number != GRAIN_WEEK)
		return false;
	out->grain = GRAIN_WEEK;
	out->flags = F_YEAR | F_RELATIVE;
	out->day = px_time_grain_start(p, GRAIN_WEEK, part[arg]->day);
	out->until = out->day + 7;
	return true;
}

/* "Christmas week": the week of the holiday at 0. */
static bool holiday_week(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *turned[] = { part[arg], part[0], NULL };

	return part[0]->grain == GRAIN_DAY && unit_of_day(p, turned, 1, out);
}

/* "the month of September", "the year 2027": the unit only says what it is. */
static bool unit_of_period(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *unit = part[0]->symbol == S_UNIT ? part[0] : part[1];

	(void)p;
	if (unit->number != part[arg]->grain)
		return false;
	px_time_take(part[arg], out);
	out->flags &= ~(uint32_t)F_WEAK;
	return true;
}

/* "the month before March": next to the period at `arg`, which is of the same unit. */
static bool unit_beside(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *period = part[arg];

	(void)p;
	if (period->grain != part[arg - 2]->number || period->grain < GRAIN_WEEK)
		return false;
	out->grain = period->grain;
	out->flags = F_RELATIVE | F_YEAR;
	out->day = px_time_grain_add(period->grain, period->day, part[arg - 1]->symbol == S_BEFORE ? -1 : 1);
	out->until = px_time_grain_add(period->grain, out->day, 1);
	return true;
}

/* ISO week `number` of `year`. */
static bool set_week(int year_number, int number, node_t *out)
{
	int32_t fourth = px_civil_day(year_number, 1, 4);

	if (number < 1 || number > 53)
		return false;
	out->grain = GRAIN_WEEK;
	out->flags |= F_YEAR | F_RELATIVE;
	out->day = fourth - px_civil_weekday(fourth) + 7 * (number - 1);
	out->until = out->day + 7;
	return true;
}

/* "week 5 of 2027"; number at 1, year at arg if there is one. */
static bool week_number(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[0]->symbol == S_UNIT && part[0]->number != GRAIN_WEEK)
		return false;
	bool said = arg && part[arg];
	if (!set_week(said ? px_time_year_of(part[arg]) : p->year, part[1]->number, out))
		return false;
	/* "week 3", said in December */
	return said || p->context->prefer_past || out->until > p->today || set_week(p->year + 1, part[1]->number, out);
}

/* "2027-W05" */
static bool iso_week(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	return part[arg]->count == 2 && set_week(part[0]->year, part[arg]->number, out);
}

/* The nth week, month, quarter or half of a period at arg; ordinal or "last" before the unit. */
static bool nth_unit(parse_t *p, parts_t part, int arg, node_t *out)
{
	int at = part[0]->symbol == S_THE ? 1 : 0;
	const node_t *period = part[arg], *unit = part[at + 1];
	int grain = unit->symbol == S_HALF ? GRAIN_HALF
		    : unit->symbol == S_WEEKEND ? GRAIN_WEEKEND : unit->number;
	int nth = part[at]->symbol == S_LAST || part[at]->symbol == S_REL ? -1 : part[at]->number;

	if (grain < GRAIN_WEEK || nth == 0 || nth > 53 || (grain >= period->grain && grain != GRAIN_HALF))
		return false;
	if ((part[at]->symbol == S_LAST || part[at]->symbol == S_REL) && part[at]->number != -1)
		return false;
	out->grain = (uint8_t)grain;
	out->flags = F_YEAR | F_RELATIVE;
	if (grain == GRAIN_WEEK) {
		/* A week belongs to where its Thursday is. */
		int32_t thursday = px_time_nth_weekday(period->day, period->until, 3, nth);
		if (thursday == PX_DAY_NONE)
			return false;
		out->day = thursday - 3;
	} else if (grain == GRAIN_WEEKEND) {
		out->day = px_time_nth_weekday(period->day, period->until, 5, nth);
		out->until = out->day + 2;
		return out->day != PX_DAY_NONE;
	} else if (grain == GRAIN_HALF && period->grain < GRAIN_YEAR) {
		int32_t middle = (period->day + period->until) / 2;
		out->day = nth == 1 ? period->day : middle;
		out->until = nth == 1 ? middle : period->until;
		return nth <= 2;
	} else {
		out->day = nth > 0 ? px_time_grain_add(grain, period->day, nth - 1)
				   : px_time_grain_add(grain, period->until, nth);
	}
	(void)p;
	out->until = px_time_grain_add(grain, out->day, 1);
	return out->until <= period->until + 7;
}

/* The period at 0, then the ordinal at arg and its unit. */
static bool unit_in(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *turned[] = { part[arg], part[arg + 1], part[0], NULL };

	return nth_unit(p, turned, 2, out);
}

static bool the_unit(parse_t *p, parts_t part, int arg, node_t *out)
{
	node_t rel = { .symbol = S_REL, .number = 0 };
	const node_t *pair[] = { &rel, part[arg] };

	if (!px_time_relative_unit(p, pair, 1, out))
		return false;
	out->flags |= F_WEAK;
	return true;
}

/* "next June": the REL at 0, the month at arg. */
static bool relative_month(parse_t *p, parts_t part, int arg, node_t *out)
{
	int number = part[arg]->number;
	int year_number = p->year;

	if (part[0]->number > 0 && number <= p->month)
		year_number++;
	if (part[0]->number < 0 && number >= p->month)
		year_number--;
	out->grain = GRAIN_MONTH;
	if (part[0]->number == 0)
		out->flags = part[arg]->flags & F_WEAK; /* "this may" */
	return px_time_set_months(p, year_number, number, 1, out);
}

static bool days_of_week(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *week = part[arg];

	(void)p;
	if (week->grain != GRAIN_WEEK)
		return false;
	px_time_take(week, out);
	out->until = out->day + 5;
	return true;
}

/* "12. Kalenderwoche": the number at 0, the unit at 1; but "zweite Woche" is no second of the year. */
static bool turned_week(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *turned[] = { part[1], part[0], NULL };

	return part[0]->flags & F_DIGITS && week_number(p, turned, arg, out);
}

/* "zweite Märzwoche": the month stands between the ordinal and the unit. */
static bool nth_of_month(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *turned[] = { part[0], part[arg], part[1], NULL };

	return nth_unit(p, turned, 2, out);
}

const px_time_make px_time_makes_period[MAKE_PERIOD_COUNT] = {
	[MAKE_PERIOD_MONTH] = month,
	[MAKE_PERIOD_WITH_YEAR] = with_year,
	[MAKE_PERIOD_MONTH_YEAR] = month_year,
	[MAKE_PERIOD_NUMERIC_MONTH] = numeric_month,
	[MAKE_PERIOD_YEAR] = year,
	[MAKE_PERIOD_YEAR_IN] = year_in,
	[MAKE_PERIOD_QUARTER_NUMBER] = px_time_quarter_number,
	[MAKE_PERIOD_SHORT_YEAR_QUARTER] = px_time_short_year_quarter,
	[MAKE_PERIOD_MONTH_YEARS] = month_years,
	[MAKE_PERIOD_RELATIVE_UNIT] = px_time_relative_unit,
	[MAKE_PERIOD_RUNNING_HOUR] = running_hour,
	[MAKE_PERIOD_SHIFTED_UNIT] = shifted_unit,
	[MAKE_PERIOD_WEEKEND] = weekend,
	[MAKE_PERIOD_HOLIDAY_WEEKEND] = holiday_weekend,
	[MAKE_PERIOD_WEEKEND_OF] = weekend_of,
	[MAKE_PERIOD_COUNTED] = counted,
	[MAKE_PERIOD_COUNTED_FEW] = counted_few,
	[MAKE_PERIOD_COUNTED_INSIDE] = counted_inside,
	[MAKE_PERIOD_WITHIN] = within,
	[MAKE_PERIOD_WITHIN_NEXT] = within_next,
	[MAKE_PERIOD_UNIT_OF_DAY] = unit_of_day,
	[MAKE_PERIOD_UNIT_OF_PERIOD] = unit_of_period,
	[MAKE_PERIOD_WEEK_NUMBER] = week_number,
	[MAKE_PERIOD_ISO_WEEK] = iso_week,
	[MAKE_PERIOD_NTH_UNIT] = nth_unit,
	[MAKE_PERIOD_UNIT_IN] = unit_in,
	[MAKE_PERIOD_SEASON] = px_time_season,
	[MAKE_PERIOD_SEASON_YEAR] = px_time_season_year,
	[MAKE_PERIOD_RELATIVE_SEASON] = px_time_relative_season,
	[MAKE_PERIOD_DECADE] = px_time_decade,
	[MAKE_PERIOD_CENTURY] = px_time_century,
	[MAKE_PERIOD_THE_UNIT] = the_unit,
	[MAKE_PERIOD_RELATIVE_MONTH] = relative_month,
	[MAKE_PERIOD_DAYS_OF_WEEK] = days_of_week,
	[MAKE_PERIOD_CERTAIN] = px_time_certain,
	[MAKE_PERIOD_WEEKEND_FROM] = weekend_from,
	[MAKE_PERIOD_THIS_HOUR] = this_hour,
	[MAKE_PERIOD_WEEKEND_BUT_ONE] = weekend_but_one,
	[MAKE_PERIOD_HOLIDAY_WEEK] = holiday_week,
	[MAKE_PERIOD_FISCAL_YEAR] = px_time_fiscal_year,
	[MAKE_PERIOD_UNIT_BESIDE] = unit_beside,
	[MAKE_PERIOD_TURNED_WEEK] = turned_week,
	[MAKE_PERIOD_NTH_OF_MONTH] = nth_of_month,
};
