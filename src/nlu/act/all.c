/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "all my tasks due today", "everything in Avenue": filters instead of a target.
 */
#include "nlu/act/all.h"

#include "nlu/act/apply.h"
#include "nlu/act/emit.h"
#include "nlu/read/slots.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/except.h"
#include "nlu/refer/opinion.h"
#include "nlu/text/phrase.h"

/* "everything", "all": tasks and events alike. */
static bool says_neither(const struct px_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i].time < 0 && !px_word_in(&words[i], PX_WORDS_EVERYTHING_FILLER))
			return false;
	}
	return true;
}

static bool any_then(const struct px_request *request, const struct px_when *when, enum px_nlu_kind kind)
{
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind == kind && (item->start != PX_TIME_NONE || item->due_day != PX_DAY_NONE) &&
		    px_target_stands(when, item))
			return true;
	}
	return false;
}

/* "delete everything tomorrow": what there is of both kinds. */
static bool delete_all_then(const struct px_request *request, struct px_proposal *proposal, const struct px_when *when)
{
	bool tasks = any_then(request, when, PX_NLU_TASK), events = any_then(request, when, PX_NLU_EVENT) || !tasks;

	for (int event = 1; event >= 0; event--) {
		struct px_args args = { 0 };
		if (!(event ? events : tasks))
			continue;
		px_args_flag(&args, "all");
		px_parse_set_window(request, &args, when, event ? "start" : "due_after", event ? "end" : "due_before");
		px_proposal_except(request, proposal, &args);
		px_parse_emit(request, proposal, px_change_intent(PX_VERB_DELETE, event), &args, 0.9F,
			      "rule: all of that time");
	}
	return true;
}

static bool says_several(const struct px_words *w)
{
	return px_words_have(w, PX_WORDS_TASKS_PLURAL);
}

/* "mark everything as done": every open task, of whatever list and day, is too much to believe unasked. */
static bool ask_all_done(const struct px_request *request, struct px_proposal *proposal, const struct px_args *args)
{
	enum { NAMED = 3, COUNTED = 100 }; /* the context may not have all of more */
	const char *names = "";
	size_t open = 0;

	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind != PX_NLU_TASK)
			continue;
		if (open < NAMED)
			names = px_arena_printf(request->arena, "%s%s“%s”", names, open ? ", " : "", item->title);
		open++;
	}
	/* "all but the milk" is as much, where no classifier has seen the like */
	const bool rest = px_language_is_other() && args->count == 2 && request->except.count;
	if ((args->count > 1 && !rest) || open < 2)
		return false;
	if (open > NAMED)
		names = px_arena_printf(request->arena, "%s, …", names);
	const char *question = px_phrase_with(request->arena, PX_PHRASE_ASK_ALL_DONE,
					      open < COUNTED ? px_arena_printf(request->arena, "%zu ", open) : "");
	proposal->question.tool = px_intent_name(PX_INTENT_COMPLETE_TASK);
	proposal->question.arguments = px_args_write(args, request->arena);
	proposal->question.slot = "confirm";
	px_parse_ask(request, proposal, px_arena_printf(request->arena, "%s (%s)", question, names));
	return true;
}

/* "all my tasks due today", "everything in Avenue": filters instead of a target. */
bool px_change_take_all(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
			size_t count, int kinds, int verb)
{
	struct px_when when = px_parse_when(request, words, count);
	struct px_args args = { 0 };
	bool all = false, completed = false, overdue = false, event = kinds == PX_TARGET_EVENT, one = false;
	const char *of = request->slots.project;
	bool known = request->slots.project_known;

	for (size_t i = 0; i < count; i++) /* "the agenda task" is one */
		one |= words[i].time < 0 && px_word_in(&words[i], PX_WORDS_ONE_OF_KIND);

	size_t undated_at = count, undated_length = 0;
	for (size_t i = 0; i < count && !undated_length; i++) {
		struct px_match match;
		undated_at = i;
		if (!px_match_prefix(PX_PATTERN_UNDATED, words + i, count - i, &match, &undated_length))
			undated_length = 0;
	}
	/* "the tasks without a date" are all of them, "the task …" may be one */
	all |= undated_length && says_several(&request->words);
	for (size_t i = 0; i < count; i++) {
		if (words[i].time >= 0 || (i >= undated_at && i < undated_at + undated_length))
			continue;
		bool filler = px_word_in(&words[i], PX_WORDS_ALL_OF_KIND_FILLER);
		const struct px_nlu_item *project = filler || of ? NULL : px_slots_known_project(request, &words[i], 1);
		if (project && (i + 1 < count || all)) { /* "all oncall tasks" */
			of = project->title;
			known = true;
			continue;
		}
		if (!filler)
			return false;
		if (px_word_in(&words[i], PX_WORDS_ELSE) && verb == PX_VERB_DELETE)
			return false; /* of what it is the rest, is not known here */
		all |= px_word_in(&words[i], PX_WORDS_ALL);
		all |= px_word_in(&words[i], PX_WORDS_WHOLE_LIST) && known && verb == PX_VERB_COMPLETE;
		completed |= px_word_in(&words[i], PX_WORDS_COMPLETED);
		overdue |= px_word_in(&words[i], PX_WORDS_OVERDUE_ALONE);
		event |= px_word_in(&words[i], PX_WORDS_EVENTS_OF_ALL);
		all |= px_word_in(&words[i], PX_WORDS_CALENDAR_OR_DAY) && verb == PX_VERB_DELETE && !one;
		all |= px_word_in(&words[i], PX_WORDS_SEVERAL_OF_KIND) && i > 0;
	}
	size_t timed = 0;
	for (size_t i = 0; i < count; i++)
		timed += words[i].time >= 0 || px_word_in(&words[i], PX_WORDS_WHOLE_OF);
	bool cleared = when.any && timed == count && px_word_in(&request->words.at[0], PX_WORDS_CLEARS);
	all |= when.any && timed == count && px_word_in(&request->words.at[0], PX_WORDS_CLEARS);
	if (!all)
		return false;
	if (kinds == (PX_TARGET_TASK | PX_TARGET_EVENT) && !event && verb == PX_VERB_DELETE && when.any &&
	    !px_parse_event_noun(words, count)) {
		for (size_t i = 0; i + 1 < count; i++)
			event |= px_word_in(&words[i], PX_WORDS_I) && px_word_in(&words[i + 1], PX_WORDS_HAVE);
	}
	for (size_t i = 0; i < count; i++)
		event &= !px_word_in(&words[i], PX_WORDS_TASKS_OF_ALL);
	event &= verb == PX_VERB_DELETE && !known && !overdue && !undated_length;
	if (verb == PX_VERB_DELETE && !event && when.any && !undated_length && says_neither(words, count) && !of &&
	    !request->slots.priority && !overdue)
		return delete_all_then(request, proposal, &when);
	if (!known && !overdue && !cleared && !undated_length &&
	    !px_proposal_allows(request, proposal, px_change_intent(verb, event)))
		return false;
	px_args_flag(&args, "all");
	if (undated_length)
		px_args_flag(&args, "undated");
	px_args_set(&args, "project", event ? NULL : of);
	px_args_set(&args, "status", completed && verb == PX_VERB_DELETE ? "completed" : NULL);
	px_args_set(&args, "priority", event ? NULL : request->slots.priority);
	if (request->slots.tag_count && !event)
		px_args_set(&args, "tag", request->slots.tags[0]);
	px_parse_set_window(request, &args, &when, event ? "start" : "due_after", event ? "end" : "due_before");
	if (overdue)
		px_args_flag(&args, "overdue");
	px_proposal_except(request, proposal, &args);
	if (verb == PX_VERB_COMPLETE && ask_all_done(request, proposal, &args))
		return true;
	px_parse_emit(request, proposal, px_change_intent(verb, event), &args, 0.9F, "rule: all of them");
	return true;
}
