/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recurrences by month and year: days of the month, nth weekdays, dates.
 */
#include "nlu/time/rules_set_month.h"

#include "nlu/language.h"

#include "nlu/time/names.h"

void px_time_set_freq(node_t *out, int freq, int interval)
{
	out->freq = (uint8_t)freq;
	out->interval = (int16_t)interval;
}

/* Days of the month: one, then lists. */
bool px_time_month_days_one(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->month_days = UINT32_C(1) << part[arg]->number;
	return true;
}

bool px_time_month_days_more(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	out->month_days = part[0]->month_days | part[arg]->month_days;
	return true;
}

/* "every 3rd", "the 1st and 15th of every month" */
bool px_time_monthly_on(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *last = NULL;

	(void)p;
	for (int i = 0; part[i]; i++)
		last = part[i];
	if (last->symbol == S_UNIT && last->number != GRAIN_MONTH)
		return false;
	if (last->symbol == S_FREQUENCY && last->number / 16 != FREQ_MONTHLY)
		return false;
	px_time_set_freq(out, FREQ_MONTHLY, 1);
	out->month_days = part[arg]->month_days;
	return true;
}

/* Two or more days of the month alone: "1st and 15th". */
bool px_time_several_month_days(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	uint32_t days = part[arg]->month_days;
	/* "am 3., 17. und 24. Juni" are dates unless something says that they come again */
	if ((days & (days - 1)) == 0 || (px_language_is_other() && px_language()->dotted_ordinals))
		return false;
	px_time_set_freq(out, FREQ_MONTHLY, 1);
	out->month_days = days;
	return true;
}

/* "the third Tuesday of every month": ordinal (or last) and weekday, then what repeats. */
bool px_time_monthly_weekday(parse_t *p, parts_t part, int arg, node_t *out)
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
	px_time_set_freq(out, FREQ_MONTHLY, 1);
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
bool px_time_monthly_weekday_or_next(parse_t *p, parts_t part, int arg, node_t *out)
{
	if (!px_time_monthly_weekday(p, part, arg, out))
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
bool px_time_yearly_on(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *day = part[arg];
	int year, month, mday;

	(void)p;
	if (day->symbol == S_PERIOD) {
		if (day->grain != GRAIN_MONTH || !(day->flags & F_NAMED_MONTH) || (day->flags & F_YEAR))
			return false;
		px_time_set_freq(out, FREQ_YEARLY, 1);
		out->months_mask = (uint16_t)(1 << day->month);
		return true;
	}
	if (day->wday >= 0 || (day->flags & (F_WEEKDAY | F_MONTHDAY)))
		return false;
	if ((day->flags & F_YEAR) || (!(day->flags & F_NAMED_MONTH) && day->grain != GRAIN_DAY))
		return false;
	px_civil_from_day(day->day, &year, &month, &mday);
	px_time_set_freq(out, FREQ_YEARLY, 1);
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

/* "every last Thursday": of the month; "every second Thursday" is another matter. */
bool px_time_monthly_nth(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *nth = part[arg], *by = part[arg + 2];
	const node_t *pair[] = { nth, part[arg + 1], NULL };

	if (by ? by->number != FREQ_MONTHLY * 16 + 1 : nth->symbol != S_LAST && nth->number != 1)
		return false;
	return px_time_monthly_weekday(p, pair, 0, out);
}

/* "1st and 3rd Monday": ordinals at `arg` and two further on. */
bool px_time_two_nths(parse_t *p, parts_t part, int arg, node_t *out)
{
	const node_t *last = NULL;
	int first = part[arg]->number, second = part[arg + 2]->number;

	(void)p;
	for (int i = 0; part[i]; i++)
		last = part[i];
	if (first < 1 || first >= second || second > 5 || (last->symbol == S_UNIT && last->number != GRAIN_MONTH))
		return false;
	px_time_set_freq(out, FREQ_MONTHLY, 1);
	out->days = (uint8_t)(1 << part[arg + 3]->number);
	out->nth = (int8_t)first;
	out->nth_too = (int8_t)second;
	return true;
}

bool px_time_two_months(parse_t *p, parts_t part, int arg, node_t *out)
{
	(void)p;
	px_time_set_freq(out, FREQ_YEARLY, 1);
	out->months_mask = (uint16_t)(1 << part[arg]->number | 1 << part[arg + 2]->number);
	return part[arg]->number != part[arg + 2]->number;
}

/* "the last working day of every month": first or last at `arg`. */
bool px_time_workday_monthly(parse_t *p, parts_t part, int arg, node_t *out)
{
	int nth = part[arg]->number;

	(void)p;
	if (part[arg + 4]->number != GRAIN_MONTH || nth == 0 || nth > 23)
		return false;
	px_time_set_freq(out, FREQ_MONTHLY, 1);
	out->days = WORKDAYS;
	out->nth = (int8_t)nth;
	return true;
}
