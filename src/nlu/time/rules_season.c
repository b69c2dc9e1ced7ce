/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Longer periods: quarters, seasons, decades and centuries.
 */
#include "nlu/time/rules_season.h"

#include "nlu/time/names.h"

bool px_time_set_months(parse_t *p, int year, int month, int months, node_t *out)
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

int px_time_year_of(const node_t *node)
{
	int year, month_number, mday;

	if (node->symbol != S_PERIOD)
		return node->year;
	px_civil_from_day(node->day, &year, &month_number, &mday);
	return year;
}

/* "FY27": the calendar year, as nobody said otherwise; in two or four digits at `arg`. */
bool px_time_fiscal_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	int number = part[arg]->number;

	if (part[0]->number != 1 || (part[arg]->count != 2 && part[arg]->count != 4))
		return false;
	out->grain = GRAIN_YEAR;
	return px_time_set_months(p, part[arg]->count == 2 ? 2000 + number : number, 1, 12, out);
}

bool px_time_quarter_number(parse_t *p, parts_t part, int arg, node_t *out)
{
	int months = part[0]->symbol == S_H_HALF || part[1]->symbol == S_HALF ||
		     (part[0]->symbol == S_THE && part[2]->symbol == S_HALF) ? 6 : 3;
	int number = part[arg]->number;

	if (number < 1 || number > 12 / months)
		return false;
	out->grain = months == 6 ? GRAIN_HALF : GRAIN_QUARTER;
	out->flags = F_NAMED_MONTH | (months == 6 ? F_WEAK : 0);
	return px_time_set_months(p, 0, (number - 1) * months + 1, months, out);
}

bool px_time_short_year_quarter(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (part[0]->count != 2 || part[arg]->number < 1 || part[arg]->number > 4)
		return false;
	out->grain = GRAIN_QUARTER;
	return px_time_set_months(p, 2000 + part[0]->number, part[arg]->number * 3 - 2, 3, out);
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
bool px_time_season(parse_t *p, parts_t part, int arg, node_t *out)
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
bool px_time_relative_season(parse_t *p, parts_t part, int arg, node_t *out)
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

bool px_time_season_year(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	if (part[arg]->symbol == S_PERIOD && part[arg]->grain != GRAIN_YEAR)
		return false;
	out->flags = F_YEAR;
	return set_season(part[0]->number, px_time_year_of(part[arg]), out);
}

bool px_time_decade(parse_t *p, parts_t part, int arg, node_t *out)
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
	return px_time_set_months(p, number, 1, 120, out);
}

bool px_time_century(parse_t *p, parts_t part, int arg, node_t *out)
{
	int number = part[arg]->number;

	if (part[arg + 1]->number != GRAIN_CENTURY || number < 1 || number > 29)
		return false;
	out->grain = GRAIN_CENTURY;
	return px_time_set_months(p, (number - 1) * 100, 1, 1200, out) && number > 1;
}
