/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules that join what belongs together: a day with a part of it, a day or
 * part with a clock time, in either order.
 */
#include "nlu/time/productions.h"
#include "nlu/time/rules.h"

static bool link_word(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)part;
	out->number = arg;
	return true;
}

/* Day (at the place that is not arg's) and part of the day, in either order. */
static bool day_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	int last = part[2] ? 2 : 1;
	const node_t *day = part[0]->symbol == S_DAY ? part[0] : part[last];
	const node_t *window = part[0]->symbol == S_DAY ? part[last] : part[0];

	(void)p;
	(void)arg;
	if (window->symbol != S_PART || day->symbol != S_DAY)
		return false;
	if ((window->flags & F_WEAK) && window == part[0]) /* "lunch tomorrow" */
		return false;
	px_time_take(day, out);
	out->flags = ((out->flags | F_PART) & ~(uint32_t)F_WEAK) | (window->flags & F_WEAK);
	out->number = window->number;
	out->clock = window->clock;
	out->until = day->day;
	out->clock_until = window->clock_until;
	return true;
}

/* "this morning", "last night": the REL at 0, the part at arg. */
static bool relative_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *window = part[arg];

	out->number = window->number;
	out->flags = F_PART | F_FIXED | F_YEAR;
	out->day = out->until = p->today + part[0]->number;
	px_time_part_window(window->number, &out->clock, &out->clock_until);
	return true;
}

/* "late last night": the early or late side of the part at arg. */
static bool later_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	static const struct {
		uint8_t part, early, late;
	} sides[] = {
		{ PART_MORNING, PART_EARLY_MORNING, PART_LATE_MORNING },
		{ PART_AFTERNOON, PART_EARLY_AFTERNOON, PART_LATE_AFTERNOON },
		{ PART_EVENING, PART_EARLY_EVENING, PART_LATE_EVENING },
		{ PART_NIGHT, PART_EARLY_NIGHT, PART_LATE_NIGHT },
		{ PART_TONIGHT, PART_EARLY_NIGHT, PART_LATE_NIGHT },
	};

	(void)p;
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
		if (sides[i].part != part[arg]->number)
			continue;
		px_time_take(part[arg], out);
		out->number = part[0]->symbol == S_EARLY ? sides[i].early : sides[i].late;
		px_time_part_window(out->number, &out->clock, &out->clock_until);
		return true;
	}
	return false;
}

/* "first thing Monday": at 8; without a day, of the next morning. */
static bool first_thing(parse_t *p, parts_t part, int arg, node_t *out)
{
	out->clock = 8 * 3600;
	out->flags = F_APPROX | F_FIXED | F_YEAR;
	const node_t *day = arg ? part[arg] : part[0]->symbol == S_DAY ? part[0] : NULL;
	if (day && day->symbol == S_DAY_PART && day->number > PART_LATE_MORNING)
		return false;
	if (day && day->symbol == S_PERIOD)
		return false;
	out->day = day ? day->day : p->today + (p->clock >= out->clock);
	return day || part[0]->number == 1;
}

/* "late Friday": the window `arg` of the day that follows. */
static bool side_of_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[1]->symbol != S_DAY)
		return false;
	px_time_take(part[1], out);
	out->number = arg;
	out->flags = (out->flags | F_PART) & ~(uint32_t)F_WEAK;
	out->until = out->day;
	px_time_part_window(arg, &out->clock, &out->clock_until);
	(void)p;
	return true;
}

/* "earlier today" */
static bool so_far_today(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[arg]->day != p->today || p->clock == 0)
		return false;
	out->day = out->until = p->today;
	out->clock = 0;
	out->clock_until = p->clock;
	out->flags = F_YEAR | F_FIXED;
	return true;
}

/* Today's part `arg`. */
static bool tonight(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)part;
	out->number = arg;
	out->flags = F_PART | F_FIXED | F_YEAR;
	out->day = out->until = p->today;
	px_time_part_window(arg, &out->clock, &out->clock_until);
	return true;
}

/* A day and a clock or hour, in either order. */
static bool moment(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *a = part[0], *b = part[arg];
	const node_t *day = a->symbol == S_DAY || a->symbol == S_DAY_PART ? a : b;
	const node_t *clock = day == a ? b : a;
	int carry = 0;

	(void)p;
	if ((day->symbol != S_DAY && day->symbol != S_DAY_PART) ||
	    (clock->symbol != S_CLOCK && clock->symbol != S_HOUR))
		return false;
	if (clock->symbol == S_HOUR && (((clock->flags | day->flags) & F_WEAK) || (clock->flags & F_PLURAL)))
		return false;
	if (clock->symbol == S_HOUR && clock == a && arg == 1 && (day->flags & F_MONTH_FIRST))
		return false; /* "14 Jun 9": the 14th */
	px_time_take(day, out);
	out->clock = clock->clock;
	out->flags = (day->flags | clock->flags) & ~(uint32_t)(F_PART | F_WEAK | F_PREP);
	if (day->symbol == S_DAY_PART && !px_time_part_apply(day->number, &out->clock, &out->flags, &carry))
		return false;
	out->day += carry;
	if (clock->flags & F_SHIFTED)
		out->day += clock->number;
	out->until = PX_DAY_NONE;
	out->clock_until = PX_TIME_CLOCK_NONE;
	return true;
}

/* A day or part of one and a range of hours, in either order. */
static bool span(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *a = part[0], *b = part[arg];
	const node_t *day = a->symbol == S_DAY || a->symbol == S_DAY_PART ? a : b;
	const node_t *hours = day == a ? b : a;
	int carry = 0, carry_until = 0;

	(void)p;
	if ((day->symbol != S_DAY && day->symbol != S_DAY_PART) ||
	    (hours->symbol != S_CLOCKS && hours->symbol != S_HOURS))
		return false;
	px_time_take(day, out);
	out->clock = hours->clock;
	out->clock_until = hours->clock_until;
	out->flags = (day->flags | hours->flags) & ~(uint32_t)(F_PART | F_WEAK | F_PREP);
	if (day->symbol == S_DAY_PART) {
		uint32_t first = hours->flags, second = hours->flags;
		if (!px_time_part_apply(day->number, &out->clock, &first, &carry) ||
		    !px_time_part_apply(day->number, &out->clock_until, &second, &carry_until))
			return false;
		out->flags &= ~(uint32_t)F_HALF;
		if (out->clock_until == 0 && day->number <= PART_BRUNCH)
			out->clock_until = 12 * 3600; /* "10 to 12 in the morning" */
	}
	out->until = out->day + (out->clock_until <= out->clock ? 1 : 0);
	return true;
}

/* A range of clocks inside a part of no certain day: "7 to 9 in the evening". */
static bool clocks_in_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *hours = part[0]->symbol == S_PART ? part[arg] : part[0];
	const node_t *window = part[0]->symbol == S_PART ? part[0] : part[arg];
	uint32_t first = hours->flags, second = hours->flags;
	int carry;

	(void)p;
	px_time_take(hours, out);
	if (!px_time_part_apply(window->number, &out->clock, &first, &carry) ||
	    !px_time_part_apply(window->number, &out->clock_until, &second, &carry))
		return false;
	if (out->clock_until == 0 && window->number <= PART_BRUNCH)
		out->clock_until = 12 * 3600;
	out->flags &= ~(uint32_t)F_HALF;
	return true;
}

/* "today in one hour": the day adds nothing if it is the right one. */
static bool same_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *instant = part[arg], *day = part[!arg];

	(void)p;
	if (instant->day != day->day)
		return false;
	px_time_take(instant, out);
	return true;
}

/* "1/1/2015 after 2:00": an open clock range on a day. */
static bool open_on_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *a = part[0], *b = part[arg];
	const node_t *open = a->symbol == S_OPEN ? a : b;
	const node_t *day = open == a ? b : a;
	int carry = 0;

	(void)p;
	if (day->symbol != S_DAY && day->symbol != S_DAY_PART)
		return false;
	if (open->day != PX_DAY_NONE || open->until != PX_DAY_NONE)
		return false;
	px_time_take(open, out);
	out->flags |= day->flags & (F_YEAR | F_FIXED);
	int32_t *clock = out->flags & F_NO_START ? &out->clock_until : &out->clock;
	if (day->symbol == S_DAY_PART && !px_time_part_apply(day->number, clock, &out->flags, &carry))
		return false;
	if (out->flags & F_NO_START)
		out->until = day->day + carry;
	else
		out->day = day->day + carry;
	return true;
}

/* "4pm for 30 mins": the length at arg, the start at 0. */
static bool start_and_length(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *length = part[arg];
	const node_t *start = part[0]->symbol == S_FROM || part[0]->symbol == S_STARTING ? part[1] : part[0];
	node_t edge = *out;

	if (start->symbol == S_LENGTH) {
		start = part[arg];
		length = part[0];
		/* "2 hours from 9" is 11 o'clock; "for 2 hours from 9" is two hours. */
		if (!(length->flags & F_PREP) && part[arg - 1]->symbol != S_STARTING)
			return false;
	}
	if (start->symbol > S_CLOCK || start->symbol == S_DAY_PART || start->symbol == S_PERIOD) {
		if (start->symbol != S_HOUR)
			return false;
	}
	node_t base = *start;
	if (start->symbol == S_HOUR)
		base.symbol = S_CLOCK;
	if (base.symbol == S_CLOCK && (length->months || !(length->flags & F_TIMED)))
		return false;
	if ((base.flags & F_HALF) && (base.symbol == S_CLOCK || base.symbol == S_MOMENT))
		base.clock = px_time_half_of(&base);
	if (!px_time_shift(p, &base, length, 1, &edge))
		return false;
	px_time_take(&base, out);
	out->symbol = base.symbol == S_CLOCK ? S_CLOCKS : S_SPAN;
	out->until = edge.day;
	out->clock_until = edge.clock;
	if (base.symbol == S_DAY && edge.symbol == S_DAY) {
		out->symbol = S_PERIOD;
		out->grain = GRAIN_DAY;
		out->flags = F_YEAR | F_RELATIVE;
	} else if (base.symbol == S_DAY) {
		return false;
	}
	return true;
}

bool px_time_join(parse_t *p, const node_t *a, const node_t *b, node_t *out)
{
	const node_t *pair[] = { a, b, NULL };
	const node_t *day = b->symbol == S_CLOCK || b->symbol == S_CLOCKS ? a : b;
	const node_t *other = day == a ? b : a;

	*out = *day;
	if (other->symbol == S_CLOCK && (day->symbol == S_DAY || day->symbol == S_DAY_PART)) {
		out->symbol = S_MOMENT;
		return moment(p, pair, 1, out);
	}
	if (other->symbol == S_CLOCKS && (day->symbol == S_DAY || day->symbol == S_DAY_PART)) {
		out->symbol = S_SPAN;
		return span(p, pair, 1, out);
	}
	const node_t *set = a->symbol == S_SET ? a : b;
	const node_t *clock = set == a ? b : a;
	if (set->symbol == S_SET && clock->symbol == S_CLOCK && set->clock < 0) {
		*out = *set;
		return px_time_set_clock(p, set, clock, out);
	}
	const node_t *week = a->symbol == S_PERIOD ? a : b;
	day = week == a ? b : a;
	if (week->symbol != S_PERIOD || week->grain != GRAIN_WEEK || week->until - week->day != 7 ||
	    !(day->flags & F_WEEKDAY) || day->symbol == S_PERIOD || day->symbol == S_OPEN)
		return false;
	*out = *day;
	out->day = week->day + (day->wday - px_civil_weekday(week->day) + 7) % 7;
	if (out->until != PX_DAY_NONE)
		out->until += out->day - day->day;
	out->flags = (day->flags & ~(uint32_t)F_WEEKDAY) | F_FIXED | F_YEAR;
	return true;
}

/* "the first Monday evening of next month": ordinal before arg, then weekday, part, "of", period. */
static bool nth_weekday_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *window = part[arg + 1], *period = part[arg + 3];
	int nth = part[arg - 1]->number;

	(void)p;
	out->day = px_time_nth_weekday(period->day, period->until, part[arg]->number, nth);
	if (out->day == PX_DAY_NONE || nth == 0 || nth > 5)
		return false;
	out->number = window->number;
	out->flags = F_PART | F_YEAR | F_FIXED;
	out->clock = window->clock;
	out->until = out->day;
	out->clock_until = window->clock_until;
	return true;
}

const px_time_make px_time_makes_join[MAKE_JOIN_COUNT] = {
	[MAKE_JOIN_LINK_WORD] = link_word,
	[MAKE_JOIN_DAY_PART] = day_part,
	[MAKE_JOIN_NTH_WEEKDAY_PART] = nth_weekday_part,
	[MAKE_JOIN_RELATIVE_PART] = relative_part,
	[MAKE_JOIN_LATER_PART] = later_part,
	[MAKE_JOIN_TONIGHT] = tonight,
	[MAKE_JOIN_SIDE_OF_DAY] = side_of_day,
	[MAKE_JOIN_REST_OF_DAY] = px_time_rest_of_day,
	[MAKE_JOIN_FIRST_THING] = first_thing,
	[MAKE_JOIN_MOMENT] = moment,
	[MAKE_JOIN_SAME_DAY] = same_day,
	[MAKE_JOIN_SPAN] = span,
	[MAKE_JOIN_CLOCKS_IN_PART] = clocks_in_part,
	[MAKE_JOIN_OPEN_ON_DAY] = open_on_day,
	[MAKE_JOIN_START_AND_LENGTH] = start_and_length,
	[MAKE_JOIN_SO_FAR_TODAY] = so_far_today,
};
