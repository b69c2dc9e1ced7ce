/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for clock times and parts of the day, without a day.
 */
#include "nlu/language.h"
#include "nlu/time/productions.h"
#include "nlu/time/rules.h"

static bool approximately(parse_t *p, parts_t part, int arg, node_t *out)
{
	px_time_same(p, part, arg, out);
	out->flags |= F_APPROX;
	if (part[arg]->symbol == S_HOUR && (out->clock < 19 * 3600 || out->clock >= 21 * 3600))
		out->flags &= ~(uint32_t)F_WEAK; /* "around 1500", but 1900 to 2059 are years */
	return true;
}

static bool half_of_day(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->number = part[arg]->symbol == S_A_LETTER ? 0 : part[arg]->number;
	return true;
}

static bool set_clock(int32_t hour, int32_t minute, int32_t second, node_t *out)
{
	if (hour > 24 || minute > 59 || second > 59 || (hour == 24 && minute + second > 0))
		return false;
	out->clock = hour % 24 * 3600 + minute * 60 + second;
	if (hour >= 1 && hour <= 12)
		out->flags |= F_HALF;
	else
		out->flags |= F_BIG;
	return true;
}

/* "5", and "730", "1530" */
static bool bare_hour(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	const node_t *n = part[arg];
	out->flags = F_BARE;
	if ((n->flags & F_DIGITS) && n->count >= 3) {
		if (n->count > 4 || (px_language_is_other() && n->count == 3 && n->flags & F_ZERO))
			return false; /* "Rechnung 2026-041" */
		out->weight = (int16_t)(out->weight - 2 - (n->number >= 1900 && n->number <= 2099));
		out->flags |= F_WEAK;
		if (!set_clock(n->number / 100, n->number % 100, 0, out))
			return false;
		if (n->flags & F_ZERO)
			out->flags &= ~(uint32_t)F_HALF;
		return true;
	}
	if (n->number == 1 && !(n->flags & F_DIGITS))
		out->flags |= F_PLURAL; /* "the 4th one" */
	return n->number >= 0 && n->number <= 24 && set_clock(n->number, 0, 0, out);
}

/* Hour at 0, minute at 2, second at 4 if it is there. */
static bool digital(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[0]->count > 2 || part[2]->count != 2 || (arg > 2 && part[4]->count != 2))
		return false;
	if (!set_clock(part[0]->number, part[2]->number, arg > 2 ? part[4]->number : 0, out))
		return false;
	if (part[0]->flags & F_ZERO)
		out->flags &= ~(uint32_t)F_HALF; /* "07:30" is written by who counts to 24 */
	if (px_language()->whole_day_clock)
		out->flags |= F_WRITTEN;
	return true;
}

/* "17.15": what is after the full stop is no month. */
static bool dotted(parse_t *p, parts_t part, int arg, node_t *out)
{
	const bool month = part[2]->number >= 1 && part[2]->number <= 12;

	if (month || !digital(p, part, arg, out))
		return false;
	out->flags |= F_BARE; /* "12.50 Euro" is none */
	return true;
}

/* A clock or hour in the half of the day that stands at `arg`. */
static bool in_half(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *mark = part[arg];

	px_time_same(p, part, 0, out);
	out->symbol = S_CLOCK;
	int32_t hour = out->clock / 3600;
	bool pm = mark->number == 1;
	if (hour > 12)
		return pm; /* "15:15 pm" */
	if (hour == 0 && !(part[0]->flags & F_HALF))
		return !pm;
	out->clock = out->clock % 43200 + (pm ? 43200 : 0);
	out->flags &= ~(uint32_t)(F_HALF | F_WEAK | F_BARE);
	return true;
}

static bool military(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (!(part[arg]->flags & F_WEAK)) { /* not three or four digits */
		if (part[arg]->clock <= 12 * 3600 || part[1]->symbol != S_H_HALF)
			return false;
		out->weight = (int16_t)(out->weight - 4);
	}
	px_time_certain(p, part, arg, out);
	out->flags &= ~(uint32_t)(F_BARE | F_HALF);
	return true;
}

/* Spelled hour and minutes: "ten thirty", "seven oh five" */
static bool spelled(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	const node_t *hour = part[0], *minute = part[arg];
	if ((minute->flags & F_DIGITS) || hour->number > 24 || hour->number < 1)
		return false;
	if ((hour->flags & F_DIGITS) && (hour->count > 2 || minute->number % 15))
		return false;
	if (minute->number > 59 || (minute->number < 10 && !(part[1] && part[1]->symbol == S_OH)))
		return false;
	return set_clock(hour->number % 24, minute->number, 0, out);
}

/* Hour and minute in figures, then what says the half of the day. */
static bool figures_in_half(parse_t *p, const node_t *hour, const node_t *minute, const node_t *half, node_t *out)
{
	node_t clock = *out;
	const node_t *pair[] = { &clock, half, NULL };

	if (hour->count > 2 || minute->count != 2 || !set_clock(hour->number, minute->number, 0, &clock))
		return false;
	int16_t weight = out->weight;
	bool made = in_half(p, pair, 1, out);
	out->weight = weight;
	return made;
}

/* "9 30 am" */
static bool spaced(parse_t *p, parts_t part, int arg, node_t *out)
{
	return part[0]->number <= 12 && part[0]->number >= 1 && figures_in_half(p, part[0], part[1], part[arg], out);
}

/* "3 : 30 pm" */
static bool colon_apart(parse_t *p, parts_t part, int arg, node_t *out)
{
	return figures_in_half(p, part[0], part[2], part[arg], out);
}

/* "at 6 45": hour and minutes from `arg` on, with nothing but a space between them. */
static bool digits_apart(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *hour = part[arg], *minute = part[arg + 1];

	(void)p;
	return hour->count <= 2 && minute->count == 2 && minute->number % 5 == 0 &&
	       set_clock(hour->number, minute->number, 0, out);
}

static bool hundred(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[arg]->number > 24 || !set_clock(part[arg]->number, 0, 0, out))
		return false;
	out->flags &= ~(uint32_t)F_HALF;
	return true;
}

/* "zero nine hundred" */
static bool zero_hundred(parse_t *p, parts_t part, int arg, node_t *out)
{
	return part[0]->number == 0 && !(part[0]->flags & F_DIGITS) && hundred(p, part, arg, out);
}

static bool oclock(parse_t *p, parts_t part, int arg, node_t *out)
{
	px_time_same(p, part, arg, out);
	out->flags &= ~(uint32_t)(F_WEAK | F_BARE);
	return part[arg]->clock % 3600 == 0;
}

/* Minutes past (+) or to (-) an hour: the sign is that of arg, the hour stands at |arg|. */
static bool past_hour(parse_t *p, parts_t part, int arg, node_t *out)
{
	int at = arg < 0 ? -arg : arg;
	bool number = part[0]->symbol == S_NUM || part[0]->symbol == S_TENS || part[0]->symbol == S_TEENS;
	int32_t minutes = number ? part[0]->number : 0;

	for (int i = 0; i < at && !number; i++) {
		if (part[i] && part[i]->symbol == S_HALF)
			minutes = 30;
		if (part[i] && part[i]->symbol == S_QUARTER_WORD)
			minutes = 15;
	}
	if (number && part[1] && part[1]->symbol == S_QUARTER_WORD)
		minutes *= 15;
	if (part[1] && part[1]->symbol == S_UNIT && part[1]->number != GRAIN_MINUTE)
		return false;
	if (minutes < 1 || minutes > 59 || (part[0]->flags & F_ZERO))
		return false;
	/* "nine to five" is one too; nobody says "nine to" for minutes. */
	if (arg == -2 && number && minutes % 5)
		return false;
	/* "9 to 11" is a range; "ten to four", "10 minutes to 4" are not. */
	if (arg == -2 && number && minutes == 5 && part[at]->clock % 43200 > 5 * 3600)
		return false;
	if (arg == -2 && part[0]->flags & F_DIGITS && (minutes <= 12 || minutes == 24 ||
						       part[at]->clock > 12 * 3600))
		return false;
	px_time_same(p, part, at, out);
	out->flags &= ~(uint32_t)(F_WEAK | F_BARE);
	if (out->clock % 3600)
		return false;
	int32_t shifted = out->clock + (arg < 0 ? -60 : 60) * minutes;
	/* Quarter to one: the half of the day is that of the hour said. */
	out->clock = (shifted + 86400) % 86400;
	return out->clock % 60 == 0;
}

/* "halb drei": so many minutes, the number at 0, before the hour at `arg`. */
static bool into_hour(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	px_time_take(part[arg], out);
	out->flags &= ~(uint32_t)(F_WEAK | F_BARE);
	if (out->clock % 3600 || out->clock > 12 * 3600)
		return false;
	out->clock = (out->clock - 60 * part[0]->number + 86400) % 86400;
	return true;
}

/* "fünf vor halb drei": minutes at 0 before (-) or after (+) the half hour at |arg|. */
static bool beside_half(parse_t *p, parts_t part, int arg, node_t *out)
{
	int at = arg < 0 ? -arg : arg;

	(void)p;
	px_time_take(part[at], out);
	if (part[at]->clock % 3600 != 1800 || part[0]->number < 1 || part[0]->number > 14)
		return false;
	out->clock += (arg < 0 ? -60 : 60) * part[0]->number;
	return true;
}

/* "18 Uhr 30": an hour at 0, its minutes at `arg`. */
/* Not one: "um 15 Uhr ein" is the end of "trag … ein". */
static bool hour_minutes(parse_t *p, parts_t part, int arg, node_t *out)
{
	px_time_certain(p, part, 0, out);
	if (out->clock % 3600 || part[arg]->number < 2 || part[arg]->number > 59)
		return false;
	out->clock += 60 * part[arg]->number;
	out->flags &= ~(uint32_t)(F_WEAK | F_BARE);
	return true;
}

/* "it's 7.30": only with minutes, as anything can be eight. */
static bool said_clock(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[arg]->end - part[arg]->begin == 1 || !px_time_certain(p, part, arg, out))
		return false;
	out->flags = (out->flags & ~(uint32_t)F_PREP) | F_BARE | F_MONTHDAY;
	return true;
}

/* "it's 5 to 9": no range follows "it's". */
static bool said_past_hour(parse_t *p, parts_t part, int arg, node_t *out)
{
	int32_t minutes = part[1]->number, hour = part[arg]->clock;

	(void)p;
	if (minutes < 1 || minutes > 29 || hour % 3600 || hour > 12 * 3600)
		return false;
	px_time_take(part[arg], out);
	out->clock = (hour - 60 * minutes + 86400) % 86400;
	out->flags = (out->flags & ~(uint32_t)F_PREP) | F_BARE | F_MONTHDAY;
	return true;
}

/* "13:30 h", but not "13:30 hours" after "for" */
static bool clock_and_h(parse_t *p, parts_t part, int arg, node_t *out)
{
	return (part[arg]->flags & F_BIG) && px_time_certain(p, part, arg, out);
}

static bool named_clock(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->clock = part[arg]->number;
	out->flags |= F_BIG;
	return true;
}

static bool named_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->number = part[arg]->number;
	px_time_part_window(out->number, &out->clock, &out->clock_until);
	out->flags = F_PART | (part[arg]->flags & (F_WEAK | F_PLURAL));
	if (part[arg]->weight > 0) /* "early morning", "lunch time" */
		out->flags = F_PART | F_PREP;
	return true;
}

static bool part_in(parse_t *p, parts_t part, int arg, node_t *out)
{
	px_time_same(p, part, arg, out);
	out->flags &= ~(uint32_t)F_WEAK;
	out->flags |= F_PREP;
	return true;
}

/* "around lunch", but not "about lunch" */
static bool part_around(parse_t *p, parts_t part, int arg, node_t *out)
{
	return (!(part[arg]->flags & F_WEAK) || (part[0]->flags & F_PREP)) && part_in(p, part, arg, out);
}

/* A clock (part 0 or arg) together with a part of the day. */
static bool clock_in_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *clock = arg < 0 ? part[-arg] : part[0];
	const node_t *window = arg < 0 ? part[0] : part[arg];
	int carry;

	(void)p;
	px_time_take(clock, out);
	if (window->flags & F_WEAK) /* "lunch at 12:30" */
		return false;
	if ((window->flags & F_PLURAL) && clock->symbol == S_HOUR) /* "two mornings" */
		return false;
	if (!px_time_part_apply(window->number, &out->clock, &out->flags, &carry))
		return false;
	out->flags &= ~(uint32_t)(F_WEAK | F_BARE);
	return true;
}

/* "5 30 in the evening" */
static bool spaced_part(parse_t *p, parts_t part, int arg, node_t *out)
{
	node_t clock = *out;
	const node_t *pair[] = { &clock, part[arg], NULL };

	if (!(part[arg]->flags & F_PREP) || !digits_apart(p, part, 0, &clock))
		return false;
	int16_t weight = out->weight;
	bool made = clock_in_part(p, pair, 1, out);
	out->symbol = S_CLOCK;
	out->weight = weight;
	return made;
}

/* "0530": a clock if nothing else is said. */
static bool four_digits(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *n = part[arg];

	(void)p;
	if (n->count != 4 || !(n->flags & F_ZERO) || !set_clock(n->number / 100, n->number % 100, 0, out))
		return false;
	out->flags = F_WEAK;
	return true;
}

/* Sets the clock of `out` to what it is in the user's zone at an instant. */
static void set_utc(parse_t *p, int64_t utc, node_t *out)
{
	int64_t local = px_tz_to_local(p->context->tz, utc);

	out->number = px_civil_ms_day(local) - p->today; /* the days it moved by */
	out->clock = (int32_t)((local - px_civil_ms_day(local) * PX_MS_DAY) / PX_MS_SECOND);
	out->flags &= ~(uint32_t)F_HALF;
	out->flags |= F_SHIFTED;
}

static int64_t on_reference_day(parse_t *p, node_t *out)
{
	if (out->flags & F_HALF)
		out->clock = px_time_usual_half(out->clock);
	return p->today * PX_MS_DAY + out->clock * PX_MS_SECOND;
}

/* A clock in another zone, on the reference day. */
static bool zoned(parse_t *p, parts_t part, int arg, node_t *out)
{
	const struct px_time_context *context = p->context;
	const node_t *zone = part[arg];

	px_time_same(p, part, 0, out);
	if (out->flags & F_SHIFTED)
		return false;
	if (zone->symbol == S_Z_LETTER)
		out->flags &= ~(uint32_t)F_HALF;
	int64_t local = on_reference_day(p, out);
	if (zone->symbol == S_ZONE || zone->symbol == S_Z_LETTER) {
		set_utc(p, local - zone->number * PX_MS_MINUTE, out);
		return true;
	}
	const struct px_tz *tz = context->find_zone
		? context->find_zone(context->find_zone_arg, px_time_place(zone->number)) : NULL;
	if (!tz)
		return false;
	set_utc(p, px_tz_to_utc(tz, local, NULL), out);
	return true;
}

/* "9 to 10am EST": the zone at `arg` holds for both ends. */
static bool clocks_zoned(parse_t *p, parts_t part, int arg, node_t *out)
{
	node_t from = *out, to = *out;
	node_t first = *part[0], last = *part[0];
	const node_t *begin[] = { &first, part[arg], NULL }, *end[] = { &last, part[arg], NULL };

	last.clock = part[0]->clock_until;
	first.clock_until = last.clock_until = PX_TIME_CLOCK_NONE;
	first.flags &= ~(uint32_t)F_HALF;
	last.flags = first.flags;
	if (!zoned(p, begin, 1, &from) || !zoned(p, end, 1, &to))
		return false;
	px_time_take(&from, out);
	out->symbol = S_CLOCKS;
	out->clock_until = to.clock;
	return true;
}

/* "5pm on Friday EST": the zone at `arg` after the day. */
static bool moment_zoned(parse_t *p, parts_t part, int arg, node_t *out)
{
	node_t clock = *part[0], shifted = *out;
	const node_t *pair[] = { &clock, part[arg], NULL };

	if ((part[0]->flags & (F_SHIFTED | F_NOW)) || part[0]->symbol != S_MOMENT)
		return false;
	if (!zoned(p, pair, 1, &shifted))
		return false;
	px_time_take(part[0], out);
	out->clock = shifted.clock;
	out->day += shifted.number;
	out->flags = (out->flags & ~(uint32_t)F_HALF) | F_SHIFTED;
	return true;
}

/* "13-15h": two hours of the clock, the last of them after noon. */
static bool hours_marked(parse_t *p, parts_t part, int arg, node_t *out)
{
	int first = part[0]->number, last = part[arg]->number;

	(void)p;
	if (first > last || last <= 12 || last > 24 || part[0]->count > 2 || part[arg]->count > 2)
		return false;
	out->clock = first * 3600;
	out->clock_until = last % 24 * 3600;
	return true;
}

/* "15:30+02:00": the sign at 1, hours at 2, minutes at arg if they are said apart. */
static bool offset(parse_t *p, parts_t part, int arg, node_t *out)
{
	int32_t hours = part[2]->number, minutes = arg ? part[arg]->number : 0;

	px_time_same(p, part, 0, out);
	/* "10:00-11:30" is a range, "10:00:00-11:30" is not. */
	if (part[1]->symbol == S_DASH && part[0]->end - part[0]->begin < 5)
		return false;
	if ((out->flags & F_SHIFTED) || (arg ? part[2]->count != 2 || part[arg]->count != 2
					    : part[2]->count != 4))
		return false;
	if (!arg) {
		minutes = hours % 100;
		hours /= 100;
	}
	if (hours > 14 || minutes > 59)
		return false;
	out->flags &= ~(uint32_t)F_HALF;
	int32_t east = (part[1]->symbol == S_DASH ? -1 : 1) * (hours * 60 + minutes);
	set_utc(p, on_reference_day(p, out) - east * PX_MS_MINUTE, out);
	return true;
}

/* "3pm GMT+2": the sign after the zone at 1, the hours at `arg`. */
static bool offset_hours(parse_t *p, parts_t part, int arg, node_t *out)
{
	int32_t hours = part[arg]->number;

	px_time_same(p, part, 0, out);
	if ((out->flags & F_SHIFTED) || part[1]->number != 0 || hours > 14 || part[arg]->count > 2)
		return false;
	int32_t east = (part[arg - 1]->symbol == S_DASH ? -1 : 1) * hours * 60;
	set_utc(p, on_reference_day(p, out) - east * PX_MS_MINUTE, out);
	return true;
}

const px_time_make px_time_makes_clock[MAKE_CLOCK_COUNT] = {
	[MAKE_CLOCK_HALF_OF_DAY] = half_of_day,
	[MAKE_CLOCK_BARE_HOUR] = bare_hour,
	[MAKE_CLOCK_DIGITAL] = digital,
	[MAKE_CLOCK_DOTTED] = dotted,
	[MAKE_CLOCK_MILITARY] = military,
	[MAKE_CLOCK_IN_HALF] = in_half,
	[MAKE_CLOCK_SPELLED] = spelled,
	[MAKE_CLOCK_SPACED] = spaced,
	[MAKE_CLOCK_HUNDRED] = hundred,
	[MAKE_CLOCK_OCLOCK] = oclock,
	[MAKE_CLOCK_NAMED_CLOCK] = named_clock,
	[MAKE_CLOCK_PAST_HOUR] = past_hour,
	[MAKE_CLOCK_CERTAIN] = px_time_certain,
	[MAKE_CLOCK_APPROXIMATELY] = approximately,
	[MAKE_CLOCK_SAME] = px_time_same,
	[MAKE_CLOCK_ZONED] = zoned,
	[MAKE_CLOCK_OFFSET] = offset,
	[MAKE_CLOCK_NAMED_PART] = named_part,
	[MAKE_CLOCK_PART_IN] = part_in,
	[MAKE_CLOCK_CLOCK_IN_PART] = clock_in_part,
	[MAKE_CLOCK_DIGITS_APART] = digits_apart,
	[MAKE_CLOCK_OFFSET_HOURS] = offset_hours,
	[MAKE_CLOCK_COLON_APART] = colon_apart,
	[MAKE_CLOCK_ZERO_HUNDRED] = zero_hundred,
	[MAKE_CLOCK_CLOCKS_ZONED] = clocks_zoned,
	[MAKE_CLOCK_MOMENT_ZONED] = moment_zoned,
	[MAKE_CLOCK_HOURS_MARKED] = hours_marked,
	[MAKE_CLOCK_SAID_CLOCK] = said_clock,
	[MAKE_CLOCK_SAID_PAST_HOUR] = said_past_hour,
	[MAKE_CLOCK_CLOCK_AND_H] = clock_and_h,
	[MAKE_CLOCK_SPACED_PART] = spaced_part,
	[MAKE_CLOCK_FOUR_DIGITS] = four_digits,
	[MAKE_CLOCK_PART_AROUND] = part_around,
	[MAKE_CLOCK_INTO_HOUR] = into_hour,
	[MAKE_CLOCK_BESIDE_HALF] = beside_half,
	[MAKE_CLOCK_HOUR_MINUTES] = hour_minutes,
};
