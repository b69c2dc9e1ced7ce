/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for recurrences: what repeats, on which days, at what time, from when
 * and how long.
 */
#include "nlu/time/productions.h"
#include "nlu/time/rules.h"
#include "nlu/time/rules_set_month.h"

static bool frequency(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	int interval = part[arg]->number % 16;
	px_time_set_freq(out, part[arg]->number / 16, interval ? interval : 1);
	if (!interval) /* semimonthly */
		out->month_days = 1 << 1 | 1 << 15;
	out->flags = part[arg]->flags & F_WEAK;
	return true;
}

static bool every_unit(parse_t *p, int grain, int interval, node_t *out)
{
	static const struct {
		uint8_t freq, times;
	} by_grain[] = {
		[GRAIN_MINUTE] = { FREQ_MINUTELY, 1 }, [GRAIN_HOUR] = { FREQ_HOURLY, 1 },
		[GRAIN_DAY] = { FREQ_DAILY, 1 },       [GRAIN_WEEK] = { FREQ_WEEKLY, 1 },
		[GRAIN_FORTNIGHT] = { FREQ_WEEKLY, 2 }, [GRAIN_MONTH] = { FREQ_MONTHLY, 1 },
		[GRAIN_QUARTER] = { FREQ_MONTHLY, 3 }, [GRAIN_HALF] = { FREQ_MONTHLY, 6 },
		[GRAIN_YEAR] = { FREQ_YEARLY, 1 },
		[GRAIN_DECADE] = { FREQ_YEARLY, 10 },  [GRAIN_CENTURY] = { FREQ_YEARLY, 100 },
	};

	(void)p;
	if (grain >= (int)(sizeof by_grain / sizeof *by_grain) || !by_grain[grain].freq)
		return false;
	if (interval < 1 || interval > 300)
		return false;
	px_time_set_freq(out, by_grain[grain].freq, by_grain[grain].times * interval);
	return true;
}

/* "every week": the unit at arg. */
static bool every(parse_t *p, parts_t part, int arg, node_t *out)
{
	return every_unit(p, part[arg]->number, 1, out);
}

/* "every 3 weeks", "every second week", "every other week": how many before the unit at arg. */
static bool every_few(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *count = part[arg - 1];

	if (count->symbol == S_QTY && count->milli)
		return false;
	if (count->symbol == S_OTHER && arg == 1 && !(part[arg]->flags & F_PLURAL))
		return false;
	return every_unit(p, part[arg]->number, count->number, out);
}

/* "once a week" (one at 0, unit at arg); "3 times a week" keeps the count in words only. */
static bool once_per(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[0]->number < 1 || part[0]->number > 99)
		return false;
	return every_unit(p, part[arg]->number, 1, out);
}

/* "daily"-like adjectives of parts: "every morning". */
static bool every_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	int part_name = part[arg]->number;

	(void)p;
	px_time_set_freq(out, FREQ_DAILY, 1);
	out->number = part_name;
	px_time_part_window(part_name, &out->clock, &out->clock_until);
	out->flags = F_PART;
	return true;
}

static bool every_clock(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	px_time_set_freq(out, FREQ_DAILY, 1);
	out->clock = part[arg]->number;
	return true;
}

/* Lengths below a day that are no whole number of one unit. */
static bool every_length(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *length = part[arg];
	int64_t minutes = length->seconds / 60;

	(void)p;
	if (length->months > 0 && length->months < 1200 && length->seconds == 0) {
		px_time_set_freq(out, FREQ_MONTHLY, length->months);
		return true;
	}
	if (length->months || length->seconds % 60 || minutes < 1 || minutes > 24 * 60)
		return false;
	if (minutes % 60 == 0)
		px_time_set_freq(out, FREQ_HOURLY, (int)(minutes / 60));
	else
		px_time_set_freq(out, FREQ_MINUTELY, (int)minutes);
	return true;
}

/* "Monday to Friday" as days that repeat; weekdays at arg / 10 and arg % 10. */
static bool days_between(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	for (int day = part[arg / 10]->number;; day = (day + 1) % 7) {
		out->days |= (uint8_t)(1 << day);
		if (day == part[arg % 10]->number)
			return (out->days & (out->days - 1)) != 0;
	}
}

/* "every month on the last Friday": ordinal or "last" at arg, weekday after it. */
static bool narrowed_nth(parse_t *p, parts_t part, int arg, node_t *out)
{
	int nth = part[arg]->number;

	(void)p;
	if (part[0]->freq != FREQ_MONTHLY || part[0]->days || part[0]->month_days || nth == 0 || nth > 5)
		return false;
	px_time_take(part[0], out);
	out->days = (uint8_t)(1 << part[arg + 1]->number);
	out->nth = (int8_t)nth;
	out->flags &= ~(uint32_t)F_WEAK;
	return true;
}

static bool days_one(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->days = (uint8_t)(1 << part[arg]->number);
	out->number = part[arg]->symbol == S_WEEKDAYS;
	return true;
}

static bool days_more(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->days = part[0]->days | part[arg]->days;
	out->number = part[0]->number && part[arg]->number;
	return true;
}

/* "every Monday and Friday": the days at arg; an interval may stand before. */
static bool weekly_on(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *before = part[arg - 1];
	int interval = arg > 1 && before && before->symbol != S_EVERY ? before->number : 1;

	(void)p;
	if (interval < 1 || interval > 52)
		return false;
	px_time_set_freq(out, FREQ_WEEKLY, interval);
	out->days = part[arg]->days;
	return true;
}

/* "Mondays": a list of plurals. */
static bool plural_days(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (!part[arg]->number)
		return false;
	px_time_set_freq(out, FREQ_WEEKLY, 1);
	out->days = part[arg]->days;
	return true;
}

static bool fixed_days_few(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	px_time_set_freq(out, FREQ_WEEKLY, part[1]->number);
	out->days = (uint8_t)arg;
	return true;
}

static bool fixed_days(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)part;
	px_time_set_freq(out, FREQ_WEEKLY, 1);
	out->days = (uint8_t)arg;
	return true;
}

/* A recurrence and its time of day, in either order. */
static bool at_time(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *set = part[0]->symbol == S_SET ? part[0] : part[arg];
	const node_t *clock = set == part[0] ? part[arg] : part[0];
	int carry;

	(void)p;
	if (set->freq == FREQ_MINUTELY || set->freq == FREQ_HOURLY)
		return false;
	if (set->clock >= 0 && !(set->flags & F_PART))
		return false;
	if (clock->symbol == S_PART && (set->flags & F_PART))
		return false;
	px_time_take(set, out);
	out->flags &= ~(uint32_t)F_WEAK;
	if (clock->symbol == S_CLOCK || clock->symbol == S_HOUR) {
		uint32_t flags = clock->flags;
		out->clock = clock->clock;
		if (set->flags & F_PART && !px_time_part_apply(set->number, &out->clock, &flags, &carry))
			return false;
		if (flags & F_HALF)
			out->clock = px_time_half_at(p, clock);
		out->clock_until = PX_TIME_CLOCK_NONE;
		out->flags &= ~(uint32_t)F_PART;
		out->flags |= flags & F_HALF;
	} else {
		out->clock = clock->clock;
		out->clock_until = clock->clock_until;
		out->number = clock->number;
		out->flags |= clock->flags & F_PART;
	}
	return true;
}

bool px_time_set_clock(parse_t *p, const node_t *set, const node_t *clock, node_t *out)
{
	const node_t *pair[] = { set, clock, NULL };

	return at_time(p, pair, 1, out);
}

/* "mon-fri at 9": days that repeat because one time of day holds for all. */
static bool days_at(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *days = part[0]->symbol == S_DAY_RANGE ? part[0] : part[arg];
	const node_t *clock = days == part[0] ? part[arg] : part[0];
	node_t set = *out;
	const node_t *pair[] = { &set, clock, NULL };

	set.symbol = S_SET;
	px_time_set_freq(&set, FREQ_WEEKLY, 1);
	set.days = days->days;
	int16_t weight = out->weight;
	if (!at_time(p, pair, 1, out))
		return false;
	out->weight = weight;
	return true;
}

/* A recurrence and an open range: from when, until when. */
static bool bounded(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *set = part[0]->symbol == S_SET ? part[0] : part[arg];
	const node_t *open = set == part[0] ? part[arg] : part[0];

	(void)p;
	px_time_take(set, out);
	out->flags &= ~(uint32_t)F_WEAK;
	if (open->flags & F_NO_START) {
		if (open->until == PX_DAY_NONE)
			return false;
		out->until = open->until - open->milli;
	} else {
		if (open->day == PX_DAY_NONE || (set->flags & F_STARTED))
			return false;
		if (open->flags & F_NOW)
			return true; /* "from now on every day at 7" */
		out->day = open->day;
		out->flags |= F_STARTED;
		if (open->clock >= 0)
			out->clock = open->clock;
	}
	return true;
}

/* "every day for 2 weeks" */
static bool lasting(parse_t *p, parts_t part, int arg, node_t *out)
{
	node_t edge = *out, from = *out;
	const node_t *set = part[0];

	px_time_take(set, out);
	from.symbol = S_DAY;
	from.day = set->flags & F_STARTED ? set->day : p->today;
	if (!px_time_shift(p, &from, part[arg], 1, &edge) || edge.symbol != S_DAY)
		return false;
	out->until = edge.day - 1;
	return true;
}

static bool times_count(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->number = part[arg]->number;
	return out->number > 0 && out->number < 10000;
}

static bool counted(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	px_time_take(part[0], out);
	out->count = (int16_t)part[arg]->number;
	return true;
}

static bool completed(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)arg;
	px_time_take(part[0], out);
	out->flags |= F_COMPLETION;
	return true;
}

/* "every week on Monday": days or days of the month narrow a plain unit. */
static bool narrowed(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *set = part[arg ? 0 : 1], *by = part[arg];

	(void)p;
	if (!arg && set->freq != FREQ_WEEKLY)
		return false; /* "Friday every 3 days" begins then */
	if (set->days || set->month_days || set->months_mask)
		return false;
	px_time_take(set, out);
	out->flags &= ~(uint32_t)F_WEAK;
	if (by->symbol == S_DAYS && (set->freq == FREQ_WEEKLY || set->freq == FREQ_DAILY)) {
		bool fortnight = set->freq == FREQ_DAILY && out->interval % 7 == 0; /* "alle 14 Tage montags" */
		out->interval /= fortnight ? 7 : 1;
		out->freq = FREQ_WEEKLY;
		out->days = by->days;
		return true;
	}
	if (by->symbol == S_MDAYS && set->freq == FREQ_MONTHLY) {
		out->month_days = by->month_days;
		return true;
	}
	if (by->symbol == S_SET && by->nth && set->freq == FREQ_MONTHLY) {
		out->days = by->days;
		out->nth = by->nth;
		return true;
	}
	if (by->symbol == S_PERIOD && set->freq == FREQ_YEARLY && by->grain == GRAIN_MONTH &&
	    (by->flags & F_NAMED_MONTH) && !(by->flags & F_YEAR)) {
		out->months_mask = (uint16_t)(1 << by->month);
		return true;
	}
	if (by->symbol == S_DAY && set->freq == FREQ_YEARLY && (by->flags & F_NAMED_MONTH)) {
		out->months_mask = (uint16_t)(1 << by->month);
		out->month_days = UINT32_C(1) << by->mday;
		return true;
	}
	return false;
}

/* "every hour and a half" */
static bool every_and_half(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t length = { .symbol = S_LENGTH, .seconds = 90 * 60 };
	const node_t *whole[] = { &length, NULL };

	return part[arg]->number == GRAIN_HOUR && every_length(p, whole, 0, out);
}

/* "alternate Fridays": the plural days at `arg`. */
static bool alternate_days(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (!plural_days(p, part, arg, out))
		return false;
	out->interval = (int16_t)part[0]->number;
	return true;
}

/* "Monday mornings": days at `arg` - 1, a plural part of the day after them. */
static bool days_in_parts(parse_t *p, parts_t part, int arg, node_t *out)
{
	bool nights = part[arg]->symbol == S_NIGHTS;

	(void)p;
	if (!nights && !(part[arg]->flags & F_PLURAL))
		return false;
	px_time_set_freq(out, FREQ_WEEKLY, 1);
	out->days = part[arg - 1]->days;
	out->number = nights ? PART_NIGHT : part[arg]->number;
	out->flags = F_PART;
	px_time_part_window(out->number, &out->clock, &out->clock_until);
	return true;
}

/* "every day except Sunday": without the days at `arg`. */
static bool excepted(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *set = part[0], *but = part[arg];
	uint8_t without = but->symbol == S_DAYS ? but->days : WEEKEND_DAYS;
	uint8_t days = set->freq == FREQ_DAILY && set->interval == 1 ? 0x7f : set->days;

	(void)p;
	if (!days || set->nth || !(days & ~without) || (but->symbol == S_PERIOD && but->grain != GRAIN_WEEKEND))
		return false;
	px_time_take(set, out);
	out->freq = FREQ_WEEKLY;
	out->days = days & (uint8_t)~without;
	return true;
}

/* "the end of every month": end or beginning at `arg`. */
static bool edge_of_every(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[arg + 2]->number != GRAIN_MONTH)
		return false;
	px_time_set_freq(out, FREQ_MONTHLY, 1);
	out->month_days = part[arg]->symbol == S_END ? 1 : 1 << 1;
	return true;
}

/* "March 3 every year" */
static bool date_every_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *turned[] = { part[arg], part[0], NULL };

	if (part[arg]->freq != FREQ_YEARLY || part[arg]->interval != 1)
		return false;
	if (part[0]->grain == GRAIN_DAY && !part[arg]->months_mask) /* a holiday */
		return px_time_yearly_on(p, part, 0, out);
	return narrowed(p, turned, 1, out);
}

/* "weekend evenings" */
static bool weekend_in_parts(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t days = { .symbol = S_DAYS, .days = WEEKEND_DAYS };
	const node_t *pair[] = { &days, part[arg], NULL };

	return days_in_parts(p, pair, 1, out);
}

/* "every day next week": only in the period at `arg`. */
static bool inside_period(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *set = part[0], *period = part[arg];

	bool bare_month = (period->flags & F_NAMED_MONTH) && !(period->flags & F_PREP) &&
			  period->end - period->begin == 1;

	if (bare_month && set->clock_until >= 0)
		return false; /* "every day at 6pm until 3 January": a date, no hours in January */
	if (set->freq > FREQ_WEEKLY || (set->flags & F_STARTED) || set->until != PX_DAY_NONE || set->count ||
	    !(period->flags & (F_RELATIVE | F_NAMED_MONTH)))
		return false;
	px_time_take(set, out);
	out->day = period->day > p->today ? period->day : p->today;
	out->until = period->until - 1;
	out->flags = (out->flags & ~(uint32_t)F_WEAK) | F_STARTED;
	return out->until > out->day;
}

const px_time_make px_time_makes_set[MAKE_SET_COUNT] = {
	[MAKE_SET_FREQUENCY] = frequency,
	[MAKE_SET_EVERY] = every,
	[MAKE_SET_EVERY_FEW] = every_few,
	[MAKE_SET_ONCE_PER] = once_per,
	[MAKE_SET_CERTAIN] = px_time_certain,
	[MAKE_SET_EVERY_PART] = every_part,
	[MAKE_SET_EVERY_CLOCK] = every_clock,
	[MAKE_SET_EVERY_LENGTH] = every_length,
	[MAKE_SET_DAYS_ONE] = days_one,
	[MAKE_SET_DAYS_MORE] = days_more,
	[MAKE_SET_DAYS_BETWEEN] = days_between,
	[MAKE_SET_DAYS_AT] = days_at,
	[MAKE_SET_WEEKLY_ON] = weekly_on,
	[MAKE_SET_FIXED_DAYS_FEW] = fixed_days_few,
	[MAKE_SET_PLURAL_DAYS] = plural_days,
	[MAKE_SET_FIXED_DAYS] = fixed_days,
	[MAKE_SET_MONTH_DAYS_ONE] = px_time_month_days_one,
	[MAKE_SET_MONTH_DAYS_MORE] = px_time_month_days_more,
	[MAKE_SET_SEVERAL_MONTH_DAYS] = px_time_several_month_days,
	[MAKE_SET_MONTHLY_ON] = px_time_monthly_on,
	[MAKE_SET_MONTHLY_WEEKDAY] = px_time_monthly_weekday,
	[MAKE_SET_NARROWED_NTH] = narrowed_nth,
	[MAKE_SET_MONTHLY_WEEKDAY_OR_NEXT] = px_time_monthly_weekday_or_next,
	[MAKE_SET_YEARLY_ON] = px_time_yearly_on,
	[MAKE_SET_NARROWED] = narrowed,
	[MAKE_SET_AT_TIME] = at_time,
	[MAKE_SET_BOUNDED] = bounded,
	[MAKE_SET_LASTING] = lasting,
	[MAKE_SET_TIMES_COUNT] = times_count,
	[MAKE_SET_COUNTED] = counted,
	[MAKE_SET_COMPLETED] = completed,
	[MAKE_SET_EVERY_AND_HALF] = every_and_half,
	[MAKE_SET_ALTERNATE_DAYS] = alternate_days,
	[MAKE_SET_DAYS_IN_PARTS] = days_in_parts,
	[MAKE_SET_EXCEPTED] = excepted,
	[MAKE_SET_MONTHLY_NTH] = px_time_monthly_nth,
	[MAKE_SET_TWO_NTHS] = px_time_two_nths,
	[MAKE_SET_EDGE_OF_EVERY] = edge_of_every,
	[MAKE_SET_DATE_EVERY_YEAR] = date_every_year,
	[MAKE_SET_TWO_MONTHS] = px_time_two_months,
	[MAKE_SET_WEEKEND_IN_PARTS] = weekend_in_parts,
	[MAKE_SET_WORKDAY_MONTHLY] = px_time_workday_monthly,
	[MAKE_SET_INSIDE_PERIOD] = inside_period,
};
