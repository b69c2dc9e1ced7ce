/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reason is a whole clause (subject and verb) that follows the request, after
 * a comma or because of how it begins.  Blanked bytes become spaces of a copy
 * of the text, so that offsets stay true and nothing later sees them.
 */
#include "nlu/refer/asides.h"

#include "nlu/read/clause.h"
#include "nlu/read/times.h"
#include "nlu/read/vocabulary.h"
#include "nlu/refer/target.h"

/* Reasons of longer requests are left alone. */
enum { SCAN = 40 };

bool px_asides_creates(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_CREATE_HEAD);
}

bool px_asides_changes(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_CHANGE_HEAD);
}

bool px_asides_remembers(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_MEMORY_HEAD);
}

static char *blank(struct px_request *request, size_t begin, size_t end)
{
	char *copy = px_arena_str(request->arena, request->text);

	memset(copy + begin, ' ', end - begin);
	request->text = px_str_n(copy, request->text.size);
	return copy + begin;
}

/* ---- reasons ---- */

static bool says_priority(const struct px_words *w, size_t at)
{
	for (size_t i = at; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_PRIORITY_IN_REASON))
			return true;
	}
	return false;
}

/* The words before `at` ask for a new task or event, or tell something of a known one. */
static bool asks_something(const struct px_request *request, const struct px_words *w, size_t at)
{
	struct px_time_expr found;
	struct px_target target;

	if (px_word_in(&w->at[0], PX_WORDS_CREATE_HEAD) || px_parse_task_verb(&w->at[0]))
		return true;
	if (px_times_sure_in(request, w->at[0].begin, w->at[at - 1].end, &found))
		return true;
	px_target_find(request, w->at, at, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item != NULL;
}

/* The clause at `at` tells something of another known thing: no aside. */
static bool tells_of_another(const struct px_request *request, const struct px_words *w, size_t at)
{
	struct px_target target;
	size_t to = at;

	while (to < w->count && to < at + 6 && !px_word_in(&w->at[to], PX_WORDS_CLAUSE_VERB))
		to++;
	px_target_find(request, w->at + at, to - at, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return to > at && target.item && target.score > 0.7F;
}

/* The words before `at` say that something is off or has changed. */
static bool tells_state(const struct px_words *w, size_t at)
{
	for (size_t i = 1; i < at; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_STATE_CHANGED))
			return true;
	}
	return false;
}

static bool says_clock(const struct px_time_expr *t)
{
	return t->value.start.second >= 0 && !t->value.day_part;
}

/* Begins as what is new does. */
static bool makes_new(const struct px_words *w)
{
	return px_word_in(&w->at[0], PX_WORDS_CREATE_HEAD) || px_parse_task_verb(&w->at[0]) ||
	       (px_word_in(&w->at[0], PX_WORDS_REMEMBER) && w->count > 1 && px_word_in(&w->at[1], PX_WORDS_TO));
}

static bool names_known(const struct px_request *request, const struct px_words *w, size_t count)
{
	struct px_target target;

	px_target_find(request, w->at, count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item != NULL || target.candidate_count;
}

/* "…, he can do 7": the time is meant for the request, unlike that of "…, the kids are home at 5". */
static bool offers_time(const struct px_words *w, size_t at)
{
	for (size_t i = at; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_OFFERS_TIME))
			return true;
	}
	return false;
}

/* "by Friday because it expires on the 30th": a reason with a time, after a request that has its own. */
static bool is_timed_reason(const struct px_request *request, const struct px_words *w, size_t at)
{
	struct px_time_expr found;
	bool of_thing;

	return px_word_in(&w->at[at], PX_WORDS_TIMED_REASON) && at + 2 < w->count && makes_new(w) &&
	       px_clause_at(w, at + 1, &of_thing) && !says_priority(w, at) &&
	       px_times_sure_in(request, w->at[at].begin, w->at[w->count - 1].end, &found) &&
	       px_times_sure_in(request, w->at[0].begin, w->at[at - 1].end, &found);
}

static bool is_aside(const struct px_request *request, const struct px_words *w, size_t at, bool change)
{
	struct px_match match;
	struct px_time_expr found;
	bool of_thing = false, colon = request->text.data[w->at[at - 1].end] == ':';
	bool broken = (w->at[at].flags & PX_WORD_BREAK) && !(w->at[at].flags & PX_WORD_STOP) && !colon;

	if (!change && is_timed_reason(request, w, at))
		return true;
	bool cause = px_word_in(&w->at[at], PX_WORDS_CAUSE);
	if (!cause && !broken && !change)
		return false;
	if (cause && px_match_at(PX_PATTERN_BECAUSE, w, at, &match))
		return change || (broken && asks_something(request, w, at));
	if (change && !broken && px_word_in(&w->at[at - 1], PX_WORDS_ONE_OR_THING) && at > 2 &&
	    px_clause_at(w, at, &of_thing))
		return !px_word_in(&w->at[at], PX_WORDS_SUBJECT_OR_THAT) ||
		       px_match_at(PX_PATTERN_REASON_STATE, w, at, &match);
	if (change && !broken) {
		if (!px_match_at(PX_PATTERN_REASON_STATE, w, at, &match))
			return false;
		const struct px_capture *s = px_match_get(&match, 's', 0);
		return !match.count || (s && s->to - s->from <= 2);
	}
	if (broken && px_word_in(&w->at[at], PX_WORDS_NO) && w->count - at >= 2 && w->count - at <= 4 &&
	    !px_word_in(&w->at[at + 1], PX_WORDS_AFTER_PLAIN_NO) &&
	    !px_times_sure_in(request, w->at[at].begin, w->at[w->count - 1].end, &found))
		return change || tells_state(w, at); /* ", no babysitter" */
	if (!broken || !px_clause_at(w, at, &of_thing) || says_priority(w, at))
		return false;
	bool timed = px_times_sure_in(request, w->at[at].begin, w->at[w->count - 1].end, &found);
	if (change) /* "move lunch, he can only do Friday": the time is what it is about */
		return !timed || px_word_in(&w->at[0], PX_WORDS_REMOVES) ||
		       px_times_sure_in(request, w->at[0].begin, w->at[at - 1].end, &found);
	bool needs = px_match_at(PX_PATTERN_NEEDS, w, at, &match) && px_match_get(&match, 's', 0)->to <= 4 &&
		     !px_word_in(&w->at[at + px_match_get(&match, 'z', 0)->from], PX_WORDS_TO);
	if (needs && timed) /* "renew my passport by 3 Feb, it needs six months left": its time is not the request's */
		return px_times_sure_in(request, w->at[0].begin, w->at[at - 1].end, &found) &&
		       (px_word_in(&w->at[0], PX_WORDS_CREATE_HEAD) || px_parse_task_verb(&w->at[0]) ||
			asks_something(request, w, at));
	struct px_time_expr before;
	bool led = timed && !of_thing && px_times_sure_in(request, w->at[0].begin, w->at[at - 1].end, &before);
	if (led && makes_new(w) &&
	    (!says_clock(&found) || says_clock(&before) ||
	     !offers_time(w, at))) /* "pick up the keys on Friday, he's away from Saturday" */
		return true;
	if (timed || of_thing || px_match_at(PX_PATTERN_MEETS, w, at, &match) ||
	    px_word_in(&w->at[w->count - 1], PX_WORDS_COMES_ALONG) || !asks_something(request, w, at))
		return false;
	return px_word_in(&w->at[0], PX_WORDS_CREATE_HEAD) || px_parse_task_verb(&w->at[0]) ||
	       !tells_of_another(request, w, at);
}

/* "book lunch with Dave on Friday, he's free at 1": of the clause only its time is for Pixie. */
static bool blank_up_to_time(struct px_request *request, const struct px_words *w, size_t at)
{
	struct px_time_expr found;
	bool of_thing,
		broken = (w->at[at].flags & PX_WORD_BREAK) && !(w->at[at].flags & (PX_WORD_STOP | PX_WORD_QUOTED));
	size_t end = w->at[w->count - 1].end, to = at;

	if (!broken || request->text.data[w->at[at - 1].end] == ':' || !px_clause_at(w, at, &of_thing) || of_thing ||
	    says_priority(w, at) || !(makes_new(w) ||
				      (px_parse_event_noun(w->at, 1) && !names_known(request, w, at))) ||
	    !px_times_sure_in(request, w->at[at].begin, end, &found) || found.end < end || found.role == PX_TIME_SHIFT)
		return false;
	while (to < w->count && w->at[to].begin < found.begin)
		to++;
	while (to > at && px_word_in(&w->at[to - 1], PX_WORDS_TIME_LINK))
		to--;
	if (to <= at || to >= w->count)
		return false;
	blank(request, w->at[at - 1].end, w->at[to].begin);
	return true;
}

static bool blank_aside(struct px_request *request)
{
	const struct px_words *w = &request->words;

	if ((px_word_in(&w->at[0], PX_WORDS_MEMORY_HEAD) && !makes_new(w)) ||
	    (w->count > 2 && px_word_in(&w->at[2], PX_WORDS_NOTE_NOUN) && px_word_in(&w->at[0], PX_WORDS_ADD)))
		return false;
	struct px_match match;
	bool change = px_word_in(&w->at[0], PX_WORDS_CHANGE_HEAD) ||
		      px_match_at(PX_PATTERN_CANNOT_ATTEND, w, 0, &match) ||
		      (px_word_in(&w->at[0], PX_WORDS_PUT) && px_word_in(&w->at[1], PX_WORDS_PUT_OFF)) ||
		      (px_word_in(&w->at[0], PX_WORDS_GET) && px_word_in(&w->at[1], PX_WORDS_RID));
	for (size_t i = 2; i + 1 < w->count && i < SCAN; i++) {
		if (w->at[i].flags & PX_WORD_QUOTED)
			continue;
		if (!is_aside(request, w, i, change)) {
			if (!change && blank_up_to_time(request, w, i))
				return true;
			continue;
		}
		(void)blank(request, w->at[i - 1].end, w->at[w->count - 1].end);
		return true;
	}
	return false;
}

/* ---- replaced values ---- */

/* How many words of "instead of Friday" stand at `at`; 0 if none. */
static size_t replaced_length(const struct px_request *request, const struct px_words *w, size_t at,
			      struct px_cut *gone)
{
	struct px_match match;
	struct px_time_expr found;
	size_t length;

	if (!px_match_prefix(PX_PATTERN_REPLACED_BY, w->at + at, w->count - at, &match, &length))
		return 0;
	size_t k = at + length, next = k;
	if (k >= w->count)
		return 0;
	while (next + 1 < w->count && px_word_in(&w->at[next], PX_WORDS_BEFORE_TIME))
		next++;
	*gone = (struct px_cut){ w->at[at].begin, w->at[k].end };
	size_t stop = next + 1; /* "not Friday, Thursday": up to the comma */
	while (stop < w->count && !(w->at[stop].flags & PX_WORD_BREAK))
		stop++;
	if (px_times_sure_in(request, w->at[k].begin, w->at[stop - 1].end, &found) &&
	    found.begin <= w->at[next].begin) {
		gone->end = (uint32_t)found.end;
		return length + 1;
	}
	if (next > k && px_word_number(&w->at[next])) {
		gone->end = w->at[next].end;
		k = next;
	}
	int n = px_word_number(&w->at[k]);
	bool ends = k + 1 == w->count || w->at[k + 1].flags & PX_WORD_BREAK ||
		    px_word_in(&w->at[k + 1], PX_WORDS_AFTER_REPLACED);
	return n >= 1 && (n <= 24 || n % 5 == 0) && ends ? length + 1 : 0;
}

static bool blank_replaced(struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_time_expr found;
	struct px_cut gone;

	for (size_t i = 1; i + 1 < w->count && i < SCAN; i++) {
		if (!px_word_in(&w->at[i], PX_WORDS_REPLACES) || w->at[i].flags & PX_WORD_QUOTED ||
		    !replaced_length(request, w, i, &gone))
			continue;
		bool before = px_times_sure_in(request, w->at[0].begin, w->at[i - 1].end, &found);
		size_t last = w->at[w->count - 1].end;
		if (!before && !px_times_sure_in(request, gone.end, last, &found))
			continue;
		(void)blank(request, w->at[i - 1].end, gone.end);
		request->ongoing = true;
		return true;
	}
	return false;
}

/* "isn't due on Wednesday, it's due on Friday": is due on Friday. */
static bool blank_denied(struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_match match;
	struct px_time_expr found;
	size_t length;

	for (size_t i = 1; i + 3 < w->count && i < SCAN; i++) {
		if (!px_word_in(&w->at[i], PX_WORDS_IS_NOT) || w->at[i].flags & PX_WORD_QUOTED ||
		    !px_match_prefix(PX_PATTERN_IS_NOT_DUE, w->at + i,
				     w->count - i, &match, &length))
			continue;
		size_t k = i + px_match_get(&match, 'z', 0)->from;
		if (!px_times_sure_in(request, w->at[k].begin, w->at[w->count - 1].end, &found) ||
		    found.begin > w->at[k].begin)
			continue;
		for (k++; k < w->count && w->at[k].begin < found.end; )
			k++;
		if (k >= w->count || !px_match_prefix(PX_PATTERN_BUT_IT_IS, w->at + k, w->count - k, &match, &length) ||
		    k + length >= w->count ||
		    !px_times_sure_in(request, w->at[k + length].begin, w->at[w->count - 1].end, &found))
			continue;
		bool starts = px_word_in(&w->at[k + length - 1], PX_WORDS_STARTS);
		char *gap = blank(request, w->at[i - 1].end, w->at[k + length - 1].end);
		if (!px_word_in(&w->at[i], PX_WORDS_NOT)) /* "move it not to Friday but to Thursday" goes on as it is */
			memcpy(gap + 1, px_phrase(starts ? PX_PHRASE_ON : PX_PHRASE_IS), 2);
		return true;
	}
	return false;
}

/* "put the party in the calendar, it is on the 14th": as if only the time followed. */
static bool blank_copula(struct px_request *request)
{
	const struct px_words *w = &request->words;
	struct px_time_expr found;
	struct px_match match;
	size_t length;

	if (!px_word_in(&w->at[0], PX_WORDS_CREATE_HEAD) && !px_parse_task_verb(&w->at[0]))
		return false;
	for (size_t i = 2; i + 1 < w->count && i < SCAN; i++) {
		if (!(w->at[i].flags & PX_WORD_BREAK) || w->at[i].flags & PX_WORD_QUOTED ||
		    !px_match_prefix(PX_PATTERN_IT_IS, w->at + i,
				     w->count - i, &match, &length) || i + length >= w->count)
			continue;
		size_t k = i + length, next = k;
		while (next + 1 < w->count && px_word_in(&w->at[next], PX_WORDS_BEFORE_TIME))
			next++;
		if (!px_times_sure_in(request, w->at[k].begin, w->at[w->count - 1].end, &found) ||
		    found.begin > w->at[next].begin)
			continue;
		(void)blank(request, w->at[i - 1].end, w->at[k - 1].end);
		return true;
	}
	return false;
}

bool px_clauses_blank(struct px_request *request)
{
	bool changed = false;

	if (request->words.count < 4 || request->words.count > SCAN)
		return false;
	changed |= blank_denied(request) || blank_replaced(request);
	if (changed) {
		struct px_words again = px_words_of(request->text, request->words.at[0].begin, request->end,
						    request->arena);
		if (again.count < 2)
			return true;
		request->words = again;
	}
	return blank_copula(request) || blank_aside(request) || changed;
}

/* ---- changes that follow their reason ---- */

/* ---- "it" of the same message ---- */

/* ---- two statements ---- */

/* ---- one creation instead of a creation and its changes ---- */
