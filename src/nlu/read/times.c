/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which time expressions a request has.
 *
 * The time engine sees words, this file sees the request: in a move what
 * stands before "to" and after it are read apart ("my 9 o'clock to 10"), a
 * "room 2A", a "Q1 report" and "the first one" are no times, and "30 minutes
 * before the board meeting" is one if there is such a meeting.
 */
#include "nlu/read/times.h"

#include "nlu/read/vocabulary.h"
#include "nlu/text/phrase.h"

struct px_time_context px_parse_time_context(const struct px_request *request)
{
	const struct px_nlu_context *context = request->context;
	bool american = context->locale && strcmp(context->locale, "en-US") == 0;

	return (struct px_time_context){
		.now_utc = context->now, .tz = context->tz,
		.day_first = !american,
		.week_start = american ? 6 : 0,
		.country = context->locale && strlen(context->locale) == 5 ? context->locale + 3 : "",
		.prefer_past = request->words.count > 1 && px_word_in(&request->words.at[1], PX_WORDS_PAST_AUXILIARY) &&
			       px_word_in(&request->words.at[0], PX_WORDS_QUESTION_WORD),
		.find_zone = context->find_zone, .find_zone_arg = context->find_zone_arg,
	};
}

bool px_parse_time_in(const struct px_request *request, size_t begin, size_t end, struct px_time_expr *found)
{
	struct px_time_context tc = px_parse_time_context(request);

	if (begin >= end || !px_time_find(&tc, px_str_n(request->text.data + begin, end - begin), found, 1))
		return false;
	found->begin += begin;
	found->end += begin;
	found->cut_begin += begin;
	found->cut_end += begin;
	return true;
}

const float px_times_sure = 0.4F;

bool px_times_sure_in(const struct px_request *request, size_t begin, size_t end, struct px_time_expr *found)
{
	return px_parse_time_in(request, begin, end, found) && found->score >= px_times_sure;
}

/* Finds in text[from, to) and appends with offsets of the whole text. */
static void find_piece(struct px_request *request, size_t from, size_t to)
{
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found[PX_TIME_MAX];
	size_t count = px_time_find(&tc, px_str_n(request->text.data + from, to - from), found, PX_TIME_MAX);

	for (size_t i = 0; i < count && request->time_count < PX_TIME_MAX; i++) {
		struct px_time_expr *t = &request->times[request->time_count++];
		*t = found[i];
		t->begin += from;
		t->end += from;
		t->cut_begin += from;
		t->cut_end += from;
	}
}

/* A bare number that must be a clock time: read as if "at" stood before it. */
bool px_parse_bare_clock(struct px_request *request, const struct px_word *word)
{
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found[1];
	const char *text = px_phrase_with(
		request->arena, PX_PHRASE_AT_CLOCK,
		px_arena_strn(request->arena, request->text.data + word->begin, word->end - word->begin));

	if (!px_time_find(&tc, px_str(text), found, 1) || found[0].value.kind != PX_TIME_CLOCK ||
	    request->time_count == PX_TIME_MAX)
		return false;
	found[0].begin = found[0].cut_begin = word->begin;
	found[0].end = found[0].cut_end = word->end;
	request->times[request->time_count++] = found[0];
	return true;
}

bool px_times_hours(const struct px_request *request, const char *from, const char *to, struct px_time_expr *found)
{
	const struct px_time_context tc = px_parse_time_context(request);

	return px_time_find(&tc, px_str(px_phrase_with_two(request->arena, PX_PHRASE_FROM_TO, from, to)), found, 1) &&
	       found->value.kind == PX_TIME_RANGE && found->value.end.second >= 0;
}

bool px_times_clock_number(const struct px_word *word)
{
	int n = px_word_number(word);

	return n >= 1 && n <= 24 && !(word->flags & (PX_WORD_QUOTED | PX_WORD_MARK));
}

/* "8.30" */
bool px_times_dotted_clock(const struct px_word *word)
{
	const char *end = word->text + word->size;

	if (px_language()->dotted_ordinals && word->size > 3 &&
	    ((end[-2] == '0' && end[-1] != '0') || (end[-2] == '1' && end[-1] <= '2')))
		return false; /* "bis 11.12." is a day */
	return (word->size == 4 || word->size == 5) && word->text[word->size - 3] == '.' &&
	       strspn(word->text, "0123456789.") == word->size && !(word->flags & (PX_WORD_QUOTED | PX_WORD_MARK));
}

/* Where the new time of a move begins: after its "to"; 0 if this is no move. */
static size_t move_split(const struct px_words *w)
{
	bool move = false;

	for (size_t i = 0; i < w->count; i++) {
		bool noun = i > 0 && px_word_in(&w->at[i], PX_WORDS_MOVER_OR_NOUN) &&
			    !px_word_in(&w->at[i - 1], PX_WORDS_VERB_FOLLOWS);
		noun |= i == 0 && w->count > 1 && px_word_in(&w->at[0], PX_WORDS_MOVER_FIRST_OR_NOUN) &&
			px_word_in(&w->at[1], PX_WORDS_NOUN_LINK);
		move |= i < 6 && px_word_in(&w->at[i], PX_WORDS_MOVER) && !noun;
		if (move && i > 0 && i + 1 < w->count && px_word_in(&w->at[i], PX_WORDS_MOVE_TO) &&
		    !(w->at[i].flags & PX_WORD_QUOTED))
			return i + 1;
	}
	return 0;
}

bool px_time_covers(const struct px_time_expr *t, const struct px_word *word)
{
	return word->begin >= t->begin && word->end <= t->end;
}

const struct px_word *px_times_word_before(const struct px_request *request, size_t at)
{
	const struct px_word *found = NULL;

	for (size_t i = 0; i < request->words.count && request->words.at[i].end <= at; i++)
		found = &request->words.at[i];
	return found;
}

const struct px_word *px_times_word_after(const struct px_request *request, size_t at)
{
	for (size_t i = 0; i < request->words.count; i++) {
		if (request->words.at[i].begin >= at)
			return &request->words.at[i];
	}
	return NULL;
}

static bool said(const struct px_request *request, const struct px_time_expr *t, enum px_word_set list)
{
	for (size_t i = 0; i < request->words.count; i++) {
		if (px_time_covers(t, &request->words.at[i]) && px_word_in(&request->words.at[i], list))
			return true;
	}
	return false;
}

bool px_times_nag(const struct px_request *request, const struct px_word *words, size_t length, size_t count)
{
	const bool told = px_words_have(&request->words, PX_WORDS_ASKS_TO_BE_TOLD);
	const struct px_word *next = &words[length];

	if (length < count && !(next->flags & PX_WORD_BREAK) && next->time < 0 &&
	    !(length + 1 < count && px_word_in(next, PX_WORDS_TO) && px_parse_task_verb(&next[1])))
		return false;
	for (size_t i = 0; i < request->time_count && told; i++) {
		if (request->times[i].value.rrule[0])
			return true;
	}
	return px_words_have(&request->words, PX_WORDS_NAGS);
}

size_t px_times_word_count(const struct px_request *request, const struct px_time_expr *t)
{
	size_t n = 0;

	for (size_t i = 0; i < request->words.count; i++)
		n += px_time_covers(t, &request->words.at[i]);
	return n;
}

/* "deliver Sunday 1pm, St Patrick's": the church, where no "day" is said. */
static bool is_church(const struct px_request *request, const struct px_time_expr *t)
{
	const struct px_word *first = px_times_word_after(request, t->begin);

	return first && px_word_in(first, PX_WORDS_SAINT) && !said(request, t, PX_WORDS_DAY) && t->role == PX_TIME_AT &&
	       first->flags & PX_WORD_BREAK;
}

/* "Q1 report", "Christmas party on the 20th": the time only describes the next word. */
static bool only_describes(const struct px_request *request, const struct px_time_expr *t)
{
	if (is_church(request, t))
		return true;
	const struct px_word *next = px_times_word_after(request, t->end), *first = &request->words.at[0];
	bool quarter = said(request, t, PX_WORDS_QUARTER_NAME);
	bool whole = t->value.kind == PX_TIME_RANGE && t->value.whole_days;

	if (!next || next->flags & PX_WORD_BREAK || t->value.kind == PX_TIME_SET || t->role != PX_TIME_AT ||
	    px_word_in(next, PX_WORDS_TIME_NOT_ATTRIBUTE))
		return false;
	if (quarter)
		return true;
	const struct px_word *before = px_times_word_before(request, t->begin);
	bool bare = t->cut_begin + 1 >= t->begin || t->begin == first->begin ||
		    (before && px_word_in(before, PX_WORDS_POSSESSIVE_OWN) && before->begin >= t->cut_begin) ||
		    (t->holiday && before && px_word_in(before, PX_WORDS_FOR_THE));
	return bare && (t->holiday || (whole && px_times_word_count(request, t) == 1)) &&
	       (request->time_count > 1 || t->begin > first->begin);
}

/* Reads only text[begin, end) of an expression; false if that is no time. */
bool px_times_read_again(const struct px_request *request, struct px_time_expr *t, size_t begin, size_t end)
{
	struct px_time_expr found;

	while (begin < end && request->text.data[begin] == ' ')
		begin++;
	if (!px_parse_time_in(request, begin, end, &found))
		return false;
	*t = found;
	return true;
}

/* "past paper 2019": a year that nothing leads up to is a part of a name. */
static bool is_bare_year(const struct px_request *request, const struct px_time_expr *t, const struct px_word *before)
{
	const struct px_str said = px_str_n(request->text.data + t->begin, t->end - t->begin);

	for (size_t i = 0; i < said.size; i++) {
		if (said.data[i] < '0' || said.data[i] > '9')
			return false;
	}
	return said.size == 4 && t->value.kind == PX_TIME_RANGE && before &&
	       before->end + 1 == t->begin && !px_word_in(before, PX_WORDS_YEAR_LEAD);
}

/* "11am": no number of a house. */
static bool says_half_of_day(const struct px_request *request, const struct px_time_expr *t)
{
	const char last = t->end > t->begin ? request->text.data[t->end - 1] : 0;

	return t->value.start.second >= 0 && !t->value.ambiguous_half && (last | 0x20) >= 'a';
}

/* "at 14 Mill Lane" */
static bool is_address(const struct px_request *request, const struct px_time_expr *t, const struct px_word *next)
{
	const struct px_word *end = request->words.at + request->words.count;

	if (px_times_word_count(request, t) > 2 || t->value.kind != PX_TIME_CLOCK || !next ||
	    says_half_of_day(request, t))
		return false;
	for (const struct px_word *w = next; w < end && w < next + 3; w++) {
		if (w->flags & PX_WORD_BREAK)
			return false;
		if (px_parse_street(w))
			return true;
	}
	return false;
}

/* "the first aid course", "the second session": a number of things, no day of the month. */
static bool is_ordinal_thing(const struct px_request *request, const struct px_time_expr *t,
			     const struct px_word *after)
{
	const struct px_word *last = px_times_word_before(request, t->end);

	if (t->value.kind == PX_TIME_DATE && last && last > request->words.at && px_word_in(last, PX_WORDS_FIRST) &&
	    px_times_word_count(request, t) <= 2 && !px_word_in(last - 1, PX_WORDS_THE))
		return true; /* "what's due first" */
	return t->value.kind == PX_TIME_DATE && after && last && px_times_word_count(request, t) <= 3 &&
	       !(after->flags & PX_WORD_BREAK) && px_word_in(last, PX_WORDS_ORDINAL) && !said(request, t,
											      PX_WORDS_OF) &&
	       !px_word_in(after, PX_WORDS_NOT_AFTER_ORDINAL);
}

/* "morning! what have I got today?": a request follows. */
static bool greets(const struct px_request *request)
{
	struct px_match match;
	size_t length;

	if (request->words.at[0].begin || request->end >= request->text.size)
		return false;
	struct px_words rest = px_words_of(request->text, request->end, request->text.size, request->arena);
	return rest.count > 1 && px_match_prefix(PX_PATTERN_OWN_REQUEST, rest.at, rest.count, &match, &length);
}

bool px_times_is_none(const struct px_request *request, const struct px_nlu_session *session, struct px_time_expr *t)
{
	const struct px_word *before = px_times_word_before(request, t->begin),
			     *after = px_times_word_after(request, t->end);
	char first = request->text.data[t->begin];

	bool greeting = request->words.count == 1 && px_word_in(&request->words.at[0], PX_WORDS_PART_OR_MEAL) &&
			((!session->dialogue.tool && !session->dialogue.pending_tool) || greets(request));
	if (t->score < px_times_sure || greeting)
		return true;
	if (said(request, t, PX_WORDS_AS_SOON_AS_POSSIBLE) && px_times_word_count(request, t) == 1)
		return true; /* a priority */
	if (after && px_word_in(after, PX_WORDS_SEASON_VERB) && said(request, t, PX_WORDS_SEASON))
		return true;
	for (size_t i = 0; i < request->words.count; i++) {
		if (request->words.at[i].flags & PX_WORD_QUOTED && request->words.at[i].begin < t->end &&
		    request->words.at[i].end > t->begin)
			return true;
	}
	const struct px_word *number = px_times_word_after(request, t->begin);
	if (before && first >= '0' && first <= '9' && px_word_in(before, PX_WORDS_LABEL) &&
	    !px_word_in(before, PX_WORDS_AT_ALONE) &&
	    !(number->flags & PX_WORD_BREAK && t->value.kind == PX_TIME_DURATION)) { /* "14 Mill Lane, 3 hours" */
		return px_times_word_count(request, t) == 1 || !px_times_read_again(request, t, number->end, t->end);
	}
	/* "the first one", "the second task" */
	if (said(request, t, PX_WORDS_ORDINAL_OR_LAST) && t->value.kind != PX_TIME_SET &&
	    ((said(request, t, PX_WORDS_ONE_OR_ONES) && px_times_word_count(request, t) <= 3) ||
	     (after && px_word_in(after, PX_WORDS_THING_AFTER_ORDINAL)) ||
	     (px_times_word_count(request, t) <= 2 && request->words.count <= 8 &&
	      (session->dialogue.touched_count > 1 || session->dialogue.pending_tool) && !said(request, t,
											       PX_WORDS_OF))))
		return true;
	if (px_times_word_count(request, t) == 1 && said(request, t, PX_WORDS_FREQUENCY_AS_NAME) && before &&
	    px_word_in(before, PX_WORDS_POSSESSIVE_OWN) && (!after || px_word_in(after, PX_WORDS_AFTER_FREQUENCY_NAME)))
		return true; /* "the daily starts at 10" */
	return is_address(request, t, after) || is_bare_year(request, t, before) || only_describes(request, t) ||
	       is_ordinal_thing(request, t, after);
}

/* "by the middle of next week": on its third day, "of May": on the 15th; not at the end of the window. */
static void read_middle(const struct px_request *request, struct px_time_expr *t)
{
	if (t->role == PX_TIME_DEADLINE && t->value.kind == PX_TIME_RANGE && t->value.whole_days &&
	    t->value.end.day != PX_DAY_NONE && said(request, t, PX_WORDS_MIDDLE))
		t->value.end.day -= said(request, t, PX_WORDS_MIDDLE_OF_WEEK) ? 2 : 5;
}

/* "half an hour tops", "20 minutes max" */
static void read_at_most(const struct px_request *request, struct px_time_expr *t)
{
	const struct px_word *after = px_times_word_after(request, t->end);

	if (t->value.kind == PX_TIME_DURATION && after && px_word_in(after, PX_WORDS_AT_MOST) &&
	    !(after->flags & PX_WORD_QUOTED))
		t->cut_end = after->end;
}

/* "…, it takes about 45 minutes" */
static void read_takes(const struct px_request *request, struct px_time_expr *t)
{
	const struct px_word *first = request->words.at, *word = px_times_word_before(request, t->begin);

	if (t->value.kind != PX_TIME_DURATION)
		return;
	while (word && word > first && px_word_in(word, PX_WORDS_ROUGHLY))
		word--;
	if (!word || word <= first || !px_word_in(word, PX_WORDS_TAKES_TIME))
		return;
	while (word > first && !(word->flags & PX_WORD_BREAK) && px_word_in(word - 1, PX_WORDS_BEFORE_TAKES))
		word--;
	if (word > first && word->flags & PX_WORD_BREAK && !(word->flags & PX_WORD_QUOTED))
		t->cut_begin = word->begin;
}

/* "shift the review half an hour back": how far, not when that was. */
static void read_back(const struct px_request *request, struct px_time_expr *t)
{
	const struct px_word *last = px_times_word_before(request, t->end);
	struct px_time_expr inner = *t;
	bool move = false;

	for (size_t i = 0; i < request->words.count && i < 6; i++)
		move |= px_word_in(&request->words.at[i], PX_WORDS_MOVER);
	if (move && last && last > request->words.at && last->end == t->end &&
	    px_word_in(last, PX_WORDS_BACK_OR_AHEAD) &&
	    px_times_read_again(request, &inner, t->begin, last[-1].end) && inner.value.kind == PX_TIME_DURATION)
		*t = inner;
}

/* "the play starts half an hour later": the shift, not a start. */
static void read_shift(const struct px_request *request, struct px_time_expr *t)
{
	const struct px_word *first = px_times_word_after(request, t->cut_begin);
	struct px_time_expr inner = *t;

	const struct px_word *before = px_times_word_before(request, t->begin);
	if (t->value.kind == PX_TIME_SET && first && first->end < t->end &&
	    px_word_in(first, PX_WORDS_FREQUENCY_AS_NAME) && before && px_word_in(before, PX_WORDS_POSSESSIVE_OWN) &&
	    px_times_read_again(request, t, first->end, t->end)) /* "the daily starts at 10" */
		first = px_times_word_after(request, t->cut_begin);
	if (first && first->end < t->end && px_word_in(first, PX_WORDS_STARTS_OR_ENDS) &&
	    px_times_read_again(request, &inner, first->end, t->end) && inner.role == PX_TIME_SHIFT)
		*t = inner;
	if (first && first->end < t->end && px_word_in(first, PX_WORDS_NOW) &&
	    px_word_in(first + 1, PX_WORDS_RUNS_FROM_NOW) && px_times_read_again(request, &inner, first[1].begin,
										 t->end))
		*t = inner; /* "the meeting now ends at 9:30" */
}

/* "movie night Friday 8pm", "team lunch next Wednesday": the noun belongs to the title. */
static void give_back_noun(const struct px_request *request, struct px_time_expr *t)
{
	const struct px_word *before = px_times_word_before(request, t->begin),
			     *first = px_times_word_after(request, t->begin);
	const struct px_word *last = px_times_word_before(request, t->end);

	if (last && last != first && px_word_in(last, PX_WORDS_ABOUT) && last > request->words.at) {
		(void)px_times_read_again(request, t, t->begin, last[-1].end); /* "3pm about the budget" */
		return;
	}
	if (first && first->end < t->end && px_word_in(first, PX_WORDS_NIGHT_OR_MEAL) &&
	    (!before || !px_word_in(before, PX_WORDS_BEFORE_NIGHT) || px_word_in(first, PX_WORDS_ON_NIGHTS)) &&
	    (before || !px_word_in(first, PX_WORDS_NIGHT_OR_EVENING))) {
		(void)px_times_read_again(request, t, first->end, t->end);
		return;
	}
	if (last && last != first && px_word_in(last, PX_WORDS_MEAL) && last > request->words.at &&
	    strchr(last[-1].text, '\''))
		(void)px_times_read_again(request, t, t->begin, last[-1].end);
}

/* "Sun 1pm, St Patrick's": the church is read as a day, and takes the weekday's place. */
static void give_back_church(const struct px_request *request, struct px_time_expr *t)
{
	const struct px_words *w = &request->words;

	for (size_t i = 1; i < w->count; i++) {
		if (!px_time_covers(t, &w->at[i]) || w->at[i].begin <= t->begin || !(w->at[i].flags & PX_WORD_BREAK) ||
		    !px_word_in(&w->at[i], PX_WORDS_SAINT) || said(request, t, PX_WORDS_DAY))
			continue;
		const struct px_word *before = px_times_word_before(request, t->begin);
		bool weekday = before && px_word_in(before, PX_WORDS_WEEKDAY_OR_SHORT);
		(void)px_times_read_again(request, t, weekday ? before->begin : t->begin, w->at[i - 1].end);
		return;
	}
}

/* "Friday's" is the day, not every Friday. */
static void read_possessive(const struct px_request *request, struct px_time_expr *t)
{
	size_t n = t->end - t->begin, begin = t->begin, end = t->end;
	const char *text = request->text.data + t->begin;

	if (t->value.kind != PX_TIME_SET || n < 3 || (text[n - 1] | 32) != 's')
		return;
	size_t mark = text[n - 2] == '\'' ? 2 : n > 4 && memcmp(text + n - 4, "\u2019", 3) == 0 ? 4 : 0;
	if (!mark || !px_times_read_again(request, t, begin, end - mark))
		return;
	t->begin = t->cut_begin = begin;
	t->end = t->cut_end = end;
}

bool px_times_cover(const struct px_request *request, const struct px_word *word)
{
	for (size_t i = 0; i < request->time_count; i++) {
		if (px_time_covers(&request->times[i], word))
			return true;
	}
	return false;
}

/* "will last three hours" is a length, no time gone by. */
static bool is_lasting(const struct px_request *request, struct px_time_expr *t)
{
	const struct px_word *first = px_times_word_after(request, t->begin);

	if (!first || first == request->words.at || !px_word_in(first, PX_WORDS_LAST) ||
	    !px_word_in(first - 1, PX_WORDS_BEFORE_LAST_VERB))
		return false;
	return px_times_read_again(request, t, first->end, t->end);
}

void px_times_sort(struct px_request *request)
{
	for (size_t i = 1; i < request->time_count; i++) {
		struct px_time_expr t = request->times[i];
		size_t k = i;
		for (; k > 0 && request->times[k - 1].begin > t.begin; k--)
			request->times[k] = request->times[k - 1];
		request->times[k] = t;
	}
}

/* "bis 11.12.", "am 3.", in a language that writes its ordinals so: a full stop of the number is at `end`. */
static bool ends_in_ordinal(struct px_str text, size_t end)
{
	return px_language()->dotted_ordinals && end && end < text.size && text.data[end] == '.' &&
	       text.data[end - 1] >= '0' && text.data[end - 1] <= '9';
}

size_t px_times_pieces(struct px_request *request)
{
	const struct px_words *w = &request->words;
	size_t from = w->at[0].begin, to = w->at[w->count - 1].end, split = move_split(w);

	if (from > request->begin && request->text.data[from - 1] == '@')
		from--;
	to += ends_in_ordinal(request->text, to);
	if (w->count > 3 && px_word_in(&w->at[0], PX_WORDS_PUT_IN_VERB) && px_word_in(&w->at[1], PX_WORDS_IN))
		from = w->at[px_word_in(&w->at[2], PX_WORDS_MEAL) ? 3 : 2].begin; /* "pencil in lunch" */
	if (!split) {
		find_piece(request, from, to);
		return 0;
	}
	find_piece(request, from, w->at[split - 1].end);
	size_t before = request->time_count;
	find_piece(request, w->at[split].begin, to);
	bool found = request->time_count > before && request->times[before].begin == w->at[split].begin;
	if (!found && px_times_clock_number(&w->at[split]))
		(void)px_parse_bare_clock(request, &w->at[split]);
	px_times_sort(request);
	return split;
}

/* "she asked for 16h00": so many hours nothing takes that is said to the minute. */
static void read_full_hour(const struct px_request *request, struct px_time_expr *t)
{
	enum { HOURS_LEAST = 6 };
	const struct px_str said = px_str_n(request->text.data + t->begin, t->end - t->begin);

	if (t->value.kind != PX_TIME_DURATION || said.size < 4 || said.size > 5 || !px_str_ends(said, px_str("h00")))
		return;
	const char first = said.data[0], second = said.size == 5 ? said.data[1] : '0';
	if (first < '0' || first > '9' || second < '0' || second > '9')
		return;
	const int hour = said.size == 5 ? 10 * (first - '0') + second - '0' : first - '0';
	if (hour < HOURS_LEAST || hour > 23)
		return;
	t->value = (struct px_time_value){ .kind = PX_TIME_CLOCK, .start = { PX_DAY_NONE, hour * 3600 },
					   .end = { PX_DAY_NONE, -1 } };
}

/* "the same time next Monday": the hour of what is spoken of, not the hour now; what has a day keeps its hour. */
static void read_same_clock(const struct px_request *request, struct px_time_expr *t)
{
	const struct px_word *first = px_times_word_after(request, t->begin);
	const struct px_word *past = request->words.at + request->words.count;
	struct px_match match;
	size_t count = 0;

	if (t->value.kind != PX_TIME_DATETIME || !first)
		return;
	while (first + count < past && first[count].begin < t->end)
		count++;
	if (count > PX_PARSE_WORDS || !px_match(PX_PATTERN_SAME_CLOCK, first, count, &match))
		return;
	t->value.kind = PX_TIME_DATE;
	t->value.start.second = -1;
	t->value.end = (struct px_time_point){ PX_DAY_NONE, -1 };
	t->alternative_count = 0;
}

void px_times_fit(const struct px_request *request, struct px_time_expr *t)
{
	read_full_hour(request, t);
	read_same_clock(request, t);
	t->cut_end += ends_in_ordinal(request->text, t->cut_end); /* the full stop belongs to the number */
	(void)is_lasting(request, t);
	give_back_noun(request, t);
	give_back_church(request, t);
	read_shift(request, t);
	read_at_most(request, t);
	read_takes(request, t);
	read_middle(request, t);
	read_back(request, t);
	read_possessive(request, t);
}
