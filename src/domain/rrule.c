/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk goes period by period (hour, day, week, month, year); all days of a
 * period that pass every BY filter are its candidates, times of day multiply
 * them, BYSETPOS picks from the sorted result.  Which parts expand and which
 * limit (the table in RFC 5545 section 3.3.10) then only shows in what DTSTART
 * has to fill in, and that is px_rrule_anchor's part.  The parser is in
 * rrule_parse.c.
 */
#include "domain/rrule.h"

enum { PERIOD_MAX = 366 * 8 };

static bool in_set(const uint64_t *set, int bit)
{
	return set[bit / 64] >> (bit % 64) & 1;
}

/* ISO-like week number of `day` for any week start: week 1 holds 4 January. */
static int week_number(const struct px_rrule *rule, int32_t day, int *weeks)
{
	int year, month, month_day;
	int into = (px_civil_weekday(day) - rule->week_start + 7) % 7;

	px_civil_from_day(day - into + 3, &year, &month, &month_day);
	int32_t january4 = px_civil_day(year, 1, 4);
	int32_t first = january4 - (px_civil_weekday(january4) - rule->week_start + 7) % 7;
	int32_t next4 = px_civil_day(year + 1, 1, 4);
	int32_t next = next4 - (px_civil_weekday(next4) - rule->week_start + 7) % 7;
	*weeks = (next - first) / 7;
	return (day - first) / 7 + 1;
}

/* "2TU", "-1FR": counted within the month, or within the year for YEARLY without BYMONTH. */
static bool nth_matches(const struct px_rrule *rule, int32_t day, int year, int month,
			int month_day)
{
	bool yearly = rule->freq == PX_RRULE_YEARLY && !rule->months;
	int32_t first = yearly ? px_civil_day(year, 1, 1) : day - month_day + 1;
	int32_t last = yearly ? px_civil_day(year, 12, 31)
			      : first + px_civil_month_days(year, month) - 1;
	int weekday = px_civil_weekday(day);

	for (size_t i = 0; i < rule->nth_count; i++) {
		if (rule->nths[i].weekday != weekday)
			continue;
		int nth = rule->nths[i].nth > 0 ? (day - first) / 7 + 1 : -((last - day) / 7 + 1);
		if (nth == rule->nths[i].nth)
			return true;
	}
	return false;
}

static bool week_matches(const struct px_rrule *rule, int32_t day)
{
	int weeks;
	int number = week_number(rule, day, &weeks);

	return rule->weeks >> number & 1 || rule->weeks_back >> (weeks - number + 1) & 1;
}

static bool year_day_matches(const struct px_rrule *rule, int32_t day, int year)
{
	int32_t first = px_civil_day(year, 1, 1);
	int32_t next = px_civil_day(year + 1, 1, 1);

	return in_set(rule->year_days, day - first + 1) || in_set(rule->year_days_back, next - day);
}

/* A day with its place in the calendar, which a walk over days keeps by counting. */
struct day {
	int32_t day;
	int year, month, month_day, month_days;
};

static struct day day_at(int32_t day)
{
	struct day at = { .day = day };

	px_civil_from_day(day, &at.year, &at.month, &at.month_day);
	at.month_days = px_civil_month_days(at.year, at.month);
	return at;
}

static void next_month(struct day *at)
{
	at->day += at->month_days - at->month_day + 1;
	at->month_day = 1;
	at->year += at->month == 12;
	at->month = at->month == 12 ? 1 : at->month + 1;
	at->month_days = px_civil_month_days(at->year, at->month);
}

static void next_day(struct day *at)
{
	if (at->month_day == at->month_days) {
		next_month(at);
		return;
	}
	at->day++;
	at->month_day++;
}

static bool month_matches(const struct px_rrule *rule, const struct day *at)
{
	return !rule->months || rule->months >> at->month & 1;
}

static bool day_matches(const struct px_rrule *rule, const struct day *at)
{
	if (!month_matches(rule, at))
		return false;
	if (rule->month_days | rule->month_days_back) {
		int back = at->month_days - at->month_day + 1;
		if (!(rule->month_days >> at->month_day & 1) &&
		    !(rule->month_days_back >> back & 1))
			return false;
	}
	if (rule->has_year_days && !year_day_matches(rule, at->day, at->year))
		return false;
	if ((rule->weeks | rule->weeks_back) && !week_matches(rule, at->day))
		return false;
	if (!rule->weekdays && !rule->nth_count)
		return true;
	return rule->weekdays >> px_civil_weekday(at->day) & 1 ||
	       nth_matches(rule, at->day, at->year, at->month, at->month_day);
}

void px_rrule_anchor(struct px_rrule *rule, int64_t start)
{
	struct px_civil civil = px_civil_from_ms(start);
	bool days = rule->month_days || rule->month_days_back || rule->weekdays ||
		    rule->nth_count || rule->has_year_days;
	bool weeks = rule->weeks || rule->weeks_back;

	if (!days && (rule->freq == PX_RRULE_WEEKLY || weeks)) {
		rule->weekdays = (uint8_t)(1u << px_civil_weekday(px_civil_ms_day(start)));
	} else if (!days && rule->freq >= PX_RRULE_MONTHLY) {
		rule->month_days = UINT32_C(1) << civil.day;
		if (rule->freq == PX_RRULE_YEARLY && !rule->months)
			rule->months = (uint16_t)(1u << civil.month);
	}
	if (!rule->hours && rule->freq >= PX_RRULE_DAILY)
		rule->hours = UINT32_C(1) << civil.hour;
	if (!rule->minutes)
		rule->minutes = UINT64_C(1) << civil.minute;
	if (!rule->seconds)
		rule->seconds = UINT64_C(1) << civil.second;
}

/* The times of day (ms) of the rule, ascending; of one hour only for HOURLY. */
static size_t times_of_day(const struct px_rrule *rule, uint32_t hours, int64_t *times, size_t max)
{
	size_t count = 0;

	for (int hour = 0; hour < 24; hour++) {
		if (!(hours >> hour & 1))
			continue;
		for (int minute = 0; minute < 60; minute++) {
			if (!(rule->minutes >> minute & 1))
				continue;
			for (int second = 0; second < 60 && count < max; second++) {
				if (rule->seconds >> second & 1)
					times[count++] = hour * PX_MS_HOUR +
							 minute * PX_MS_MINUTE +
							 second * PX_MS_SECOND;
			}
		}
	}
	return count;
}

struct walk {
	const struct px_rrule *rule;
	int64_t start, counted;
	px_rrule_fn *visit;
	void *arg;
	int64_t times[256];
	size_t time_count;
	int32_t days[366];
	size_t day_count;
	bool stop;
};

static void emit(struct walk *walk, int64_t local)
{
	const struct px_rrule *rule = walk->rule;

	if (walk->stop || local < walk->start)
		return;
	if (rule->until != PX_TIME_NONE && local > rule->until) {
		walk->stop = true;
		return;
	}
	if (!walk->visit(walk->arg, local) || ++walk->counted == rule->count)
		walk->stop = true;
}

/* The i-th of the period's sorted set, days by times. */
static int64_t period_item(const struct walk *walk, size_t i)
{
	return walk->days[i / walk->time_count] * PX_MS_DAY + walk->times[i % walk->time_count];
}

static void emit_positions(struct walk *walk)
{
	const struct px_rrule *rule = walk->rule;
	int64_t total = (int64_t)(walk->day_count * walk->time_count);
	uint64_t chosen[PERIOD_MAX / 64 + 1] = { 0 };

	for (size_t i = 0; i < rule->position_count; i++) {
		int64_t at = rule->positions[i] > 0 ? rule->positions[i] - 1
						    : total + rule->positions[i];
		if (at >= 0 && at < total && at < PERIOD_MAX)
			chosen[at / 64] |= UINT64_C(1) << (at % 64);
	}
	for (int64_t at = 0; at < total && at < PERIOD_MAX && !walk->stop; at++) {
		if (in_set(chosen, (int)at))
			emit(walk, period_item(walk, (size_t)at));
	}
}

static void emit_period(struct walk *walk, int32_t first, int32_t end)
{
	struct day at = day_at(first);

	walk->day_count = 0;
	while (at.day < end) {
		if (!month_matches(walk->rule, &at)) {
			next_month(&at);
			continue;
		}
		if (day_matches(walk->rule, &at))
			walk->days[walk->day_count++] = at.day;
		next_day(&at);
	}
	if (walk->rule->position_count) {
		emit_positions(walk);
		return;
	}
	for (size_t i = 0; i < walk->day_count * walk->time_count && !walk->stop; i++)
		emit(walk, period_item(walk, i));
}

/* The `index`-th period of the rule, as days [*first, *end). */
static void period_days(const struct px_rrule *rule, int32_t start, int64_t index, int32_t *first,
			int32_t *end)
{
	int year, month, day;
	int steps = (int)(index * rule->interval);

	px_civil_from_day(start, &year, &month, &day);
	switch (rule->freq) {
	case PX_RRULE_HOURLY:
	case PX_RRULE_DAILY:
		*first = start + steps;
		*end = *first + 1;
		break;
	case PX_RRULE_WEEKLY:
		*first = start - (px_civil_weekday(start) - rule->week_start + 7) % 7 + 7 * steps;
		*end = *first + 7;
		break;
	case PX_RRULE_MONTHLY:
		*first = px_civil_day(year, month + steps, 1);
		*end = px_civil_day(year, month + steps + 1, 1);
		break;
	case PX_RRULE_YEARLY:
		*first = px_civil_day(year + steps, 1, 1);
		*end = px_civil_day(year + steps + 1, 1, 1);
		break;
	}
}

/* A period index that surely begins at or before `from`, near it. */
static int64_t skip_periods(const struct px_rrule *rule, int32_t start, int32_t from)
{
	static const int longest[] = { 1, 1, 7, 31, 366 };

	if (rule->count || from <= start)
		return 0;
	int64_t index = (from - start) / ((int64_t)longest[rule->freq] * rule->interval) - 1;
	/* The lower bound uses the longest month or year; walk on to the period before `from`. */
	int32_t first, end;
	for (index = index < 0 ? 0 : index;; index++) {
		period_days(rule, start, index + 1, &first, &end);
		if (first > from)
			return index;
	}
}

/* Hours are counted from DTSTART's; a day that doesn't match is skipped at once. */
static void walk_hours(struct walk *walk, int64_t from)
{
	const struct px_rrule *rule = walk->rule;
	int64_t step = rule->interval * PX_MS_HOUR;
	int64_t hour = walk->start - (walk->start % PX_MS_HOUR + PX_MS_HOUR) % PX_MS_HOUR;
	int64_t last = px_civil_day(PX_RRULE_LAST_YEAR, 1, 1) * PX_MS_DAY;

	if (!rule->count && from > hour)
		hour += (from - hour) / step * step;
	while (hour < last && !walk->stop) {
		int32_t day = px_civil_ms_day(hour);
		int of_day = (int)((hour - day * PX_MS_DAY) / PX_MS_HOUR);
		struct day at = day_at(day);
		if (!day_matches(rule, &at)) {
			int32_t left = month_matches(rule, &at) ? 1 : at.month_days - at.month_day + 1;
			hour += ((day + left) * PX_MS_DAY - hour + step - 1) / step * step;
			continue;
		}
		if (!rule->hours || rule->hours >> of_day & 1) {
			walk->time_count = times_of_day(rule, UINT32_C(1) << of_day, walk->times, 256);
			walk->days[0] = day;
			walk->day_count = 1;
			if (rule->position_count)
				emit_positions(walk);
			for (size_t i = 0; !rule->position_count && i < walk->time_count; i++)
				emit(walk, period_item(walk, i));
		}
		hour += step;
		if (rule->until != PX_TIME_NONE && hour > rule->until)
			return;
	}
}

void px_rrule_walk(const struct px_rrule *rule, int64_t start, int64_t from, px_rrule_fn *visit,
		   void *arg)
{
	struct walk walk = { .rule = rule, .start = start, .visit = visit, .arg = arg };
	int32_t start_day = px_civil_ms_day(start);
	int32_t last = px_civil_day(PX_RRULE_LAST_YEAR, 1, 1);

	if (rule->freq == PX_RRULE_HOURLY) {
		walk_hours(&walk, from);
		return;
	}
	/* 256 times a day are more than anybody plans; the parser refuses more. */
	walk.time_count = times_of_day(rule, rule->hours, walk.times, 256);
	int64_t index = skip_periods(rule, start_day, px_civil_ms_day(from));
	for (; !walk.stop; index++) {
		int32_t first, end;
		period_days(rule, start_day, index, &first, &end);
		if (first >= last ||
		    (rule->until != PX_TIME_NONE && first * PX_MS_DAY > rule->until))
			return;
		emit_period(&walk, first, end);
	}
}
