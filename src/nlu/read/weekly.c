/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/read/weekly.h"

#include "nlu/read/bounds.h"
#include "nlu/read/when.h"

#include <stdio.h>

/* Every piece of the list is a day of the week and no date: as many of their names as pieces, and no month. */
static bool are_weekdays(const struct px_request *request, const struct px_time_list *list)
{
	const struct px_words *w = &request->words;
	size_t named = 0;

	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].begin < list->begin || w->at[i].end > list->end)
			continue;
		if (px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_BOUND_WITHIN_2) && named == list->count)
			break; /* "tue and thu 7pm until 12 March" */
		named += px_word_in(&w->at[i], PX_WORDS_WEEKDAY);
		if (px_word_in(&w->at[i], PX_WORDS_WEEKLY_NO_DAY))
			return false; /* "next Monday and Tuesday" are two days */
	}
	return named == list->count;
}

static bool same_hours(const struct px_time_list *list)
{
	for (size_t i = 1; i < list->count; i++) {
		const struct px_time_value *a = &list->at[0], *b = &list->at[i];
		if (a->start.second != b->start.second || a->end.second != b->end.second ||
		    a->start.day == PX_DAY_NONE || b->start.day == PX_DAY_NONE)
			return false;
	}
	return true;
}

/* How long it goes on, and what says so: "for 6 weeks", "until 12 March". */
struct bound {
	int32_t days;              /* that it lasts from its first day on, or 0 */
	int32_t months;
	int32_t last;              /* day, or PX_DAY_NONE */
	size_t cut_begin, cut_end; /* of a time outside the list */
};

/* The engine reads "fri at 6am for 6 weeks" as one stretch, which ends at the same hour. */
static bool bound_inside(const struct px_time_list *list, struct bound *bound)
{
	for (size_t i = list->count; i-- > 0; ) { /* the last one was read so, the others follow it */
		const struct px_time_value *v = &list->at[i];
		if (v->kind != PX_TIME_RANGE || v->end.day == PX_DAY_NONE || v->start.day == PX_DAY_NONE ||
		    v->end.day - v->start.day < 7)
			continue;
		bool lasts = v->end.second == v->start.second;
		*bound = (struct bound){ .days = lasts ? v->end.day - v->start.day : 0,
					 .last = lasts ? PX_DAY_NONE : v->end.second ? v->end.day : v->end.day - 1 };
		return true;
	}
	return false;
}

static bool is_outside(const struct px_time_list *list, const struct px_time_expr *t)
{
	return t->begin >= list->end || t->end <= list->begin;
}

static bool bound_outside(const struct px_request *request, const struct px_time_list *list, struct bound *bound)
{
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_expr *t = &request->times[i];
		const struct px_time_value *v = &t->value;
		if (!is_outside(list, t))
			continue;
		bool lasts = v->kind == PX_TIME_DURATION && t->role != PX_TIME_SHIFT &&
			     (v->months > 0 || v->seconds >= 7 * 86400);
		if (!lasts && !px_bounds_only_end(v))
			continue;
		*bound = (struct bound){ .cut_begin = t->cut_begin,
					 .cut_end = t->end > t->cut_end ? t->end : t->cut_end,
					 .days = lasts ? (int32_t)(v->seconds / 86400) : 0,
					 .months = lasts ? v->months : 0,
					 .last = lasts ? PX_DAY_NONE : px_bounds_until_day(request, t) };
		return true;
	}
	return false;
}

/* The pieces, in the order of the week, become one; `stretch`: their ends are that of the whole. */
static void join(struct px_time_list *list, bool stretch)
{
	struct px_time_value joined = list->at[0];
	unsigned days = 0;
	size_t n = (size_t)snprintf(joined.rrule, sizeof(joined.rrule), "FREQ=WEEKLY;BYDAY=");

	for (size_t i = 0; i < list->count; i++) {
		days |= 1U << px_civil_weekday(list->at[i].start.day);
		if (list->at[i].start.day < joined.start.day)
			joined.start.day = list->at[i].start.day;
	}
	for (int d = 0, some = 0; d < 7; d++) {
		if (days >> d & 1)
			n += (size_t)snprintf(joined.rrule + n, sizeof(joined.rrule) - n, "%s%s",
					      some++ ? "," : "", px_time_weekdays[d]);
	}
	joined.kind = PX_TIME_SET;
	joined.end.day = PX_DAY_NONE;
	joined.end.second = stretch ? -1 : joined.end.second;
	list->at[0] = joined;
	list->count = 1;
}

/* "gym mon/wed/fri 6:30am starting next week": from then on, without an end. */
static void start_then(const struct px_request *request, struct px_time_list *list)
{
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_expr *t = &request->times[i];
		const struct px_time_value *v = &t->value;
		if (t->role != PX_TIME_START || v->start.day == PX_DAY_NONE || v->start.second >= 0 ||
		    !is_outside(list, t))
			continue;
		join(list, false);
		list->at[0].start.day = px_parse_first_day(list->at[0].rrule, v->start.day);
		list->bound_begin = t->cut_begin;
		list->bound_end = t->end > t->cut_end ? t->end : t->cut_end;
		return;
	}
}

static const char weekly[] = "FREQ=WEEKLY";

bool px_weekly_plain(const struct px_time_value *v)
{
	const size_t lead = sizeof(weekly) - 1;

	return v->kind == PX_TIME_SET && v->start.second < 0 && strncmp(v->rrule, weekly, lead) == 0 &&
	       (!v->rrule[lead] || strncmp(v->rrule + lead, ";UNTIL=", 7) == 0);
}

/* "training Tue and Thu 6-8pm every week until 17 December"; false: weeks in which no such days repeat. */
static bool repeat(const struct px_request *request, struct px_time_list *list, const struct px_time_expr *set)
{
	const char *tail = set->value.rrule + sizeof(weekly) - 1;

	if (!are_weekdays(request, list) || !same_hours(list))
		return false;
	join(list, false);
	size_t n = strlen(list->at[0].rrule);
	(void)snprintf(list->at[0].rrule + n, sizeof(list->at[0].rrule) - n, "%s", tail);
	list->bound_begin = set->cut_begin;
	list->bound_end = set->end > set->cut_end ? set->end : set->cut_end;
	return true;
}

bool px_weekly_join(const struct px_request *request, struct px_time_list *list)
{
	bool sets = list->at[0].kind == PX_TIME_SET;
	struct bound bound;

	for (size_t i = 0; i < request->time_count && !sets; i++) {
		if (is_outside(list, &request->times[i]) && request->times[i].value.kind == PX_TIME_SET)
			return repeat(request, list, &request->times[i]);
	}

	if (!bound_inside(list, &bound) && !bound_outside(request, list, &bound)) {
		if (!sets && are_weekdays(request, list) && same_hours(list))
			start_then(request, list);
		return true;
	}
	if (!sets && (!are_weekdays(request, list) || !same_hours(list)))
		return true;
	bool stretch = bound.cut_end == 0;
	if (!sets)
		join(list, stretch);
	for (size_t i = 0; i < list->count; i++) {
		int32_t from = list->at[i].start.day != PX_DAY_NONE ? list->at[i].start.day : request->today;
		int32_t first = px_parse_first_day(list->at[i].rrule, from);
		int32_t last = bound.last != PX_DAY_NONE ? bound.last
							 : px_civil_add_months(first, bound.months) + bound.days - 1;
		if (!px_bounds_known(&list->at[i]))
			px_bounds_add_until(request, &list->at[i], last);
	}
	list->bound_begin = bound.cut_begin;
	list->bound_end = bound.cut_end;
	return true;
}
