/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine reads a repetition and the days that bound it apart, in whatever
 * words they come: "starting 2 March until 27 April", "it starts 16 February
 * and finishes 26 March", "the last one is on 23 February", "10 times".
 */
#include "nlu/read/bounds.h"

#include "nlu/read/slots.h"
#include "nlu/read/time_repair.h"
#include "nlu/read/title.h"
#include "nlu/text/phrase.h"

#include <stdio.h>

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

bool px_bounds_known(const struct px_time_value *set)
{
	return has_part(set, "UNTIL") || has_part(set, "COUNT");
}

void px_bounds_add_until(const struct px_request *request, struct px_time_value *set, int32_t day)
{
	int year, month, month_day;

	px_civil_from_day(day, &year, &month, &month_day);
	add_part(set, px_arena_printf(request->arena, "UNTIL=%04d%02d%02d", year, month, month_day));
}

/* The day that words [from, to) name. */
static int32_t day_of(const struct px_request *request, size_t from, size_t to)
{
	const struct px_words *w = &request->words;
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found;

	bool dated = false; /* "from 5 to 6:15" says hours */
	for (size_t i = from; i < to; i++)
		dated |= px_times_month_of(&w->at[i]) || px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_WEEKDAYS) ||
			 px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_DAY_OF) ||
			 memchr(w->at[i].text, '/', w->at[i].size) || memchr(w->at[i].text, '-', w->at[i].size) ||
			 (w->at[i].text[0] <= '9' && px_times_number_of(&w->at[i]) && w->at[i].size > 2);
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

	px_times_words(request, set, &from, &to);
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
	if (last != PX_DAY_NONE && !px_bounds_known(&set->value))
		px_bounds_add_until(request, &set->value, last);
}

bool px_bounds_only_end(const struct px_time_value *range)
{
	return range->kind == PX_TIME_RANGE && range->start.day == PX_DAY_NONE && range->start.second < 0 &&
	       range->end.day != PX_DAY_NONE && range->end.second < 0;
}

int32_t px_bounds_until_day(const struct px_request *request, const struct px_time_expr *until)
{
	size_t from, to;

	px_times_words(request, until, &from, &to);
	while (from < to && px_word_in(&request->words.at[from], PX_WORDS_TIME_REPAIR_BOUND_WITHIN_2))
		from++;
	int32_t day = day_of(request, from, to);
	return day != PX_DAY_NONE ? day : until->value.end.day - 1; /* "the end of June" names no day */
}

/* "choir every Thursday at St Mary's until the end of June": the last day, said apart from the rest. */
static void bound_apart(const struct px_request *request, struct px_time_expr *set)
{
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_expr *until = &request->times[i];
		if (until != set && px_bounds_only_end(&until->value) && !px_bounds_known(&set->value))
			px_bounds_add_until(request, &set->value, px_bounds_until_day(request, until));
	}
}

/* The words before a date that say what it bounds: where they begin, and whether it is the first day or the last. */
struct bound_words {
	size_t from;
	bool begins, ends;
};

/* "starts", "ends", "the last one", "the first class"; not "the last day of the month". */
static void note_bound(const struct px_words *w, size_t i, struct bound_words *found)
{
	bool counts = i + 1 < w->count && px_word_in(&w->at[i + 1], PX_WORDS_BOUND_COUNTED);

	found->begins |= px_word_in(&w->at[i], PX_WORDS_BOUND_BEGINS) ||
			 (counts && px_word_in(&w->at[i], PX_WORDS_FIRST));
	found->ends |= px_word_in(&w->at[i], PX_WORDS_BOUND_ENDS) ||
		       (counts && px_word_in(&w->at[i], PX_WORDS_BOUND_LAST));
}

static struct bound_words words_before(const struct px_request *request, const struct px_time_expr *date)
{
	const struct px_words *w = &request->words;
	struct bound_words found = { 0, false, false };
	size_t from, to;

	px_times_words(request, date, &from, &to);
	found.from = from;
	while (found.from < to && px_word_in(&w->at[found.from], PX_WORDS_BOUND_LEAD)) /* "ending 25 March" */
		note_bound(w, found.from++, &found);
	found.from = from;
	while (found.from > 0 && px_word_in(&w->at[found.from - 1], PX_WORDS_BOUND_LEAD) &&
	       !px_times_cover(request, &w->at[found.from - 1]) && !(w->at[found.from].flags & PX_WORD_STOP)) {
		found.from--;
		note_bound(w, found.from, &found);
		if (w->at[found.from].flags & PX_WORD_BREAK)
			break;
	}
	while (found.from < from && px_word_in(&w->at[found.from], PX_WORDS_BOUND_NOUN))
		found.from++; /* "dance class starts 3 March": the class is what starts */
	return found;
}

/* ", it starts 16 February and finishes 26 March", ", the last one is on 23 February": said in a clause of its own. */
static void bound_said(struct px_request *request, size_t *at)
{
	const struct px_words *w = &request->words;

	for (size_t i = request->time_count; i-- > 0; ) {
		struct px_time_expr *set = &request->times[*at], *date = &request->times[i];
		bool open = date->value.kind == PX_TIME_RANGE && date->role == PX_TIME_START &&
			    date->value.start.second < 0 && date->value.end.day == PX_DAY_NONE;
		if (i == *at || (date->value.kind != PX_TIME_DATE && !open) || date->value.start.day == PX_DAY_NONE)
			continue;
		struct bound_words said = words_before(request, date);
		if (said.begins == said.ends || (said.ends && px_bounds_known(&set->value)))
			continue;
		if (said.ends)
			px_bounds_add_until(request, &set->value, date->value.start.day);
		else
			set->value.start.day = date->value.start.day;
		size_t begin = said.from < w->count && w->at[said.from].begin < date->cut_begin ? w->at[said.from].begin
											       : date->cut_begin;
		px_parse_cut(request, begin, date->end);
		px_times_drop(request, i);
		*at -= i < *at;
	}
}

/* "gym 10 times every Monday": how often in all. */
static void count_times(struct px_request *request, struct px_time_expr *set)
{
	const struct px_words *w = &request->words;
	size_t from, to;

	px_times_words(request, set, &from, &to);
	for (size_t i = 1; i < w->count && !px_bounds_known(&set->value); i++) {
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
	px_bounds_add_until(request, set, start + (until - request->today));
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
		px_bounds_add_until(request, set, request->today);
		return;
	}
}

/* "physio Thursday at 4 for 6 weeks": every week, not six weeks long. */
static void repeat_for_weeks(const struct px_request *request, struct px_time_expr *t)
{
	struct px_time_value *v = &t->value;
	size_t from, to, named = 0;

	int32_t days = v->end.day - v->start.day;
	if (v->kind != PX_TIME_RANGE || v->start.day == PX_DAY_NONE || v->end.day == PX_DAY_NONE ||
	    v->start.second < 0 || v->end.second != v->start.second || days < 14 || days % 7)
		return;
	px_times_words(request, t, &from, &to);
	for (size_t i = from; i < to; i++)
		named += px_word_in(&request->words.at[i], PX_WORDS_WEEKDAY);
	while (from > 1 && px_word_in(&request->words.at[from - 1], PX_WORDS_TIME_LIST_IS_AND))
		from--;
	if (named != 1 || (from > 0 && px_word_in(&request->words.at[from - 1], PX_WORDS_WEEKDAY)))
		return; /* "mon wed fri at 6am for 6 weeks" is a list */
	int32_t first = v->start.day;
	v->kind = PX_TIME_SET;
	v->end = (struct px_time_point){ PX_DAY_NONE, -1 };
	snprintf(v->rrule, sizeof(v->rrule), "FREQ=WEEKLY;BYDAY=%s", px_time_weekdays[px_civil_weekday(first)]);
	px_bounds_add_until(request, v, first + days - 1);
}

/* "English class every Monday, it starts 16 February": the pronoun goes with what it leads to. */
static void take_pronouns(struct px_request *request)
{
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_word *word = px_times_word_before(request, request->times[i].cut_begin);
		if (word && word->flags & PX_WORD_BREAK && px_word_in(word, PX_WORDS_BOUND_SUBJECT) &&
		    request->times[i].value.kind == PX_TIME_SET)
			px_parse_cut(request, word->begin, word->end);
	}
}

void px_bounds_read(struct px_request *request)
{
	for (size_t i = 0; i < request->time_count; i++)
		repeat_for_weeks(request, &request->times[i]);
	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *set = &request->times[i];
		int32_t start = set->value.start.day;
		if (set->value.kind != PX_TIME_SET)
			continue;
		bound_within(request, set);
		bound_said(request, &i);
		set = &request->times[i];
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
	take_pronouns(request);
}
