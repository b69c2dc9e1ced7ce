/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marked talk: facts told and asked for, answers, corrections, settings, and
 * what asks for nothing.
 */
#include "nlu/act/marked.h"

#include "nlu/act/acts.h"
#include "nlu/act/continue.h"
#include "nlu/act/cues.h"
#include "nlu/act/emit.h"
#include "nlu/act/list_query.h"
#include "nlu/act/marked_target.h"
#include "nlu/read/title.h"
#include "nlu/read/when.h"
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

/* The span's words, or those of the whole request; what is named without its article. */
static const char *said(const struct px_request *request, const struct px_mark *mark)
{
	struct px_words w = mark ? px_marked_words(request, mark) : request->words;

	if (mark && mark->tag == PX_MARK_ABOUT && w.count > 1 && px_word_in(&w.at[0], PX_WORDS_MARKED_ARTICLE))
		w.at++, w.count--;
	return px_parse_surface(request, w.at, 0, w.count);
}

static bool remember(const struct px_request *request, struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *fact;
	size_t n = 0;

	for (; (fact = px_marked_span(marked, PX_MARK_FACT, n)) != NULL; n++)
		(void)emit_text(request, proposal, marked, PX_INTENT_REMEMBER, "text",
				px_parse_title_case(request, said(request, fact)));
	return n > 0;
}

static bool forget(const struct px_request *request, struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *about = px_marked_span(marked, PX_MARK_ABOUT, 0);

	about = about ? about : px_marked_span(marked, PX_MARK_FACT, 0);
	return about && emit_text(request, proposal, marked, PX_INTENT_FORGET, "target", said(request, about));
}

/* A setting that no frame knows the words of: the time of the morning's brief, the person's name. */
static bool set(const struct px_request *request, struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_when when = px_parse_when(request, NULL, 0);
	const struct px_mark *name = px_marked_span(marked, PX_MARK_NEW, 0);
	struct px_args args = { 0 };

	if (when.start.second >= 0 && !when.range && px_words_have(&request->words, PX_WORDS_MARKED_BRIEF))
		px_args_set(&args, "brief_time", px_arena_printf(request->arena, "%02d:%02d",
								 when.start.second / 3600 % 24,
								 when.start.second / 60 % 60));
	else if (name && px_words_have(&request->words, PX_WORDS_SETTING_CALL))
		px_args_set(&args, "name", px_parse_title_case(request, said(request, name)));
	if (args.count)
		px_parse_emit_tool(request, proposal, PX_ID_NONE, "update_settings", &args, marked->confidence,
				   "model: a setting");
	return args.count > 0;
}

/* "correction: the deposition begins at ten": a thing that is named, whatever was spoken of last. */
static bool corrects_named(const struct px_request *request, const struct px_nlu_session *session,
			   struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);
	struct px_proposal tried = *proposal;
	struct px_target target;

	return named && !session->dialogue.pending_tool &&
	       px_marked_target(request, session, &tried, marked, named, PX_TARGET_TASK | PX_TARGET_EVENT, &target) &&
	       target.item && !target.pronoun && px_marked_change(request, session, proposal, marked);
}

/* "no, Wednesday": what continues the last call, or else changes what it touched. */
static bool correct(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_marked *marked)
{
	return corrects_named(request, session, proposal, marked) ||
	       px_dialogue_answer(request, session, proposal) || px_dialogue_continue(request, session, proposal) ||
	       (session->dialogue.touched_count && px_marked_change(request, session, proposal, marked));
}

/* The frames of memory take it, and come to nothing but calls of that tool. */
static bool by_frames(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const char *tool)
{
	struct px_proposal tried = *proposal;
	bool same = px_parse_memory(request, session, &tried);

	same &= tried.result.call_count > proposal->result.call_count && !tried.result.question;
	for (size_t i = proposal->result.call_count; same && i < tried.result.call_count; i++)
		same = strcmp(tried.result.calls[i].tool, tool) == 0;
	if (same)
		*proposal = tried;
	return same;
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

/*
 * In a language that the reader knows little of: the question names something in the calendar or on a list ("kommt der
 * Monteur morgen?"), or asks after the place or the guests of what was spoken of ("mit wem war das?").
 */
static bool asks_of_thing(const struct px_request *request, struct px_marked *own)
{
	const struct px_words *w = &request->words;

	if (px_language()->classifies)
		return false;
	own->intent = PX_MARK_ASK_ITEM;
	own->mark_count = 0;
	if (px_query_named_item(request))
		return true;
	if (!px_cue_begins(w, PX_PATTERN_LIST_NOTE_ASKED) && !px_cue_begins(w, PX_PATTERN_LIST_NOTE_ASKED_2))
		return false;
	for (size_t i = 0; i < w->count && !own->mark_count; i++) {
		const struct px_word *word = &w->at[i];
		if (px_word_in(word, PX_WORDS_ANY_PRONOUN))
			own->marks[own->mark_count++] = (struct px_mark){ PX_MARK_TARGET, word->begin, word->end, 1 };
	}
	return own->mark_count > 0;
}

bool px_marked_talk(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_args none = { 0 };
	struct px_marked own = *marked;

	switch (marked->intent) {
	case PX_MARK_ASK_MEMORY:
		if (asks_of_thing(request, &own))
			return px_marked_ask(request, session, proposal, &own);
		return emit_text(request, proposal, marked, PX_INTENT_SEARCH_MEMORY, "query", said(request, NULL));
	case PX_MARK_REMEMBER:
		return remember(request, proposal, marked);
	case PX_MARK_FORGET:
		return by_frames(request, session, proposal, "forget") || forget(request, proposal, marked);
	case PX_MARK_CORRECT:
		return correct(request, session, proposal, marked);
	case PX_MARK_ANSWER:
		return px_dialogue_answer(request, session, proposal) ||
		       px_dialogue_continue(request, session, proposal);
	case PX_MARK_UNDO:
		if (by_frames(request, session, proposal, "undo")) /* "undo the last two" */
			return true;
		px_parse_emit(request, proposal, PX_INTENT_UNDO, &none, marked->confidence, "model: undo");
		return true;
	case PX_MARK_SETTINGS:
		return px_parse_settings(request, session, proposal) || set(request, proposal, marked);
	default:
		return chat(request, session, proposal);
	}
}
