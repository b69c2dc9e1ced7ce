/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for recurrences: what repeats, on which days, at what time, from when
 * and how long.
 */
#include "nlu/time/rules.h"

enum { WORKDAYS = 0x1f, WEEKEND_DAYS = 0x60 };

static void set_freq(node_t *out, int freq, int interval)
{
	out->freq = (uint8_t)freq;
	out->interval = (int16_t)interval;
}

static bool frequency(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	int interval = part[arg]->number % 16;
	set_freq(out, part[arg]->number / 16, interval ? interval : 1);
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
	set_freq(out, by_grain[grain].freq, by_grain[grain].times * interval);
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
	set_freq(out, FREQ_DAILY, 1);
	out->number = part_name;
	px_time_part_window(part_name, &out->clock, &out->clock_until);
	out->flags = F_PART;
	return true;
}

static bool every_clock(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	set_freq(out, FREQ_DAILY, 1);
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
		set_freq(out, FREQ_MONTHLY, length->months);
		return true;
	}
	if (length->months || length->seconds % 60 || minutes < 1 || minutes > 24 * 60)
		return false;
	if (minutes % 60 == 0)
		set_freq(out, FREQ_HOURLY, (int)(minutes / 60));
	else
		set_freq(out, FREQ_MINUTELY, (int)minutes);
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
	set_freq(out, FREQ_WEEKLY, interval);
	out->days = part[arg]->days;
	return true;
}

/* "Mondays": a list of plurals. */
static bool plural_days(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (!part[arg]->number)
		return false;
	set_freq(out, FREQ_WEEKLY, 1);
	out->days = part[arg]->days;
	return true;
}

static bool fixed_days_few(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	set_freq(out, FREQ_WEEKLY, part[1]->number);
	out->days = (uint8_t)arg;
	return true;
}

static bool fixed_days(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	(void)part;
	set_freq(out, FREQ_WEEKLY, 1);
	out->days = (uint8_t)arg;
	return true;
}

/* Days of the month: one, then lists. */
static bool month_days_one(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->month_days = UINT32_C(1) << part[arg]->number;
	return true;
}

static bool month_days_more(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->month_days = part[0]->month_days | part[arg]->month_days;
	return true;
}

/* "every 3rd", "the 1st and 15th of every month" */
static bool monthly_on(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *last = NULL;

	(void)p;
	for (int i = 0; part[i]; i++)
		last = part[i];
	if (last->symbol == S_UNIT && last->number != GRAIN_MONTH)
		return false;
	if (last->symbol == S_FREQUENCY && last->number / 16 != FREQ_MONTHLY)
		return false;
	set_freq(out, FREQ_MONTHLY, 1);
	out->month_days = part[arg]->month_days;
	return true;
}

/* Two or more days of the month alone: "1st and 15th". */
static bool several_month_days(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	uint32_t days = part[arg]->month_days;
	if ((days & (days - 1)) == 0)
		return false;
	set_freq(out, FREQ_MONTHLY, 1);
	out->month_days = days;
	return true;
}

/* "the third Tuesday of every month": ordinal (or last) and weekday, then what repeats. */
static bool monthly_weekday(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *nth = part[arg], *day = part[arg + 1];
	const node_t *last = NULL;
	int number = nth->symbol == S_LAST ? -1 : nth->number;

	(void)p;
	for (int i = 0; part[i]; i++)
		last = part[i];
	if (last->symbol == S_UNIT && last->number != GRAIN_MONTH)
		return false;
	if (number > 5 || number == 0 || (nth->symbol == S_LAST && nth->number != -1))
		return false;
	set_freq(out, FREQ_MONTHLY, 1);
	if (day->symbol == S_UNIT) {
		if (day->number != GRAIN_DAY)
			return false;
		out->month_days = number < 0 ? 1 : UINT32_C(1) << number;
	} else {
		out->days = (uint8_t)(1 << day->number);
		out->nth = (int8_t)number;
	}
	return true;
}

/* The same without "every": a recurrence by preference, or only the next such day. */
static bool monthly_weekday_or_next(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (!monthly_weekday(p, part, arg, out))
		return false;
	for (int i = 0; i < 6; i++) {
		out->day = px_time_nth_weekday(px_civil_day(p->year, p->month + i, 1),
					       px_civil_day(p->year, p->month + i + 1, 1),
					       part[arg + 1]->number, out->nth);
		if (out->day != PX_DAY_NONE && out->day >= p->today)
			break;
	}
	return true;
}

/* "every March 3", "every Christmas" */
static bool yearly_on(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *day = part[arg];
	int year, month, mday;

	(void)p;
	if (day->symbol == S_PERIOD) {
		if (day->grain != GRAIN_MONTH || !(day->flags & F_NAMED_MONTH) || (day->flags & F_YEAR))
			return false;
		set_freq(out, FREQ_YEARLY, 1);
		out->months_mask = (uint16_t)(1 << day->month);
		return true;
	}
	if (day->wday >= 0 || (day->flags & (F_WEEKDAY | F_MONTHDAY)))
		return false;
	if ((day->flags & F_YEAR) || (!(day->flags & F_NAMED_MONTH) && day->grain != GRAIN_DAY))
		return false;
	px_civil_from_day(day->day, &year, &month, &mday);
	set_freq(out, FREQ_YEARLY, 1);
	out->day = day->day;
	int nth = 0;
	enum px_time_holiday_kind kind = day->flags & F_NAMED_MONTH ? HOLIDAY_KIND_FIXED
		: px_time_holiday_recurrence(day->number, p->context->country, &nth);
	if (kind == HOLIDAY_KIND_MOVING)
		return true; /* no RRULE tells when Easter is */
	out->months_mask = (uint16_t)(1 << month);
	if (kind == HOLIDAY_KIND_NTH) {
		out->days = (uint8_t)(1 << px_civil_weekday(day->day));
		out->nth = (int8_t)nth;
	} else {
		out->month_days = UINT32_C(1) << mday;
	}
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
			out->clock = px_time_usual_half(out->clock);
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
	set_freq(&set, FREQ_WEEKLY, 1);
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
	const node_t *set = part[0], *by = part[arg];

	(void)p;
	if (set->days || set->month_days || set->months_mask)
		return false;
	px_time_take(set, out);
	out->flags &= ~(uint32_t)F_WEAK;
	if (by->symbol == S_DAYS && (set->freq == FREQ_WEEKLY || set->freq == FREQ_DAILY)) {
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
	set_freq(out, FREQ_WEEKLY, 1);
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

/* "every last Thursday": of the month; "every second Thursday" is another matter. */
static bool monthly_nth(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *nth = part[arg], *by = part[arg + 2];
	const node_t *pair[] = { nth, part[arg + 1], NULL };

	if (by ? by->number != FREQ_MONTHLY * 16 + 1 : nth->symbol != S_LAST && nth->number != 1)
		return false;
	return monthly_weekday(p, pair, 0, out);
}

/* "1st and 3rd Monday": ordinals at `arg` and two further on. */
static bool two_nths(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *last = NULL;
	int first = part[arg]->number, second = part[arg + 2]->number;

	(void)p;
	for (int i = 0; part[i]; i++)
		last = part[i];
	if (first < 1 || first >= second || second > 5 || (last->symbol == S_UNIT && last->number != GRAIN_MONTH))
		return false;
	set_freq(out, FREQ_MONTHLY, 1);
	out->days = (uint8_t)(1 << part[arg + 3]->number);
	out->nth = (int8_t)first;
	out->nth_too = (int8_t)second;
	return true;
}

/* "the end of every month": end or beginning at `arg`. */
static bool edge_of_every(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[arg + 2]->number != GRAIN_MONTH)
		return false;
	set_freq(out, FREQ_MONTHLY, 1);
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
		return yearly_on(p, part, 0, out);
	return narrowed(p, turned, 1, out);
}

static bool two_months(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	set_freq(out, FREQ_YEARLY, 1);
	out->months_mask = (uint16_t)(1 << part[arg]->number | 1 << part[arg + 2]->number);
	return part[arg]->number != part[arg + 2]->number;
}

/* "weekend evenings" */
static bool weekend_in_parts(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t days = { .symbol = S_DAYS, .days = WEEKEND_DAYS };
	const node_t *pair[] = { &days, part[arg], NULL };

	return days_in_parts(p, pair, 1, out);
}

/* "the last working day of every month": first or last at `arg`. */
static bool workday_monthly(parse_t *p, parts_t part, int arg, node_t *out)
{
	int nth = part[arg]->number;

	(void)p;
	if (part[arg + 4]->number != GRAIN_MONTH || nth == 0 || nth > 23)
		return false;
	set_freq(out, FREQ_MONTHLY, 1);
	out->days = WORKDAYS;
	out->nth = (int8_t)nth;
	return true;
}

/* "every day next week": only in the period at `arg`. */
static bool inside_period(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *set = part[0], *period = part[arg];

	if (set->freq > FREQ_WEEKLY || (set->flags & F_STARTED) || set->until != PX_DAY_NONE || set->count ||
	    !(period->flags & (F_RELATIVE | F_NAMED_MONTH)))
		return false;
	px_time_take(set, out);
	out->day = period->day > p->today ? period->day : p->today;
	out->until = period->until - 1;
	out->flags = (out->flags & ~(uint32_t)F_WEAK) | F_STARTED;
	return out->until > out->day;
}

static const struct px_time_rule rules[] = {
	R(S_SET, frequency, 0, 0, "weekly", "FREQ=WEEKLY", S_FREQUENCY),
	R(S_SET, every, 1, 1, "every day", "FREQ=DAILY", S_EVERY, S_UNIT),
	R(S_SET, every_few, 2, 2, "every 3 weeks", "FREQ=WEEKLY;INTERVAL=3", S_EVERY, S_QTY, S_UNIT),
	R(S_SET, every_few, 2, 2, "every other week", "FREQ=WEEKLY;INTERVAL=2", S_EVERY, S_OTHER, S_UNIT),
	R(S_SET, every_few, 2, 2, "every second week", "FREQ=WEEKLY;INTERVAL=2", S_EVERY, S_ORDINAL, S_UNIT),
	R(S_SET, once_per, 2, 2, "once a week", "FREQ=WEEKLY", S_ONCE, S_A, S_UNIT),
	R(S_SET, once_per, 3, 3, "once in a week", "FREQ=WEEKLY", S_ONCE, S_IN, S_A, S_UNIT),
	R(S_SET, once_per, 2, 2, "once per week", "FREQ=WEEKLY", S_ONCE, S_PER, S_UNIT),
	R(S_SET, once_per, 2, 2, "once every week", "FREQ=WEEKLY", S_ONCE, S_EVERY, S_UNIT),
	R(S_SET, once_per, 2, 1, "one a day", "FREQ=DAILY", S_ONES, S_A, S_UNIT),
	R(S_SET, once_per, 3, 2, "3 times a week", "FREQ=WEEKLY", S_NUM, S_TIMES, S_A, S_UNIT),
	R(S_SET, once_per, 3, 2, "3 times per week", "FREQ=WEEKLY", S_NUM, S_TIMES, S_PER, S_UNIT),
	R(S_SET, px_time_certain, 1, 1, "once every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", S_ONCE, S_SET),
	R(S_SET, every_part, 1, 1, "every morning", "FREQ=DAILY;08:00", S_EVERY, S_PART_NAME),
	R(S_SET, every_part, 0, 0, "nightly at 10", "FREQ=DAILY;22:00", S_PARTLY),
	R(S_SET, every_clock, 1, 1, "every noon", "FREQ=DAILY;12:00", S_EVERY, S_CLOCK_NAME),
	R(S_SET, every_length, 1, 0, "every half hour", "FREQ=MINUTELY;INTERVAL=30", S_EVERY, S_LENGTH),
	R(S_SET, every_few, 1, 0, "alternate days", "FREQ=DAILY;INTERVAL=2", S_OTHER, S_UNIT),
	R(S_SET, every_part, 1, 1, "every night", "FREQ=DAILY;20:00", S_EVERY, S_NIGHTS),
	R(S_DAYS, days_one, 0, 0, "every Monday", "FREQ=WEEKLY;BYDAY=MO", S_WEEKDAY),
	R(S_DAYS, days_one, 0, 0, "every Mondays", "FREQ=WEEKLY;BYDAY=MO", S_WEEKDAYS),
	R(S_DAYS, days_more, 2, 1, "every mon, wed", "FREQ=WEEKLY;BYDAY=MO,WE", S_DAYS, S_COMMA, S_DAYS),
	R(S_DAYS, days_more, 2, 1, "every mon and wed", "FREQ=WEEKLY;BYDAY=MO,WE", S_DAYS, S_AND, S_DAYS),
	R(S_DAYS, days_more, 2, 1, "every mon/wed", "FREQ=WEEKLY;BYDAY=MO,WE", S_DAYS, S_SLASH, S_DAYS),
	R(S_DAYS, days_more, 3, 1, "every mon, wed, and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", S_DAYS, S_COMMA,
	  S_AND, S_DAYS),
	R(S_DAYS, days_more, 1, 0, "mondays wednesdays and fridays", "FREQ=WEEKLY;BYDAY=MO,WE,FR", S_DAYS,
	  S_DAYS),
	R(S_DAY_RANGE, days_between, 2, 0, "mon-fri at 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;09:00", S_WEEKDAY,
	  S_SPACE, S_WEEKDAY),
	R(S_SET, days_at, 1, 1, "mon-fri at 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;09:00", S_DAY_RANGE, S_CLOCK),
	R(S_SET, days_at, 1, 2, "mon-fri from 9 to 5", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;09:00", S_DAY_RANGE,
	  S_CLOCKS),
	R(S_SET, days_at, 1, 2, "mon-fri 9-5", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;09:00", S_DAY_RANGE, S_HOURS),
	R(S_SET, days_at, 1, 3, "9am mon-fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;09:00", S_CLOCK, S_DAY_RANGE),
	R(S_SET, weekly_on, 1, 1, "every mon to fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", S_EVERY, S_DAY_RANGE),
	R(S_SET, fixed_days_few, WEEKEND_DAYS, 2, "every other weekend", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU",
	  S_EVERY, S_OTHER, S_WEEKEND),
	R(S_SET, weekly_on, 1, 1, "every Monday", "FREQ=WEEKLY;BYDAY=MO", S_EVERY, S_DAYS),
	R(S_SET, weekly_on, 2, 2, "every other Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", S_EVERY, S_OTHER,
	  S_DAYS),
	R(S_SET, weekly_on, 2, 2, "every second Thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", S_EVERY,
	  S_ORDINAL, S_DAYS),
	R(S_SET, weekly_on, 2, 2, "every 2 Mondays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", S_EVERY, S_NUM, S_DAYS),
	R(S_SET, plural_days, 0, 0, "Mondays", "FREQ=WEEKLY;BYDAY=MO", S_DAYS),
	R(S_SET, plural_days, 1, 1, "on Mondays", "FREQ=WEEKLY;BYDAY=MO", S_ON, S_DAYS),
	R(S_SET, fixed_days, WORKDAYS, 1, "every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", S_EVERY,
	  S_WORKDAY),
	R(S_SET, fixed_days, WORKDAYS, 1, "on weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", S_ON, S_WORKDAY),
	R(S_SET, fixed_days, WORKDAYS, 0, "weekdays at 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;09:00", S_WORKDAY),
	R(S_SET, fixed_days, WEEKEND_DAYS, 1, "every weekend", "FREQ=WEEKLY;BYDAY=SA,SU", S_EVERY, S_WEEKEND),
	R(S_SET, fixed_days, WEEKEND_DAYS, 0, "weekends", "FREQ=WEEKLY;BYDAY=SA,SU", S_WEEKENDS),
	R(S_SET, fixed_days, WEEKEND_DAYS, 1, "on weekends", "FREQ=WEEKLY;BYDAY=SA,SU", S_ON, S_WEEKENDS),
	R(S_MDAYS, month_days_one, 0, 0, "every 3rd", "FREQ=MONTHLY;BYMONTHDAY=3", S_DOM),
	R(S_MDAYS, month_days_more, 2, 1, "1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15", S_MDAYS, S_AND,
	  S_MDAYS),
	R(S_MDAYS, month_days_more, 2, 1, "every 1st, 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15", S_MDAYS, S_COMMA,
	  S_MDAYS),
	R(S_SET, several_month_days, 0, 0, "1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15", S_MDAYS),
	R(S_SET, several_month_days, 1, 0, "on the 1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15", S_ON, S_MDAYS),
	R(S_SET, monthly_on, 1, 1, "every 3rd", "FREQ=MONTHLY;BYMONTHDAY=3", S_EVERY, S_MDAYS),
	R(S_SET, monthly_on, 1, 2, "every 3rd of the month", "FREQ=MONTHLY;BYMONTHDAY=3", S_EVERY, S_MDAYS,
	  S_OF, S_THE, S_UNIT),
	R(S_SET, monthly_on, 0, 2, "the 3rd of every month", "FREQ=MONTHLY;BYMONTHDAY=3", S_MDAYS, S_OF,
	  S_EVERY, S_UNIT),
	R(S_SET, monthly_on, 1, 2, "on the 3rd of every month", "FREQ=MONTHLY;BYMONTHDAY=3", S_ON, S_MDAYS,
	  S_OF, S_EVERY, S_UNIT),
	R(S_SET, monthly_on, 0, 2, "the 3rd every month", "FREQ=MONTHLY;BYMONTHDAY=3", S_MDAYS, S_EVERY, S_UNIT),
	R(S_SET, monthly_weekday, 0, 2, "third Tuesday of every month", "FREQ=MONTHLY;BYDAY=3TU", S_ORDINAL,
	  S_WEEKDAY, S_OF, S_EVERY, S_UNIT),
	R(S_SET, monthly_weekday, 1, 2, "the third Tuesday of every month", "FREQ=MONTHLY;BYDAY=3TU", S_THE,
	  S_ORDINAL, S_WEEKDAY, S_OF, S_EVERY, S_UNIT),
	R(S_SET, monthly_weekday, 0, 2, "third Tuesday every month", "FREQ=MONTHLY;BYDAY=3TU", S_ORDINAL,
	  S_WEEKDAY, S_EVERY, S_UNIT),
	R(S_SET, monthly_weekday, 1, 2, "the third Tuesday every month", "FREQ=MONTHLY;BYDAY=3TU", S_THE,
	  S_ORDINAL, S_WEEKDAY, S_EVERY, S_UNIT),
	R(S_SET, narrowed_nth, 3, 3, "every month on the last Friday", "FREQ=MONTHLY;BYDAY=-1FR", S_SET, S_ON,
	  S_THE, S_LAST, S_WEEKDAY),
	R(S_SET, narrowed_nth, 3, 3, "every month on the third Friday", "FREQ=MONTHLY;BYDAY=3FR", S_SET, S_ON,
	  S_THE, S_ORDINAL, S_WEEKDAY),
	R(S_SET, monthly_weekday, 0, 2, "last Friday of every month", "FREQ=MONTHLY;BYDAY=-1FR", S_LAST,
	  S_WEEKDAY, S_OF, S_EVERY, S_UNIT),
	R(S_SET, monthly_weekday, 1, 2, "the last Friday of every month", "FREQ=MONTHLY;BYDAY=-1FR", S_THE,
	  S_LAST, S_WEEKDAY, S_OF, S_EVERY, S_UNIT),
	R(S_SET, monthly_weekday, 1, 3, "every third Tuesday of the month", "FREQ=MONTHLY;BYDAY=3TU", S_EVERY,
	  S_ORDINAL, S_WEEKDAY, S_OF, S_THE, S_UNIT),
	R(S_SET, monthly_weekday, 1, 3, "every last Friday of the month", "FREQ=MONTHLY;BYDAY=-1FR", S_EVERY,
	  S_LAST, S_WEEKDAY, S_OF, S_THE, S_UNIT),
	R(S_SET, monthly_weekday_or_next, 0, 3, "third Tuesday of the month", "FREQ=MONTHLY;BYDAY=3TU",
	  S_ORDINAL, S_WEEKDAY, S_OF, S_THE, S_UNIT),
	R(S_SET, monthly_weekday_or_next, 1, 3, "the third Tuesday of the month", "FREQ=MONTHLY;BYDAY=3TU",
	  S_THE, S_ORDINAL, S_WEEKDAY, S_OF, S_THE, S_UNIT),
	R(S_SET, monthly_weekday, 1, 3, "every last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1", S_EVERY,
	  S_LAST, S_UNIT, S_OF, S_THE, S_UNIT),
	R(S_SET, monthly_weekday, 1, 3, "every first day of the month", "FREQ=MONTHLY;BYMONTHDAY=1", S_EVERY,
	  S_ORDINAL, S_UNIT, S_OF, S_THE, S_UNIT),
	R(S_SET, monthly_weekday, 0, 2, "first day of every month", "FREQ=MONTHLY;BYMONTHDAY=1", S_ORDINAL,
	  S_UNIT, S_OF, S_EVERY, S_UNIT),
	R(S_SET, monthly_weekday, 1, 2, "the first day of every month", "FREQ=MONTHLY;BYMONTHDAY=1", S_THE,
	  S_ORDINAL, S_UNIT, S_OF, S_EVERY, S_UNIT),
	R(S_SET, monthly_weekday, 0, 2, "last day of every month", "FREQ=MONTHLY;BYMONTHDAY=-1", S_LAST, S_UNIT,
	  S_OF, S_EVERY, S_UNIT),
	R(S_SET, monthly_weekday, 1, 2, "the last day of every month", "FREQ=MONTHLY;BYMONTHDAY=-1", S_THE,
	  S_LAST, S_UNIT, S_OF, S_EVERY, S_UNIT),
	R(S_SET, yearly_on, 1, 1, "every March 3", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", S_EVERY, S_DAY),
	R(S_SET, yearly_on, 1, 1, "every June", "FREQ=YEARLY;BYMONTH=6", S_EVERY, S_PERIOD),
	R(S_SET, narrowed, 2, 2, "every week on Monday", "FREQ=WEEKLY;BYDAY=MO", S_SET, S_ON, S_DAYS),
	R(S_SET, narrowed, 1, 1, "weekly Mondays", "FREQ=WEEKLY;BYDAY=MO", S_SET, S_DAYS),
	R(S_SET, narrowed, 2, 2, "every month on the 3rd", "FREQ=MONTHLY;BYMONTHDAY=3", S_SET, S_ON, S_MDAYS),
	R(S_SET, narrowed, 2, 2, "every year on March 3", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", S_SET, S_ON,
	  S_DAY),
	R(S_SET, at_time, 1, 1, "every day at 9", "FREQ=DAILY;09:00", S_SET, S_CLOCK),
	R(S_SET, at_time, 2, 1, "every day, at 9", "FREQ=DAILY;09:00", S_SET, S_COMMA, S_CLOCK),
	R(S_SET, at_time, 1, 0, "everyday 9", "FREQ=DAILY;09:00", S_SET, S_HOUR),
	R(S_SET, at_time, 1, 1, "9am every day", "FREQ=DAILY;09:00", S_CLOCK, S_SET),
	R(S_SET, at_time, 2, 1, "9am, every day", "FREQ=DAILY;09:00", S_CLOCK, S_COMMA, S_SET),
	R(S_SET, at_time, 1, 1, "every Monday morning", "FREQ=WEEKLY;BYDAY=MO;08:00", S_SET, S_PART),
	R(S_SET, at_time, 1, 1, "every Monday from 9 to 11am", "FREQ=WEEKLY;BYDAY=MO;09:00", S_SET, S_CLOCKS),
	R(S_SET, bounded, 1, 1, "every day until June", "FREQ=DAILY;UNTIL=20260531", S_SET, S_OPEN),
	R(S_SET, bounded, 2, 1, "every day, until June", "FREQ=DAILY;UNTIL=20260531", S_SET, S_COMMA, S_OPEN),
	R(S_SET, bounded, 1, 1, "starting Friday every 2 weeks", "FREQ=WEEKLY;INTERVAL=2", S_OPEN, S_SET),
	R(S_SET, lasting, 1, 1, "every day for 2 weeks", "FREQ=DAILY;UNTIL=20260126", S_SET, S_LENGTH),
	R(S_COUNT, times_count, 0, 0, "every day 10 times", "FREQ=DAILY;COUNT=10", S_NUM, S_TIMES),
	R(S_COUNT, times_count, 1, 0, "every day for 10 times", "FREQ=DAILY;COUNT=10", S_FOR, S_NUM, S_TIMES),
	R(S_SET, counted, 1, 1, "every day 10 times", "FREQ=DAILY;COUNT=10", S_SET, S_COUNT),
	R(S_SET, counted, 2, 1, "every day, 10 times", "FREQ=DAILY;COUNT=10", S_SET, S_COMMA, S_COUNT),
	R(S_SET, completed, 0, 2, "every 3 days after completion", "FREQ=DAILY;INTERVAL=3;COMPLETED", S_SET,
	  S_COMPLETION),
	R(S_SET, every_and_half, 1, 3, "every hour and a half", "FREQ=MINUTELY;INTERVAL=90",
	  S_EVERY, S_UNIT, S_AND, S_A, S_HALF),
	R(S_SET, every_and_half, 1, 3, "every hour and half", "FREQ=MINUTELY;INTERVAL=90", S_EVERY,
	  S_UNIT, S_AND, S_HALF),
	R(S_DAYS, days_more, 2, 1, "every mon or wed", "FREQ=WEEKLY;BYDAY=MO,WE", S_DAYS, S_OR,
	  S_DAYS),
	R(S_SET, alternate_days, 1, 2, "alternate Fridays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
	  S_OTHER, S_DAYS),
	R(S_SET, days_in_parts, 1, 2, "Monday mornings", "FREQ=WEEKLY;BYDAY=MO;08:00", S_DAYS,
	  S_PART_NAME),
	R(S_SET, days_in_parts, 2, 2, "on Tuesday and Thursday evenings",
	  "FREQ=WEEKLY;BYDAY=TU,TH;18:00", S_ON, S_DAYS, S_PART_NAME),
	R(S_SET, days_in_parts, 1, 2, "Friday nights", "FREQ=WEEKLY;BYDAY=FR;20:00", S_DAYS,
	  S_NIGHTS),
	R(S_SET, days_in_parts, 2, 2, "on Friday nights", "FREQ=WEEKLY;BYDAY=FR;20:00", S_ON,
	  S_DAYS, S_NIGHTS),
	R(S_SET, excepted, 2, 2, "every day except Sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA",
	  S_SET, S_EXCEPT, S_DAYS),
	R(S_SET, excepted, 2, 2, "every day except weekends", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
	  S_SET, S_EXCEPT, S_WEEKENDS),
	R(S_SET, excepted, 2, 2, "every day except the weekend", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
	  S_SET, S_EXCEPT, S_PERIOD),
	R(S_SET, monthly_nth, 1, 3, "every last Thursday", "FREQ=MONTHLY;BYDAY=-1TH", S_EVERY,
	  S_LAST, S_WEEKDAY),
	R(S_SET, monthly_nth, 1, 3, "every first Monday", "FREQ=MONTHLY;BYDAY=1MO", S_EVERY,
	  S_ORD_ONES, S_WEEKDAY),
	R(S_SET, monthly_nth, 0, 2, "first Monday monthly", "FREQ=MONTHLY;BYDAY=1MO", S_ORDINAL,
	  S_WEEKDAY, S_FREQUENCY),
	R(S_SET, narrowed_nth, 2, 3, "monthly on first Tuesday", "FREQ=MONTHLY;BYDAY=1TU", S_SET,
	  S_ON, S_ORDINAL, S_WEEKDAY),
	R(S_SET, two_nths, 1, 3, "every 1st and 3rd Monday", "FREQ=MONTHLY;BYDAY=1MO,3MO", S_EVERY,
	  S_ORDINAL, S_AND, S_ORDINAL, S_WEEKDAY),
	R(S_SET, two_nths, 1, 4, "every 1st and 3rd Monday of the month",
	  "FREQ=MONTHLY;BYDAY=1MO,3MO", S_EVERY, S_ORDINAL, S_AND, S_ORDINAL, S_WEEKDAY, S_OF,
	  S_THE, S_UNIT),
	R(S_SET, two_nths, 0, 4, "1st and 3rd Monday of the month", "FREQ=MONTHLY;BYDAY=1MO,3MO",
	  S_ORDINAL, S_AND, S_ORDINAL, S_WEEKDAY, S_OF, S_THE, S_UNIT),
	R(S_SET, two_nths, 0, 4, "1st and 3rd Monday of every month", "FREQ=MONTHLY;BYDAY=1MO,3MO",
	  S_ORDINAL, S_AND, S_ORDINAL, S_WEEKDAY, S_OF, S_EVERY, S_UNIT),
	R(S_SET, two_nths, 1, 4, "the 1st and 3rd Monday of the month",
	  "FREQ=MONTHLY;BYDAY=1MO,3MO", S_THE, S_ORDINAL, S_AND, S_ORDINAL, S_WEEKDAY, S_OF, S_THE,
	  S_UNIT),
	R(S_SET, two_nths, 1, 4, "the 1st and 3rd Monday of every month",
	  "FREQ=MONTHLY;BYDAY=1MO,3MO", S_THE, S_ORDINAL, S_AND, S_ORDINAL, S_WEEKDAY, S_OF,
	  S_EVERY, S_UNIT),
	R(S_SET, edge_of_every, 0, 3, "end of every month", "FREQ=MONTHLY;BYMONTHDAY=-1", S_END,
	  S_EVERY, S_UNIT),
	R(S_SET, edge_of_every, 1, 3, "the end of every month", "FREQ=MONTHLY;BYMONTHDAY=-1", S_THE,
	  S_END, S_EVERY, S_UNIT),
	R(S_SET, edge_of_every, 0, 3, "start of every month", "FREQ=MONTHLY;BYMONTHDAY=1",
	  S_BEGINNING, S_EVERY, S_UNIT),
	R(S_SET, edge_of_every, 1, 3, "the start of every month", "FREQ=MONTHLY;BYMONTHDAY=1",
	  S_THE, S_BEGINNING, S_EVERY, S_UNIT),
	R(S_SET, edge_of_every, 1, 3, "at end of every month", "FREQ=MONTHLY;BYMONTHDAY=-1", S_AT,
	  S_END, S_EVERY, S_UNIT),
	R(S_SET, edge_of_every, 2, 3, "at the end of every month", "FREQ=MONTHLY;BYMONTHDAY=-1",
	  S_AT, S_THE, S_END, S_EVERY, S_UNIT),
	R(S_SET, edge_of_every, 2, 3, "at the start of every month", "FREQ=MONTHLY;BYMONTHDAY=1",
	  S_AT, S_THE, S_BEGINNING, S_EVERY, S_UNIT),
	R(S_SET, date_every_year, 1, 2, "March 3 every year", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3",
	  S_DAY, S_SET),
	R(S_SET, two_months, 1, 2, "every January and July", "FREQ=YEARLY;BYMONTH=1,7", S_EVERY,
	  S_MONTH, S_AND, S_MONTH),
	R(S_SET, every_few, 3, 3, "once in two weeks", "FREQ=WEEKLY;INTERVAL=2", S_ONCE, S_IN,
	  S_QTY, S_UNIT),
	R(S_SET, at_time, 1, 2, "in the morning every day", "FREQ=DAILY;08:00", S_PART, S_SET),
	R(S_SET, narrowed, 1, 2, "every year in June", "FREQ=YEARLY;BYMONTH=6", S_SET, S_PERIOD),
	R(S_SET, days_at, 2, 3, "from 9am to 5pm, mon-fri",
	  "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;09:00", S_CLOCKS, O(S_COMMA), S_DAY_RANGE),
	R(S_SET, at_time, 1, 1, "weekdays 9-5", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;09:00", S_SET,
	  S_HOURS),
	R(S_SET, weekend_in_parts, 1, 2, "weekend evenings", "FREQ=WEEKLY;BYDAY=SA,SU;18:00",
	  S_WEEKEND, S_PART_NAME),
	R(S_SET, weekend_in_parts, 2, 2, "on weekend mornings", "FREQ=WEEKLY;BYDAY=SA,SU;08:00",
	  S_ON, S_WEEKEND, S_PART_NAME),
	R(S_SET, workday_monthly, 0, 3, "last working day of every month",
	  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", S_LAST, S_WORKDAY, S_OF, S_EVERY,
	  S_UNIT),
	R(S_SET, workday_monthly, 1, 3, "the last working day of every month",
	  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", S_THE, S_LAST, S_WORKDAY, S_OF, S_EVERY,
	  S_UNIT),
	R(S_SET, workday_monthly, 0, 3, "first weekday of every month",
	  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", S_ORDINAL, S_WORKDAY, S_OF, S_EVERY,
	  S_UNIT),
	R(S_SET, workday_monthly, 1, 3, "the first weekday of every month",
	  "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", S_THE, S_ORDINAL, S_WORKDAY, S_OF,
	  S_EVERY, S_UNIT),
	R(S_SET, inside_period, 1, 1, "every day next week", "FREQ=DAILY;UNTIL=20260125", S_SET,
	  S_PERIOD),
	R(S_SET, yearly_on, 1, 1, "every Thanksgiving", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", S_EVERY,
	  S_DAY),
	R(S_SET, date_every_year, 1, 2, "Thanksgiving every year",
	  "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", S_DAY, S_SET),
};

const struct px_time_rules px_time_rules_set = { "set", rules, sizeof rules / sizeof *rules };
