/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/read/list_period.h"

#include "nlu/read/time_repair.h"
#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"

/* The same day of the month that begins on `first`. */
static void set_month(struct px_time_value *value, int32_t first)
{
	int year, month, month_day;

	px_civil_from_day(value->start.day, &year, &month, &month_day);
	const int32_t day = first + month_day - 1;
	value->end.day += value->end.day != PX_DAY_NONE ? day - value->start.day : 0;
	value->start.day = day;
}

static int32_t month_of(int32_t day, int more)
{
	int year, month, month_day;

	px_civil_from_day(day, &year, &month, &month_day);
	return px_civil_day(year, month + more, 1);
}

/* "am 7. und am 21.": the days go on from each other; "am 3., 17. und 24. Juni": the last says the month of all. */
void px_time_list_order_days(struct px_time_list *list)
{
	for (size_t i = 1; i < list->count; i++) {
		const int32_t before = list->at[i - 1].start.day;
		if (list->month_days & 1U << i && before != PX_DAY_NONE && list->at[i].start.day < before)
			set_month(&list->at[i], month_of(list->at[i].start.day, 1));
	}
	for (size_t i = list->count; i-- > 1; ) {
		const int32_t day = list->at[i].start.day;
		if (list->month_days & 1U << (i - 1) && !(list->month_days & 1U << i) && day != PX_DAY_NONE) {
			set_month(&list->at[i - 1], month_of(day, 0));
			if (list->at[i - 1].start.day > day) /* "am 29. und 2. Juni" */
				set_month(&list->at[i - 1], month_of(day, -1));
			list->month_days &= ~(1U << (i - 1));
		}
	}
}

static bool is_week(const struct px_time_value *v)
{
	return v->kind == PX_TIME_RANGE && v->whole_days && v->start.day != PX_DAY_NONE &&
	       v->end.day <= v->start.day + 7;
}

/* A day of the week becomes that of `week`, unless it is over. */
static void into_week(const struct px_request *request, struct px_time_value *one, const struct px_time_value *week)
{
	if (one->start.day == PX_DAY_NONE)
		return;
	const int32_t back = (one->start.day - week->start.day) % 7, day = week->start.day + (back + 7) % 7;
	if (day < request->today || day >= week->start.day + 7)
		return;
	one->end.day += one->end.day != PX_DAY_NONE ? day - one->start.day : 0;
	one->start.day = day;
}

void px_times_into_week(struct px_request *request, const struct px_time_value *week)
{
	if (!is_week(week))
		return;
	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *t = &request->times[i];
		const struct px_word *first = px_times_word_after(request, t->begin);
		const struct px_word *last = px_times_word_before(request, t->end);
		bool weekday = false, dated = false;
		for (const struct px_word *word = first; word && last && word <= last; word++) {
			weekday |= px_word_in(word, PX_WORDS_WEEKDAY);
			dated |= px_times_month_of(word) > 0 || px_word_in(word, PX_WORDS_WEEKLY_NO_DAY);
		}
		if (weekday && !dated && t->value.kind != PX_TIME_SET && t->value.start.day < request->today + 7)
			into_week(request, &t->value, week);
	}
}

void px_times_of_heading(struct px_request *request, size_t begin, const char *colon)
{
	struct px_time_expr week;

	if (px_times_sure_in(request, begin, (size_t)(colon - request->text.data), &week))
		px_times_into_week(request, &week.value);
}

static bool is_month(const struct px_time_value *v)
{
	enum { MONTH_LEAST = 28, MONTH_MOST = 31 };
	const int32_t days = v->end.day - v->start.day;

	return v->kind == PX_TIME_RANGE && v->whole_days && v->start.day != PX_DAY_NONE && days >= MONTH_LEAST &&
	       days <= MONTH_MOST;
}

/* "im Juni: am 7. und am 21.": days that only have numbers are of the month that stands before them. */
static void into_month(struct px_time_list *list, const struct px_time_value *month)
{
	for (size_t n = 0; n < list->count; n++) {
		if (list->month_days & 1U << n)
			set_month(&list->at[n], month->start.day);
	}
}

static void into_period(const struct px_request *request, struct px_time_list *list, const struct px_time_value *period)
{
	for (size_t n = 0; n < list->count && is_week(period); n++)
		into_week(request, &list->at[n], period);
	if (px_language_is_other() && list->month_days && is_month(period))
		into_month(list, period);
}

static bool is_period(const struct px_time_list *list, const struct px_time_value *v)
{
	return is_week(v) || (px_language_is_other() && list->month_days && is_month(v));
}

/* "this week: thu 7am-3pm, sat 2pm-10pm": the days are of the week that stands before them. */
void px_time_list_in_period(const struct px_request *request, struct px_time_list *list)
{
	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr week = request->times[i];
		const struct px_time_value *v = &week.value;
		size_t end = week.end < list->begin ? week.end : list->begin, begin = week.begin, cut = week.cut_begin;
		if (begin >= end || !px_times_read_again(request, &week, begin, end) || !is_period(list, v))
			continue;
		const struct px_word *next = px_times_word_after(request, week.end);
		if (!next || next->end <= list->begin)
			continue; /* other words between */
		into_period(request, list, v);
		list->begin = cut;
		return;
	}
}
