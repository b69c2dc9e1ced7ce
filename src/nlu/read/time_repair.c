/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine reads each expression alone.  Here a weekday and the date behind
 * it become that date, "the last Friday of next month" is counted out, "an
 * hour before 3" is 2, and days that don't exist are found out.
 */
#include "nlu/read/time_repair.h"

#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/text/phrase.h"

#include <stdio.h>
#include <stdlib.h>


void px_times_drop(struct px_request *request, size_t at)
{
	memmove(&request->times[at], &request->times[at + 1],
		(request->time_count - at - 1) * sizeof(request->times[0]));
	request->time_count--;
}

int px_times_number_of(const struct px_word *word)
{
	size_t digits = strspn(word->text, "0123456789");

	if (digits && digits <= 2 && word->size <= digits + 2)
		return (int)strtol(word->text, NULL, 10);
	return px_word_ordinal(word) ? px_word_ordinal(word) : px_word_number(word);
}

void px_times_words(const struct px_request *request, const struct px_time_expr *t, size_t *from, size_t *to)
{
	size_t i = 0;

	while (i < request->words.count && request->words.at[i].end <= t->begin)
		i++;
	*from = i;
	while (i < request->words.count && request->words.at[i].begin < t->end)
		i++;
	*to = i;
}

static bool touches(const struct px_request *request, const struct px_time_expr *a, const struct px_time_expr *b)
{
	for (size_t i = a->end; i < b->begin; i++) {
		if (!strchr(" ,\t", request->text.data[i]))
			return false;
	}
	return b->begin >= a->end;
}

/* Which of the lists has the word, or -1. */
static int listed(const struct px_texts *lists, const struct px_word *word)
{
	for (size_t i = 0; i < lists->count; i++) {
		if (px_word_in_list(word, lists->at[i]))
			return (int)i;
	}
	return -1;
}

int px_times_month_of(const struct px_word *word)
{
	return listed(px_texts(PX_TEXTS_MONTH_NAMES), word) + 1;
}

/* ---- a weekday and its date ---- */

/* "Sunday night 7th June 2026", "Monday morning 2 March": the date counts. */
static void join_weekday_date(struct px_request *request)
{
	for (size_t i = 0; i + 1 < request->time_count; i++) {
		struct px_time_expr *day = &request->times[i], *date = &request->times[i + 1];
		size_t from, to, next, end;
		px_times_words(request, day, &from, &to);
		px_times_words(request, date, &next, &end);
		bool dated = false;
		for (size_t k = next; k < end; k++)
			dated |= px_times_month_of(&request->words.at[k]) > 0 ||
				 (request->words.at[k].text[0] >= '0' && request->words.at[k].text[0] <= '9' &&
				  memchr(request->words.at[k].text, '/', request->words.at[k].size));
		if (day->value.kind != PX_TIME_DATE || to == from ||
		    !px_word_in(&request->words.at[to - 1], PX_WORDS_TIME_REPAIR_WEEKDAYS) || to - from > 2 || !dated ||
		    date->value.start.day == PX_DAY_NONE || date->value.kind == PX_TIME_SET ||
		    !touches(request, day, date))
			continue;
		date->begin = day->begin;
		date->cut_begin = day->cut_begin;
		px_times_drop(request, i);
	}
}

/* ---- a day counted within a month ---- */

static bool is_month(const struct px_time_value *v)
{
	return v->kind == PX_TIME_RANGE && v->whole_days && v->start.day != PX_DAY_NONE && v->end.day != PX_DAY_NONE &&
	       v->end.day - v->start.day >= 28 && v->end.day - v->start.day <= 31;
}

/* The n-th (from the end if negative) day of [from, to) that is on weekday `day`, 7 for any working day. */
static int32_t count_out(int32_t from, int32_t to, int day, int n)
{
	int step = n < 0 ? -1 : 1, left = abs(n);

	for (int32_t d = n < 0 ? to - 1 : from; d >= from && d < to; d += step) {
		int weekday = px_civil_weekday(d);
		if ((day == 7 ? weekday < 5 : weekday == day) && --left == 0)
			return d;
	}
	return PX_DAY_NONE;
}

/* "the last weekday in March", "the 2nd last Friday of next month", "Monday of the next month" */
static void count_within_month(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *month = &request->times[i];
		size_t from, to;
		if (!is_month(&month->value))
			continue;
		px_times_words(request, month, &from, &to);
		size_t noun = from;
		while (noun > 0 && px_word_in(&w->at[noun - 1], PX_WORDS_TIME_REPAIR_COUNT_WITHIN_MONTH))
			noun--;
		bool linked = noun < from ||
			      (from < to && px_word_in(&w->at[from], PX_WORDS_TIME_REPAIR_COUNT_WITHIN_MONTH_2));
		if (!noun)
			continue;
		noun--;
		int day = listed(px_texts(PX_TEXTS_WEEKDAY_NAMES), &w->at[noun]);
		bool working = px_word_in(&w->at[noun], PX_WORDS_TIME_REPAIR_COUNT_WITHIN_MONTH_3) ||
			       (noun && px_word_in(&w->at[noun], PX_WORDS_TIME_REPAIR_COUNT_WITHIN_MONTH_4) &&
				px_word_in(&w->at[noun - 1], PX_WORDS_TIME_REPAIR_COUNT_WITHIN_MONTH_5));
		if (day < 0 && !working)
			continue;
		size_t begin = noun - (working && px_word_in(&w->at[noun], PX_WORDS_TIME_REPAIR_COUNT_WITHIN_MONTH_6));
		int n = 0;
		bool last = begin && px_word_in(&w->at[begin - 1], PX_WORDS_TIME_REPAIR_COUNT_WITHIN_MONTH_7);
		begin -= last;
		if (begin && last && px_word_in(&w->at[begin - 1], PX_WORDS_TIME_REPAIR_COUNT_WITHIN_MONTH_8) &&
		    begin > 1)
			begin--;
		bool suffixed = begin && w->at[begin - 1].size > 2 && w->at[begin - 1].text[0] <= '9';
		if (begin && px_times_number_of(&w->at[begin - 1]) &&
		    (last || suffixed || px_word_ordinal(&w->at[begin - 1])))
			n = px_times_number_of(&w->at[--begin]);
		if (!last && !n && !linked)
			continue;
		int32_t found = count_out(month->value.start.day, month->value.end.day, working ? 7 : day,
					  last ? -(n ? n : 1)
					  : n  ? n
					       : 1);
		if (found == PX_DAY_NONE)
			continue;
		while (begin && px_word_in(&w->at[begin - 1], PX_WORDS_TIME_REPAIR_COUNT_WITHIN_MONTH_9))
			begin--;
		month->value = (struct px_time_value){ .kind = PX_TIME_DATE,
						       .start = { found, -1 },
						       .end = { PX_DAY_NONE, -1 } };
		month->begin = month->cut_begin = w->at[begin].begin;
		for (size_t k = request->time_count; k-- > 0; ) {
			if (k != i && request->times[k].begin >= month->begin && request->times[k].end <= month->end) {
				px_times_drop(request, k);
				i -= k < i;
				month = &request->times[i];
			}
		}
	}
}

/* ---- an offset from a clock time ---- */

/* "1 hour before 3", "20 minutes after 4pm" */
static void take_offset(struct px_request *request)
{
	for (size_t i = 0; i + 1 < request->time_count; i++) {
		struct px_time_expr *by = &request->times[i], *at = &request->times[i + 1];
		size_t from, to;
		px_times_words(request, at, &from, &to);
		bool before = px_word_in(&request->words.at[from], PX_WORDS_TIME_REPAIR_TAKE_OFFSET),
		     after = px_word_in(&request->words.at[from], PX_WORDS_TIME_REPAIR_TAKE_OFFSET_2);
		if (from && !before && !after) {
			before = px_word_in(&request->words.at[from - 1], PX_WORDS_TIME_REPAIR_TAKE_OFFSET_3);
			after = px_word_in(&request->words.at[from - 1], PX_WORDS_TIME_REPAIR_TAKE_OFFSET_4);
		}
		if (by->value.kind != PX_TIME_DURATION || by->value.months || (!before && !after) ||
		    at->begin > by->end + 8)
			continue;
		struct px_time_point point = at->value.start.second >= 0 ? at->value.start : at->value.end;
		if (point.second < 0)
			continue;
		int64_t second = point.second + (before ? -by->value.seconds : by->value.seconds);
		if (second < 0 || second >= 86400)
			continue;
		at->value = (struct px_time_value){ .kind = point.day == PX_DAY_NONE ? PX_TIME_CLOCK : PX_TIME_DATETIME,
						    .start = { point.day, (int32_t)second }, .end = { PX_DAY_NONE, -1 },
						    .ambiguous_half = at->value.ambiguous_half };
		at->role = PX_TIME_AT;
		at->begin = by->begin;
		at->cut_begin = by->cut_begin;
		px_times_drop(request, i);
	}
}

/* "at 10 to 5": ten minutes to five. */
static void read_minutes_to(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *t = &request->times[i];
		size_t from, to;
		px_times_words(request, t, &from, &to);
		bool at = from < to && px_word_in(&w->at[from], PX_WORDS_TIME_REPAIR_READ_MINUTES_TO);
		size_t first = from + at;
		at |= from > 0 && px_word_in(&w->at[from - 1], PX_WORDS_TIME_REPAIR_READ_MINUTES_TO_2);
		if (!at || to != first + 3 || !px_word_in(&w->at[first], PX_WORDS_TIME_REPAIR_READ_MINUTES_TO_3) ||
		    !px_word_in(&w->at[first + 1], PX_WORDS_TIME_REPAIR_READ_MINUTES_TO_4))
			continue;
		int minutes = px_word_number(&w->at[first]), hour = px_word_number(&w->at[first + 2]);
		if (hour < 1 || hour > 12 || t->value.kind != PX_TIME_RANGE)
			continue;
		int32_t second = (hour % 12 ? hour % 12 : 12) * 3600 - minutes * 60;
		if (t->value.end.second >= 43200 && second < 43200)
			second += 43200;
		t->value = (struct px_time_value){ .kind = PX_TIME_CLOCK,
						   .start = { PX_DAY_NONE, second % 86400 },
						   .end = { PX_DAY_NONE, -1 },
						   .ambiguous_half = true };
	}
}

/* "Pay bill due:2 weeks": in two weeks. */
static void read_due_in(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *t = &request->times[i];
		size_t from, to;
		px_times_words(request, t, &from, &to);
		if (t->value.kind != PX_TIME_DURATION || !from ||
		    !px_word_in(&w->at[from - 1], PX_WORDS_TIME_REPAIR_READ_DUE_IN) || t->role == PX_TIME_SHIFT)
			continue;
		struct px_time_expr found;
		struct px_time_context tc = px_parse_time_context(request);
		const char *text = px_phrase_with(request->arena, PX_PHRASE_IN_TIME,
						  px_arena_strn(request->arena, request->text.data + t->begin,
								t->end - t->begin));
		if (!px_time_find(&tc, px_str(text), &found, 1) || found.value.start.day == PX_DAY_NONE)
			continue;
		t->value = found.value;
		t->role = PX_TIME_AT;
		t->begin = t->cut_begin = w->at[from - 1].begin;
	}
}

/* "a week before the end of every month": so many days before the last. */
static void count_before_end(struct px_request *request)
{
	for (size_t i = 0; i + 1 < request->time_count; i++) {
		struct px_time_expr *length = &request->times[i], *set = &request->times[i + 1];
		int64_t days = length->value.seconds / 86400;
		char *end = set->value.kind == PX_TIME_SET ? strstr(set->value.rrule, "BYMONTHDAY=-1") : NULL;
		const struct px_word *before = px_times_word_after(request, length->end);
		if (!end || strlen(end) != strlen("BYMONTHDAY=-1") || length->value.kind != PX_TIME_DURATION ||
		    length->value.months || length->value.seconds % 86400 || days < 1 || days > 27 || !before ||
		    !px_word_in(before, PX_WORDS_BEFORE) || before->end > set->begin)
			continue;
		(void)snprintf(end, sizeof(set->value.rrule) - (size_t)(end - set->value.rrule), "BYMONTHDAY=-%d",
			       (int)days + 1);
		set->value.start = (struct px_time_point){ PX_DAY_NONE, set->value.start.second };
		set->begin = length->begin;
		set->cut_begin = length->cut_begin;
		px_times_drop(request, i);
		return;
	}
}

/* "due on the last day of every month": the day was read apart from its month. */
static void join_last_day(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i + 1 < request->time_count; i++) {
		struct px_time_expr *day = &request->times[i], *set = &request->times[i + 1];
		size_t from, to;
		px_times_words(request, day, &from, &to);
		if (day->value.kind != PX_TIME_DATE || set->value.kind != PX_TIME_SET || to < 2 || to >= w->count ||
		    strcmp(set->value.rrule, "FREQ=MONTHLY") != 0 || !px_word_in(&w->at[to - 1], PX_WORDS_DAY) ||
		    !px_word_in(&w->at[to - 2], PX_WORDS_LAST) || !px_word_in(&w->at[to], PX_WORDS_OF))
			continue;
		(void)snprintf(set->value.rrule, sizeof(set->value.rrule), "FREQ=MONTHLY;BYMONTHDAY=-1");
		set->begin = day->begin;
		set->cut_begin = day->cut_begin;
		px_times_drop(request, i);
	}
}

void px_times_repair(struct px_request *request)
{
	px_times_sort(request);
	join_last_day(request);
	count_before_end(request);
	join_weekday_date(request);
	count_within_month(request);
	take_offset(request);
	read_minutes_to(request);
	read_due_in(request);
}

/* ---- days that no calendar has ---- */

static int day_number(const struct px_word *word)
{
	int n = px_times_number_of(word);

	return n >= 29 && n <= 31 ? n : 0;
}

static int year_at(const struct px_words *w, size_t at)
{
	return at < w->count && w->at[at].size == 4 && strspn(w->at[at].text, "0123456789") == 4
		       ? (int)strtol(w->at[at].text, NULL, 10)
		       : 0;
}

static bool exists(int year, int month, int day)
{
	/* any leap year will do for 29 February */
	return day >= 1 && day <= px_civil_month_days(year ? year : 2028, month);
}

/* How many words from `at` on say a day that doesn't exist; 0 if none. */
static size_t impossible_length(const struct px_words *w, size_t at)
{
	const char *text = w->at[at].text;
	int year, month, day;
	size_t of = at + 1 < w->count && px_word_in(&w->at[at + 1], PX_WORDS_TIME_REPAIR_IMPOSSIBLE_LENGTH) ? 1 : 0;

	const char *colon = memchr(text, ':', w->at[at].size);
	if (colon && at && px_word_in(&w->at[at - 1], PX_WORDS_AT) &&
	    strspn(text, "0123456789:") == w->at[at].size && colon[1])
		return strtol(text, NULL, 10) > 24 || strtol(colon + 1, NULL, 10) > 59; /* "at 25:00" */
	if (w->at[at].size == 10 && text[4] == '-' && text[7] == '-') {
		char copy[11];
		memcpy(copy, text, 11);
		year = (int)strtol(copy, NULL, 10);
		month = (int)strtol(copy + 5, NULL, 10);
		day = (int)strtol(copy + 8, NULL, 10);
		return year > 0 && month >= 1 && month <= 12 && day >= 29 && !exists(year, month, day) ? 1 : 0;
	}
	day = day_number(&w->at[at]);
	month = day && at + 1 + of < w->count ? px_times_month_of(&w->at[at + 1 + of]) : 0;
	year = month ? year_at(w, at + 2 + of) : 0;
	if (month && !exists(year, month, day))
		return 2 + of + (year > 0);
	month = px_times_month_of(&w->at[at]);
	size_t the = month && at + 1 < w->count && px_word_in(&w->at[at + 1], PX_WORDS_TIME_REPAIR_IMPOSSIBLE_LENGTH_2)
			     ? 1
			     : 0;
	day = month && at + 1 + the < w->count ? day_number(&w->at[at + 1 + the]) : 0;
	year = day ? year_at(w, at + 2 + the) : 0;
	return day && !exists(year, month, day) ? 2 + the + (year > 0) : 0;
}

/* "Saturday the 15th of January", which is a Thursday: neither is believed. */
static const char *contradiction(struct px_request *request)
{
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_expr *t = &request->times[i];
		size_t from, to;
		int weekday = -1, said = 0;
		bool month = false, year = false;
		px_times_words(request, t, &from, &to);
		if (t->value.kind == PX_TIME_SET || t->value.kind == PX_TIME_RANGE || t->value.start.day == PX_DAY_NONE)
			continue;
		for (size_t k = from; k < to; k++) {
			const struct px_word *word = &request->words.at[k];
			int day = listed(px_texts(PX_TEXTS_WEEKDAY_NAMES), word);
			weekday = day >= 0 ? day : weekday;
			said += day >= 0;
			month |= px_times_month_of(word) > 0;
			year |= year_at(&request->words, k) > 0;
		}
		int found = px_civil_weekday(t->value.start.day);
		if (said != 1 || !month || weekday == found)
			continue;
		if (!year && px_civil_weekday(t->value.start.day - 365) == weekday &&
		    t->value.start.day - 365 < request->today)
			continue; /* "Friday 9 January", a week ago */
		const char *text = px_parse_surface(request, request->words.at, from, to);
		px_parse_cut(request, request->words.at[from].begin, t->end);
		px_times_drop(request, i);
		return text;
	}
	return NULL;
}

const char *px_times_impossible(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i < w->count; i++) {
		size_t n = w->at[i].flags & PX_WORD_QUOTED ? 0 : impossible_length(w, i);
		if (!n)
			continue;
		size_t begin = i, end = w->at[i + n - 1].end;
		const char *said = px_parse_surface(request, w->at, i, i + n);
		while (begin > 0 && px_word_in(&w->at[begin - 1], PX_WORDS_TIME_REPAIR_PX_TIMES_IMPOSSIBLE))
			begin--;
		for (size_t k = request->time_count; k-- > 0; ) {
			if (request->times[k].begin < end && request->times[k].end > w->at[i].begin)
				px_times_drop(request, k);
		}
		px_parse_cut(request, w->at[begin].begin, end);
		return said;
	}
	return contradiction(request);
}
