/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words are looked through for groups of hours and days.  A day counts
 * from today on, and each is later than the one before it; where a week is
 * said ("next week I'm …"), it is that week's.
 */
#include "nlu/read/shifts.h"

#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/text/phrase.h"

enum { WEEK = 7, HOURS_WORDS = 5 };

/* Days of the week, 0 is Monday, in the order that they were said. */
struct days {
	int at[WEEK];
	size_t count, end; /* the word after the last */
	bool stretch;      /* "mon to fri" */
};

static bool is_plain(const struct px_word *word)
{
	return !(word->flags & (PX_WORD_QUOTED | PX_WORD_MARK));
}

/* The day of the week that the word is; -1: none. */
static int weekday_of(const struct px_request *request, const struct px_word *word)
{
	struct px_time_expr found;

	if (!px_word_in(word, PX_WORDS_WEEKDAY_OR_SHORT))
		return -1;
	const struct px_time_context tc = px_parse_time_context(request);
	const char *text = px_phrase_with(request->arena, PX_PHRASE_ON_DAY, word->text);
	if (!px_time_find(&tc, px_str(text), &found, 1) || found.value.kind != PX_TIME_DATE)
		return -1;
	return px_civil_weekday(found.value.start.day);
}

static bool add_stretch(struct days *days, int first, int last)
{
	for (int day = first; days->count < WEEK; day = (day + 1) % WEEK) {
		days->at[days->count++] = day;
		if (day == last)
			break;
	}
	days->stretch = days->count > 1;
	return days->stretch;
}

/* "mon-fri" as one word. */
static bool read_dashed(const struct px_request *request, const struct px_word *word, struct days *days)
{
	const char *dash = strchr(word->text, '-');

	if (!dash || !is_plain(word))
		return false;
	const char *text = px_arena_strn(request->arena, word->text, (size_t)(dash - word->text));
	const struct px_words from = px_words_in(text, request->arena), to = px_words_in(dash + 1, request->arena);
	if (from.count != 1 || to.count != 1)
		return false;
	const int first = weekday_of(request, &from.at[0]), last = weekday_of(request, &to.at[0]);
	return first >= 0 && last >= 0 && add_stretch(days, first, last);
}

/* "mon tue wed", "monday to thursday", "thurs and fri" from word `at` on. */
static bool read_days(const struct px_request *request, size_t at, struct days *days)
{
	const struct px_words *w = &request->words;

	*days = (struct days){ .end = at };
	while (at < w->count && px_word_in(&w->at[at], PX_WORDS_TIME_LIST_LEADS))
		at++;
	if (at < w->count && read_dashed(request, &w->at[at], days)) {
		days->end = at + 1;
		return true;
	}
	while (at < w->count && days->count < WEEK) {
		const int day = is_plain(&w->at[at]) ? weekday_of(request, &w->at[at]) : -1;
		if (day < 0)
			break;
		days->end = at + 1;
		const int last = at + 2 < w->count && px_word_in(&w->at[at + 1], PX_WORDS_HOURS_TO) ?
					 weekday_of(request, &w->at[at + 2]) : -1;
		if (!days->count && last >= 0) {
			days->end = at + 3;
			return add_stretch(days, day, last);
		}
		days->at[days->count++] = day;
		at = days->end + (days->end < w->count && px_word_in(&w->at[days->end], PX_WORDS_TIME_LIST_IS_AND));
	}
	return days->count > 0;
}

/* "8 till 4": two numbers that nothing else makes hours. */
static bool read_bare(const struct px_request *request, size_t at, struct px_time_value *hours)
{
	const struct px_words *w = &request->words;
	struct px_time_expr found;

	if (at + 2 >= w->count || !px_word_in(&w->at[at + 1], PX_WORDS_HOURS_TO) ||
	    !px_times_clock_number(&w->at[at]) || !px_times_clock_number(&w->at[at + 2]) ||
	    !px_times_hours(request, w->at[at].text, w->at[at + 2].text, &found))
		return false;
	*hours = found.value;
	return true;
}

static bool are_hours(const struct px_time_value *value)
{
	return value->kind == PX_TIME_RANGE && !value->whole_days && value->start.second >= 0 &&
	       value->end.second >= 0 && value->start.day == PX_DAY_NONE && !value->day_part;
}

/* How many words from `at` on are a stretch of hours; 0 if none. */
static size_t read_hours(const struct px_request *request, size_t at, struct px_time_value *hours)
{
	const struct px_words *w = &request->words;
	const struct px_time_context tc = px_parse_time_context(request);
	const bool digit = w->at[at].text[0] >= '0' && w->at[at].text[0] <= '9';

	if (!is_plain(&w->at[at]) || !(digit || px_word_is_number(&w->at[at])))
		return 0;
	if (read_bare(request, at, hours) && are_hours(hours))
		return 3;
	for (size_t n = HOURS_WORDS; n; n--) {
		struct px_time_expr found;
		if (at + n > w->count)
			continue;
		const char *text = px_arena_strn(request->arena, request->text.data + w->at[at].begin,
						 w->at[at + n - 1].end - w->at[at].begin);
		const char *from = px_phrase_with(request->arena, PX_PHRASE_FROM_CLOCKS, text);
		if (px_time_find(&tc, px_str(from), &found, 1) && found.end == strlen(from) && !found.cut_begin &&
		    are_hours(&found.value)) {
			*hours = found.value;
			return n;
		}
	}
	return 0;
}

/* The same hours on each of the days, in their order. */
static bool add_group(const struct px_request *request, struct px_time_list *list, const struct px_time_value *hours,
		      const struct days *days)
{
	for (size_t i = 0; i < days->count; i++) {
		if (list->count == PX_TIME_LIST_MAX)
			return false;
		const int64_t begins = (int64_t)request->today * PX_MS_DAY + hours->start.second * INT64_C(1000);
		const bool over = request->now >= begins;
		const int32_t last = list->count ? list->at[list->count - 1].start.day : request->today - !over;
		struct px_time_value *one = &list->at[list->count++];
		*one = *hours;
		one->start.day = last + 1 + (days->at[i] - px_civil_weekday(last + 1) + WEEK) % WEEK;
		one->end.day = one->start.day + (hours->end.second <= hours->start.second);
	}
	return true;
}

/* "8 till 4, mon to fri", or "mon to fri 8 till 4", from word `at` on; the word after it, or 0. */
static size_t read_group(const struct px_request *request, size_t at, struct px_time_value *hours, struct days *days)
{
	const size_t n = read_hours(request, at, hours);

	if (n)
		return at + n < request->words.count && read_days(request, at + n, days) ? days->end : 0;
	if (!read_days(request, at, days) || !days->stretch || days->end >= request->words.count)
		return 0;
	size_t next = days->end;
	while (next + 1 < request->words.count && px_word_in(&request->words.at[next], PX_WORDS_TIME_LIST_LEADS))
		next++;
	const size_t length = read_hours(request, next, hours);
	return length ? next + length : 0;
}

/* "next week im at the new builds …": the days are that week's, and what says so goes with them. */
static void take_week(const struct px_request *request, struct px_time_list *list)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i + 1 < w->count; i++) {
		struct px_time_expr t;
		if ((w->at[i].begin >= list->begin && w->at[i].begin < list->end) ||
		    !px_word_in(&w->at[i + 1], PX_WORDS_WEEK) ||
		    !px_parse_time_in(request, w->at[i].begin, w->at[i + 1].end, &t) || !t.value.whole_days ||
		    t.value.end.day != t.value.start.day + WEEK)
			continue;
		for (size_t n = 0; n < list->count; n++) {
			struct px_time_value *one = &list->at[n];
			const int32_t monday = t.value.start.day;
			const int32_t day = monday + (one->start.day - monday + 10 * WEEK) % WEEK;
			one->end.day += day - one->start.day;
			one->start.day = day;
		}
		list->bound_begin = w->at[i].begin;
		list->bound_end = w->at[i + 1].end;
		return;
	}
}

bool px_shifts_find(const struct px_request *request, struct px_time_list *list)
{
	const struct px_words *w = &request->words;
	bool several = false;

	list->count = 0;
	for (size_t at = 0; at < w->count; ) {
		struct px_time_value hours;
		struct days days;
		const size_t end = read_group(request, at, &hours, &days);
		if (!end && list->count)
			break;
		if (!end) {
			at++;
			continue;
		}
		if (!list->count)
			list->begin = w->at[at].begin;
		if (!add_group(request, list, &hours, &days))
			return false;
		several |= days.count > 1;
		list->end = w->at[end - 1].end;
		for (at = end; at < w->count && (px_word_in(&w->at[at], PX_WORDS_TIME_LIST_LEADS) ||
						 px_word_in(&w->at[at], PX_WORDS_TIME_LIST_IS_AND)); )
			at++;
	}
	if (!several)
		return false;
	take_week(request, list);
	return true;
}
