/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules for clock times and parts of the day, without a day.
 */
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
		if (n->count > 4)
			return false;
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
	if ((part[0]->flags & F_ZERO) && part[0]->number == 0)
		out->flags &= ~(uint32_t)F_HALF;
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

static const struct px_time_rule rules[] = {
	R(S_AMPM, half_of_day, 0, 0, "5pm", "17:00", S_AM),
	R(S_AMPM, half_of_day, 0, 0, "5 p.m.", "17:00", S_P_LETTER, O(S_DOT), S_M_LETTER, OG(S_DOT)),
	R(S_AMPM, half_of_day, 0, 0, "5 a.m.", "05:00", S_A_LETTER, O(S_DOT), S_M_LETTER, OG(S_DOT)),
	R(S_AMPM, half_of_day, 0, 0, "5 p . m .", "17:00", S_P_LETTER, S_DOT, S_M_LETTER, S_DOT),
	R(S_AMPM, half_of_day, 0, 0, "9 a . m .", "09:00", S_A_LETTER, S_DOT, S_M_LETTER, S_DOT),
	R(S_HOUR, bare_hour, 0, 0, "at 5", "17:00", S_NUM),
	R(S_CLOCK, digital, 2, 1, "13:30", "13:30", S_DIGITS, G(S_COLON), G(S_DIGITS)),
	R(S_CLOCK, digital, 4, 2, "13:30:15", "13:30:15", S_DIGITS, G(S_COLON), G(S_DIGITS), G(S_COLON),
	  G(S_DIGITS)),
	R(S_HOUR, digital, 2, 1, "at 6.45", "18:45", S_DIGITS, G(S_DOT), G(S_DIGITS)),
	R(S_CLOCK, digital, 2, 1, "14h30", "14:30", S_DIGITS, G(S_H_HALF), G(S_DIGITS)),
	R(S_CLOCK, military, 0, 3, "1530h", "15:30", S_HOUR, G(S_H_HALF)),
	R(S_CLOCK, military, 0, 3, "at 1530 hours", "15:30", S_HOUR, S_H_LETTER),
	R(S_CLOCK, in_half, 1, 1, "5pm", "17:00", S_HOUR, S_AMPM),
	R(S_CLOCK, in_half, 1, 1, "5:30 pm", "17:30", S_CLOCK, S_AMPM),
	R(S_CLOCK, in_half, 1, 1, "5p", "17:00", S_HOUR, G(S_P_LETTER)),
	R(S_CLOCK, in_half, 1, 1, "5:30p", "17:30", S_CLOCK, G(S_P_LETTER)),
	R(S_CLOCK, in_half, 1, 1, "9a", "09:00", S_HOUR, G(S_A_LETTER)),
	R(S_CLOCK, in_half, 1, 1, "9:15a", "09:15", S_CLOCK, G(S_A_LETTER)),
	R(S_CLOCK, in_half, 3, 2, "3 in the AM", "03:00", S_HOUR, S_IN, S_THE, S_AMPM),
	R(S_CLOCK, in_half, 3, 2, "3:15 in the AM", "03:15", S_CLOCK, S_IN, S_THE, S_AMPM),
	R(S_CLOCK, in_half, 3, 2, "at 3 in the PM", "15:00", S_CLOCK, S_IN, S_THE, S_AMPM),
	R(S_CLOCK, spelled, 2, 0, "ten thirty", "10:30", S_NUM, O(S_DASH), S_NUM),
	R(S_CLOCK, spelled, 2, 0, "seven oh five", "07:05", S_NUM, S_OH, S_ONES),
	R(S_CLOCK, spaced, 2, 2, "at 9 30 am", "09:30", S_DIGITS, L(S_DIGITS), S_AMPM),
	R(S_CLOCK, hundred, 0, 2, "fifteen hundred hours", "15:00", S_NUM, S_HUNDRED, S_H_LETTER),
	R(S_CLOCK, oclock, 0, 1, "5 o'clock", "17:00", S_HOUR, S_OCLOCK),
	R(S_CLOCK, oclock, 0, 0, "quarter past 5 o'clock", "17:15", S_CLOCK, S_OCLOCK),
	R(S_CLOCK, named_clock, 0, 0, "noon", "12:00", S_CLOCK_NAME),
	R(S_CLOCK, named_clock, 1, 1, "12 noon", "12:00", S_HOUR, S_CLOCK_NAME),
	R(S_CLOCK, named_clock, 1, 1, "12:00 midnight", "00:00", S_CLOCK, S_CLOCK_NAME),
	R(S_CLOCK, past_hour, 2, 1, "half past 5", "17:30", S_HALF, S_PAST, S_HOUR),
	R(S_CLOCK, past_hour, 2, 1, "half past noon", "12:30", S_HALF, S_PAST, S_CLOCK),
	R(S_CLOCK, past_hour, 1, 0, "half five", "17:30", S_HALF, S_HOUR),
	R(S_CLOCK, past_hour, 2, 1, "quarter past 5", "17:15", S_QUARTER_WORD, S_PAST, S_HOUR),
	R(S_CLOCK, past_hour, 2, 1, "quarter past noon", "12:15", S_QUARTER_WORD, S_PAST, S_CLOCK),
	R(S_CLOCK, past_hour, 3, 1, "a quarter past 5", "17:15", S_A, S_QUARTER_WORD, S_PAST, S_HOUR),
	R(S_CLOCK, past_hour, 3, 1, "a quarter past noon", "12:15", S_A, S_QUARTER_WORD, S_PAST, S_CLOCK),
	R(S_CLOCK, past_hour, 2, 1, "quarter after 5", "17:15", S_QUARTER_WORD, S_AFTER, S_HOUR),
	R(S_CLOCK, past_hour, 2, 1, "quarter after 5pm", "17:15", S_QUARTER_WORD, S_AFTER, S_CLOCK),
	R(S_CLOCK, past_hour, 3, 1, "a quarter after 5", "17:15", S_A, S_QUARTER_WORD, S_AFTER, S_HOUR),
	R(S_CLOCK, past_hour, 3, 1, "a quarter after 5pm", "17:15", S_A, S_QUARTER_WORD, S_AFTER, S_CLOCK),
	R(S_CLOCK, past_hour, -2, 1, "quarter to 6", "17:45", S_QUARTER_WORD, S_TILL, S_HOUR),
	R(S_CLOCK, past_hour, -2, 1, "quarter to noon", "11:45", S_QUARTER_WORD, S_TILL, S_CLOCK),
	R(S_CLOCK, past_hour, -3, 1, "a quarter to 6", "17:45", S_A, S_QUARTER_WORD, S_TILL, S_HOUR),
	R(S_CLOCK, past_hour, -3, 1, "a quarter to noon", "11:45", S_A, S_QUARTER_WORD, S_TILL, S_CLOCK),
	R(S_CLOCK, past_hour, 2, 0, "ten past four", "16:10", S_NUM, S_PAST, S_HOUR),
	R(S_CLOCK, past_hour, 2, 0, "ten past 4pm", "16:10", S_NUM, S_PAST, S_CLOCK),
	R(S_CLOCK, past_hour, 3, 1, "ten minutes past four", "16:10", S_NUM, S_UNIT, S_PAST, S_HOUR),
	R(S_CLOCK, past_hour, 3, 1, "ten minutes past 4pm", "16:10", S_NUM, S_UNIT, S_PAST, S_CLOCK),
	R(S_CLOCK, past_hour, 3, 1, "ten minutes after four", "16:10", S_NUM, S_UNIT, S_AFTER, S_HOUR),
	R(S_CLOCK, past_hour, 3, 1, "ten minutes after 4pm", "16:10", S_NUM, S_UNIT, S_AFTER, S_CLOCK),
	R(S_CLOCK, past_hour, 3, 2, "three quarters past nine", "09:45", S_NUM, S_QUARTER_WORD, S_PAST, S_HOUR),
	R(S_CLOCK, past_hour, -3, 2, "three quarters to nine", "08:15", S_NUM, S_QUARTER_WORD, S_TILL, S_HOUR),
	R(S_CLOCK, past_hour, 2, 0, "twenty after four", "16:20", S_TENS, S_AFTER, S_HOUR),
	R(S_CLOCK, past_hour, 2, 0, "ten after 4pm", "16:10", S_TEENS, S_AFTER, S_CLOCK),
	R(S_CLOCK, past_hour, 2, 1, "twenty after 4pm", "16:20", S_TENS, S_AFTER, S_CLOCK),
	R(S_CLOCK, past_hour, -2, 2, "ten to four", "15:50", S_NUM, S_TILL, S_HOUR),
	R(S_CLOCK, past_hour, -2, 2, "ten to 4pm", "15:50", S_NUM, S_TILL, S_CLOCK),
	R(S_CLOCK, past_hour, -3, 1, "ten minutes to four", "15:50", S_NUM, S_UNIT, S_TILL, S_HOUR),
	R(S_CLOCK, past_hour, -3, 1, "ten minutes to 4pm", "15:50", S_NUM, S_UNIT, S_TILL, S_CLOCK),
	R(S_CLOCK, px_time_certain, 1, 0, "at 5", "17:00", S_AT, S_HOUR),
	R(S_CLOCK, px_time_certain, 1, 0, "@5", "17:00", S_ATSIGN, S_HOUR),
	R(S_CLOCK, px_time_certain, 1, 0, "at 5pm", "17:00", S_AT, S_CLOCK),
	R(S_CLOCK, px_time_certain, 1, 0, "@ 5pm", "17:00", S_ATSIGN, S_CLOCK),
	R(S_CLOCK, approximately, 1, 0, "around 5pm", "17:00", S_AROUND, S_CLOCK),
	R(S_CLOCK, approximately, 2, 1, "at around 5", "17:00", S_AT, S_AROUND, S_HOUR),
	R(S_CLOCK, approximately, 1, 0, "meet around 5", "17:00", S_AROUND, S_HOUR),
	R(S_CLOCK, approximately, 0, 1, "5ish", "17:00", S_HOUR, G(S_ISH)),
	R(S_CLOCK, approximately, 0, 1, "5-ish", "17:00", S_HOUR, S_DASH, S_ISH),
	R(S_CLOCK, approximately, 0, 1, "5:30 ish", "17:30", S_CLOCK, O(S_DASH), S_ISH),
	R(S_CLOCK, px_time_same, 0, 1, "5pm sharp", "17:00", S_CLOCK, S_AROUND),
	R(S_CLOCK, px_time_same, 1, 0, "for 5pm", "17:00", S_FOR, S_CLOCK),
	R(S_CLOCK, px_time_certain, 1, 0, "T15:30", "15:30", S_T_LETTER, G(S_CLOCK)),
	R(S_CLOCK, zoned, 1, 1, "3pm GMT", "16:00", S_CLOCK, S_ZONE),
	R(S_CLOCK, zoned, 1, 2, "15:00Z", "16:00", S_CLOCK, G(S_Z_LETTER)),
	R(S_CLOCK, offset, 4, 3, "2026-02-03T15:30:00+02:00", "2026-02-03T14:30", S_CLOCK, G(S_PLUS),
	  G(S_DIGITS), G(S_COLON), G(S_DIGITS)),
	R(S_CLOCK, offset, 4, 3, "2026-02-03T15:30:00-02:00", "2026-02-03T18:30", S_CLOCK, G(S_DASH),
	  G(S_DIGITS), G(S_COLON), G(S_DIGITS)),
	R(S_CLOCK, offset, 0, 3, "2026-02-03T15:30+0200", "2026-02-03T14:30", S_CLOCK, G(S_PLUS), G(S_DIGITS)),
	R(S_CLOCK, px_time_same, 0, 1, "13:30:15.250", "13:30:15", S_CLOCK, G(S_DOT), G(S_DIGITS)),
	R(S_CLOCK, zoned, 1, 1, "3pm ET", "21:00", S_CLOCK, S_ZONE_NAME),
	R(S_CLOCK, zoned, 1, 2, "9am New York time", "15:00", S_CLOCK, S_PLACE, S_TIME_WORD),
	R(S_CLOCK, zoned, 2, 2, "9am (GMT)", "10:00", S_CLOCK, S_OPEN_PAREN, S_ZONE, S_CLOSE_PAREN),
	R(S_PART, named_part, 0, 0, "morning", "08:00..12:00", S_PART_NAME),
	R(S_PART, named_part, 1, 0, "this morning", "2026-01-13T08:00..2026-01-13T12:00", S_THE, S_PART_NAME),
	R(S_PART, part_in, 1, 1, "in the morning", "08:00..12:00", S_IN, S_PART),
	R(S_PART, part_in, 1, 1, "on the evening", "18:00..23:00", S_ON, S_PART),
	R(S_PART, part_in, 1, 1, "at night", "20:00..00:00", S_AT, S_PART),
	R(S_PART, part_in, 1, 1, "during the night", "20:00..00:00", S_DURING, S_PART),
	R(S_CLOCK, clock_in_part, 1, 1, "3:20 in the afternoon", "15:20", S_CLOCK, S_PART),
	R(S_CLOCK, clock_in_part, 2, 1, "3:20, in the afternoon", "15:20", S_CLOCK, S_COMMA, S_PART),
	R(S_CLOCK, clock_in_part, 1, 1, "3 in the afternoon", "15:00", S_HOUR, S_PART),
	R(S_CLOCK, clock_in_part, -1, 1, "in the afternoon at 3", "15:00", S_PART, S_CLOCK),
	R(S_CLOCK, clock_in_part, -2, 1, "in the afternoon around 3", "15:00", S_PART, S_AROUND, S_HOUR),
	R(S_CLOCK, past_hour, 3, 2, "half-past 5", "17:30", S_HALF, S_DASH, S_PAST, S_HOUR),
	R(S_CLOCK, past_hour, 3, 2, "quarter-past 5", "17:15", S_QUARTER_WORD, S_DASH, S_PAST,
	  S_HOUR),
	R(S_CLOCK, digits_apart, 1, 2, "at 6 45", "18:45", S_AT, S_DIGITS, L(S_DIGITS)),
	R(S_CLOCK, digits_apart, 1, 1, "set an alarm for 6 45", "18:45", S_FOR, S_DIGITS,
	  L(S_DIGITS)),
	R(S_CLOCK, offset_hours, 3, 3, "3pm GMT+2", "14:00", S_CLOCK, S_ZONE, G(S_PLUS),
	  G(S_DIGITS)),
	R(S_CLOCK, offset_hours, 3, 3, "3pm GMT-5", "21:00", S_CLOCK, S_ZONE, G(S_DASH),
	  G(S_DIGITS)),
	R(S_CLOCK, colon_apart, 3, 3, "3 : 30 pm", "15:30", S_DIGITS, L(S_COLON), L(S_DIGITS),
	  S_AMPM),
	R(S_CLOCK, zero_hundred, 1, 2, "zero nine hundred", "09:00", S_ONES, S_ONES, S_HUNDRED),
	R(S_CLOCK, zero_hundred, 1, 3, "zero nine hundred hours", "09:00", S_ONES, S_ONES,
	  S_HUNDRED, S_H_LETTER),
	R(S_CLOCK, oclock, 0, 2, "5 o' clock", "17:00", S_HOUR, S_OH, G(S_QUOTE), S_OCLOCK),
	R(S_CLOCKS, clocks_zoned, 1, 4, "9 to 10am GMT", "10:00..11:00", S_CLOCKS, S_ZONE),
	R(S_CLOCKS, clocks_zoned, 1, 4, "9 to 10am ET", "15:00..16:00", S_CLOCKS, S_ZONE_NAME),
	R(S_CLOCKS, clocks_zoned, 1, 4, "9 to 10am New York time", "15:00..16:00", S_CLOCKS,
	  S_PLACE, S_TIME_WORD),
	R(S_MOMENT, moment_zoned, 1, 2, "5pm on Friday GMT", "2026-01-16T18:00", S_MOMENT, S_ZONE),
	R(S_MOMENT, moment_zoned, 1, 2, "5pm on Friday ET", "2026-01-16T23:00", S_MOMENT,
	  S_ZONE_NAME),
	R(S_MOMENT, moment_zoned, 1, 2, "5pm on Friday New York time", "2026-01-16T23:00", S_MOMENT,
	  S_PLACE, S_TIME_WORD),
	R(S_CLOCKS, hours_marked, 2, 3, "13-15h", "13:00..15:00", S_DIGITS, S_SPACE, S_DIGITS,
	  G(S_H_HALF)),
	R(S_CLOCKS, hours_marked, 3, 3, "9h-15h", "09:00..15:00", S_DIGITS, G(S_H_HALF), S_SPACE,
	  S_DIGITS, G(S_H_HALF)),
	R(S_CLOCK, said_clock, 1, 1, "it's 7.30", "07:30", S_ITS, S_HOUR),
	R(S_CLOCK, said_past_hour, 3, 2, "it's 5 to 9", "08:55", S_ITS, S_NUM, S_TILL, S_HOUR),
	R(S_CLOCK, px_time_certain, 0, 2, "at 13:30h", "13:30", S_CLOCK, G(S_H_HALF)),
	R(S_CLOCK, clock_and_h, 0, 2, "at 13:30 h", "13:30", S_CLOCK, S_H_LETTER),
	R(S_CLOCK, spaced_part, 2, 3, "5 30 in the evening", "17:30", S_DIGITS, L(S_DIGITS),
	  S_PART),
	R(S_CLOCK, four_digits, 0, 1, "0530", "05:30", S_DIGITS),
	R(S_PART, part_around, 1, 1, "Friday around lunch", "2026-01-16T12:00..2026-01-16T14:00",
	  S_AROUND, S_PART),
};

const struct px_time_rules px_time_rules_clock = { "clock", rules, sizeof rules / sizeof *rules };
