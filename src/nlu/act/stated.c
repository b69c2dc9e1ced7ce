/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nobody says "put in the calendar" of the plumber who comes tomorrow.  Only
 * what lies ahead at a time that is said is an event; the rest is talk.
 */
#include "nlu/act/stated.h"

#include "nlu/act/make.h"
#include "nlu/read/when.h"

/* A time that is still to come, or repeats. */
static bool lies_ahead(const struct px_request *request)
{
	struct px_when when = px_parse_when(request, NULL, 0);

	return !when.shift && !when.deadline &&
	       (when.rrule || when.start.day >= request->today ||
		(when.start.day == PX_DAY_NONE && when.start.second >= 0 && !when.day_part));
}

bool px_stated_comes(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)
{
	const struct px_capture *c = px_match_get(match, 't', 0);
	const struct px_words *w = px_frame_words(request, frame);

	if (!c || c->from || c->to > 4 || !lies_ahead(request))
		return false;
	for (size_t i = 0; i < c->to; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_NO_COMER) || w->at[i].flags & PX_WORD_BREAK)
			return false;
	}
	size_t from = px_word_in(&w->at[0], PX_WORDS_THE) && w->count > 1;
	proposal->sure = true;
	return px_make_event(request, session, proposal, w->at, from, w->count, 0.9F, "rule: somebody comes");
}

bool px_stated_own(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_frame *frame, const struct px_match *match)
{
	const struct px_words *w = px_frame_words(request, frame);
	size_t from = 0;

	(void)match;
	while (from < w->count && !px_word_in(&w->at[from], PX_WORDS_SUBJECT_I))
		from++;
	from++;
	while (from + 1 < w->count && px_word_in(&w->at[from], PX_WORDS_WILL))
		from++;
	if (from >= w->count || !lies_ahead(request) || px_words_have(w, PX_WORDS_NO_OWN_PLAN))
		return false;
	proposal->sure = true;
	return px_make_event(request, session, proposal, w->at, from, w->count, 0.88F, "rule: what one will do");
}

/* A day without a year may be the last of its name; of what is over nobody tells the hour of a date. */
static bool may_be_over(const struct px_request *request)
{
	const struct px_when when = px_parse_when(request, NULL, 0);
	enum { WEEK = 7 };

	return when.start.day <= request->today + WEEK || when.start.second < 0;
}

bool px_stated_past(const struct px_request *request)
{
	const struct px_words *w = &request->full;
	struct px_match match;
	size_t lead, i;

	if (!request->time_count || !px_match_prefix(PX_PATTERN_TELLS_PAST, w->at, w->count, &match, &lead))
		return false;
	for (i = lead; i < w->count && w->at[i].time < 0; i++) {
		if (w->at[i].flags & PX_WORD_BREAK || px_word_in(&w->at[i], PX_WORDS_TIMED_PART_JOINT))
			return false; /* "she rang, lunch is on Friday" */
	}
	return i < w->count && !px_words_have(&request->words, PX_WORDS_SAYS_AHEAD) && may_be_over(request);
}

bool px_stated_told(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal)
{
	(void)session;
	if (!px_stated_past(request))
		return false;
	proposal->result.why = "rule: what was";
	return true;
}
