/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words are cut into pieces at commas, "and" and before each further
 * weekday; every piece must be a time and nothing else.  Each piece is read
 * alone, so that "tue 10-11am, thu 2-3pm" can't become one stretch from
 * Tuesday to Thursday.  A piece without a clock time has that of the next
 * one, a piece without a day that of the piece before it.
 */
#include "nlu/read/time_list.h"

#include "nlu/read/list_period.h"
#include "nlu/read/shifts.h"
#include "nlu/read/slots.h"
#include "nlu/read/time_repair.h"
#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/weekly.h"
#include "nlu/text/phrase.h"

#include <stdio.h>

enum { PIECE_WORDS = 7, PIECE_TIMES = 3, SCAN = 40 };

enum pieces { PIECE_ONCE, PIECE_SETS }; /* repetitions are no pieces, or are too */


static bool parts_here(const struct px_request *request, const struct px_word *word)
{
	const char *gap = request->text.data + word[-1].end;

	/* "am 7., 14. und 21." */
	const bool ends = word->flags & PX_WORD_STOP && !(px_language_is_other() && px_language()->dotted_ordinals);

	return word->flags & PX_WORD_BREAK && !ends &&
	       memchr(gap, ',', word->begin - word[-1].end);
}

static bool is_and(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_TIME_LIST_IS_AND) && !(word->flags & PX_WORD_QUOTED);
}

/* The word as "at 9" or "from 9-12" would be read, if that is of the kind. */
static bool read_as(const struct px_request *request, const struct px_word *word, enum px_phrase phrase,
		    enum px_time_kind kind, struct px_time_value *value)
{
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found;

	if (word->flags & (PX_WORD_QUOTED | PX_WORD_MARK) ||
	    !px_time_find(&tc, px_str(px_phrase_with(request->arena, phrase, word->text)), &found, 1) ||
	    found.value.kind != kind)
		return false;
	*value = found.value;
	return true;
}

/* "at 9", "11": a number is a clock time only among others that are. */
static bool read_number(const struct px_request *request, const struct px_word *word, struct px_time_value *value)
{
	int n = px_word_number(word);
	bool dotted = word->size > 3 && word->text[word->size - 3] == '.' &&
		      strspn(word->text, "0123456789.") == word->size;

	return (dotted || (n >= 1 && n <= 24)) && word->text[0] <= '9' &&
	       read_as(request, word, PX_PHRASE_AT_CLOCK, PX_TIME_CLOCK, value);
}

/* "17." in a row of days: its next one. */
static bool read_month_day(const struct px_request *request, const struct px_word *word, struct px_time_value *value)
{
	enum { DAYS_MOST = 31 };
	const int n = px_word_number(word);
	const bool dot = word->end < request->text.size && request->text.data[word->end] == '.';
	int year, month, month_day;

	if (!px_language_is_other() || !px_language()->dotted_ordinals)
		return false;
	if (!dot || word->text[0] > '9' || n < 1 || n > DAYS_MOST)
		return false;
	px_civil_from_day(request->today, &year, &month, &month_day);
	*value = (struct px_time_value){ .kind = PX_TIME_DATE };
	month += n < month_day;
	int said = 0, day_year, day_month;
	for (; said != n; month++) { /* a month that has it */
		value->start = (struct px_time_point){ px_civil_day(year, month, n), -1 };
		px_civil_from_day(value->start.day, &day_year, &day_month, &said);
	}
	value->end = (struct px_time_point){ PX_DAY_NONE, -1 };
	return true;
}

/* One or two digits that are an hour. */
static bool is_hour(const char *text, size_t size)
{
	return strspn(text, "0123456789") == size &&
	       (size == 1 || (size == 2 && 10 * (text[0] - '0') + text[1] - '0' <= 24));
}

/* "9-12" among other times: hours, though alone it could be a date.  No sscanf: it is 11 KB in the browser. */
static bool read_hours(const struct px_request *request, const struct px_word *word, struct px_time_value *value)
{
	size_t dash = strcspn(word->text, "-");

	return dash < word->size && is_hour(word->text, dash) &&
	       is_hour(word->text + dash + 1, word->size - dash - 1) &&
	       read_as(request, word, PX_PHRASE_FROM_CLOCKS, PX_TIME_RANGE, value) && !value->whole_days;
}

static bool covered(const struct px_time_expr *times, size_t count, const struct px_word *word)
{
	for (size_t i = 0; i < count; i++) {
		if (word->begin >= times[i].cut_begin && word->end <= times[i].end)
			return true;
	}
	return px_word_in(word, PX_WORDS_TIME_LIST_LEADS);
}

/*
 * Words [from, to) are one time of a day, a clock time, a stretch of hours or, if `pieces` has them, a repetition;
 * false if anything else was said.
 */
static bool read_piece(const struct px_request *request, size_t from, size_t to, enum pieces pieces,
		       struct px_time_value *value)
{
	const struct px_words *w = &request->words;
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found[PIECE_TIMES];
	size_t base, count;

	while (from < to && px_word_in(&w->at[from], PX_WORDS_TIME_LIST_READ_PIECE))
		from++;
	if (from == to || to - from > PIECE_WORDS)
		return false;
	if (to - from == 1 && read_month_day(request, &w->at[from], value))
		return true;
	if (to - from == 1 && (read_number(request, &w->at[from], value) || read_hours(request, &w->at[from], value)))
		return true;
	base = w->at[from].begin;
	bool day = px_word_in(&w->at[from], PX_WORDS_TIME_LIST_WEEKDAYS) && to - from == 1;
	struct px_str text = px_str_n(request->text.data + base, w->at[to - 1].end - base);
	if (px_language_is_other() && px_language()->dotted_ordinals && base + text.size < request->text.size &&
	    text.data[text.size] == '.')
		text.size++; /* "20.5." */
	if (day) { /* "wed" alone could be a word */
		size_t size = text.size;
		text = px_str(px_phrase_with(request->arena, PX_PHRASE_ON_DAY, px_arena_str(request->arena, text)));
		base -= text.size - size;
	}
	count = px_time_find(&tc, text, found, PIECE_TIMES);
	if (!count || found[0].score < px_times_sure)
		return false;
	for (size_t i = 0; i < count; i++) {
		found[i].cut_begin += base;
		found[i].end += base;
	}
	for (size_t i = from; i < to; i++) {
		if (w->at[i].flags & PX_WORD_QUOTED || !covered(found, count, &w->at[i]))
			return false;
	}
	*value = found[0].value;
	for (size_t i = 1; i < count; i++) {
		const struct px_time_value *v = &found[i].value;
		bool bounds = found[i].role == PX_TIME_START || (v->kind == PX_TIME_RANGE && v->whole_days);
		if (v->kind == PX_TIME_DURATION || v->kind == PX_TIME_SET || bounds)
			return false;
	}
	bool hours = value->kind == PX_TIME_RANGE && !value->whole_days && value->start.second >= 0;
	return (pieces == PIECE_SETS && value->kind == PX_TIME_SET) || hours || value->kind == PX_TIME_DATE ||
	       value->kind == PX_TIME_CLOCK || value->kind == PX_TIME_DATETIME;
}

/* Where the piece that begins at word `at` ends: at the next joint, or before a second weekday. */
static size_t piece_end(const struct px_request *request, size_t at)
{
	const struct px_words *w = &request->words;
	bool day = px_word_in(&w->at[at], PX_WORDS_TIME_LIST_WEEKDAYS);
	size_t i = at + 1;

	for (; i < w->count && !is_and(&w->at[i]) && !parts_here(request, &w->at[i]); i++) {
		/* "mon wed fri" are three; "friday tomorrow" is no list */
		bool again = day && px_word_in(&w->at[i], PX_WORDS_TIME_LIST_WEEKDAYS) &&
			     (i > at + 1 || px_word_in(&w->at[i], PX_WORDS_TIME_REPAIR_WEEKDAYS));
		if (again)
			break;
		day |= px_word_in(&w->at[i], PX_WORDS_TIME_LIST_WEEKDAYS);
	}
	return i;
}

/* The longest beginning of words [at, end) that is a time. */
static size_t time_length(const struct px_request *request, size_t at, size_t end, enum pieces pieces,
			  struct px_time_value *value)
{
	for (size_t to = end < at + PIECE_WORDS ? end : at + PIECE_WORDS; to > at; to--) {
		bool lead = px_word_in(&request->words.at[to - 1], PX_WORDS_TIME_LIST_LEADS); /* "6-8pm at Joe's" */
		if (!lead && read_piece(request, at, to, pieces, value))
			return to - at;
	}
	return 0;
}

/* "am 21.": of its day no more is said than the number. */
static bool is_month_day(const struct px_request *request, size_t from, size_t to, const struct px_time_value *value)
{
	const struct px_words *w = &request->words;
	bool number = false;

	for (size_t i = from; i < to; i++) {
		if (number || px_word_in(&w->at[i], PX_WORDS_TIME_LIST_LEADS))
			continue;
		if (!px_word_is_number(&w->at[i]))
			return false;
		number = true;
	}
	return number && value->start.day != PX_DAY_NONE;
}

static size_t read_list(const struct px_request *request, size_t from, struct px_time_list *list)
{
	const struct px_words *w = &request->words;
	size_t at = from, end = from;

	list->count = 0;
	list->month_days = 0;
	while (at < w->count && list->count < PX_TIME_LIST_MAX) {
		size_t stop = piece_end(request, at), n = time_length(request, at, stop, PIECE_ONCE,
									  &list->at[list->count]);
		const struct px_word *last = n ? &w->at[at + n - 1] : NULL;
		bool number = last && ((n == 1 && last->text[0] >= '0' && last->text[0] <= '9') ||
				       px_word_in(&w->at[at], PX_WORDS_ROUGHLY)) &&
			      last->text[last->size - 1] <= '9';
		if (!n || (number && at + n < stop)) /* "4 people" */
			break;
		if (px_language_is_other() && px_language()->dotted_ordinals &&
		    is_month_day(request, at, at + n, &list->at[list->count]))
			list->month_days |= 1U << list->count;
		list->count++;
		end = at + n;
		if (end < stop)
			break; /* other words follow in the same piece */
		at = end;
		while (at < w->count && is_and(&w->at[at]))
			at++;
	}
	if (px_language_is_other())
		px_time_list_order_days(list);
	return end;
}

static bool has_clock(const struct px_time_value *v)
{
	return v->start.second >= 0;
}

/* The last piece says the hours of all days before it. */
static void days_at(struct px_time_list *list)
{
	const struct px_time_value hours = list->at[--list->count];

	for (size_t i = 0; i < list->count; i++) {
		int32_t day = list->at[i].start.day;
		list->at[i] = hours;
		list->at[i].kind = hours.kind == PX_TIME_CLOCK ? PX_TIME_DATETIME : hours.kind;
		list->at[i].start.day = day;
	}
}

/* What a piece leaves out, its neighbours say; false if that can't be. */
static bool complete(struct px_time_list *list)
{
	size_t days = 0, clocks = 0, sure = 0;

	for (size_t i = 0; i < list->count; i++) {
		days += list->at[i].start.day != PX_DAY_NONE;
		clocks += has_clock(&list->at[i]);
	}
	if (days > 1 && days + 1 == list->count && clocks == 1 && has_clock(&list->at[days])) {
		days_at(list); /* "tomorrow, Tuesday and Wednesday, 7.30pm to 8am" */
		return true;
	}
	if (days < list->count && clocks < list->count)
		return false; /* "the 29th, 7:30pm" is one time in two pieces */
	for (size_t i = list->count; i-- > 0; ) { /* "tue and thu at 7pm" */
		struct px_time_value *v = &list->at[i];
		if (has_clock(v) || i + 1 == list->count || !has_clock(&list->at[i + 1]))
			continue;
		int32_t day = v->start.day;
		*v = list->at[i + 1];
		bool both = day != PX_DAY_NONE && v->start.day != PX_DAY_NONE && v->end.day != PX_DAY_NONE;
		v->end.day = both ? v->end.day + (day - v->start.day) : PX_DAY_NONE;
		v->start.day = day;
	}
	for (size_t i = 0; i < list->count && days; i++) { /* "9, 11 and 2 tomorrow", "mon at 9 and 11" */
		struct px_time_value *v = &list->at[i];
		if (v->start.day != PX_DAY_NONE)
			continue;
		if (!i && days > 1)
			return false;
		v->start.day = i ? list->at[i - 1].start.day : list->at[list->count - 1].start.day;
		if (v->kind == PX_TIME_CLOCK)
			v->kind = PX_TIME_DATETIME;
	}
	for (size_t i = 0; i < list->count; i++)
		sure += has_clock(&list->at[i]);
	return list->count > 1 && (sure == list->count || (!sure && days == list->count));
}

/* "every Sunday at 10, 12 and 17": the same repetition at each of these hours. */
static bool of_set(const struct px_request *request, struct px_time_list *list)
{
	const struct px_words *w = &request->words;

	for (size_t t = 0; t < request->time_count; t++) {
		const struct px_time_expr *set = &request->times[t];
		size_t next = 0;
		if (set->value.kind != PX_TIME_SET || set->value.start.second < 0)
			continue;
		while (next < w->count && w->at[next].begin < set->end)
			next++;
		if (next >= w->count || !(is_and(&w->at[next]) || parts_here(request, &w->at[next])))
			continue;
		size_t from = next + is_and(&w->at[next]);
		size_t end = from < w->count ? read_list(request, from, list) : from;
		if (!list->count || end > w->count || list->count == PX_TIME_LIST_MAX)
			continue;
		for (size_t i = list->count; i-- > 0; ) {
			if (list->at[i].kind != PX_TIME_CLOCK)
				return false;
			struct px_time_value value = set->value;
			value.start.second = list->at[i].start.second;
			list->at[i + 1] = value;
		}
		list->at[0] = set->value;
		list->count++;
		list->begin = set->cut_begin;
		list->end = w->at[end - 1].end;
		return true;
	}
	return false;
}

/* "wed at 7am" after "every mon at 6am": every Wednesday. */
static bool repeat_weekly(const struct px_word *word, struct px_time_value *value)
{
	if (value->kind == PX_TIME_SET)
		return strstr(value->rrule, "BY") || value->start.second >= 0;
	if (!px_word_in(word, PX_WORDS_WEEKDAY) || value->start.day == PX_DAY_NONE)
		return false;
	snprintf(value->rrule, sizeof(value->rrule), "FREQ=WEEKLY;BYDAY=%s",
		 px_time_weekdays[px_civil_weekday(value->start.day)]);
	value->kind = PX_TIME_SET;
	value->start.day = PX_DAY_NONE;
	value->end.day = PX_DAY_NONE;
	return true;
}

/* Pieces from word `from` on that are repetitions; returns the word after the last. */
static size_t read_sets(const struct px_request *request, size_t from, struct px_time_list *list)
{
	const struct px_words *w = &request->words;
	size_t at = from, end = from;

	list->count = 0;
	while (at < w->count && list->count < PX_TIME_LIST_MAX) {
		struct px_time_value *value = &list->at[list->count];
		size_t stop = piece_end(request, at), first = at;
		while (first + 1 < stop && px_word_in(&w->at[first], PX_WORDS_TIME_LIST_LEADS))
			first++;
		size_t n = time_length(request, first, stop, PIECE_SETS, value);
		if (!n || !repeat_weekly(&w->at[first], value))
			break;
		list->count++;
		end = first + n;
		if (end < stop)
			break;
		at = end;
		while (at < w->count && is_and(&w->at[at]))
			at++;
	}
	return end;
}

/* "on Mondays and Wednesdays at 6 and Saturdays at 9": what is at one hour is one. */
static void join_days(struct px_time_list *list)
{
	static const char weekly[] = "FREQ=WEEKLY;BYDAY=";
	size_t kept = 1;

	for (size_t i = list->count - 1; i-- > 0; ) {
		if (list->at[i].start.second < 0) {
			list->at[i].start.second = list->at[i + 1].start.second;
			list->at[i].end = list->at[i + 1].end;
		}
	}
	for (size_t i = 1; i < list->count; i++) {
		struct px_time_value *last = &list->at[kept - 1], *next = &list->at[i];
		size_t lead = sizeof(weekly) - 1, length = strlen(last->rrule);
		bool plain = strncmp(last->rrule, weekly, lead) == 0 && strncmp(next->rrule, weekly, lead) == 0 &&
			     !strchr(last->rrule + lead, ';');
		if (plain && last->start.second == next->start.second && last->end.second == next->end.second &&
		    length + strlen(next->rrule) - lead + 1 < sizeof(last->rrule))
			snprintf(last->rrule + length, sizeof(last->rrule) - length, ",%s", next->rrule + lead);
		else
			list->at[kept++] = *next;
	}
	list->count = kept;
}

/* "on Thursdays at 7 and Sundays at 5": repetitions that are read as several times, each at its own hour. */
static bool several_sets(const struct px_request *request, struct px_time_list *list)
{
	const struct px_words *w = &request->words;

	for (size_t t = 0; t < request->time_count; t++) {
		size_t at = 0, parts = 0;
		if (request->times[t].value.kind != PX_TIME_SET)
			continue;
		while (at < w->count && w->at[at].begin < request->times[t].begin)
			at++;
		size_t end = read_sets(request, at, list);
		for (size_t i = 0; i < request->time_count && list->count; i++)
			parts += request->times[i].begin >= w->at[at].begin &&
				 request->times[i].end <= w->at[end - 1].end;
		if (list->count < 2 || parts < 2)
			continue;
		join_days(list);
		list->begin = request->times[t].cut_begin;
		list->end = w->at[end - 1].end;
		return true;
	}
	return false;
}

/* A preposition before the list goes with it. */
static size_t first_word(const struct px_words *w, size_t from)
{
	while (from > 0 && px_word_in(&w->at[from - 1], PX_WORDS_TIME_LIST_FIRST_WORD) &&
	       !(w->at[from].flags & PX_WORD_BREAK))
		from--;
	return from;
}

/* Two pieces stand apart by a comma or "and", or are two weekdays: most texts have neither. */
static bool may_have_pieces(const struct px_words *w)
{
	size_t joints = 0, days = 0;

	for (size_t i = 0; i < w->count && !joints && days < 2; i++) {
		joints += i > 0 && (is_and(&w->at[i]) || w->at[i].flags & PX_WORD_BREAK);
		days += px_word_in(&w->at[i], PX_WORDS_TIME_LIST_WEEKDAYS);
	}
	return joints || days > 1;
}

static bool find_times(const struct px_request *request, struct px_time_list *list)
{
	const struct px_words *w = &request->words;

	if (!request->time_count || w->count > SCAN || !may_have_pieces(w))
		return false;
	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_TIME_LIST_DENIES))
			return false; /* "mum can't do Saturday, Sunday same time" */
	}
	if (of_set(request, list) || several_sets(request, list))
		return true;
	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].value.kind == PX_TIME_SET && !px_weekly_plain(&request->times[i].value))
			return false; /* "twice a month, on the 1st and the 15th" */
	}
	if (px_shifts_find(request, list))
		return true;
	for (size_t i = 0; i < w->count; i++) {
		bool may = px_word_in(&w->at[i], PX_WORDS_TIME_LIST_WEEKDAYS) ||
			   (w->at[i].text[0] >= '0' && w->at[i].text[0] <= '9') ||
			   px_word_in(&w->at[i], PX_WORDS_TIME_LIST_FIND);
		if (!may || w->at[i].flags & PX_WORD_QUOTED ||
		    (i > 0 && px_word_in(&w->at[i - 1], PX_WORDS_TIME_LIST_FIND_2)))
			continue;
		size_t end = read_list(request, i, list);
		if (list->count < 2)
			continue;
		if (!complete(list))
			return false;
		list->begin = w->at[first_word(w, i)].begin;
		list->end = w->at[end - 1].end;
		px_time_list_in_period(request, list);
		return true;
	}
	return false;
}

/* "Mittwoch, den 11. März": read as one, the day and its date. */
static bool is_one_date(const struct px_request *request, const struct px_time_list *list)
{
	enum { LEAD_MOST = 8 }; /* "für " */
	const struct px_time_expr *t = &request->times[0];

	return px_language()->dotted_ordinals && request->time_count == 1 && t->begin <= list->begin + LEAD_MOST &&
	       t->end >= list->end && !t->value.rrule[0];
}

/* "Thursday, April 23, 10 to 1": said twice, it is once. */
static bool is_one_time(const struct px_time_list *list)
{
	const struct px_time_value *a = &list->at[0], *b = &list->at[1];

	return list->count == 2 && a->start.day == b->start.day && a->start.second == b->start.second &&
	       a->end.second == b->end.second && !a->rrule[0] && !b->rrule[0];
}

bool px_time_list_find(const struct px_request *request, struct px_time_list *list)
{
	list->bound_begin = list->bound_end = 0;
	if (!find_times(request, list) || is_one_date(request, list))
		return false;
	return px_weekly_join(request, list) && !is_one_time(list);
}

void px_time_list_use(struct px_request *request, const struct px_time_list *list, size_t n)
{
	struct px_time_expr all = { .begin = list->begin,
				    .end = list->end,
				    .cut_begin = list->begin,
				    .cut_end = list->end,
				    .value = list->at[n],
				    .score = 0.9F,
				    .rule = "one of several times" };
	size_t kept = 0;

	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_expr *t = &request->times[i];
		bool bounds = t->begin >= list->bound_begin && t->end <= list->bound_end;
		if ((t->end <= list->begin || t->begin >= list->end) && !bounds)
			request->times[kept++] = *t;
	}
	px_parse_cut(request, list->bound_begin, list->bound_end);
	size_t at = kept < PX_TIME_MAX ? kept++ : kept - 1;
	for (; at > 0 && request->times[at - 1].begin > all.begin; at--)
		request->times[at] = request->times[at - 1];
	request->times[at] = all;
	request->time_count = kept;
}
