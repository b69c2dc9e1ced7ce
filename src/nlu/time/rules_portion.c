/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for parts of periods: "early June", "end of the month", "the rest of
 * the week", "the first 3 days of June", "year to date".
 */
#include "nlu/time/productions.h"
#include "nlu/time/rules.h"

/* "the first 3 weeks of June", "the last two days of the month": amount at arg - 2. */
static bool first_units(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *period = part[arg], *length = part[arg - 2], *which = part[arg - 3];
	bool first = which->symbol == S_ORD_ONES;

	(void)p;
	if (length->flags & F_TIMED || (first ? which->number != 1 : which->number != -1))
		return false;
	int sign = first ? 1 : -1;
	int32_t edge = px_civil_add_months(first ? period->day : period->until, sign * length->months) +
		       sign * (int32_t)(length->seconds / 86400);
	out->day = first ? period->day : edge;
	out->until = first ? edge : period->until;
	out->flags = F_YEAR | F_RELATIVE;
	return out->day >= period->day && out->until <= period->until && out->day < out->until;
}

enum { LAST_SECOND = 86399 };

/* The beginning and the end are shorter than what is early or late. */
enum { BEGINNING, EARLY, MIDDLE, LATE, END };

static int portion(const node_t *node)
{
	if (node->symbol == S_BEGINNING || node->symbol == S_BEGIN_ING)
		return BEGINNING;
	if (node->symbol == S_EARLY || node->symbol == S_MID)
		return node->symbol == S_EARLY ? EARLY : MIDDLE;
	return node->symbol == S_LATE ? LATE : END;
}

static void month_portion(int which, const node_t *from, node_t *out)
{
	static const int8_t bounds[][2] = { { 0, 10 }, { 0, 15 }, { 9, 20 }, { 15, 0 }, { 20, 0 } };

	out->day = from->day + bounds[which][0];
	out->until = bounds[which][1] ? from->day + bounds[which][1] : from->until;
}

static void year_portion(int which, const node_t *from, node_t *out)
{
	static const int8_t bounds[][2] = { { 0, 3 }, { 0, 6 }, { 3, 9 }, { 6, 12 }, { 8, 12 } };

	out->day = px_civil_add_months(from->day, bounds[which][0]);
	out->until = px_civil_add_months(from->day, bounds[which][1]);
}

static void week_portion(int which, const node_t *from, node_t *out)
{
	static const int8_t bounds[][2] = { { 0, 3 }, { 0, 3 }, { 1, 5 }, { 3, 7 }, { 4, 7 } };

	out->day = from->day + bounds[which][0];
	out->until = from->day + bounds[which][1];
}

/* "early June": the word at 0 or 1, the period at arg. */
static bool part_of_period(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *period = part[arg];
	int which = portion(part[0]->symbol == S_THE || part[0]->symbol == S_AT ? part[1] : part[0]);

	(void)p;
	out->flags = F_YEAR | F_RELATIVE;
	out->grain = GRAIN_DAY;
	out->milli = which == END; /* "until the end of June" is all of it */
	if (period->grain == GRAIN_MONTH) {
		month_portion(which, period, out);
	} else if (period->grain == GRAIN_YEAR) {
		year_portion(which, period, out);
	} else if (period->grain == GRAIN_WEEK) {
		week_portion(which, period, out);
	} else {
		int side = which <= EARLY ? 0 : which == MIDDLE ? 1 : 2;
		int32_t third = (period->until - period->day) / 3;
		int months = period->grain == GRAIN_QUARTER ? 1 : period->grain == GRAIN_HALF ? 2 : 0;
		out->day = months ? px_civil_add_months(period->day, months * side) : period->day + third * side;
		out->until = months ? px_civil_add_months(out->day, months) : out->day + third;
		if (side == 2)
			out->until = period->until;
	}
	return true;
}

/* "later this week": the side of the running period that lies after or before now. */
static bool side_of_now(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *period = part[arg];
	bool later = part[0]->symbol == S_LATER;

	if (period->day > p->today || period->until <= p->today)
		return false;
	out->day = later ? p->today : period->day;
	out->until = later ? period->until : p->today;
	out->grain = GRAIN_DAY;
	out->flags = F_YEAR | F_RELATIVE;
	return out->day < out->until;
}

/* EOM, BOM and the like, of the running unit. */
static bool part_of_unit(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *word = part[arg];
	node_t unit = { .symbol = S_UNIT, .number = word->number };
	node_t rel = { .symbol = S_REL, .number = 0 }, period = *out;
	int side = word->symbol == S_BOX ? S_BEGINNING : S_END;
	if (word->symbol == S_UNIT)
		side = part[part[0]->symbol == S_THE]->symbol;
	node_t which = { .symbol = (uint8_t)side };
	const node_t *pair[] = { &rel, &unit };

	if (word->number == GRAIN_DAY && side != S_END)
		return false;
	if (word->number == GRAIN_DAY) {
		out->symbol = S_MOMENT;
		out->day = p->today;
		out->clock = LAST_SECOND;
		out->flags = F_YEAR | F_FIXED;
		return true;
	}
	if (!px_time_relative_unit(p, pair, 1, &period))
		return false;
	const node_t *args[] = { &which, &period };
	return part_of_period(p, args, 1, out);
}

/* "end of tomorrow", "EOD Friday" */
static bool end_of_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *day = part[arg], *word = part[arg ? 0 : 1];

	(void)p;
	if (word->symbol == S_EOX && word->number != GRAIN_DAY)
		return false;
	out->symbol = S_MOMENT;
	out->day = day->day;
	out->clock = LAST_SECOND;
	out->flags = day->flags & (F_YEAR | F_FIXED | F_WEEKDAY);
	return true;
}

/* "the rest of the week" */
static bool rest(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *period = part[arg];

	if (period->day > p->today || period->until <= p->today)
		return false;
	px_time_take(period, out);
	out->day = p->today;
	out->flags = F_YEAR | F_RELATIVE;
	return true;
}

static bool rest_of_unit(parse_t *p, parts_t part, int arg, node_t *out)
{
	node_t rel = { .symbol = S_REL, .number = 0 };
	const node_t *pair[] = { &rel, part[arg] };

	if (!px_time_relative_unit(p, pair, 1, out))
		return false;
	out->day = p->today;
	return true;
}

/* "year to date" */
static bool to_date(parse_t *p, parts_t part, int arg, node_t *out)
{
	int grain = part[arg]->number;

	if (grain < GRAIN_WEEK)
		return false;
	out->grain = (uint8_t)grain;
	out->flags = F_YEAR | F_RELATIVE;
	out->day = px_time_grain_start(p, grain, p->today);
	out->until = p->today + 1;
	return true;
}

static bool at_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	return part[arg]->grain < GRAIN_MONTH && px_time_certain(p, part, arg, out);
}

const px_time_make px_time_makes_portion[MAKE_PORTION_COUNT] = {
	[MAKE_PORTION_FIRST_UNITS] = first_units,
	[MAKE_PORTION_PART_OF_PERIOD] = part_of_period,
	[MAKE_PORTION_SIDE_OF_NOW] = side_of_now,
	[MAKE_PORTION_PART_OF_UNIT] = part_of_unit,
	[MAKE_PORTION_END_OF_DAY] = end_of_day,
	[MAKE_PORTION_CERTAIN] = px_time_certain,
	[MAKE_PORTION_SAME] = px_time_same,
	[MAKE_PORTION_REST] = rest,
	[MAKE_PORTION_REST_OF_UNIT] = rest_of_unit,
	[MAKE_PORTION_REST_OF_DAY] = px_time_rest_of_day,
	[MAKE_PORTION_TO_DATE] = to_date,
	[MAKE_PORTION_AT_PART] = at_part,
};
