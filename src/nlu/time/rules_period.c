/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for periods of whole days: weeks, months, quarters, seasons, years,
 * and counted ones ("the next 3 weeks").
 */
#include "nlu/time/rules.h"

static bool set_months(parse_t *p, int year, int month, int months, node_t *out)
{
	if (year == 0) {
		int direction = p->context->prefer_past ? -1 : 1;
		year = p->year;
		if ((month + months - 1 - p->month) * direction < 0)
			year += direction;
	} else {
		out->flags |= F_YEAR;
	}
	out->year = (int16_t)year;
	out->month = (int8_t)month;
	out->day = px_civil_day(year, month, 1);
	out->until = px_civil_day(year, month + months, 1);
	return true;
}

static bool month(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->grain = GRAIN_MONTH;
	out->flags = F_NAMED_MONTH | (part[arg]->flags & F_WEAK);
	return set_months(p, 0, part[arg]->number, 1, out);
}

static int year_of(const node_t *node)
{
	int year, month_number, mday;

	if (node->symbol != S_PERIOD)
		return node->year;
	px_civil_from_day(node->day, &year, &month_number, &mday);
	return year;
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
	return set_months(p, year_of(year), period->month, months, out);
}

/* Month name at 0, year right after: "Dec-2018". */
static bool month_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->grain = GRAIN_MONTH;
	out->flags = F_NAMED_MONTH;
	if (part[arg]->symbol == S_MONTH)
		return set_months(p, part[0]->year, part[arg]->number, 1, out);
	return set_months(p, part[arg]->year, part[0]->number, 1, out);
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
	return set_months(p, year->number, number->number, 1, out);
}

static bool year(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->grain = GRAIN_YEAR;
	out->flags = F_WEAK;
	if (out->begin + 1 == out->end && (part[arg]->flags & F_WEAK))
		return false; /* "1500" alone is no year */
	return set_months(p, part[arg]->year, 1, 12, out);
}

static bool year_in(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[arg - 1]->symbol == S_UNIT && part[arg - 1]->number != GRAIN_YEAR)
		return false;
	year(p, part, arg, out);
	out->flags = F_YEAR;
	return true;
}

/* "FY27": the calendar year, as nobody said otherwise; in two or four digits at `arg`. */
static bool fiscal_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	int number = part[arg]->number;

	if (part[0]->number != 1 || (part[arg]->count != 2 && part[arg]->count != 4))
		return false;
	out->grain = GRAIN_YEAR;
	return set_months(p, part[arg]->count == 2 ? 2000 + number : number, 1, 12, out);
}

static bool quarter_number(parse_t *p, parts_t part, int arg, node_t *out)
{
	int months = part[0]->symbol == S_H_HALF || part[1]->symbol == S_HALF ||
		     (part[0]->symbol == S_THE && part[2]->symbol == S_HALF) ? 6 : 3;
	int number = part[arg]->number;

	if (number < 1 || number > 12 / months)
		return false;
	out->grain = months == 6 ? GRAIN_HALF : GRAIN_QUARTER;
	out->flags = F_NAMED_MONTH | (months == 6 ? F_WEAK : 0);
	return set_months(p, 0, (number - 1) * months + 1, months, out);
}

static bool short_year_quarter(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[0]->count != 2 || part[arg]->number < 1 || part[arg]->number > 4)
		return false;
	out->grain = GRAIN_QUARTER;
	return set_months(p, 2000 + part[0]->number, part[arg]->number * 3 - 2, 3, out);
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
	return set_months(p, year_number, part[0]->month, 1, out);
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
	return set_week(arg && part[arg] ? year_of(part[arg]) : p->year, part[1]->number, out);
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

static const struct {
	int8_t month, day;
} season_start[] = { { 3, 20 }, { 6, 21 }, { 9, 23 }, { 12, 21 } };

static bool set_season(int which, int year_number, node_t *out)
{
	int next = (which + 1) % 4;

	out->number = which;
	out->year = (int16_t)year_number;
	out->day = px_civil_day(year_number, season_start[which].month, season_start[which].day);
	out->until = px_civil_day(year_number + (next == 0), season_start[next].month,
				  season_start[next].day);
	out->grain = GRAIN_QUARTER;
	return true;
}

/* The running or coming one; as the REL at 0 says if arg is 1. */
static bool season(parse_t *p, parts_t part, int arg, node_t *out)
{
	int which = part[arg]->number;
	int rel = part[0]->symbol == S_REL ? part[0]->number : 0;
	int at = p->year - 1;

	out->flags = arg ? F_YEAR : part[0]->flags & F_WEAK;
	set_season(which, at, out);
	while (out->until <= p->today)
		set_season(which, ++at, out);
	/* `out` is the running one or the next to come. */
	bool running = out->day <= p->today;
	if (rel > 0 && running)
		set_season(which, at + 1, out);
	if (rel < 0 || (rel == 0 && p->context->prefer_past && !running))
		set_season(which, at - 1, out);
	return true;
}

/* "this season", "next season" */
static bool relative_season(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)arg;
	for (int year_number = p->year - 1; year_number <= p->year + 1; year_number++) {
		for (int which = 0; which < 4; which++) {
			set_season(which, year_number, out);
			if (out->day > p->today || p->today >= out->until)
				continue;
			int index = year_number * 4 + which + part[0]->number;
			out->flags = F_YEAR | F_RELATIVE;
			return set_season(index % 4, index / 4, out);
		}
	}
	return false;
}

static bool season_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[arg]->symbol == S_PERIOD && part[arg]->grain != GRAIN_YEAR)
		return false;
	out->flags = F_YEAR;
	return set_season(part[0]->number, year_of(part[arg]), out);
}

static bool decade(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *digits = part[arg];
	int number = digits->number;

	if (digits->symbol == S_DIGITS && (number % 10 || (digits->count != 4 && digits->count != 2)))
		return false;
	if (number < 100)
		number += number < 30 ? 2000 : 1900;
	if (arg && part[0]->symbol == S_TEENS)
		number = part[0]->number * 100 + digits->number;
	out->grain = GRAIN_DECADE;
	out->flags = arg == 0 && digits->count == 2 ? F_WEAK : 0;
	if (number < 1000 || number > 2900)
		return false;
	return set_months(p, number, 1, 120, out);
}

static bool century(parse_t *p, parts_t part, int arg, node_t *out)
{
	int number = part[arg]->number;

	if (part[arg + 1]->number != GRAIN_CENTURY || number < 1 || number > 29)
		return false;
	out->grain = GRAIN_CENTURY;
	return set_months(p, (number - 1) * 100, 1, 1200, out) && number > 1;
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
	return set_months(p, year_number, number, 1, out);
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

static const struct px_time_rule rules[] = {
	R(S_PERIOD, month, 0, 0, "June", "2026-06-01..2026-07-01", S_MONTH),
	R(S_PERIOD, with_year, 1, 1, "June 2027", "2027-06-01..2027-07-01", S_PERIOD, S_YEAR_TAIL),
	R(S_PERIOD, with_year, 0, 1, "2027 June", "2027-06-01..2027-07-01", S_YEAR, S_PERIOD),
	R(S_PERIOD, with_year, 1, 1, "June next year", "2027-06-01..2027-07-01", S_PERIOD, S_PERIOD),
	R(S_PERIOD, month_year, 2, 1, "Jun-2027", "2027-06-01..2027-07-01", S_MONTH, G(S_DASH), G(S_YEAR)),
	R(S_PERIOD, month_year, 2, 1, "Jun/2027", "2027-06-01..2027-07-01", S_MONTH, G(S_SLASH), G(S_YEAR)),
	R(S_PERIOD, month_year, 2, 1, "2027-Jun", "2027-06-01..2027-07-01", S_YEAR, G(S_DASH), G(S_MONTH)),
	R(S_PERIOD, month_year, 2, 1, "2027/Jun", "2027-06-01..2027-07-01", S_YEAR, G(S_SLASH), G(S_MONTH)),
	R(S_PERIOD, month_year, 2, 1, "2027, June", "2027-06-01..2027-07-01", S_YEAR, S_COMMA, S_MONTH),
	R(S_PERIOD, numeric_month, 1, 0, "2027-06", "2027-06-01..2027-07-01", S_DIGITS, G(S_DASH), G(S_DIGITS)),
	R(S_PERIOD, numeric_month, 1, 0, "2027/06", "2027-06-01..2027-07-01", S_DIGITS, G(S_SLASH), G(S_DIGITS)),
	R(S_PERIOD, numeric_month, 0, 0, "06-2027", "2027-06-01..2027-07-01", S_DIGITS, G(S_DASH), G(S_DIGITS)),
	R(S_PERIOD, numeric_month, 0, 0, "6/2027", "2027-06-01..2027-07-01", S_DIGITS, G(S_SLASH), G(S_DIGITS)),
	R(S_PERIOD, year, 0, 0, "2027", "2027-01-01..2028-01-01", S_YEAR),
	R(S_PERIOD, year_in, 1, 1, "in 2027", "2027-01-01..2028-01-01", S_IN, S_YEAR),
	R(S_PERIOD, year_in, 2, 1, "in the year 2027", "2027-01-01..2028-01-01", S_THE, S_UNIT, S_YEAR),
	R(S_PERIOD, year_in, 1, 1, "the year 2027", "2027-01-01..2028-01-01", S_UNIT, S_YEAR),
	R(S_PERIOD, quarter_number, 1, 0, "Q3", "2026-07-01..2026-10-01", S_Q_LETTER, G(S_DIGITS)),
	R(S_PERIOD, quarter_number, 1, 0, "H2 2027", "2027-07-01..2028-01-01", S_H_HALF, G(S_DIGITS)),
	R(S_PERIOD, quarter_number, 0, 1, "third quarter", "2026-07-01..2026-10-01", S_ORDINAL, S_QUARTER_WORD),
	R(S_PERIOD, quarter_number, 1, 1, "the third quarter", "2026-07-01..2026-10-01", S_THE, S_ORDINAL,
	  S_QUARTER_WORD),
	R(S_PERIOD, quarter_number, 1, 1, "quarter 3", "2026-07-01..2026-10-01", S_QUARTER_WORD, S_NUM),
	R(S_PERIOD, quarter_number, 0, 1, "second half 2027", "2027-07-01..2028-01-01", S_ORDINAL, S_HALF),
	R(S_PERIOD, quarter_number, 0, 1, "2nd Q", "2026-04-01..2026-07-01", S_ORDINAL, S_Q_LETTER),
	R(S_PERIOD, short_year_quarter, 2, 1, "18q4", "2018-10-01..2019-01-01", S_DIGITS, G(S_Q_LETTER),
	  G(S_DIGITS)),
	R(S_PERIOD, month_years, 1, 2, "June in 1 year", "2027-06-01..2027-07-01", S_PERIOD, S_DAY),
	R(S_PERIOD, month_years, 2, 2, "June of two years ago", "2024-06-01..2024-07-01", S_PERIOD, S_OF,
	  S_DAY),
	R(S_PERIOD, px_time_relative_unit, 1, 1, "next week", "2026-01-19..2026-01-26", S_REL, S_UNIT),
	R(S_PERIOD, px_time_relative_unit, 2, 1, "this calendar year", "2026-01-01..2027-01-01", S_REL, S_CALENDAR,
	  S_UNIT),
	R(S_SPAN, running_hour, 1, 1, "next hour", "2026-01-13T10:00..2026-01-13T11:00", S_REL, S_UNIT),
	R(S_PERIOD, shifted_unit, 2, 2, "week after next", "2026-01-26..2026-02-02", S_UNIT, S_AFTER_NEXT),
	R(S_PERIOD, shifted_unit, 2, 2, "the week after next", "2026-01-26..2026-02-02", S_THE, S_UNIT,
	  S_AFTER_NEXT),
	R(S_PERIOD, shifted_unit, -2, 2, "week before last", "2025-12-29..2026-01-05", S_UNIT, S_BEFORE_LAST),
	R(S_PERIOD, shifted_unit, -2, 2, "the week before last", "2025-12-29..2026-01-05", S_THE, S_UNIT,
	  S_BEFORE_LAST),
	R(S_PERIOD, weekend, 0, 0, "weekend", "2026-01-17..2026-01-19", S_WEEKEND),
	R(S_PERIOD, weekend, 0, 0, "the weekend", "2026-01-17..2026-01-19", S_THE, S_WEEKEND),
	R(S_PERIOD, weekend, 0, 0, "my weekend", "2026-01-17..2026-01-19", S_MY, S_WEEKEND),
	R(S_PERIOD, weekend, 0, 1, "next weekend", "2026-01-24..2026-01-26", S_REL, S_WEEKEND),
	R(S_PERIOD, holiday_weekend, 0, 2, "labor day weekend", "2026-09-05..2026-09-08", S_DAY, S_WEEKEND),
	R(S_PERIOD, weekend_of, 2, 2, "weekend of March 14", "2026-03-14..2026-03-16", S_WEEKEND, S_OF, S_DAY),
	R(S_PERIOD, counted, 1, 2, "next 3 weeks", "2026-01-14..2026-02-04", S_REL, S_LENGTH),
	R(S_PERIOD, counted_few, 1, 1, "the coming days", "2026-01-14..2026-01-17", S_REL, S_UNIT),
	R(S_PERIOD, counted_inside, 2, 2, "5 coming days", "2026-01-14..2026-01-19", S_NUM, S_COMING, S_UNIT),
	R(S_PERIOD, counted_inside, 2, 2, "5 next days", "2026-01-14..2026-01-19", S_NUM, S_NEXT, S_UNIT),
	R(S_PERIOD, counted_inside, 2, 2, "5 last days", "2026-01-08..2026-01-13", S_NUM, S_LAST, S_UNIT),
	R(S_PERIOD, counted_inside, 3, 2, "the 5 coming days", "2026-01-14..2026-01-19", S_THE, S_NUM, S_COMING,
	  S_UNIT),
	R(S_PERIOD, counted_inside, 3, 2, "the 5 next days", "2026-01-14..2026-01-19", S_THE, S_NUM, S_NEXT,
	  S_UNIT),
	R(S_PERIOD, counted_inside, 3, 2, "the 5 last days", "2026-01-08..2026-01-13", S_THE, S_NUM, S_LAST,
	  S_UNIT),
	R(S_OPEN, within, 1, 2, "within 2 weeks", "..2026-01-28", S_WITHIN, S_LENGTH),
	R(S_OPEN, within, 3, 3, "within 2 weeks from today", "..2026-01-28", S_WITHIN, S_LENGTH, S_FROM,
	  S_DAY),
	R(S_OPEN, within, 3, 3, "within 2 weeks of today", "..2026-01-28", S_WITHIN, S_LENGTH, S_OF, S_DAY),
	R(S_OPEN, within_next, 2, 3, "within the next 2 weeks", "..2026-01-28", S_WITHIN, S_REL, S_LENGTH),
	R(S_OPEN, within_next, 2, 2, "within the hour", "..2026-01-13T11:00", S_WITHIN, S_THE, S_UNIT),
	R(S_OPEN, within_next, 2, 3, "within the next day", "..2026-01-15", S_WITHIN, S_REL, S_UNIT),
	R(S_OPEN, within_next, 2, 3, "within the next day and 5 hours", "..2026-01-14T15:00", S_WITHIN, S_REL,
	  S_UNIT, S_AND, S_LENGTH),
	R(S_PERIOD, unit_of_day, 2, 2, "week of March 14", "2026-03-09..2026-03-16", S_UNIT, S_OF, S_DAY),
	R(S_PERIOD, unit_of_day, 3, 2, "the week of March 14", "2026-03-09..2026-03-16", S_THE, S_UNIT, S_OF,
	  S_DAY),
	R(S_PERIOD, unit_of_period, 2, 1, "month of June", "2026-06-01..2026-07-01", S_UNIT, S_OF, S_PERIOD),
	R(S_PERIOD, unit_of_period, 3, 1, "the month of June", "2026-06-01..2026-07-01", S_THE, S_UNIT, S_OF,
	  S_PERIOD),
	R(S_PERIOD, week_number, 0, 1, "week 5", "2026-01-26..2026-02-02", S_UNIT, S_NUM),
	R(S_PERIOD, week_number, 2, 1, "week 5 of 2027", "2027-02-01..2027-02-08", S_UNIT, S_NUM, S_YEAR_TAIL),
	R(S_PERIOD, iso_week, 3, 1, "2027-W05", "2027-02-01..2027-02-08", S_YEAR, G(S_DASH), G(S_W_LETTER),
	  G(S_DIGITS)),
	R(S_PERIOD, nth_unit, 3, 2, "third week of June", "2026-06-15..2026-06-22", S_ORDINAL, S_UNIT, S_OF,
	  S_PERIOD),
	R(S_PERIOD, nth_unit, 3, 2, "third week in June", "2026-06-15..2026-06-22", S_ORDINAL, S_UNIT, S_IN,
	  S_PERIOD),
	R(S_PERIOD, nth_unit, 4, 2, "the third week of June", "2026-06-15..2026-06-22", S_THE, S_ORDINAL,
	  S_UNIT, S_OF, S_PERIOD),
	R(S_PERIOD, nth_unit, 4, 2, "the third week in June", "2026-06-15..2026-06-22", S_THE, S_ORDINAL,
	  S_UNIT, S_IN, S_PERIOD),
	R(S_PERIOD, nth_unit, 3, 2, "last week of June", "2026-06-22..2026-06-29", S_REL, S_UNIT, S_OF, S_PERIOD),
	R(S_PERIOD, nth_unit, 3, 2, "last week in June", "2026-06-22..2026-06-29", S_REL, S_UNIT, S_IN, S_PERIOD),
	R(S_PERIOD, nth_unit, 2, 2, "second quarter of 2027", "2027-04-01..2027-07-01", S_ORDINAL, S_UNIT,
	  S_PERIOD),
	R(S_PERIOD, nth_unit, 3, 2, "first half of next year", "2027-01-01..2027-07-01", S_ORDINAL, S_HALF,
	  S_OF, S_PERIOD),
	R(S_PERIOD, nth_unit, 4, 2, "the first half of 2027", "2027-01-01..2027-07-01", S_THE, S_ORDINAL,
	  S_HALF, S_OF, S_PERIOD),
	R(S_PERIOD, unit_in, 1, 2, "this year's second half", "2026-07-01..2027-01-01", S_PERIOD, S_ORDINAL,
	  S_HALF),
	R(S_PERIOD, unit_in, 1, 2, "next year third quarter", "2027-07-01..2027-10-01", S_PERIOD, S_ORDINAL,
	  S_UNIT),
	R(S_PERIOD, unit_in, 2, 2, "2027 the first week", "2027-01-04..2027-01-11", S_PERIOD, S_THE, S_ORDINAL,
	  S_UNIT),
	R(S_PERIOD, nth_unit, 3, 2, "last weekend of June", "2026-06-27..2026-06-29", S_LAST, S_WEEKEND, S_OF,
	  S_PERIOD),
	R(S_PERIOD, nth_unit, 3, 2, "last weekend in June", "2026-06-27..2026-06-29", S_LAST, S_WEEKEND, S_IN,
	  S_PERIOD),
	R(S_PERIOD, nth_unit, 3, 2, "first weekend in June", "2026-06-06..2026-06-08", S_ORDINAL, S_WEEKEND,
	  S_IN, S_PERIOD),
	R(S_PERIOD, nth_unit, 3, 2, "first weekend of June", "2026-06-06..2026-06-08", S_ORDINAL, S_WEEKEND,
	  S_OF, S_PERIOD),
	R(S_PERIOD, nth_unit, 4, 2, "the first weekend of June", "2026-06-06..2026-06-08", S_THE, S_ORDINAL,
	  S_WEEKEND, S_OF, S_PERIOD),
	R(S_PERIOD, season, 0, 0, "summer", "2026-06-21..2026-09-23", S_SEASON),
	R(S_PERIOD, season, 1, 0, "the summer", "2026-06-21..2026-09-23", S_THE, S_SEASON),
	R(S_PERIOD, season, 1, 1, "last summer", "2025-06-21..2025-09-23", S_REL, S_SEASON),
	R(S_PERIOD, season_year, 1, 1, "summer 2027", "2027-06-21..2027-09-23", S_SEASON, S_YEAR_TAIL),
	R(S_PERIOD, season_year, 1, 1, "summer next year", "2027-06-21..2027-09-23", S_SEASON, S_PERIOD),
	R(S_PERIOD, season_year, 2, 1, "summer of next year", "2027-06-21..2027-09-23", S_SEASON, S_OF, S_PERIOD),
	R(S_PERIOD, relative_season, 1, 1, "next season", "2026-03-20..2026-06-21", S_REL, S_SEASON_WORD),
	R(S_PERIOD, decade, 0, 2, "1990s", "1990-01-01..2000-01-01", S_DIGITS, G(S_S)),
	R(S_PERIOD, decade, 1, 0, "the 90s", "1990-01-01..2000-01-01", S_THE, S_DIGITS, G(S_S)),
	R(S_PERIOD, decade, 1, 0, "the nineties", "1990-01-01..2000-01-01", S_THE, S_DECADE_NAME),
	R(S_PERIOD, decade, 1, 0, "nineteen seventies", "1970-01-01..1980-01-01", S_TEENS, S_DECADE_NAME),
	R(S_PERIOD, century, 0, 0, "21st century", "2000-01-01..2100-01-01", S_ORDINAL, S_UNIT),
	R(S_PERIOD, century, 1, 0, "the 18th century", "1700-01-01..1800-01-01", S_THE, S_ORDINAL, S_UNIT),
	R(S_PERIOD, the_unit, 1, -4, "first day of the month", "2026-02-01", S_THE, S_UNIT),
	R(S_PERIOD, relative_month, 1, 1, "next June", "2026-06-01..2026-07-01", S_REL, S_MONTH),
	R(S_PERIOD, days_of_week, 1, 1, "weekdays next week", "2026-01-19..2026-01-24", S_WORKDAY, S_PERIOD),
	R(S_PERIOD, px_time_certain, 1, 0, "in June", "2026-06-01..2026-07-01", S_IN, S_PERIOD),
	R(S_PERIOD, px_time_certain, 1, 0, "during June", "2026-06-01..2026-07-01", S_DURING, S_PERIOD),
	R(S_PERIOD, px_time_certain, 1, 0, "over the weekend", "2026-01-17..2026-01-19", S_ON, S_PERIOD),
	R(S_PERIOD, px_time_certain, 1, 0, "for June", "2026-06-01..2026-07-01", S_FOR, S_PERIOD),
	R(S_PERIOD, px_time_certain, 1, 0, "around June", "2026-06-01..2026-07-01", S_AROUND, S_PERIOD),
	R(S_SPAN, px_time_certain, 1, 0, "in the next 2 hours", "2026-01-13T10:00..2026-01-13T12:00", S_IN,
	  S_SPAN),
	R(S_SPAN, px_time_certain, 1, 0, "during the last 2 hours", "2026-01-13T08:00..2026-01-13T10:00",
	  S_DURING, S_SPAN),
	R(S_PERIOD, with_year, 2, 1, "June of last year", "2025-06-01..2025-07-01", S_PERIOD, S_OF,
	  S_PERIOD),
	R(S_PERIOD, decade, 0, 2, "the 1990's", "1990-01-01..2000-01-01", S_DIGITS, G(S_QUOTE),
	  G(S_S)),
	R(S_PERIOD, decade, 1, 0, "the 90's", "1990-01-01..2000-01-01", S_THE, S_DIGITS, G(S_QUOTE),
	  G(S_S)),
	R(S_PERIOD, decade, 2, 1, "the '90s", "1990-01-01..2000-01-01", S_THE, S_QUOTE, G(S_DIGITS),
	  G(S_S)),
	R(S_PERIOD, weekend_from, 3, 3, "the weekend before Thanksgiving", "2026-11-21..2026-11-23",
	  S_THE, S_WEEKEND, S_BEFORE, S_DAY),
	R(S_PERIOD, weekend_from, 2, 3, "weekend before Thanksgiving", "2026-11-21..2026-11-23",
	  S_WEEKEND, S_BEFORE, S_DAY),
	R(S_PERIOD, weekend_from, 3, 3, "the weekend after Thanksgiving", "2026-11-28..2026-11-30",
	  S_THE, S_WEEKEND, S_AFTER, S_DAY),
	R(S_PERIOD, weekend_from, 2, 3, "weekend after Thanksgiving", "2026-11-28..2026-11-30",
	  S_WEEKEND, S_AFTER, S_DAY),
	R(S_SPAN, this_hour, 1, 1, "this hour", "2026-01-13T10:00..2026-01-13T11:00", S_REL,
	  S_UNIT),
	R(S_PERIOD, weekend_but_one, 1, 3, "weekend after next", "2026-01-31..2026-02-02",
	  S_WEEKEND, S_AFTER_NEXT),
	R(S_PERIOD, weekend_but_one, 2, 3, "the weekend after next", "2026-01-31..2026-02-02",
	  S_THE, S_WEEKEND, S_AFTER_NEXT),
	R(S_PERIOD, weekend_but_one, 1, 3, "weekend before last", "2026-01-03..2026-01-05",
	  S_WEEKEND, S_BEFORE_LAST),
	R(S_PERIOD, weekend_but_one, 2, 3, "the weekend before last", "2026-01-03..2026-01-05",
	  S_THE, S_WEEKEND, S_BEFORE_LAST),
	R(S_PERIOD, holiday_week, 1, 2, "Christmas week", "2026-12-21..2026-12-28", S_DAY, S_UNIT),
	R(S_PERIOD, fiscal_year, 1, 2, "FY27", "2027-01-01..2028-01-01", S_CALENDAR, S_DIGITS),
	R(S_PERIOD, unit_beside, 2, 3, "month before March", "2026-02-01..2026-03-01", S_UNIT,
	  S_BEFORE, S_PERIOD),
	R(S_PERIOD, unit_beside, 3, 3, "the month before March", "2026-02-01..2026-03-01", S_THE,
	  S_UNIT, S_BEFORE, S_PERIOD),
	R(S_PERIOD, unit_beside, 2, 3, "year after 2027", "2028-01-01..2029-01-01", S_UNIT, S_AFTER,
	  S_PERIOD),
	R(S_PERIOD, unit_beside, 3, 3, "the year after 2027", "2028-01-01..2029-01-01", S_THE,
	  S_UNIT, S_AFTER, S_PERIOD),
};

const struct px_time_rules px_time_rules_period = { "period", rules, sizeof rules / sizeof *rules };
