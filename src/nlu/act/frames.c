/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running a table of rules over one request.
 */
#include "nlu/act/frames.h"

#include "nlu/refer/find.h"
#include "nlu/refer/opinion.h"

/* Above this the classifier's "none" stops a weak rule. */
static const float objection = 0.6F;

/* "Nora has ballet" says nothing of "Fix Nora's bike". */
static bool is_person(const struct px_request *request, const struct px_word *words, size_t count)
{
	for (const char *const *name = request->context->people; count == 1 && name && *name; name++) {
		if (px_str_eq_case(px_str(*name), px_str_n(words->text, words->size)))
			return true;
	}
	return false;
}

static bool is_known(const struct px_request *request, const struct px_nlu_session *session,
		     const struct px_frame *frame,
		     const struct px_match *match)
{
	const struct px_capture *c = px_match_get(match, 'x', 0);
	const struct px_words *words = px_frame_words(request, frame);
	int kinds = frame->flags & PX_FRAME_TASK ? PX_TARGET_TASK :
		    frame->flags & PX_FRAME_EVENT ? PX_TARGET_EVENT : PX_TARGET_TASK | PX_TARGET_EVENT;
	struct px_target target;

	if (!c || (c->to - c->from > 1 && px_word_in(&words->at[c->from], PX_WORDS_ANOTHER) && kinds != PX_TARGET_TASK))
		return false; /* "a standup" is a new one */
	if (px_word_in(&words->at[c->to - 1], PX_WORDS_SUBJECT_I))
		return false; /* "every Monday I have …" says it of oneself */
	if (strncmp(frame->pattern, "{x}", 3) == 0 &&
	    is_person(request, words->at + c->from, (size_t)(c->to - c->from)))
		return false;
	px_parse_target(request, session, words->at + c->from, (size_t)(c->to - c->from), kinds, &target);
	if (frame->flags & PX_FRAME_PRONOUN && !target.pronoun)
		return false;
	const struct px_capture *reason = px_language_is_other() ? px_match_get(match, 'r', 0) : NULL;
	for (int i = reason ? reason->from : 0; reason && i < reason->to; i++) {
		if (words->at[i].time >= 0)
			return false; /* it says more than why */
	}
	return target.item || target.many || (target.candidate_count >= 2 && target.score > 0.75F);
}

static bool applies(const struct px_request *request, const struct px_frame *frame)
{
	unsigned flags = frame->flags;

	return !((flags & PX_FRAME_TIME && !request->time_count) ||
		 (flags & PX_FRAME_UNTIMED && request->time_count) ||
		 (flags & PX_FRAME_PRIORITY && !request->slots.priority) ||
		 (flags & PX_FRAME_PROJECT && !request->slots.project));
}

bool px_frames_try(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_frame *frames, size_t count, const px_deed_fn *deeds)
{
	struct px_match match;

	for (size_t i = 0; i < count; i++) {
		const struct px_frame *frame = &frames[i];
		const struct px_words *words = px_frame_words(request, frame);
		if (!applies(request, frame) || !px_match_text(frame->pattern, words->at, words->count, &match))
			continue;
		if (frame->flags & (PX_FRAME_KNOWN | PX_FRAME_PRONOUN) && !is_known(request, session, frame, &match))
			continue;
		if (frame->flags & PX_FRAME_WEAK && px_parse_classify(request)->scores[PX_INTENT_NONE] > objection)
			continue;
		proposal->sure = (frame->flags & PX_FRAME_SURE) != 0;
		bool taken = deeds[frame->deed](request, session, proposal, frame, &match);
		proposal->sure = false;
		if (taken)
			return true;
	}
	return false;
}
