/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marked talk: facts told and asked for, answers, corrections, settings, and
 * what asks for nothing.
 */
#include "nlu/act/marked.h"

#include "nlu/act/acts.h"
#include "nlu/act/continue.h"
#include "nlu/act/emit.h"
#include "nlu/read/title.h"
#include "nlu/refer/marked.h"

static bool emit_text(const struct px_request *request, struct px_proposal *proposal, const struct px_marked *marked,
		      enum px_intent intent, const char *key, const char *text)
{
	struct px_args args = { 0 };

	if (!text[0])
		return false;
	px_args_set(&args, key, text);
	px_parse_emit(request, proposal, intent, &args, marked->confidence, "model: memory");
	return true;
}

static const char *said(const struct px_request *request, const struct px_mark *mark)
{
	const struct px_words w = mark ? px_marked_words(request, mark) : request->words;

	return px_parse_surface(request, w.at, 0, w.count);
}

static bool remember(const struct px_request *request, struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *fact = px_marked_span(marked, PX_MARK_FACT, 0);

	return fact && emit_text(request, proposal, marked, PX_INTENT_REMEMBER, "text",
				 px_parse_title_case(request, said(request, fact)));
}

static bool forget(const struct px_request *request, struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *about = px_marked_span(marked, PX_MARK_ABOUT, 0);

	about = about ? about : px_marked_span(marked, PX_MARK_FACT, 0);
	return about && emit_text(request, proposal, marked, PX_INTENT_FORGET, "target", said(request, about));
}

/* "no, Wednesday": what continues the last call, or else changes what it touched. */
static bool correct(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_marked *marked)
{
	return px_dialogue_answer(request, session, proposal) || px_dialogue_continue(request, session, proposal) ||
	       (session->dialogue.touched_count && px_marked_change(request, session, proposal, marked));
}

/* Nothing is asked for; the frames may know what to say to it. */
static bool chat(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal)
{
	struct px_proposal tried = *proposal;

	if (px_parse_memory(request, session, &tried) && tried.result.call_count == proposal->result.call_count &&
	    !tried.result.question)
		*proposal = tried;
	proposal->result.why = "model: talk";
	return true;
}

bool px_marked_talk(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_args none = { 0 };

	switch (marked->intent) {
	case PX_MARK_ASK_MEMORY:
		return emit_text(request, proposal, marked, PX_INTENT_SEARCH_MEMORY, "query", said(request, NULL));
	case PX_MARK_REMEMBER:
		return remember(request, proposal, marked);
	case PX_MARK_FORGET:
		return forget(request, proposal, marked);
	case PX_MARK_CORRECT:
		return correct(request, session, proposal, marked);
	case PX_MARK_ANSWER:
		return px_dialogue_answer(request, session, proposal) ||
		       px_dialogue_continue(request, session, proposal);
	case PX_MARK_UNDO:
		px_parse_emit(request, proposal, PX_INTENT_UNDO, &none, marked->confidence, "model: undo");
		return true;
	case PX_MARK_SETTINGS:
		return px_parse_settings(request, session, proposal);
	default:
		return chat(request, session, proposal);
	}
}
