/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine reads each expression alone.  Here a weekday and the date behind
 * it become that date, "the last Friday of next month" is counted out, "an
 * hour before 3" is 2, "every Monday starting 2 March until 27 April" gets
 * its bounds, and days that don't exist are found out.
 */
#include "nlu/read/time_repair.h"

#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/text/phrase.h"

#include <stdio.h>
#include <stdlib.h>


static void drop(struct px_request *request, size_t at)
{
	memmove(&request->times[at], &request->times[at + 1],
		(request->time_count - at - 1) * sizeof(request->times[0]));
	request->time_count--;
}

/* "31", "31st", "second" */
static int number_of(const struct px_word *word)
{
	size_t digits = strspn(word->text, "0123456789");

	if (digits && digits <= 2 && word->size <= digits + 2)
		return (int)strtol(word->text, NULL, 10);
	return px_word_ordinal(word) ? px_word_ordinal(word) : px_word_number(word);
}

/* Word indices [*from, *to) of the expression. */
static void words_of_time(const struct px_request *request, const struct px_time_expr *t, size_t *from, size_t *to)
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

static int month_of(const struct px_word *word)
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
		words_of_time(request, day, &from, &to);
		words_of_time(request, date, &next, &end);
		bool dated = false;
		for (size_t k = next; k < end; k++)
			dated |= month_of(&request->words.at[k]) > 0 ||
				 (request->words.at[k].text[0] >= '0' && request->words.at[k].text[0] <= '9' &&
				  memchr(request->words.at[k].text, '/', request->words.at[k].size));
		if (day->value.kind != PX_TIME_DATE || to == from ||
		    !px_word_in(&request->words.at[to - 1], PX_WORDS_TIME_REPAIR_WEEKDAYS) || to - from > 2 || !dated ||
		    date->value.start.day == PX_DAY_NONE || date->value.kind == PX_TIME_SET ||
		    !touches(request, day, date))
			continue;
		date->begin = day->begin;
		date->cut_begin = day->cut_begin;
		drop(request, i);
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
		words_of_time(request, month, &from, &to);
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
		if (begin && number_of(&w->at[begin - 1]) && (last || suffixed || px_word_ordinal(&w->at[begin - 1])))
			n = number_of(&w->at[--begin]);
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
				drop(request, k);
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
		words_of_time(request, at, &from, &to);
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
		drop(request, i);
	}
}

/* "at 10 to 5": ten minutes to five. */
static void read_minutes_to(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *t = &request->times[i];
		size_t from, to;
		words_of_time(request, t, &from, &to);
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
		words_of_time(request, t, &from, &to);
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

/* ---- the bounds of repetitions ---- */

static bool has_part(const struct px_time_value *v, const char *part)
{
	return strstr(v->rrule, part) != NULL;
}

static void add_part(struct px_time_value *v, const char *part)
{
	size_t n = strlen(v->rrule);

	if (n + strlen(part) + 2 < sizeof(v->rrule))
		snprintf(v->rrule + n, sizeof(v->rrule) - n, ";%s", part);
}

static void add_until(const struct px_request *request, struct px_time_value *v, int32_t day)
{
	int year, month, month_day;

	px_civil_from_day(day, &year, &month, &month_day);
	add_part(v, px_arena_printf(request->arena, "UNTIL=%04d%02d%02d", year, month, month_day));
}

/* The day that words [from, to) name. */
static int32_t day_of(const struct px_request *request, size_t from, size_t to)
{
	const struct px_words *w = &request->words;
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found;

	bool dated = false; /* "from 5 to 6:15" says hours */
	for (size_t i = from; i < to; i++)
		dated |= month_of(&w->at[i]) || px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_WEEKDAYS) ||
			 px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_DAY_OF) ||
			 memchr(w->at[i].text, '/', w->at[i].size) || memchr(w->at[i].text, '-', w->at[i].size) ||
			 (w->at[i].text[0] <= '9' && number_of(&w->at[i]) && w->at[i].size > 2);
	if (from >= to || !dated)
		return PX_DAY_NONE;
	const char *text = px_phrase_with(request->arena, PX_PHRASE_ON_DAY,
					  px_arena_strn(request->arena, request->text.data + w->at[from].begin,
							w->at[to - 1].end - w->at[from].begin));
	return px_time_find(&tc, px_str(text), &found, 1) &&
			       (found.value.kind == PX_TIME_DATE || found.value.kind == PX_TIME_DATETIME)
		       ? found.value.start.day
		       : PX_DAY_NONE;
}

/* "every Monday starting 2 March until 27 April" */
static void bound_within(const struct px_request *request, struct px_time_expr *set)
{
	const struct px_words *w = &request->words;
	size_t from, to, begins = 0, ends = 0;

	words_of_time(request, set, &from, &to);
	for (size_t i = from + 1; i < to; i++) {
		if (!begins && px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_BOUND_WITHIN))
			begins = i;
		else if (!ends && px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_BOUND_WITHIN_2) && i > from + 1)
			ends = i;
	}
	int32_t first = begins ? day_of(request, begins + 1, ends > begins ? ends : to) : PX_DAY_NONE;
	int32_t last = ends ? day_of(request, ends + 1, begins > ends ? begins : to) : PX_DAY_NONE;
	if (first != PX_DAY_NONE && set->value.start.day == PX_DAY_NONE)
		set->value.start.day = first;
	if (last != PX_DAY_NONE && !has_part(&set->value, "UNTIL") && !has_part(&set->value, "COUNT"))
		add_until(request, &set->value, last);
}

/* "choir every Thursday at St Mary's until the end of June": the last day, said apart from the rest. */
static void bound_apart(const struct px_request *request, struct px_time_expr *set)
{
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *v = &request->times[i].value;
		size_t from, to;
		if (&request->times[i] == set || v->kind != PX_TIME_RANGE || v->start.day != PX_DAY_NONE ||
		    v->start.second >= 0 || v->end.day == PX_DAY_NONE || v->end.second >= 0 ||
		    has_part(&set->value, "UNTIL") || has_part(&set->value, "COUNT"))
			continue;
		words_of_time(request, &request->times[i], &from, &to);
		while (from < to && px_word_in(&request->words.at[from], PX_WORDS_TIME_REPAIR_BOUND_WITHIN_2))
			from++;
		/* "30 June" is that day, "the end of June" the one before July */
		int32_t day = day_of(request, from, to);
		add_until(request, &set->value, day != PX_DAY_NONE ? day : v->end.day - 1);
	}
}

/* "gym 10 times every Monday": how often in all. */
static void count_times(struct px_request *request, struct px_time_expr *set)
{
	const struct px_words *w = &request->words;
	size_t from, to;

	words_of_time(request, set, &from, &to);
	for (size_t i = 1; i < w->count && !has_part(&set->value, "COUNT") && !has_part(&set->value, "UNTIL"); i++) {
		bool beside = i + 1 == from || i - 1 == to ||
			      (i - 2 == to && px_word_in(&w->at[to], PX_WORDS_TIME_REPAIR_COUNT_TIMES));
		int n = px_word_number(&w->at[i - 1]);
		if (!px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_COUNT_TIMES_2) || n < 2 || n > 400 || !beside)
			continue;
		add_part(&set->value, px_arena_printf(request->arena, "COUNT=%d", n));
		size_t lead = i - 2 == to && px_word_in(&w->at[to], PX_WORDS_TIME_REPAIR_COUNT_TIMES_3) ? to : i - 1;
		px_parse_cut(request, w->at[lead].begin, w->at[i].end);
	}
}

/* The rule ends before it begins: "for five months" counts from its first day. */
static void count_from_start(const struct px_request *request, struct px_time_value *set, int32_t start)
{
	char *at = strstr(set->rrule, "UNTIL=");
	int32_t until;
	char date[11];

	if (!at || strlen(at) < 14 || start == PX_DAY_NONE || start <= request->today)
		return;
	snprintf(date, sizeof(date), "%.4s-%.2s-%.2s", at + 6, at + 10, at + 12);
	if (!px_civil_parse_day(px_str(date), &until) || until >= start)
		return;
	*(at > set->rrule ? at - 1 : at) = '\0';
	add_until(request, set, start + (until - request->today));
}

/* "every 4 weeks on Sunday when done": counted from when it was done. */
static void read_when_done(struct px_request *request, struct px_time_expr *set)
{
	const struct px_words *w = &request->words;
	struct px_match match;
	size_t length;

	for (size_t i = 1; i < w->count; i++) {
		if (w->at[i].begin < set->end || w->at[i].flags & PX_WORD_QUOTED ||
		    !px_match_prefix(PX_PATTERN_TIME_REPAIR_READ_WHEN_DONE,
				     w->at + i, w->count - i, &match, &length))
			continue;
		set->value.after_completion = true;
		px_parse_cut(request, w->at[i].begin, w->at[i + length - 1].end);
		return;
	}
}

/* "every hour until the end of the day": of this one. */
static void end_with_day(const struct px_request *request, struct px_time_value *set)
{
	const struct px_words *w = &request->words;
	char *at = strstr(set->rrule, ";UNTIL=");

	for (size_t i = 0; at && i + 2 < w->count && has_part(set, "FREQ=HOURLY"); i++) {
		if (!px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_END_WITH_DAY) ||
		    !px_word_in(&w->at[w->count - 1], PX_WORDS_TIME_REPAIR_END_WITH_DAY_2))
			continue;
		*at = '\0';
		add_until(request, set, request->today);
		return;
	}
}

static void bound_sets(struct px_request *request)
{
	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *set = &request->times[i];
		int32_t start = set->value.start.day;
		if (set->value.kind != PX_TIME_SET)
			continue;
		bound_within(request, set);
		bound_apart(request, set);
		count_times(request, set);
		read_when_done(request, set);
		end_with_day(request, &set->value);
		for (size_t k = 0; k < request->time_count && start == PX_DAY_NONE; k++)
			start = k != i && request->times[k].value.kind == PX_TIME_DATE
					? request->times[k].value.start.day
					: PX_DAY_NONE;
		count_from_start(request, &set->value, start);
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
		drop(request, i);
		return;
	}
}

void px_times_repair(struct px_request *request)
{
	px_times_sort(request);
	count_before_end(request);
	join_weekday_date(request);
	count_within_month(request);
	take_offset(request);
	read_minutes_to(request);
	read_due_in(request);
	bound_sets(request);
}

/* ---- days that no calendar has ---- */

static int day_number(const struct px_word *word)
{
	int n = number_of(word);

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
	month = day && at + 1 + of < w->count ? month_of(&w->at[at + 1 + of]) : 0;
	year = month ? year_at(w, at + 2 + of) : 0;
	if (month && !exists(year, month, day))
		return 2 + of + (year > 0);
	month = month_of(&w->at[at]);
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
		words_of_time(request, t, &from, &to);
		if (t->value.kind == PX_TIME_SET || t->value.kind == PX_TIME_RANGE || t->value.start.day == PX_DAY_NONE)
			continue;
		for (size_t k = from; k < to; k++) {
			const struct px_word *word = &request->words.at[k];
			int day = listed(px_texts(PX_TEXTS_WEEKDAY_NAMES), word);
			weekday = day >= 0 ? day : weekday;
			said += day >= 0;
			month |= month_of(word) > 0;
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
		drop(request, i);
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
				drop(request, k);
		}
		px_parse_cut(request, w->at[begin].begin, end);
		return said;
	}
	return contradiction(request);
}
