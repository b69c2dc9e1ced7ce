/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people take back in the same breath: "by Wednesday, no, Friday",
 * "at 7:30 not 8", "at three instead of two"; a "now" that is only a word
 * ("is now in Berlin"); and the small talk of dictation ("uh").
 *
 * Examples:
 *   submit it by Wednesday, no, Friday        Friday
 *   lunch with Sam at 12, sorry, 12:30        12:30
 *   dentist Friday at 3, no 4                 Friday at 4
 *   the swim meet starts at 7:30 not 8        7:30
 *   move the call to Monday, not Friday       Monday
 *   start at three instead of two             three
 *   the review is now on Thursday             Thursday
 */
#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"

#include <stdio.h>

static void drop_time(struct px_request *request, size_t at)
{
	for (size_t i = at; i + 1 < request->time_count; i++)
		request->times[i] = request->times[i + 1];
	request->time_count--;
}

/* The time expression that begins with this word, or -1. */
static int time_at(const struct px_request *request, const struct px_word *word)
{
	for (size_t i = 0; i < request->time_count; i++) {
		if (word->begin >= request->times[i].begin && word->end <= request->times[i].end)
			return (int)i;
	}
	return -1;
}

static bool is_question(const struct px_words *w)
{
	return px_word_in(&w->at[0], PX_WORDS_QUESTION_OR_LIST);
}

/* "is now at 4", "now due Thursday", "it's a monthly thing now": no time. */
static void drop_now(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i < w->count; i++) {
		int t = time_at(request, &w->at[i]);
		if (t < 0 || !px_word_in(&w->at[i], PX_WORDS_NOW) ||
		    request->times[t].end - request->times[t].begin != w->at[i].size)
			continue;
		bool states = i > 0 && px_word_in(&w->at[i - 1], PX_WORDS_STATES);
		bool leads = i + 1 < w->count && px_word_in(&w->at[i + 1], PX_WORDS_AFTER_IDLE_NOW);
		if (request->time_count > 1 || ((states || leads) && !is_question(w)))
			drop_time(request, (size_t)t);
	}
}

/* "put me down for a long day on Sunday": a kind of day, no length. */
static void drop_long(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 1; i + 1 < w->count && request->time_count > 1; i++) {
		int t = px_word_in(&w->at[i], PX_WORDS_LONG) ? time_at(request, &w->at[i]) : -1;
		if (t >= 0 && px_word_in(&w->at[i + 1], PX_WORDS_LONG_KIND_OF_DAY) &&
		    request->times[t].value.kind == PX_TIME_DURATION)
			drop_time(request, (size_t)t);
	}
}

/* Cuts words [from, to) out of titles, together with what was said between them. */
static void cut_words(struct px_request *request, size_t from, size_t to)
{
	px_parse_cut(request, request->words.at[from].begin, request->words.at[to - 1].end);
}

static size_t words_until(const struct px_words *w, size_t from, size_t end)
{
	while (from < w->count && w->at[from].end <= end)
		from++;
	return from;
}

/* Where what is denied begins, if the i-th word denies it ("not 8", "instead of two"); 0 if it doesn't. */
static size_t denied_at(const struct px_words *w, size_t i)
{
	struct px_match match;
	size_t n;

	if (!px_word_in(&w->at[i], PX_WORDS_DENIES) || w->at[i].flags & PX_WORD_QUOTED ||
	    !px_match_prefix(PX_PATTERN_DENIAL, w->at + i, w->count - i, &match, &n) || i + n >= w->count)
		return 0;
	return i + n;
}

/* "not 8", "instead of two", "rather than Monday" beside another time. */
static void drop_denied(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 1; i + 1 < w->count; i++) {
		const size_t at = denied_at(w, i);
		if (!at)
			continue;
		int t = time_at(request, &w->at[at]);
		if (t < 0 && !request->time_count && px_word_in(&w->at[i], PX_WORDS_INSTEAD) &&
		    px_word_number(&w->at[i - 1]) && px_word_number(&w->at[at]))
			(void)px_parse_bare_clock(request, &w->at[i - 1]); /* "12 instead of 11" */
		bool alone = request->time_count == 1 && t >= 0;
		if (alone || !request->time_count || (t < 0 && !px_word_number(&w->at[at])))
			continue;
		size_t to = t < 0 ? at + 1 : words_until(w, at, request->times[t].end);
		if (t >= 0 && request->times[t].begin >= w->at[i].begin)
			drop_time(request, (size_t)t);
		else if (t >= 0)
			continue;
		cut_words(request, i, to);
	}
}

/* The clock time that begins with the i-th word, up to the next break. */
static bool read_stood(struct px_request *request, size_t i, struct px_time_expr *found)
{
	const struct px_words *w = &request->words;
	size_t to = i + 1;

	while (to < w->count && to < i + 4 && !(w->at[to].flags & PX_WORD_BREAK))
		to++;
	if (!px_times_dotted_clock(&w->at[i]) && px_parse_time_in(request, w->at[i].begin, w->at[to - 1].end, found))
		return found->begin == w->at[i].begin;
	if ((!px_word_number(&w->at[i]) && !px_times_dotted_clock(&w->at[i])) || request->time_count == PX_TIME_MAX ||
	    !px_parse_bare_clock(request, &w->at[i]))
		return false;
	*found = request->times[--request->time_count];
	return true;
}

void px_parse_stood(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 1; i + 1 < w->count; i++) {
		const size_t at = denied_at(w, i);
		struct px_time_expr found;
		if (!at || !read_stood(request, at, &found) || found.value.kind != PX_TIME_CLOCK)
			continue;
		request->stood = (struct px_when){ .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
		px_parse_when_add(&request->stood, &found);
		request->stood_perhaps = !px_word_in(&w->at[i], PX_WORDS_INSTEAD_OF);
		return;
	}
}

/* How many words from `from` on only say that something else is meant; 0 if they don't. */
static size_t cue_length(const struct px_words *w, size_t from)
{
	bool strong = false;
	size_t i = from;

	while (i < w->count && px_word_in(&w->at[i], PX_WORDS_TAKES_BACK)) {
		strong |= px_word_in(&w->at[i], PX_WORDS_TAKES_BACK_STRONG) ||
			  (px_word_in(&w->at[i], PX_WORDS_MAKE) && w->at[i].flags & PX_WORD_BREAK);
		i++;
	}
	return strong ? i - from : 0;
}

/* The later of two, completed by what only the first one said. */
static void take_over(const struct px_time_expr *first, struct px_time_expr *second)
{
	const struct px_time_value *a = &first->value;
	struct px_time_value *b = &second->value;

	if (a->kind == PX_TIME_DURATION || b->kind == PX_TIME_DURATION || a->kind == PX_TIME_SET ||
	    b->kind == PX_TIME_SET)
		return;
	if (b->start.day == PX_DAY_NONE)
		b->start.day = a->start.day;
	if (b->start.second < 0 && b->kind != PX_TIME_RANGE)
		b->start.second = a->kind == PX_TIME_RANGE ? -1 : a->start.second;
	else if (b->ambiguous_half && !a->ambiguous_half && a->start.second >= 43200 && b->start.second < 43200)
		b->start.second += 43200;
	if (second->role == PX_TIME_AT)
		second->role = first->role;
}

/* "by Wednesday, no, Friday": the second one counts. */
static void take_second(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 1; i + 1 < w->count; i++) {
		int first = time_at(request, &w->at[i - 1]);
		size_t n = first < 0 || time_at(request, &w->at[i]) >= 0 ? 0 : cue_length(w, i);
		if (!n || i + n >= w->count)
			continue;
		size_t next = i + n;
		int second = time_at(request, &w->at[next]);
		if (second < 0 && px_word_number(&w->at[next]) && request->times[first].value.start.second >= 0 &&
		    (next + 1 == w->count || w->at[next + 1].flags & PX_WORD_BREAK) &&
		    px_parse_bare_clock(request, &w->at[next]))
			second = (int)request->time_count - 1;
		if (second < 0 || second == first)
			continue;
		while (next > i && time_at(request, &w->at[next - 1]) == second)
			next--;
		take_over(&request->times[first], &request->times[second]);
		px_parse_cut(request, request->times[first].cut_begin, w->at[next].begin);
		drop_time(request, (size_t)first);
		return;
	}
}

/* "this Tuesday" said on a Saturday is the one to come, unless the past was asked about. */
static void look_ahead(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i + 1 < w->count; i++) {
		int t = px_word_in(&w->at[i], PX_WORDS_THIS) ? time_at(request, &w->at[i]) : -1;
		bool past = px_word_in(&w->at[0], PX_WORDS_ASKS_OF_PAST) ||
			    (w->count > 1 && px_word_in(&w->at[1], PX_WORDS_PAST_AUXILIARY));
		if (t < 0 || past || !px_word_in(&w->at[i + 1], PX_WORDS_WEEKDAY))
			continue;
		struct px_time_value *v = &request->times[t].value;
		if (v->start.day != PX_DAY_NONE && v->start.day < request->today &&
		    v->start.day >= request->today - 7) {
			v->start.day += 7;
			if (v->end.day != PX_DAY_NONE)
				v->end.day += 7;
		}
	}
}

/* "fortnightly on a Thursday": the day belongs to the repetition. */
static void join_weekday(struct px_request *request)
{
	static const char names[] = "MOTUWETHFRSASU";
	const struct px_words *w = &request->words;

	for (size_t i = 0; i + 1 < request->time_count; i++) {
		struct px_time_expr *set = &request->times[i], *day = &request->times[i + 1];
		if (set->value.kind != PX_TIME_SET || day->value.kind != PX_TIME_DATE ||
		    !strstr(set->value.rrule, "FREQ=WEEKLY") || strstr(set->value.rrule, "BYDAY"))
			continue;
		bool joined = true;
		for (size_t k = 0; k < w->count; k++) {
			if (w->at[k].begin >= set->end && w->at[k].end <= day->begin)
				joined &= px_word_in(&w->at[k], PX_WORDS_SET_DAY_LINK);
		}
		if (!joined)
			continue;
		int weekday = px_civil_weekday(day->value.start.day);
		size_t n = strlen(set->value.rrule);
		if (n + 10 > sizeof(set->value.rrule))
			continue;
		snprintf(set->value.rrule + n, sizeof(set->value.rrule) - n, ";BYDAY=%.2s",
			 names + (size_t)weekday * 2);
		set->end = set->cut_end = day->cut_end;
		drop_time(request, i + 1);
	}
}

/* "on Tuesday's at the clinic": the "is" that split_contraction found belongs to no time. */
static void free_is(struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 1; i < w->count; i++) {
		for (size_t t = 0; t < request->time_count && px_word_in(&w->at[i], PX_WORDS_IS); t++) {
			struct px_time_expr *expr = &request->times[t];
			if (expr->end != w->at[i].end || request->text.data[w->at[i].begin] != '\'')
				continue;
			expr->end = w->at[i].begin;
			expr->cut_end = expr->cut_end < expr->end ? expr->cut_end : expr->end;
		}
	}
}

void px_parse_amend_times(struct px_request *request)
{
	free_is(request);
	join_weekday(request);
	drop_now(request);
	drop_long(request);
	px_parse_stood(request);
	drop_denied(request);
	take_second(request);
	look_ahead(request);
}

/* "remind me 2 call", "move it 2 wed", "4 friday": letters saved in a hurry. */
static const char *long_form(const struct px_words *w, size_t i)
{
	if (!i || i + 1 >= w->count || w->at[i + 1].flags & PX_WORD_BREAK ||
	    px_word_in(&w->at[i - 1], PX_WORDS_HOURS_TO))
		return NULL; /* "8 till 4, mon to fri" */
	bool verbal = px_word_in(&w->at[i - 1], PX_WORDS_VERB_FOLLOWS_TO) &&
		      px_parse_task_verb(&w->at[i + 1]);
	if (px_word_in(&w->at[i], PX_WORDS_FIGURE_2) && (verbal || px_word_in(&w->at[i + 1], PX_WORDS_DAY_OR_SOON)))
		return px_word_in(&w->at[i - 1], PX_WORDS_NUMBER_FOLLOWS) ||
				       px_word_in(&w->at[i + 1], PX_WORDS_SPAN_UNIT)
			       ? NULL
			       : px_phrase(PX_PHRASE_TO);
	if (px_word_in(&w->at[i], PX_WORDS_FIGURE_4) &&
	    (px_word_in(&w->at[i + 1], PX_WORDS_DAY_OR_SOON) || px_word_in(&w->at[i + 1], PX_WORDS_ME)))
		return px_word_in(&w->at[i - 1], PX_WORDS_NUMBER_FOLLOWS) ? NULL : px_phrase(PX_PHRASE_FOR);
	return NULL;
}

/* "the lecture's in room 12", "coffee machine's descaled": "is" is a word of its own there. */
static void split_contraction(struct px_request *request)
{
	struct px_words *w = &request->words;

	for (size_t i = 0; i + 1 < w->count && i < 4; i++) {
		struct px_word *word = &w->at[i], *next = &w->at[i + 1];
		size_t n = word->size;
		bool state = px_word_in(next, PX_WORDS_STATE_AFTER_IS) ||
			     (next->size > 4 && px_word_ends(next, PX_PHRASE_PAST_ENDING));
		bool names_day = px_word_in(word, PX_WORDS_ON) && px_word_in(next, PX_WORDS_WEEKDAY_IS);
		if (px_word_in(word, PX_WORDS_NO_SUBJECT) && !names_day && (i || !px_word_in(word, PX_WORDS_AND)))
			return;
		if (n < 5 || !px_word_ends(word, PX_PHRASE_OWNER_ENDING) || !state || word->flags & PX_WORD_QUOTED ||
		    word->end - word->begin != n || px_word_in(word, PX_WORDS_CONTRACTION_KEPT) ||
		    (i + 2 == w->count && px_word_in(next, PX_WORDS_PLACE_LINK)))
			continue;
		struct px_words grown = { px_arena_alloc(request->arena, (w->count + 2) * sizeof(*w->at)), w->count +
					 1 };
		memcpy(grown.at, w->at, (i + 1) * sizeof(*w->at));
		memcpy(grown.at + i + 2, w->at + i + 1, (w->count - i - 1) * sizeof(*w->at));
		grown.at[i].text = px_arena_strn(request->arena, word->text, n - 2);
		grown.at[i].size = (uint32_t)n - 2;
		grown.at[i].end -= 2;
		grown.at[i + 1] = (struct px_word){
			.text = px_phrase(PX_PHRASE_IS), .size = 2, .begin = word->end - 2, .end = word->end, .time = -1
		};
		*w = grown;
		return;
	}
}

void px_parse_plain_words(struct px_request *request)
{
	struct px_words *w = &request->words;
	size_t kept = 0;

	for (size_t i = 0; i < w->count; i++) {
		const char *form = long_form(w, i);
		if (form) {
			w->at[i].text = form;
			w->at[i].size = (uint32_t)strlen(form);
		}
	}
	for (size_t i = 0; i < w->count; i++) {
		bool filler = px_word_in(&w->at[i], PX_WORDS_SPEECH_FILLER) && !(w->at[i].flags & PX_WORD_QUOTED) &&
			      w->count > 2;
		if (filler)
			px_parse_cut(request, w->at[i].begin, w->at[i].end);
		else
			w->at[kept++] = w->at[i];
	}
	w->count = kept;
	split_contraction(request);
}
