/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes that only the classifier spoke of: what is changed and how is found in
 * the words that are left.
 */
#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/act/emit.h"
#include "nlu/act/new_times.h"
#include "nlu/read/slots.h"
#include "nlu/read/when.h"
#include "nlu/refer/find.h"
#include "nlu/text/phrase.h"

/* Some word speaks of changing; else the classifier only guesses it. */
static bool says_change(const struct px_words *w)
{
	for (size_t i = 0; i < w->count; i++) {
		const bool noun = px_word_in(&w->at[i], PX_WORDS_SHIFT_NOUN) &&
				  (i > 0 || (w->count > 1 && px_word_in(&w->at[1], PX_WORDS_BEGINS_THEN)));
		if (noun)
			continue; /* "late shift starts at 2" */
		if (px_word_in(&w->at[i], PX_WORDS_MOVER) || px_word_in(&w->at[i], PX_WORDS_CHANGE_SAYS_CHANGE))
			return true;
	}
	return false;
}

static bool says_removal(const struct px_words *w)
{
	return px_words_have(w, PX_WORDS_SAYS_REMOVAL);
}

/* Without the verb in front and what says the new value. */
static size_t target_end(const struct px_words *w, size_t from)
{
	for (size_t i = from + 1; i < w->count; i++) {
		if (w->at[i].time < 0 && px_word_in(&w->at[i], PX_WORDS_TARGET_ENDS) &&
		    !(w->at[i].flags & PX_WORD_QUOTED))
			return i;
	}
	return w->count;
}

static bool has_pronoun(const struct px_words *w)
{
	return px_words_have(w, PX_WORDS_ANY_PRONOUN);
}

void px_change_ask_change(const struct px_request *request, struct px_proposal *proposal, enum px_intent intent,
			  const struct px_target *target)
{
	struct px_args args = { 0 };

	if (!target->item && !has_pronoun(&request->full)) {
		proposal->result.smalltalk = px_phrase_with(request->arena, PX_PHRASE_UNKNOWN_NAME, target->words);
		proposal->result.why = "rule: nothing of that name";
		return;
	}
	if (!target->item) {
		px_change_ask_target(request, proposal, intent, &args);
		return;
	}
	px_args_set(&args, "target", target->item->title);
	px_change_ask_about(proposal, target->item);
	proposal->question.tool = px_intent_name(intent);
	proposal->question.arguments = px_args_write(&args, request->arena);
	proposal->question.slot = intent == PX_INTENT_UPDATE_EVENT ? "start" : "due";
	proposal->unsure = !proposal->result.question;
	px_parse_ask(request, proposal, px_phrase_with(request->arena, PX_PHRASE_ASK_CHANGE, target->item->title));
}

static void read_update(const struct px_request *request, const struct px_nlu_item *item, bool event,
			struct px_args *args)
{
	struct px_when when = px_parse_when(request, NULL, 0);

	int length = px_parse_length_sign(request);
	if (event && length && (when.shift || when.duration))
		px_parse_set_length(request, item, &when, length, args); /* "demo 30 min longer" */
	else if (when.shift)
		px_args_set(args, "shift", px_parse_span(request, when.months, when.seconds));
	else if (when.any && !when.duration)
		px_parse_set_move(request, item, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &when, args);
	if (!event) {
		px_args_set(args, "priority", request->slots.priority);
		px_args_set(args, "project", request->slots.project);
	}
}

/* Something was said beside the words of the title. */
static bool has_verb_beside(const struct px_request *request, const struct px_nlu_item *item)
{
	const struct px_words title = px_words_in(item->title, request->arena);

	for (size_t i = 0; i < request->words.count; i++) {
		const struct px_word *word = &request->words.at[i];
		if (word->time < 0 && !px_word_in(word, PX_WORDS_DETERMINER) && !px_word_of_title(&title, word))
			return true;
	}
	return false;
}

/* The classifier wants a change that no rule could read: the target is what is left. */
bool px_parse_change_as(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal, enum px_intent intent, float confidence, const char *why)
{
	bool event = intent == PX_INTENT_UPDATE_EVENT || intent == PX_INTENT_DELETE_EVENT;
	bool update = intent == PX_INTENT_UPDATE_EVENT || intent == PX_INTENT_UPDATE_TASK;
	const struct px_words *w = &request->full;
	struct px_match match;
	struct px_target target;
	struct px_args args = { 0 };
	size_t from = 0;

	if (!w->count)
		return false;
	if (!px_match_prefix(PX_PATTERN_CHANGE_LEAD, w->at, w->count, &match, &from) || from >= w->count)
		from = 0;
	px_parse_target(request, session, w->at, w->count, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &target);
	if (!target.item && target.candidate_count < 2) {
		size_t to = target_end(w, from);
		px_parse_target(request, session, w->at + from, to - from, event ? PX_TARGET_EVENT : PX_TARGET_TASK,
				&target);
		px_proposal_name(proposal, w->at + from, to - from);
	}
	if (!target.item && target.candidate_count < 2) {
		struct px_target spotted;
		px_target_spot(request, w->at, w->count, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &spotted);
		if (spotted.item)
			target = spotted;
	}
	target.kinds = event ? PX_TARGET_EVENT : PX_TARGET_TASK;
	bool known = target.item || target.many || target.candidate_count >= 2;
	size_t asks;
	/* "was the meeting cancelled?" */
	if (px_match_prefix(PX_PATTERN_ASKS_OF_THING, request->full.at, w->count, &match, &asks)) {
		if (target.item)
			px_parse_list_as(request, session, proposal, event ? PX_INTENT_LIST_EVENTS :
					 PX_INTENT_LIST_TASKS, confidence, why);
		return target.item != NULL;
	}
	if (!update && !known && px_word_in(&w->at[0], PX_WORDS_FIRST_PERSON_DONE) && !says_removal(&request->words))
		return false; /* "I no longer drink coffee" */
	if (intent == PX_INTENT_COMPLETE_TASK && !known && px_word_in(&w->at[0], PX_WORDS_FIRST_PERSON_DONE))
		return false; /* done, but nothing of the kind is on the list */
	if (!update && target.item && !from && target.score >= 0.9F && w->count <= 4 &&
	    !has_verb_beside(request, target.item))
		return false; /* a name alone asks for nothing, least of all that the thing goes */
	bool due = px_match_prefix(PX_PATTERN_FALLS_DUE, w->at, w->count, &match, &asks);
	if (update && !known && !from && request->time_count && (confidence < 0.9F || due || !says_change(w))) {
		/* "oncall swap with Priya from 15 to 21 Feb": nothing of that name, nothing that says change */
		px_parse_create_as(request, session, proposal, event ? PX_INTENT_CREATE_EVENT : PX_INTENT_CREATE_TASK,
				   confidence, why);
		return true;
	}
	if (update && !event && target.item && !from && request->slots.priority &&
	    px_change_other_verb(target.item, &w->at[0])) {
		px_parse_create_as(request, session, proposal, PX_INTENT_CREATE_TASK, confidence, why);
		return true;
	}
	if (update)
		read_update(request, target.item, event, &args);
	if (update && !args.count && target.candidate_count < 2) {
		px_change_ask_change(request, proposal, intent, &target);
		return true;
	}
	return px_parse_change_target(request, session, proposal, update ? PX_VERB_UPDATE :
				      intent == PX_INTENT_COMPLETE_TASK ?
				      PX_VERB_COMPLETE : PX_VERB_DELETE, &target, &args, confidence, why);
}
