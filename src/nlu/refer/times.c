/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The times of a request in the light of what the user has: "office hours" is no
 * time where something is called so, and "30 minutes before the board meeting" is
 * one if there is such a meeting.
 */
#include "nlu/refer/times.h"

#include "nlu/read/bounds.h"
#include "nlu/read/not_time.h"
#include "nlu/read/time_repair.h"
#include "nlu/read/times.h"
#include "nlu/refer/described.h"
#include "nlu/refer/target.h"
#include "nlu/text/phrase.h"

enum { LOOKS_MAX = 4 };

/* "office hours", "advent calendars", where the user has something of that name. */
static bool is_in_title(const struct px_request *request, const struct px_time_expr *t)
{
	const struct px_words *w = &request->words;
	size_t from = 0, count = px_times_word_count(request, t);

	while (from < w->count && !px_time_covers(t, &w->at[from]))
		from++;
	/* "made a start on the winter menu" */
	while (count > 1 && from > 0 && px_word_in(&w->at[from], PX_WORDS_BEFORE_TITLE_WORD))
		from++, count--;
	return count && px_target_in_title(request, w->at + from, count, from > 0, from + count < w->count);
}

/* Where the words of the expression begin. */
static size_t first_within(const struct px_words *w, const struct px_time_expr *t)
{
	size_t i = 0;

	while (i < w->count && w->at[i].begin < t->begin)
		i++;
	return i;
}

/* "invite Paul to dinner", "move the dinner", where a dinner is in the calendar: the event, not the part of the day. */
static bool is_meal_in_calendar(const struct px_request *request, const struct px_time_expr *t)
{
	const struct px_words *w = &request->words;
	size_t from = first_within(w, t);
	struct px_target target;

	if (from == 0 || from >= w->count || px_times_word_count(request, t) != 1 ||
	    !px_word_in(&w->at[from], PX_WORDS_MEAL) ||
	    !px_word_in(&w->at[from - 1], PX_WORDS_BEFORE_MEAL_NAME) ||
	    (px_word_in(&w->at[from - 1], PX_WORDS_BEFORE_PLAIN_MEAL) && !px_word_in(&w->at[0], PX_WORDS_GUEST_VERB)))
		return false;
	px_target_find(request, w->at + from, 1, PX_TARGET_EVENT, &target);
	return target.item || target.candidate_count;
}

static int64_t anchor_of(const struct px_nlu_item *item, bool after)
{
	if (after && item->end != PX_TIME_NONE)
		return item->end;
	if (after && item->start != PX_TIME_NONE && item->kind == PX_NLU_EVENT)
		return item->start + PX_MS_HOUR;
	if (item->start != PX_TIME_NONE)
		return item->start;
	return item->due_day != PX_DAY_NONE ? (int64_t)item->due_day * PX_MS_DAY : PX_TIME_NONE;
}

/* "load-in three hours before the gig", "put it in an hour before": no "in three hours", which counts from now. */
static void drop_in(struct px_request *request, const struct px_words *w, struct px_time_expr *t)
{
	const size_t i = first_within(w, t);
	struct px_time_expr lasting;

	if (i + 1 >= w->count || !px_word_in(&w->at[i], PX_WORDS_IN) ||
	    !px_parse_time_in(request, w->at[i + 1].begin, t->end, &lasting) ||
	    lasting.value.kind != PX_TIME_DURATION)
		return;
	t->value = lasting.value;
	t->begin = t->cut_begin = w->at[i + 1].begin;
}

/* The time expression that ends right before words[at], or NULL. */
static struct px_time_expr *ends_at(struct px_request *request, const struct px_words *w, size_t at)
{
	for (size_t i = 0; at > 0 && i < request->time_count; i++) {
		if (request->times[i].end != w->at[at - 1].end)
			continue;
		if (px_word_in(&w->at[at], PX_WORDS_BEFORE))
			drop_in(request, w, &request->times[i]);
		return &request->times[i];
	}
	return NULL;
}

static void set_anchor(struct px_time_expr *t, int64_t ms, bool day_only)
{
	t->value = (struct px_time_value){ .kind = day_only ? PX_TIME_DATE : PX_TIME_DATETIME };
	t->value.start.day = px_civil_ms_day(ms);
	t->value.start.second = day_only ? -1 : (int32_t)((ms - (int64_t)t->value.start.day * PX_MS_DAY) / 1000);
	t->value.end = (struct px_time_point){ PX_DAY_NONE, -1 };
	t->role = PX_TIME_AT;
	t->score = 0.9F;
	t->rule = px_phrase(PX_PHRASE_ANCHORED_RULE);
}

enum { PLACE_WORDS = 3 };

/* "vor dem Konzert" where only the Adventkonzert is so called, "vor Mathe": one noun that is a part of the name. */
static size_t part_length(const struct px_request *request, size_t from, size_t most, struct px_target *target)
{
	static const float part = 0.5F;
	const struct px_words *w = &request->words;
	size_t n = 0;

	while (n < most && px_word_in(&w->at[from + n], PX_WORDS_TARGET_LEAD))
		n++;
	if (n == most || w->at[from + n].time >= 0)
		return 0;
	px_target_find(request, w->at + from, n + 1, PX_TARGET_EVENT | PX_TARGET_TASK, target);
	return target->item && target->score >= part ? n + 1 : 0;
}

/* The longest run of words[from...] that names something beyond doubt; 0 if none does. */
static size_t named_length(const struct px_request *request, size_t from, struct px_target *target)
{
	const struct px_words *w = &request->words;
	size_t most = 0;

	while (from + most < w->count && most < 7 && (most == 0 || !(w->at[from + most].flags & PX_WORD_BREAK)))
		most++;
	size_t longest = 0;
	for (size_t n = most; n > 0; n--) {
		px_target_find(request, w->at + from, n, PX_TARGET_EVENT | PX_TARGET_TASK, target);
		longest = longest || !target->item || target->score < 0.9F ? longest : n;
		if (longest && target->item && (target->exact || !px_language_is_other()))
			return n; /* "nach der Premiere Premierenfeier" */
	}
	if (longest && px_language_is_other()) {
		px_target_find(request, w->at + from, longest, PX_TARGET_EVENT | PX_TARGET_TASK, target);
		return longest;
	}
	const size_t part = px_language_is_other() ? part_length(request, from, most, target) : 0;
	if (part)
		return part;
	for (size_t n = most < PLACE_WORDS ? most : PLACE_WORDS; n > 0; n--) {
		if (px_word_in(&w->at[from], PX_WORDS_DETERMINER))
			break;
		px_described_spot(request, w->at + from, n, PX_TARGET_EVENT, target); /* "20 minutes before Cheyenne" */
		if (target->item)
			return n;
	}
	return 0;
}

/* "the evening before": when an evening is; -1 for "the day before". */
static int32_t hour_of_part(const struct px_request *request, const struct px_word *word)
{
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found;

	if (px_word_in(word, PX_WORDS_DAY) ||
	    !px_time_find(&tc, px_str(px_phrase_with(request->arena, PX_PHRASE_IN_THE_PART, word->text)), &found, 1))
		return -1;
	return found.value.start.second;
}

/* The day of what was just kept ("Ellie's birthday is on 2 November"), as a thing of that day; false if none. */
static bool remembered(const struct px_request *request, const struct px_nlu_session *session, struct px_nlu_item *item)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found;
	struct px_args args;

	if (!d->tool || strcmp(d->tool, "remember") != 0 || !d->arguments)
		return false;
	px_args_read(&args, d->arguments, request->arena);
	const char *text = px_args_get(&args, "text");
	if (!text || !px_time_find(&tc, px_str(text), &found, 1) || found.value.kind == PX_TIME_SET ||
	    found.value.start.day == PX_DAY_NONE)
		return false;
	*item = (struct px_nlu_item){ .kind = PX_NLU_TASK, .start = PX_TIME_NONE, .end = PX_TIME_NONE,
				      .due_day = found.value.start.day };
	return true;
}

/* A clock time without a day: "the evening before at 8". */
static bool says_clock(const struct px_request *request)
{
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *value = &request->times[i].value;
		if (value->kind != PX_TIME_DURATION && value->start.second >= 0 && value->start.day == PX_DAY_NONE)
			return true;
	}
	return false;
}

static void add_anchored(struct px_request *request, size_t at, size_t to, const struct px_nlu_item *item)
{
	const struct px_words *w = &request->words;
	bool after = px_word_in(&w->at[at], PX_WORDS_AFTER);
	int64_t ms = anchor_of(item, after);
	struct px_time_expr *t = ends_at(request, w, at);
	bool day = at >= 2 && px_word_in(&w->at[at - 1], PX_WORDS_DAY_BEFORE) &&
		   px_word_in(&w->at[at - 2], PX_WORDS_ARTICLE_THE_A);
	const bool parted = day && px_language_is_other(); /* "am Abend davor um acht" */
	int32_t hour = day && !(parted && says_clock(request)) ? hour_of_part(request, &w->at[at - 1]) : -1;
	bool lasting = t && t->value.kind == PX_TIME_DURATION;

	if (ms == PX_TIME_NONE || (t && !lasting && !parted) || (!t && request->time_count == PX_TIME_MAX))
		return;
	bool day_only = day || (lasting && t->value.seconds % 86400 == 0) || item->start == PX_TIME_NONE ||
			(item->start % PX_MS_DAY == 0 && !lasting);
	int64_t shift = day ? 86400 : lasting ? t->value.seconds : 0;
	if (!t) {
		t = &request->times[request->time_count++];
		*t = (struct px_time_expr){ .begin = day ? w->at[at - 2].begin : w->at[at].begin };
		t->cut_begin = t->begin;
	}
	const size_t first = first_within(w, t);
	if (px_language_is_other() && first > 0 && px_word_in(&w->at[first - 1], PX_WORDS_RIGHT_BEFORE))
		t->begin = t->cut_begin = w->at[first - 1].begin; /* "direkt nach dem Termin" */
	set_anchor(t, ms + (after ? shift : -shift) * 1000, day_only);
	if (hour >= 0)
		t->value = (struct px_time_value){ .kind = PX_TIME_DATETIME, .start = { t->value.start.day, hour },
						   .end = { PX_DAY_NONE, -1 } };
	while (to < w->count && px_word_in(&w->at[to], PX_WORDS_IS_DUE))
		to++; /* "the day before the report is due" */
	t->end = t->cut_end = w->at[to - 1].end;
	request->anchor = item->title ? item : request->anchor;
}

/* "right after that", "straight after", "afterwards" at word i: where that begins and ends. */
static bool follows_at(const struct px_request *request, size_t i, size_t *from, size_t *to)
{
	const struct px_words *w = &request->words;
	bool one = px_word_in(&w->at[i], PX_WORDS_AFTERWARDS_ALONE);
	bool soon = i > 0 && px_word_in(&w->at[i - 1], PX_WORDS_RIGHT_AFTER);
	bool pronoun = i + 1 < w->count && px_word_in(&w->at[i + 1], PX_WORDS_BEFORE_PRONOUN);
	bool ends = i + 1 == w->count || w->at[i + 1].flags & PX_WORD_BREAK;

	if (w->at[i].flags & PX_WORD_QUOTED || (!one && !px_word_in(&w->at[i], PX_WORDS_AFTER)) ||
	    px_times_cover(request, &w->at[i]) || (!one && !pronoun && !(soon && ends)))
		return false;
	*from = i - soon;
	*to = i + 1 + (!one && pronoun);
	return true;
}

/* "rolls straight after, 40 min", "an hour after that": when the event just spoken of is over. */
static bool find_following(struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_words *w = &request->words;
	const struct px_nlu_item *last = session->dialogue.touched_count ? &session->dialogue.touched[0] : NULL;
	size_t from = 0, to = 0, i = 0;

	if (!last || last->kind != PX_NLU_EVENT || last->start == PX_TIME_NONE || w->count > 40)
		return false;
	for (size_t t = 0; t < request->time_count; t++) {
		if (request->times[t].value.start.second >= 0 || request->times[t].value.start.day != PX_DAY_NONE)
			return false; /* "after that drinks at 6" */
	}
	while (i < w->count && !follows_at(request, i, &from, &to))
		i++;
	int64_t ms = anchor_of(last, true);
	if (i == w->count || (ms % PX_MS_DAY == 0 && last->start % PX_MS_DAY == 0))
		return false;
	struct px_time_expr *t = ends_at(request, w, from);
	bool later = t && t->value.kind == PX_TIME_DURATION && !(w->at[from].flags & PX_WORD_BREAK);
	if (!later && request->time_count == PX_TIME_MAX)
		return false;
	if (!later) {
		t = &request->times[request->time_count++];
		*t = (struct px_time_expr){ .begin = w->at[from].begin, .cut_begin = w->at[from].begin };
	}
	set_anchor(t, ms + (later ? t->value.seconds * 1000 : 0), false);
	t->end = t->cut_end = w->at[to - 1].end;
	return true;
}

/* "30 minutes before the dentist", "the day before the launch", "after the board meeting" */
static void find_anchored(struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_words *w = &request->words;
	struct px_target target;
	struct px_nlu_item kept;

	if (find_following(request, session))
		return;
	for (size_t i = 0; i < w->count && w->count < 40; i++) {
		if (!px_word_in(&w->at[i], PX_WORDS_BEFORE_OR_AFTER) || w->at[i].flags & PX_WORD_QUOTED ||
		    px_times_cover(request, &w->at[i]))
			continue;
		const size_t each = i + 2 < w->count && px_word_in(&w->at[i + 1], PX_WORDS_WHOLE_SERIES);
		size_t n = i + 1 < w->count ? named_length(request, i + 1 + each, &target) : 0;
		if (n) {
			add_anchored(request, i, i + 1 + each + n, target.item);
			return;
		}
		const struct px_time_expr *t = ends_at(request, w, i);
		/* "prepare for the board meeting the day before", "remind me about the dentist an hour before" */
		size_t end = t && t->value.kind == PX_TIME_DURATION		 ? first_within(w, t)
			     : i >= 3 && px_word_in(&w->at[i - 1], PX_WORDS_DAY_BEFORE) ? i - 2
										 : 0;
		if (i + 1 == w->count && end) {
			px_target_find(request, w->at, end, PX_TARGET_EVENT, &target);
			for (size_t k = 1; (!target.item || target.score <= 0.8F) && k < end; k++)
				px_target_find(request, w->at + k, end - k, PX_TARGET_EVENT, &target);
			if (target.item && target.score > 0.8F) {
				add_anchored(request, i, i + 1, target.item);
				return;
			}
		}
		/* "remind me an hour before", of what was spoken of last */
		bool clause = i + 2 < w->count && (w->at[i + 2].flags & PX_WORD_BREAK ||
						   px_word_in(&w->at[i + 2], PX_WORDS_AFTER_OFFSET));
		bool itself = px_language_is_other() && px_word_in(&w->at[i], PX_WORDS_BEFORE_THAT); /* "davor" */
		bool pronoun = (i + 2 == w->count || clause) && px_word_in(&w->at[i + 1], PX_WORDS_BEFORE_PRONOUN);
		bool goes_on = i + 2 < w->count && px_word_in(&w->at[i + 1],
							      PX_WORDS_TO); /* "the day before to pack" */
		const struct px_nlu_item *last = session->dialogue.touched_count ? &session->dialogue.touched[0] : NULL;
		if (remembered(request, session, &kept))
			last = &kept; /* it was said after what was touched */
		if ((i + 1 == w->count || pronoun || goes_on || itself) && last &&
		    px_word_in(&w->at[i], PX_WORDS_BEFORE) &&
		    ((t && t->value.kind == PX_TIME_DURATION) ||
		     (i >= 2 && px_word_in(&w->at[i - 1], PX_WORDS_DAY_BEFORE) &&
		      px_word_in(&w->at[i - 2], PX_WORDS_ARTICLE_THE_A)))) {
			add_anchored(request, i, pronoun ? i + 2 : goes_on || itself ? i + 1 : w->count, last);
			return;
		}
	}
}

/* "10 before", "15 ahead": a bare number counts minutes. */
static int64_t lead_seconds(const struct px_request *request, const struct px_words *w)
{
	struct px_time_expr found;
	size_t count = 0;

	while (count < w->count && !px_word_in(&w->at[count], PX_WORDS_LEAD_TAIL))
		count++;
	if (!count)
		return 0;
	if (px_parse_time_in(request, w->at[0].begin, w->at[count - 1].end, &found) &&
	    found.value.kind == PX_TIME_DURATION)
		return found.value.seconds + (int64_t)found.value.months * 30 * 86400;
	int64_t seconds = 0;
	for (size_t i = 0; i < count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_DAY_BEFORE))
			return 86400;
		if (px_word_in(&w->at[i], PX_WORDS_WEEK))
			return 7 * 86400;
		seconds = px_word_number(&w->at[i]) > 0 && !seconds ? px_word_number(&w->at[i]) * 60 : seconds;
	}
	return seconds;
}

bool px_times_lead(struct px_request *request, size_t begin, size_t end, const struct px_nlu_item *item)
{
	const struct px_words w = px_words_of(request->text, begin, end, request->arena);
	int64_t seconds = lead_seconds(request, &w), ms = anchor_of(item, false);
	int32_t hour = -1;

	for (size_t i = 0; i < w.count && seconds == 86400; i++) {
		if (px_word_in(&w.at[i], PX_WORDS_DAY_BEFORE))
			hour = hour_of_part(request, &w.at[i]);
	}
	if (ms == PX_TIME_NONE || seconds <= 0)
		return false;
	bool day_only = seconds % 86400 == 0 || item->start == PX_TIME_NONE || item->start % PX_MS_DAY == 0;
	struct px_time_expr *t = &request->times[0];
	*t = (struct px_time_expr){ .begin = begin, .end = end, .cut_begin = begin, .cut_end = end };
	set_anchor(t, ms - seconds * 1000, day_only);
	if (hour >= 0)
		t->value = (struct px_time_value){ .kind = PX_TIME_DATETIME, .start = { t->value.start.day, hour },
						   .end = { PX_DAY_NONE, -1 } };
	request->time_count = 1;
	request->anchor = item;
	return true;
}

bool px_times_from_then(const struct px_request *request, size_t begin)
{
	const struct px_words w = px_words_of(request->text, 0, begin, request->arena);

	return w.count && w.at[w.count - 1].end + 1 == begin && px_word_in(&w.at[w.count - 1], PX_WORDS_FROM_THEN);
}

/* Something that only looks like a time: it is hidden from the engine; false if there is none. */
static bool hide_lookalike(struct px_request *request)
{
	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr t = request->times[i];
		bool none = t.value.kind != PX_TIME_KIND_NONE && px_times_only_look(request, &t);
		if (none && request->hidden_count < PX_HIDDEN_MAX) {
			request->hidden[request->hidden_count++] = (struct px_cut){ (uint32_t)t.begin,
										   (uint32_t)t.end };
			return true;
		}
		request->times[i] = t;
	}
	return false;
}

/* Reads the times again without what is hidden: "Five" of "Five Guys tomorrow" had taken the day along. */
static size_t find_beside(struct px_request *request)
{
	struct px_str text = request->text;
	char *copy = px_arena_str(request->arena, text);

	for (size_t i = 0; i < request->hidden_count; i++)
		memset(copy + request->hidden[i].begin, 'x', request->hidden[i].end - request->hidden[i].begin);
	request->text = px_str_n(copy, text.size);
	request->time_count = 0;
	size_t split = px_times_pieces(request);
	request->text = text;
	return split;
}

/* "this fridays standup": the day of a plural weekday, with "this" or "next" before it; false if it is none. */
static bool one_day(const struct px_request *request, struct px_time_expr *t, size_t at)
{
	const struct px_words *w = &request->words;
	const bool led = at > 0 && px_word_in(&w->at[at - 1], PX_WORDS_WHICH_WEEK);
	const size_t from = w->at[at - led].begin;
	struct px_time_context tc = px_parse_time_context(request);
	struct px_time_expr found;

	const int32_t clock = t->value.start.second; /* "sats game is at 10" */
	const bool half = t->value.ambiguous_half;
	const struct px_str day = px_str_n(request->text.data + from, w->at[at].end - 1 - from);
	if (!px_time_find(&tc, day, &found, 1) || found.value.kind != PX_TIME_DATE)
		return false;
	t->value = found.value;
	if (clock >= 0)
		t->value.kind = PX_TIME_DATETIME, t->value.start.second = clock, t->value.ambiguous_half = half;
	t->role = PX_TIME_AT;
	t->begin = t->cut_begin = from;
	return true;
}

/* "skip fridays standup": right before a name it is that Friday's, not every Friday. */
void px_times_possessive(struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_target target;

	if (!px_language()->classifies) /* "freitags" is every Friday */
		return;
	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr *t = &request->times[i];
		if (t->value.kind != PX_TIME_SET || px_times_word_count(request, t) != 1)
			continue;
		const size_t at = first_within(w, t);
		const size_t length = at < w->count ? w->at[at].end - w->at[at].begin : 0;
		if (length < 4 || w->at[at].text[w->at[at].size - 1] != 's' || at + 1 >= w->count)
			continue;
		bool before_name = !(w->at[at + 1].flags & PX_WORD_BREAK) && named_length(request, at + 1, &target) > 0;
		if (before_name && target.item->kind == PX_NLU_EVENT)
			(void)one_day(request, t, at);
	}
}

bool px_times_one_day(struct px_request *request)
{
	struct px_time_expr *t = &request->times[0];

	return request->time_count == 1 && t->value.kind == PX_TIME_SET && px_times_word_count(request, t) == 1 &&
	       one_day(request, t, first_within(&request->words, t));
}

void px_parse_find_times(struct px_request *request, const struct px_nlu_session *session)
{
	size_t kept = 0, split = px_times_pieces(request);

	for (int again = 0; again < LOOKS_MAX && hide_lookalike(request); again++)
		split = find_beside(request);
	request->hidden_count = 0;
	px_times_repair(request);
	px_bounds_read(request);
	for (size_t i = 0; i < request->time_count; i++) {
		struct px_time_expr t = request->times[i];
		if (px_times_is_none(request, session, &t) || is_in_title(request, &t) ||
		    is_meal_in_calendar(request, &t))
			continue;
		px_times_fit(request, &t);
		request->times[kept++] = t;
	}
	request->time_count = kept;
	px_times_hidden(request, session, split);
	px_times_possessive(request);
	find_anchored(request, session);
	px_times_sort(request);
	px_parse_amend_times(request);
	px_times_sort(request);
}
