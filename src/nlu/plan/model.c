/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where no rule speaks, the classifier decides, or asks what was meant.
 */
#include "nlu/plan/model.h"

#include "nlu/act/acts.h"
#include "nlu/act/emit.h"
#include "nlu/act/new_times.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/asides.h"
#include "nlu/refer/opinion.h"

/* Below this the classifier alone does nothing. */
static const float sure_enough = 0.5F;
/* What it would take back is what was asked for before. */
static const float sure_of_undo = 0.75F;

/* Too unsure to act: say what it could be. */
static void ask_intent(const struct px_request *request, struct px_proposal *proposal, enum px_intent intent)
{
	enum px_phrase offer = intent == PX_INTENT_CREATE_TASK ? PX_PHRASE_OFFER_TASK :
			       intent == PX_INTENT_CREATE_EVENT ? PX_PHRASE_OFFER_EVENT :
			       intent == PX_INTENT_REMEMBER ? PX_PHRASE_OFFER_REMEMBER : PX_PHRASE_ASK_OTHER_WORDS;
	struct px_args args = { 0 };

	if (offer != PX_PHRASE_ASK_OTHER_WORDS) {
		const char *text = px_parse_title(request, request->bare.at, 0, request->bare.count, true);
		struct px_when when = px_parse_when(request, NULL, 0);
		px_args_set(&args, intent == PX_INTENT_REMEMBER ? "text" : "title", text);
		if (intent == PX_INTENT_CREATE_TASK)
			px_parse_set_due(request, &args, &when);
		else if (intent == PX_INTENT_CREATE_EVENT)
			px_parse_set_move(request, NULL, PX_TARGET_EVENT, &when, &args);
		proposal->question.slot = intent == PX_INTENT_CREATE_EVENT && !px_args_has(&args, "start") ? "start"
													: "confirm";
	}
	proposal->question.tool = px_intent_name(intent);
	proposal->question.arguments = px_args_write(&args, request->arena);
	proposal->unsure = !proposal->result.question;
	px_parse_ask(request, proposal, px_phrase(offer));
}

/* "How old was Mozart when he died?": about nothing of the person's own. */
static bool is_general_knowledge(const struct px_words *w)
{
	struct px_match match;
	size_t length;

	if (!px_match_prefix(PX_PATTERN_GENERAL_KNOWLEDGE,
			     w->at, w->count, &match, &length))
		return false;
	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_OWN_PRONOUN) || px_word_ends(&w->at[i], PX_PHRASE_OWNER_ENDING))
			return false;
	}
	return true;
}

/* "wreaths for Thursday?": a day and no hour, and nothing that asks for something to be made. */
static bool only_asks(const struct px_request *request)
{
	const struct px_words *w = &request->words;
	size_t last = w->at[w->count - 1].end;

	if (last >= request->text.size || request->text.data[last] != '?' || w->count > 6 || !request->time_count ||
	    px_asides_creates(&w->at[0]) || px_parse_task_verb(&w->at[0]))
		return false;
	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].value.start.second >= 0)
			return false;
	}
	return true;
}

bool px_model_act(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal)
{
	const struct px_intent_result *c = px_parse_classify(request);
	float p = c->confidence;

	if (!px_language()->classifies || c->best == PX_INTENT_NONE || px_parse_asks_world(request))
		return false;
	if (p < sure_enough) {
		ask_intent(request, proposal, c->best);
		return true;
	}
	proposal->led = true;
	switch (c->best) {
	case PX_INTENT_CREATE_TASK: case PX_INTENT_CREATE_EVENT:
		if (only_asks(request)) {
			px_parse_list_as(request, session, proposal, PX_INTENT_LIST_EVENTS, p, "model: a question");
			return true;
		}
		px_parse_create_as(request, session, proposal, c->best, p, "model");
		return true;
	case PX_INTENT_LIST_TASKS: case PX_INTENT_LIST_EVENTS:
		px_parse_list_as(request, session, proposal, c->best, p, "model");
		return true;
	case PX_INTENT_SEARCH_MEMORY: case PX_INTENT_REMEMBER: case PX_INTENT_FORGET: {
		if (c->best == PX_INTENT_SEARCH_MEMORY && is_general_knowledge(&request->words))
			return false;
		struct px_args args = { 0 };
		const char *text = px_parse_surface(request, request->words.at, 0, request->words.count);
		if (c->best == PX_INTENT_FORGET &&
		    (request->words.count <= 2 || px_word_in(&request->words.at[0], PX_WORDS_NO_FORGETTING)))
			return false; /* "forget that", with nothing before it; "don't forget …" */
		if (c->best == PX_INTENT_REMEMBER)
			text = px_parse_title_case(request, text);
		px_args_set(&args, c->best == PX_INTENT_SEARCH_MEMORY ? "query" :
			    c->best == PX_INTENT_REMEMBER ? "text" : "target", text);
		px_parse_emit(request, proposal, c->best, &args, p, "model");
		return true;
	}
	case PX_INTENT_UNDO: case PX_INTENT_DAILY_BRIEF: {
		const struct px_args none = { 0 };
		if (c->best == PX_INTENT_UNDO && p < sure_of_undo)
			return false;
		px_parse_emit(request, proposal, c->best, &none, p, "model");
		return true;
	}
	default:
		return px_parse_change_as(request, session, proposal, c->best, p, "model");
	}
}
