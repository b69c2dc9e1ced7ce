/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One sentence with two requests: cut at the "and" whose second half has a verb
 * and a time of its own, or is one more of the same.
 */
#include "nlu/plan/errands.h"

#include "nlu/plan/joins.h"
#include "nlu/plan/several.h"
#include "nlu/read/vocabulary.h"
#include "nlu/refer/times.h"

static size_t times_between(const struct px_request *request, size_t from, size_t to)
{
	size_t n = 0;

	for (size_t i = 0; i < request->time_count; i++)
		n += request->times[i].begin >= from && request->times[i].end <= to;
	return n;
}

/* "move the review to the 10th and the recording too", "add a task to …, and another one to …" */
static size_t one_more(const struct px_words *w)
{
	struct px_match match;
	size_t length;

	if (w->count < 6 || !px_word_in(&w->at[0], PX_WORDS_ERRAND_VERB))
		return 0;
	const struct px_word *last = &w->at[w->count - 1];
	bool too = px_word_in(last, PX_WORDS_TOO) ||
		   (px_word_in(last, PX_WORDS_WELL) && px_word_in(last - 1, PX_WORDS_AS));
	for (size_t i = w->count - 2; i > 2; i--) {
		if (!px_word_in(&w->at[i], PX_WORDS_AND) || w->at[i].flags & PX_WORD_QUOTED)
			continue;
		if (too && px_word_in(&w->at[0], PX_WORDS_CHANGE_AGAIN_VERB))
			return i;
		if (px_match_prefix(PX_PATTERN_ONE_MORE_TO, w->at + i, w->count - i, &match, &length) &&
		    px_word_in(&w->at[0], PX_WORDS_MAKE_AGAIN_VERB))
			return i;
	}
	return 0;
}

/* The words of the request for a first look; those of a message that is one request have been read. */
struct px_words px_errands_words(const struct px_request *request)
{
	const struct px_words *w = &request->spelling->words;

	if (w->count && request->begin <= w->at[0].begin && request->end >= w->at[w->count - 1].end)
		return *w;
	return px_words_of(request->text, request->begin, request->end, request->arena);
}

/* "call Bob at 4 and email Jana on Friday": two verbs, each with its own time.  Where the second begins, or 0. */
size_t px_errands_second(struct px_request *request, const struct px_nlu_session *session)
{
	request->words = px_errands_words(request);
	const struct px_words *w = &request->words;
	size_t found = 0;

	if (w->count > PX_PARSE_WORDS)
		return 0;
	size_t statement = px_clauses_second(request);
	if (statement)
		return statement;
	size_t more = one_more(w);
	if (!more)
		more = px_joins_second_event(request, session);
	if (more)
		return w->at[more + 1].begin;
	for (size_t i = 2; i + 2 < w->count && !found; i++) {
		bool ends = px_word_in(&w->at[i + 1], PX_WORDS_ENDS_SPAN) &&
			    px_word_in(&w->at[i + 2], PX_WORDS_CLOCK_FOLLOWS);
		bool and = px_word_in(&w->at[i], PX_WORDS_AND) && !(w->at[i].flags & PX_WORD_QUOTED);
		/* "buy plaster and screws, and ring the shop": a comma as well parts them, whatever their times */
		if (and && i > 2 && w->at[i].flags & PX_WORD_BREAK && px_parse_task_verb(&w->at[0]) &&
		    px_parse_task_verb(&w->at[i + 1]) && !ends && !px_word_in(&w->at[i + 2], PX_WORDS_AND))
			return w->at[i + 1].begin;
		if (and && px_parse_task_verb(&w->at[i + 1]) && !ends)
			found = i;
	}
	if (!found)
		return 0;
	request->time_count = 0;
	px_parse_find_times(request, session);
	return times_between(request, request->begin, w->at[found].begin) &&
	       times_between(request, w->at[found].end, request->end) ? w->at[found + 1].begin : 0;
}
