/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for ranges from one day, clock or instant to another, and for open
 * ones with a deadline or a start only.
 */
#include "nlu/time/productions.h"
#include "nlu/time/rules.h"

static bool space(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)part;
	out->number = arg;
	return true;
}

static bool days_of_month(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *first = part[arg / 10], *last = part[arg % 10];

	(void)p;
	if (first->number < 1 || last->number > 31 || first->number >= last->number)
		return false;
	if (first->count > 2 || last->count > 2)
		return false;
	out->mday = (int8_t)first->number;
	out->number = last->number;
	return true;
}

/* "3rd and 4th": a day, and one at `arg` or more that follow it. */
static bool days_in_a_row(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *first = part[0], *rest = part[arg];
	const int next = rest->symbol == S_DOMS ? rest->mday : rest->number;

	(void)p;
	out->mday = (int8_t)first->number;
	out->number = rest->number;
	out->nth = 1; /* a row */
	return first->number >= 1 && next == first->number + 1 && next <= 31;
}

/* A range of days in a named or relative month, which stands at 0 or at arg. */
static bool days_in_month(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *days = part[0]->symbol == S_DOMS ? part[0] : part[arg];
	const node_t *month = part[0]->symbol == S_DOMS ? part[arg] : part[0];
	int year, number, mday;

	(void)p;
	if (month->grain != GRAIN_MONTH || (days->nth && month == part[0]))
		return false; /* "dinner June 19 and 20 eggs" */
	px_civil_from_day(month->day, &year, &number, &mday);
	if (!(month->flags & (F_YEAR | F_RELATIVE)) &&
	    px_civil_day(year, number, days->number) < p->today && !p->context->prefer_past)
		year++;
	if (days->number > px_civil_month_days(year, number))
		return false;
	out->year = (int16_t)year;
	out->month = (int8_t)number;
	out->mday = days->mday;
	out->number = days->number;
	out->grain = GRAIN_DAY;
	out->flags = F_RANGE | (month->flags & (F_YEAR | F_RELATIVE | F_NAMED_MONTH));
	out->day = px_civil_day(year, number, days->mday);
	out->until = px_civil_day(year, number, days->number) + 1;
	return true;
}

static bool days_with_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *days = part[0];

	(void)p;
	if (days->grain != GRAIN_DAY || !(days->flags & F_NAMED_MONTH) || (days->flags & F_YEAR))
		return false;
	px_time_take(days, out);
	int years = part[arg]->year - days->year;
	out->day = px_civil_add_months(days->day, 12 * years);
	out->until = px_civil_add_months(days->until - 1, 12 * years) + 1;
	out->flags |= F_YEAR;
	return true;
}

static bool is_days(const node_t *node)
{
	return node->symbol == S_DAY || node->symbol == S_PERIOD;
}

static int32_t last_until(const node_t *node)
{
	return node->symbol == S_DAY ? node->day + 1 : node->until;
}

/* Moves the end behind the start, by the unit its words leave open. */
static int32_t end_after(const node_t *start, const node_t *end)
{
	int32_t until = last_until(end);

	if (until > start->day || (end->flags & F_YEAR))
		return until;
	if (end->flags & F_WEEKDAY)
		return until + (start->day - until) / 7 * 7 + 7;
	while (until <= start->day)
		until = px_civil_add_months(until, end->flags & F_MONTHDAY ? 1 : 12);
	return until;
}

/* "Monday to Friday": first / 10 and last % 10 of arg. */
static bool days_to_days(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *first = part[arg / 10], *last = part[arg % 10];
	int32_t start = first->day;

	if (!is_days(first) || !is_days(last))
		return false;
	/* A year goes on to a year only. */
	if ((first->symbol == S_PERIOD && first->grain >= GRAIN_YEAR) !=
	    (last->symbol == S_PERIOD && last->grain >= GRAIN_YEAR))
		return false;
	int32_t until = end_after(first, last);
	if ((last->flags & F_WEEKDAY) && !(first->flags & F_WEEKDAY) && until - start > 7)
		until -= (until - start - 1) / 7 * 7;
	if ((last->flags & F_MONTHDAY) && !(first->flags & F_MONTHDAY)) {
		while (px_civil_add_months(until, -1) > start)
			until = px_civil_add_months(until, -1);
	}
	/* "the 3rd to the 17th of July" */
	if ((first->flags & F_MONTHDAY) && (last->flags & F_NAMED_MONTH) && last->symbol == S_DAY) {
		start = px_civil_day(last->year, last->month - (first->mday >= last->mday), first->mday);
		until = last->day + 1;
	}
	/* A year said at the end holds for the start too. */
	if ((last->flags & F_YEAR) && (last->flags & F_NAMED_MONTH) && !(first->flags & F_YEAR) &&
	    (first->flags & F_NAMED_MONTH)) {
		int shift = (int)last->year - first->year;
		start = px_civil_add_months(start, 12 * shift);
		if (start >= until)
			start = px_civil_add_months(start, -12);
	}
	/* Both without a year: the start may not jump over the end. */
	if (!((first->flags | last->flags) & F_YEAR) && (first->flags & last->flags & F_NAMED_MONTH) &&
	    until - start > 366)
		until = px_civil_add_months(until, -12);
	if (until <= start)
		return false;
	(void)p;
	out->day = start;
	out->until = until;
	out->grain = GRAIN_DAY;
	out->flags = F_RANGE | F_RELATIVE | ((first->flags | last->flags) & F_YEAR) |
		     (first->flags & last->flags & F_WEEKDAY);
	return true;
}

/* "this week from Monday to Wednesday": the days at `arg`, the week at the other place. */
static bool weekdays_in_week(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *days = part[arg], *week = part[!arg];

	(void)p;
	if (!(days->flags & F_WEEKDAY) || !(days->flags & F_RANGE) || week->grain != GRAIN_WEEK ||
	    week->until - week->day != 7)
		return false;
	px_time_take(days, out);
	out->day = week->day + (px_civil_weekday(days->day) - px_civil_weekday(week->day) + 7) % 7;
	out->until = out->day + days->until - days->day;
	out->flags = (days->flags & ~(uint32_t)F_WEEKDAY) | F_YEAR;
	return true;
}

/* "2026-03-03/2026-03-05" */
static bool iso_days(parse_t *p, parts_t part, int arg, node_t *out)
{
	return (part[0]->flags & part[arg]->flags & F_YEAR) && !((part[0]->flags | part[arg]->flags) & F_RELATIVE) &&
	       (part[0]->flags & part[arg]->flags & F_NAMED_MONTH) && days_to_days(p, part, arg, out);
}

/* "between Jan 22 and now": the day may have to be the last such one. */
static bool days_to_now(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *first = part[arg / 10], *last = part[arg % 10];
	int32_t start = first->day;

	if (!(last->flags & F_NOW) || !is_days(first))
		return false;
	if (start > p->today && (first->flags & F_WEEKDAY))
		start -= 7;
	while (start > p->today && !(first->flags & F_YEAR))
		start = px_civil_add_months(start, first->flags & F_MONTHDAY ? -1 : -12);
	out->day = start;
	out->until = p->today + 1;
	out->grain = GRAIN_DAY;
	out->flags = F_YEAR | F_RELATIVE;
	return out->until > start;
}

static bool is_clock(const node_t *node)
{
	return node->symbol == S_CLOCK || node->symbol == S_HOUR;
}

/* Settles the halves of the day of two clocks, of which either may be open. */
static void settle(const node_t *first, const node_t *last, node_t *out)
{
	int32_t a = first->clock, b = last->clock;
	bool open_a = first->flags & F_HALF, open_b = last->flags & F_HALF;

	if (open_a && open_b) {
		/* From the usual half of the start to the first such time after it. */
		a = px_time_half_of(first);
		b = b % 43200;
		while (b <= a)
			b += 43200;
		b %= 86400;
		out->flags |= F_HALF;
	} else if (open_b) {
		b = b % 43200;
		while (b <= a)
			b += 43200;
		b %= 86400;
	} else if (open_a) {
		/* The last such time before the end. */
		int32_t half = a % 43200;
		bool as_written = last->flags & F_BIG && half >= 6 * 3600; /* "7:30 to 20:00" */
		a = half + 43200 < b && !as_written ? half + 43200 : half;
		if (b == 0)
			a = half + 43200;
		if (half >= b && b != 0)
			a = half + 43200;
	}
	out->clock = a;
	out->clock_until = b;
}

/* Clock to clock; the result is certain if one of them is no bare hour. */
static bool clock_to_clock(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *first = part[arg / 10], *last = part[arg % 10];

	(void)p;
	if (!is_clock(first) || !is_clock(last))
		return false;
	if (out->symbol == S_CLOCKS && first->symbol == S_HOUR && last->symbol == S_HOUR && part[0] == first)
		return false;
	settle(first, last, out);
	out->flags |= last->symbol == S_HOUR ? F_BARE : 0;
	if (out->symbol == S_HOURS && (first->flags & last->flags & F_WEAK))
		out->flags |= F_WEAK;
	return out->clock != out->clock_until;
}

/* "0800-1000": a zero in front says that these are clocks. */
static bool military_range(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *first = part[0], *last = part[arg];

	(void)p;
	if (first->count != 4 || last->count != 4 || !(first->flags & F_ZERO) || first->number % 100 > 59 ||
	    last->number % 100 > 59 || last->number > 2400 || last->number <= first->number)
		return false;
	out->clock = first->number / 100 * 3600 + first->number % 100 * 60;
	out->clock_until = (last->number / 100 * 3600 + last->number % 100 * 60) % 86400;
	return true;
}

/* Part of a day, instant or clock to the same. */
static bool instant_to_instant(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *first = part[arg / 10], *last = part[arg % 10];
	node_t end = *last;

	(void)p;
	if (first->symbol != S_MOMENT && first->symbol != S_DAY_PART)
		return false;
	if (is_clock(last)) {
		node_t start = *first;
		if (first->symbol == S_DAY_PART)
			return false;
		px_time_take(first, out);
		settle(&start, last, out);
		out->until = first->day + (out->clock_until <= out->clock);
		return true;
	}
	if (last->symbol != S_MOMENT && last->symbol != S_DAY_PART && last->symbol != S_DAY)
		return false;
	px_time_take(first, out);
	out->flags &= ~(uint32_t)F_PART;
	if (out->flags & F_HALF && !(last->flags & F_HALF) && first->day == last->day) {
		settle(first, last, out);
	} else if (out->flags & F_HALF) {
		out->clock = px_time_half_of(first);
	}
	out->until = end.day + (end.symbol == S_DAY);
	out->clock_until = end.symbol == S_DAY ? 0 : end.clock;
	if (end.symbol == S_DAY_PART)
		out->clock_until = end.clock_until;
	else if (end.flags & F_HALF && !(first->flags & F_BIG)) /* "Monday 21:00 to Tuesday 6" is written so as well */
		out->clock_until = px_time_half_of(&end);
	while (out->until < out->day && !(end.flags & F_YEAR))
		out->until = end.flags & F_WEEKDAY ? out->until + 7 : px_civil_add_months(out->until, 12);
	if (first->day > p->today && (end.flags & F_YEAR) && !(first->flags & F_YEAR) && out->until < out->day)
		out->day = px_civil_add_months(out->day, -12);
	return out->until > out->day || (out->until == out->day && out->clock_until > out->clock);
}

/* An end only: "by", "before", "until" what stands at arg. */
static bool deadline(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *edge = part[arg];

	(void)p;
	px_time_take(edge, out);
	out->symbol = S_OPEN;
	out->flags = (out->flags | F_NO_START) & ~(uint32_t)(F_PART | F_WEAK);
	out->role = PX_TIME_DEADLINE;
	out->day = PX_DAY_NONE;
	out->clock = PX_TIME_CLOCK_NONE;
	bool inclusive = part[0]->symbol == S_BY || arg == 0 || (edge->symbol == S_PERIOD && edge->milli);
	out->milli = inclusive || edge->symbol == S_PERIOD; /* the day before is the last one */
	switch (edge->symbol) {
	case S_DAY:
		out->until = edge->day + inclusive;
		break;
	case S_DAY_PART:
		out->until = edge->day;
		out->clock_until = inclusive ? edge->clock_until : edge->clock;
		break;
	case S_PERIOD:
		out->until = inclusive ? edge->until : edge->day;
		break;
	case S_MOMENT:
		out->until = edge->day + (edge->clock == 86399);
		out->clock_until = edge->clock == 86399 ? 0 : edge->clock;
		break;
	case S_CLOCK:
	case S_HOUR:
		out->clock_until = edge->clock;
		break;
	case S_PART:
		out->clock_until = inclusive ? edge->clock_until : edge->clock;
		break;
	default:
		return false;
	}
	return true;
}

/* A start only: "after", "since", "starting", "from" what stands at arg. */
static bool start(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *edge = part[arg];
	bool after = part[0]->symbol == S_AFTER;

	if ((edge->flags & F_RANGE) && part[0]->symbol == S_FROM)
		return false;
	px_time_take(edge, out);
	out->symbol = S_OPEN;
	out->flags = (out->flags | F_NO_END) & ~(uint32_t)(F_PART | F_WEAK);
	out->role = PX_TIME_START;
	out->until = PX_DAY_NONE;
	out->clock_until = PX_TIME_CLOCK_NONE;
	if (edge->symbol == S_PERIOD)
		out->day = after ? edge->until : edge->day;
	else if (edge->symbol == S_DAY_PART || edge->symbol == S_PART)
		out->clock = after ? edge->clock_until : edge->clock;
	else if (edge->symbol > S_CLOCK && edge->symbol != S_HOUR)
		return false;
	/* What began lies in the past. */
	if (part[0]->symbol == S_SINCE && out->day > p->today && !(edge->flags & F_YEAR)) {
		if (edge->flags & F_WEEKDAY)
			out->day -= 7;
		else if (edge->flags & F_MONTHDAY)
			out->day = px_civil_add_months(out->day, -1);
		else if (edge->flags & F_NAMED_MONTH || edge->flags & F_FIXED)
			out->day = px_civil_add_months(out->day, -12);
	}
	return true;
}

/* "from July 13 to 15" */
static bool from_range(parse_t *p, parts_t part, int arg, node_t *out)
{
	return (part[arg]->flags & F_RANGE) && px_time_certain(p, part, arg, out);
}

/* "July 13 to 15": a day and a later day of its month; first / 10 and last % 10 of arg. */
static bool day_to_mday(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *first = part[arg / 10], *last = part[arg % 10];
	int year, month, mday;

	(void)p;
	px_civil_from_day(first->day, &year, &month, &mday);
	if (first->flags & F_MONTHDAY || last->number <= mday ||
	    last->number > px_civil_month_days(year, month) || last->count > 2)
		return false;
	if (!(first->flags & F_NAMED_MONTH))
		return false;
	out->day = first->day;
	out->until = px_civil_day(year, month, last->number) + 1;
	out->year = (int16_t)year;
	out->grain = GRAIN_DAY;
	out->flags = F_RANGE | (first->flags & (F_YEAR | F_NAMED_MONTH));
	return true;
}

/* "after 9:30 but before 11": a start and an end, the two open ranges at 0 and arg. */
static bool both_open(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *from = part[0], *to = part[arg];

	(void)p;
	if (from->flags & F_NO_START) {
		from = part[arg];
		to = part[0];
	}
	if (!(from->flags & F_NO_END) || !(to->flags & F_NO_START))
		return false;
	bool clocks = from->clock >= 0 && to->clock_until >= 0;
	if (!clocks && (from->clock >= 0 || to->clock_until >= 0))
		return false;
	int32_t day = from->day != PX_DAY_NONE ? from->day : clocks ? to->until : PX_DAY_NONE;
	int32_t until = to->until != PX_DAY_NONE ? to->until : clocks ? from->day : PX_DAY_NONE;
	if ((day == PX_DAY_NONE) != (until == PX_DAY_NONE) || (day == PX_DAY_NONE && !clocks))
		return false;
	if (clocks) {
		node_t first = *from, last = *to;
		last.clock = to->clock_until;
		settle(&first, &last, out);
		out->symbol = day == PX_DAY_NONE ? S_CLOCKS : S_SPAN;
	}
	out->day = day;
	out->until = until;
	out->grain = GRAIN_DAY;
	out->flags |= F_RANGE;
	return day == PX_DAY_NONE || until > day || (clocks && until == day);
}

/* "after 5 days" */
static bool after_length(parse_t *p, parts_t part, int arg, node_t *out)
{
	node_t edge = *out;

	if ((part[arg]->flags & (F_PREP | F_WEAK)) || !px_time_shift(p, NULL, part[arg], 1, &edge))
		return false;
	out->day = edge.day;
	out->clock = edge.clock;
	out->flags = F_NO_END | F_YEAR | F_FIXED;
	out->role = PX_TIME_START;
	return true;
}

static bool due(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[arg]->symbol == S_OPEN) {
		px_time_same(p, part, arg, out);
		out->role = PX_TIME_DEADLINE;
		return true;
	}
	px_time_take(part[arg], out);
	out->symbol = part[arg]->symbol;
	if (part[arg]->role != PX_TIME_SHIFT) /* "due a day later" may count from the day that the thing has */
		out->role = PX_TIME_DEADLINE;
	out->flags &= ~(uint32_t)F_WEAK;
	return true;
}

const px_time_make px_time_makes_range[MAKE_RANGE_COUNT] = {
	[MAKE_RANGE_SPACE] = space,
	[MAKE_RANGE_DAYS_OF_MONTH] = days_of_month,
	[MAKE_RANGE_DAYS_IN_A_ROW] = days_in_a_row,
	[MAKE_RANGE_DAYS_IN_MONTH] = days_in_month,
	[MAKE_RANGE_DAYS_WITH_YEAR] = days_with_year,
	[MAKE_RANGE_DAYS_TO_DAYS] = days_to_days,
	[MAKE_RANGE_DAYS_TO_NOW] = days_to_now,
	[MAKE_RANGE_CLOCK_TO_CLOCK] = clock_to_clock,
	[MAKE_RANGE_FROM_RANGE] = from_range,
	[MAKE_RANGE_DAY_TO_MDAY] = day_to_mday,
	[MAKE_RANGE_BOTH_OPEN] = both_open,
	[MAKE_RANGE_AFTER_LENGTH] = after_length,
	[MAKE_RANGE_INSTANT_TO_INSTANT] = instant_to_instant,
	[MAKE_RANGE_DEADLINE] = deadline,
	[MAKE_RANGE_START] = start,
	[MAKE_RANGE_DUE] = due,
	[MAKE_RANGE_MILITARY_RANGE] = military_range,
	[MAKE_RANGE_ISO_DAYS] = iso_days,
	[MAKE_RANGE_WEEKDAYS_IN_WEEK] = weekdays_in_week,
};
