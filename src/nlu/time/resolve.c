/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a chosen node to the caller's value: settles what the words left open
 * (the half of the day, above all) and lists the other readings.
 */
#include "nlu/time/grammar.h"
#include "nlu/time/productions.h"

#include <stdio.h>

enum { HALF_DAY = 43200, DAY = 86400 };

static struct px_time_point point(int32_t day, int32_t second)
{
	if (second >= DAY) {
		second -= DAY;
		if (day != PX_DAY_NONE)
			day++;
	}
	return (struct px_time_point){ day, second };
}

static const struct px_time_point absent = { PX_DAY_NONE, PX_TIME_CLOCK_NONE };

static void add_alternative(struct px_time_expr *out, const struct px_time_value *value)
{
	if (out->alternative_count < PX_TIME_ALTERNATIVES)
		out->alternatives[out->alternative_count++] = *value;
}

/* Adds the reading whose clocks are half a day away. */
static void add_other_half(struct px_time_expr *out)
{
	struct px_time_value other = out->value;

	if (other.start.second >= 0)
		other.start.second = (other.start.second + HALF_DAY) % DAY;
	if (other.end.second >= 0) {
		int32_t second = other.end.second + HALF_DAY;
		if (other.end.day != PX_DAY_NONE && out->value.start.second < HALF_DAY && second >= DAY)
			other.end.day++;
		other.end.second = second % DAY;
	}
	add_alternative(out, &other);
}

static void day_value(const struct px_time_parse *p, const struct px_time_node *node,
		      struct px_time_expr *out)
{
	struct px_time_value other = out->value;

	out->value.kind = PX_TIME_DATE;
	out->value.start = point(node->day, PX_TIME_CLOCK_NONE);
	other = out->value;
	if ((node->flags & F_WEEKDAY) && node->day == p->today + 7) {
		other.start.day = p->today;
		add_alternative(out, &other);
	}
	if ((node->flags & F_RELATIVE) && node->wday >= 0 && node->number == 1 &&
	    node->day - 7 > p->today) {
		other.start.day = node->day - 7;
		add_alternative(out, &other);
	}
	if (node->flags & F_SWAP) {
		struct px_time_node swapped = *node;
		swapped.month = node->mday;
		swapped.mday = node->month;
		if (node->flags & F_YEAR)
			swapped.day = px_civil_day(node->year, swapped.month, swapped.mday);
		if ((node->flags & F_YEAR) || px_time_pick_year(p, &swapped)) {
			other.start.day = swapped.day;
			add_alternative(out, &other);
		}
	}
}

/* A clock whose half is open: the usual one, unless that is over today. */
static int32_t settle(const struct px_time_parse *p, const struct px_time_node *node)
{
	int32_t clock = px_time_half_at(p, node);
	int32_t other = (clock + HALF_DAY) % DAY;

	if (node->day == p->today && !p->context->prefer_past && clock <= p->clock && other > p->clock)
		return other;
	return clock;
}

static void clock_value(const struct px_time_parse *p, const struct px_time_node *node,
			struct px_time_expr *out)
{
	bool open = node->flags & F_HALF;

	out->value.kind = node->symbol == S_MOMENT ? PX_TIME_DATETIME : PX_TIME_CLOCK;
	out->value.start = point(node->symbol == S_MOMENT ? node->day : PX_DAY_NONE,
				 open ? settle(p, node) : node->clock);
	out->value.ambiguous_half = open;
	if (open)
		add_other_half(out);
}

static void range_value(const struct px_time_parse *p, const struct px_time_node *node,
			struct px_time_expr *out)
{
	struct px_time_value *value = &out->value;

	(void)p;
	value->kind = PX_TIME_RANGE;
	value->start = point(node->day, node->clock);
	value->end = point(node->until, node->clock_until);
	value->whole_days = node->clock < 0 && node->clock_until < 0;
	value->day_part = node->flags & F_PART;
	if (node->flags & F_HALF && !value->day_part) {
		value->ambiguous_half = true;
		add_other_half(out);
	}
}

static void open_value(const struct px_time_parse *p, const struct px_time_node *node,
		       struct px_time_expr *out)
{
	struct px_time_node edge = *node;
	bool until = node->flags & F_NO_START;

	edge.day = until ? node->until : node->day;
	edge.clock = until ? node->clock_until : node->clock;
	if ((node->flags & F_HALF) && edge.clock >= 0)
		edge.clock = settle(p, &edge);
	out->value.kind = PX_TIME_RANGE;
	out->value.start = until ? absent : point(edge.day, edge.clock);
	out->value.end = until ? point(edge.day, edge.clock) : absent;
	out->value.whole_days = edge.clock < 0;
	if (node->flags & F_HALF) {
		out->value.ambiguous_half = true;
		add_other_half(out);
	}
}

struct writer {
	char *text;
	size_t size, cap;
};

static void put(struct writer *w, const char *text)
{
	size_t n = strlen(text);

	if (w->size + n >= w->cap)
		return;
	memcpy(w->text + w->size, text, n + 1);
	w->size += n;
}

static void put_int(struct writer *w, int value)
{
	char text[16];

	snprintf(text, sizeof text, "%d", value);
	put(w, text);
}

const char px_time_weekdays[7][3] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

static void put_days(struct writer *w, const struct px_time_node *node)
{
	const char *separator = ";BYDAY=";
	bool several = node->days & (node->days - 1); /* "the last working day" */

	for (int i = 0; i < 7; i++) {
		if (!(node->days >> i & 1))
			continue;
		put(w, separator);
		separator = ",";
		if (node->nth && !several)
			put_int(w, node->nth);
		put(w, px_time_weekdays[i]);
		if (node->nth_too) {
			put(w, separator);
			put_int(w, node->nth_too);
			put(w, px_time_weekdays[i]);
		}
	}
	if (node->nth && several) {
		put(w, ";BYSETPOS=");
		put_int(w, node->nth);
	}
}

static void put_list(struct writer *w, const char *name, uint32_t mask, bool zero_is_last)
{
	const char *separator = name;

	for (int i = 1; i <= 32; i++) {
		int bit = i == 32 ? 0 : i;
		if (!(mask >> bit & 1) || (bit == 0 && !zero_is_last))
			continue;
		put(w, separator);
		separator = ",";
		put_int(w, bit == 0 ? -1 : bit);
	}
}

static void write_rule(const struct px_time_node *node, char *text, size_t size)
{
	static const char *const names[] = { [FREQ_HOURLY] = "HOURLY", [FREQ_DAILY] = "DAILY",
		[FREQ_WEEKLY] = "WEEKLY", [FREQ_MONTHLY] = "MONTHLY", [FREQ_YEARLY] = "YEARLY",
		[FREQ_MINUTELY] = "MINUTELY" };
	struct writer w = { text, 0, size };

	put(&w, "FREQ=");
	put(&w, names[node->freq]);
	if (node->interval > 1) {
		put(&w, ";INTERVAL=");
		put_int(&w, node->interval);
	}
	put_list(&w, ";BYMONTH=", node->months_mask, false);
	put_list(&w, ";BYMONTHDAY=", node->month_days, true);
	put_days(&w, node);
	if (node->count > 0) {
		put(&w, ";COUNT=");
		put_int(&w, node->count);
	} else if (node->until != PX_DAY_NONE) {
		int year, month, mday;
		char until[40];
		px_civil_from_day(node->until, &year, &month, &mday);
		snprintf(until, sizeof until, ";UNTIL=%04d%02d%02d", year, month, mday);
		put(&w, until);
	}
}

static void set_value(const struct px_time_parse *p, const struct px_time_node *node,
		      struct px_time_expr *out)
{
	(void)p;
	out->value.kind = PX_TIME_SET;
	out->value.start = point(node->flags & F_STARTED ? node->day : PX_DAY_NONE, node->clock);
	if (node->clock_until >= 0)
		out->value.end = point(PX_DAY_NONE, node->clock_until);
	out->value.day_part = node->flags & F_PART;
	out->value.after_completion = node->flags & F_COMPLETION;
	out->value.ambiguous_half = node->flags & F_HALF;
	write_rule(node, out->value.rrule, sizeof out->value.rrule);
	if (node->nth && !(node->flags & F_STARTED) && node->day != PX_DAY_NONE) {
		/* "the third Tuesday of the month" can be just the next one. */
		struct px_time_value once = out->value;
		once.rrule[0] = '\0';
		once.kind = once.start.second >= 0 ? PX_TIME_DATETIME : PX_TIME_DATE;
		once.start.day = node->day;
		add_alternative(out, &once);
	}
}

void px_time_resolve(const struct px_time_parse *p, const struct px_time_node *node,
		     struct px_time_expr *out)
{
	const struct px_time_rule *rule = px_time_rule_at(node->rule);

	memset(out, 0, sizeof *out);
	out->value.start = out->value.end = absent;
	out->value.approximate = node->flags & F_APPROX;
	out->role = (enum px_time_role)node->role;
	out->rule = rule ? rule->example : "";
	out->holiday = rule && rule->make == MAKE_DAY_HOLIDAY && rule->pattern[0] != S_REL;
	out->score = node->flags & (F_WEAK | F_BARE | F_NOW) ? 0.6F : 0.95F;
	switch (node->symbol) {
	case S_DAY:
		day_value(p, node, out);
		break;
	case S_CLOCK:
	case S_MOMENT:
		clock_value(p, node, out);
		break;
	case S_OPEN:
		open_value(p, node, out);
		break;
	case S_LENGTH:
	case S_SHIFT:
		out->value.kind = PX_TIME_DURATION;
		break;
	case S_SET:
		set_value(p, node, out);
		break;
	default:
		range_value(p, node, out);
		break;
	}
	if (node->symbol == S_LENGTH || node->symbol == S_SHIFT || node->role == PX_TIME_SHIFT) {
		out->value.in_years = node->grain == GRAIN_YEAR;
		out->value.months = node->months;
		out->value.seconds = node->seconds;
	}
}
