/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about tasks and events.  How they are worded varies too much for
 * patterns, so cues decide: how the request px_cue_begins, which nouns it has, and
 * what is left once those are gone (the query).
 */
#include "nlu/act/acts.h"
#include "nlu/act/cues.h"
#include "nlu/act/emit.h"
#include "nlu/act/list_query.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/when.h"
#include "nlu/refer/opinion.h"
#include "nlu/refer/target.h"

enum { FEW_MAX = 50 }; /* of list_tasks: limit */

/* "get hold of a plumber", "check the boiler": what to do, not what to show. */
static bool is_errand(const struct px_words *w)
{
	return px_cue_begins(w, PX_PATTERN_ERRAND) &&
	       !px_cue_begins(w, PX_PATTERN_ERRAND_OF_LIST) &&
	       !px_cue_word(w, PX_WORDS_ERRAND_LIST_NOUN);
}

/* Nothing but nouns of lists, filters and times: "overdue tasks", "agenda for tomorrow". */
/* "meeting tomorrow after lunch": when it is to be, and nothing asked. */
static bool part_after_meal(const struct px_request *request)
{
	if (px_words_ask(request->text, &request->words))
		return false;
	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].value.day_part && request->times[i].value.start.day != PX_DAY_NONE)
			return true;
	}
	return false;
}

static bool is_headline(const struct px_request *request)
{
	const struct px_words *w = &request->full;
	bool noun = false, single = false, clock = false;

	if (w->count > 7)
		return false;
	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].time >= 0) {
			clock |= request->times[w->at[i].time].value.start.second >= 0 &&
				 !request->times[w->at[i].time].value.day_part;
			continue;
		}
		single |= px_word_in(&w->at[i], PX_WORDS_HEADLINE_EVENT);
		bool is_noun = px_word_in(&w->at[i], PX_WORDS_HEADLINE_NOUN);
		bool filter = i > 0 && px_word_in(&w->at[i], PX_WORDS_HEADLINE_TIME_LINK);
		if (filter)
			continue;
		bool known = i + 1 < w->count && px_word_in(&w->at[i + 1], PX_WORDS_HEADLINE_TASKS) &&
			     request->words.count <= 4;
		noun |= is_noun;
		if (!is_noun && !known && !px_word_in(&w->at[i], PX_WORDS_HEADLINE_FILLER))
			return false;
	}
	if (single && (clock || part_after_meal(request) || px_word_in(&w->at[0], PX_WORDS_SCHEDULE)))
		return false;
	return noun && !(w->count == 1 && px_word_in(&w->at[0], PX_WORDS_KIND_EVENT));
}

/* "who's got swimming", of an event "Ella swimming"; "who is getting married on the 28th", a day that has events. */
static bool asks_who(const struct px_request *request, bool *named)
{
	const struct px_when when = px_parse_when(request, NULL, 0);
	const struct px_nlu_context *context = request->context;
	const struct px_words *w = &request->bare;
	size_t from = 0, to = w->count;
	struct px_target target;

	while (from < to && px_word_in(&w->at[from], PX_WORDS_QUERY_STOP))
		from++;
	while (to > from && px_word_in(&w->at[to - 1], PX_WORDS_QUERY_STOP))
		to--;
	px_target_find(request, w->at + from, to - from, PX_TARGET_EVENT, &target);
	*named = from < to && (target.item || target.candidate_count);
	if (*named || px_cue_begins(&request->words, PX_PATTERN_ASKS_WHO_HAS) || when.start.day < request->today)
		return *named && px_cue_begins(&request->words, PX_PATTERN_ASKS_WHO_HAS);
	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		bool timed = item->kind == PX_NLU_EVENT && item->start != PX_TIME_NONE;
		if (timed && px_civil_ms_day(item->start) == when.start.day)
			return px_cue_begins(&request->words, PX_PATTERN_ASKS_WHO);
	}
	return false;
}

/* What the answer is to say of tasks, if more than that they are there; NULL: no more. */
static const char *asked_of_tasks(const struct px_words *w)
{
	if (px_cue_phrase(w, PX_PATTERN_ASKS_SOONEST))
		return "soonest";
	if (px_cue_phrase(w, PX_PATTERN_ASKS_TOP))
		return "top";
	if (px_cue_phrase(w, PX_PATTERN_ASKS_FIRST))
		return "first";
	if (px_cue_begins(w, PX_PATTERN_ASKS_WAIT))
		return "until";
	if (px_cue_begins(w, PX_PATTERN_DONE_QUESTION_LEAD))
		return "done";
	return px_cue_begins(w, PX_PATTERN_ASKS_OF_ONE) ? "when" : NULL;
}

/* The same of events. */
static const char *asked_of_events(const struct px_request *request, bool ends)
{
	const struct px_words *w = &request->words;

	if (px_cue_begins(w, PX_PATTERN_LIST_NOTE_ASKED) || px_cue_phrase(w, PX_PATTERN_ASKS_PLACE_TOO))
		return "place";
	if (px_cue_begins(w, PX_PATTERN_LIST_NOTE_ASKED_2) || px_cue_phrase(w, PX_PATTERN_ASKS_WITH_WHOM))
		return "people";
	if (px_cue_phrase(w, PX_PATTERN_LIST_NOTE_ASKED_3) && !request->time_count)
		return "days";
	if (px_cue_begins(w, PX_PATTERN_ASKS_WAIT))
		return "until";
	if (px_cue_begins(w, PX_PATTERN_ASKS_LENGTH))
		return "length";
	if (px_cue_begins(w, PX_PATTERN_ASKS_OF_ONE) && px_cue_word(w, PX_WORDS_ASKS_END))
		return "end";
	if (px_cue_phrase(w, PX_PATTERN_LIST_NOTE_ASKED_4) && px_cue_begins(w, PX_PATTERN_LIST_NOTE_ASKED_5) && !ends)
		return "next";
	if (px_cue_begins(w, PX_PATTERN_ASKS_AFTER_THING) && request->time_count)
		return "next";
	if (px_cue_word(w, PX_WORDS_ASKS_FREE) || px_cue_phrase(w, PX_PATTERN_LIST_NOTE_ASKED_6))
		return "free";
	if (px_cue_word(w, PX_WORDS_ASKS_BUSY))
		return "busy";
	return px_cue_begins(w, PX_PATTERN_ASKS_OF_ONE) ? "when" : NULL;
}

void px_list_note_asked(const struct px_request *request, struct px_proposal *proposal)
{
	struct px_nlu_result *result = &proposal->result;

	if (!result->call_count)
		return;
	struct px_nlu_call *call = &result->calls[result->call_count - 1];
	if (strcmp(call->tool, "list_events") == 0)
		call->asks = asked_of_events(request, strstr(call->arguments, "\"end\"") != NULL);
	else if (strcmp(call->tool, "list_tasks") == 0)
		call->asks = asked_of_tasks(&request->words);
}

/* "my top 3 tasks", "the 2 most urgent things": how many are asked for; 0: not said, as of "the most important one". */
static int asked_few(const struct px_words *w)
{
	for (size_t i = 0; i < w->count; i++) {
		const int number = w->at[i].time < 0 ? px_word_number(&w->at[i]) : 0;
		const bool ranked = (i > 0 && px_word_in(&w->at[i - 1], PX_WORDS_RANKED)) ||
				    (i + 1 < w->count && px_word_in(&w->at[i + 1], PX_WORDS_RANKED));
		if (ranked && number > 1 && number <= FEW_MAX)
			return number;
	}
	return 0;
}

static void list_tasks(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal, float confidence, const char *why)
{
	struct px_args args = { 0 };
	struct px_when when;

	struct px_request *own = px_proposal_read_on(request, proposal);
	px_query_find_plain_project(own);
	px_query_find_shopping(own);
	px_query_find_named_list(own);
	px_query_find_that_list(own, session);
	request = own;
	const struct px_words *w = &request->full;
	when = px_parse_when(request, NULL, 0);
	px_args_set(&args, "project", request->slots.project);
	px_args_set(&args, "status", px_query_done_already(request) ? NULL : px_query_status_of(w));
	bool first = px_cue_phrase(w, PX_PATTERN_ASKS_FIRST); /* "most important" ranks all of them */
	px_args_set(&args, "priority", first ? NULL : request->slots.priority ? request->slots.priority :
		    px_cue_word(w, PX_WORDS_URGENT) ? "urgent" :
		    px_cue_word(w, PX_WORDS_IMPORTANT) || px_cue_phrase(w, PX_PATTERN_MARKED_HIGH) ? "high" : NULL);
	if (request->slots.tag_count)
		px_args_set(&args, "tag", request->slots.tags[0]);
	px_parse_set_window(request, &args, &when, "due_after", "due_before");
	if (px_cue_word(w, PX_WORDS_OVERDUE) || px_cue_phrase(w, PX_PATTERN_OVERDUE_PHRASE))
		px_args_flag(&args, "overdue");
	if (px_cue_phrase(w, PX_PATTERN_UNDATED))
		px_args_flag(&args, "undated");
	const char *query = px_query_without_verb(request, px_query_query_of(request, proposal, &request->bare));
	const struct px_nlu_item *project = query && !request->slots.project ? px_slots_project_part(request,
												     px_str(query))
									   : NULL;
	const int few = asked_few(w);
	px_args_set(&args, "project", project ? project->title : NULL);
	px_args_set(&args, "query", project ? NULL : query);
	if (few)
		px_args_int(&args, "limit", few, request->arena);
	px_parse_emit(request, proposal, PX_INTENT_LIST_TASKS, &args, confidence, why);
	px_list_note_asked(request, proposal);
}

/* "does anything clash with the flu shot": the day of what it would clash with. */
static struct px_when time_of_clash(const struct px_request *request)
{
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	const struct px_words *w = &request->bare;
	struct px_target target;
	struct px_match match;
	size_t length;

	for (size_t i = 1; i + 1 < w->count && i < 20; i++) {
		if (!px_match_prefix(PX_PATTERN_QUERY_ASIDE, w->at + i, w->count - i, &match, &length) ||
		    i + length >= w->count)
			continue;
		px_target_find(request, w->at + i + length, w->count - i - length, PX_TARGET_EVENT, &target);
		if (target.item && target.score > 0.6F && target.item->start != PX_TIME_NONE) {
			when.start.day = px_civil_ms_day(target.item->start);
			when.any = true;
		}
		break;
	}
	return when;
}

/* "what else is on that day": of what was just touched. */
static struct px_when day_of_last(const struct px_nlu_session *session)
{
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	const struct px_dialogue *d = &session->dialogue;

	if (!d->touched_count)
		return when;
	const struct px_nlu_item *last = &d->touched[0];
	when.start.day = last->start != PX_TIME_NONE ? px_civil_ms_day(last->start) : last->due_day;
	when.any = when.start.day != PX_DAY_NONE;
	return when;
}

static void list_events(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal, float confidence, const char *why)
{
	struct px_args args = { 0 };
	struct px_when when = px_parse_when(request, NULL, 0);
	const char *query = px_query_query_of(request, proposal, &request->bare);
	bool named = false;

	if (when.any && !px_query_asked_item(request) &&
	    (px_cue_phrase(&request->words, PX_PATTERN_ASKS_PLACE_TOO) ||
	     (when.start.second >= 0 && px_cue_word(&request->words, PX_WORDS_ASKS_BUSY)) ||
	     (asks_who(request, &named) && !named)))
		query = NULL; /* "tomorrow what time and where do I report": all of that day */
	if (!query && request->slots.project)
		query = request->slots.project;
	const struct px_nlu_item *item = query ? NULL : px_query_named_item(request);
	if (item && item->kind == PX_NLU_EVENT && !when.any)
		query = item->title;
	if (!when.any && px_cue_phrase(&request->words, PX_PATTERN_SAME_DAY))
		when = day_of_last(session);
	if (!when.any && !query)
		when = time_of_clash(request);
	px_parse_set_window(request, &args, &when, "start", "end");
	px_args_set(&args, "query", query);
	px_parse_emit(request, proposal, PX_INTENT_LIST_EVENTS, &args, confidence, why);
	px_list_note_asked(request, proposal);
}

void px_parse_list_as(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, enum px_intent intent, float confidence, const char *why)
{
	if (intent == PX_INTENT_LIST_TASKS)
		list_tasks(request, session, proposal, confidence, why);
	else
		list_events(request, session, proposal, confidence, why);
}

/* A word that is the name of a project: "my house stuff". */
static bool known_project(const struct px_request *request)
{
	const struct px_words *w = &request->full;

	for (size_t i = 0; i < w->count && i < 40; i++) {
		if (w->at[i].time >= 0 || px_word_in(&w->at[i], PX_WORDS_QUERY_STOP))
			continue;
		for (size_t n = 1; n <= 3 && i + n <= w->count && w->at[i + n - 1].time < 0; n++) {
			if (px_slots_find_project(request, px_str_n(request->text.data + w->at[i].begin,
								  w->at[i + n - 1].end - w->at[i].begin)))
				return true;
		}
	}
	return false;
}

/* "on Mobile app", "in the House": a preposition and a known project after it. */
static bool project_follows(const struct px_request *request)
{
	const struct px_words *w = &request->full;

	for (size_t i = 1; i < w->count; i++) {
		size_t from = i + (px_word_in(&w->at[i], PX_WORDS_POSSESSIVE_OWN) && i + 1 < w->count);
		if (!px_word_in(&w->at[i - 1], PX_WORDS_PROJECT_PREPOSITION))
			continue;
		for (size_t n = 1; n <= 3 && from + n <= w->count && w->at[from + n - 1].time < 0; n++) {
			if (px_slots_find_project(request, px_str_n(request->text.data + w->at[from].begin,
								  w->at[from + n - 1].end - w->at[from].begin)))
				return true;
		}
	}
	return false;
}

/* "what's open on Mobile app", "anything in Ute" */
static bool asks_of_project(const struct px_request *request)
{
	return px_cue_begins(&request->words, PX_PATTERN_PROJECT_QUESTION_LEAD) && request->words.count <= 9 &&
	       (request->slots.project_known ||
		project_follows(request));
}

bool px_parse_asks_world(const struct px_request *request)
{
	return px_cue_begins(&request->words, PX_PATTERN_WORLD_QUESTION) &&
	       !px_query_asked_item(request);
}

/* "due between now and new year": the word stands inside the time. */
static bool says_due(const struct px_request *request)
{
	return px_words_have(&request->words, PX_WORDS_DUE);
}

/* "what did I do in the last two months": what was in the calendar and what was finished. */
static bool asks_of_past(const struct px_request *request)
{
	return request->time_count && px_cue_begins(&request->words, PX_PATTERN_WHAT_WAS_CLOSED) &&
	       px_parse_when(request, NULL, 0).start.day < request->today;
}

static enum px_intent decide(const struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_words *w = &request->words;
	bool things = request->slots.project || known_project(request);
	bool tasks = px_cue_word(w, PX_WORDS_LIST_TASK_NOUN) || says_due(request) || request->slots.priority ||
		     request->slots.tag_count ||
		     (things && px_cue_word(w, PX_WORDS_THINGS)) || px_cue_phrase(w, PX_PATTERN_TO_DO_PHRASE);
	bool events = px_cue_word(w, PX_WORDS_LIST_EVENT_NOUN) ||
		      px_cue_phrase(w, PX_PATTERN_ANOTHER);

	if (px_cue_phrase(w, PX_PATTERN_ASKS_FIRST) && !events)
		return PX_INTENT_LIST_TASKS;
	if (px_cue_begins(w, PX_PATTERN_DONE_QUESTION)) {
		const struct px_nlu_item *item = px_query_asked_item(request);
		if (item && item->kind == PX_NLU_TASK)
			return PX_INTENT_LIST_TASKS;
	}
	if (px_cue_begins(w, PX_PATTERN_EVENT_QUESTION)) {
		const struct px_nlu_item *item = px_query_asked_item(request);
		if (item && item->kind == PX_NLU_TASK && px_word_in(&w->at[0], PX_WORDS_WHO))
			return PX_INTENT_COUNT;
		if (item && !(tasks && px_cue_word(w, PX_WORDS_DUE_NOUN)))
			return item->kind == PX_NLU_TASK ? PX_INTENT_LIST_TASKS : PX_INTENT_LIST_EVENTS;
	}
	if (px_query_done_already(request) ||
	    (w->count <= 3 && px_cue_begins(w, PX_PATTERN_SHOWS_LIST) && known_project(request) && !events))
		return PX_INTENT_LIST_TASKS;
	if (px_cue_begins(w, PX_PATTERN_WHAT_WAS_CLOSED) &&
	    px_cue_phrase(w, PX_PATTERN_CLOSED))
		return PX_INTENT_LIST_TASKS;
	if (asks_of_past(request))
		return PX_INTENT_LIST_EVENTS;
	if (events && !px_cue_word(w, PX_WORDS_TASK_LIST_NOUN))
		return PX_INTENT_LIST_EVENTS;
	bool after_done = session->dialogue.tool && strcmp(session->dialogue.tool, "complete_task") == 0;
	if (after_done && px_cue_phrase(w, PX_PATTERN_WHAT_NEXT_OR_ELSE))
		return PX_INTENT_LIST_TASKS;
	if (tasks || request->slots.project_known || (!events && asks_of_project(request)) ||
	    px_cue_phrase(w, PX_PATTERN_MISSED))
		return PX_INTENT_LIST_TASKS;
	if (events)
		return PX_INTENT_LIST_EVENTS;
	if (px_cue_begins(w, PX_PATTERN_WHAT_HAVE_I))
		return request->slots.project ? PX_INTENT_LIST_TASKS :
		       request->time_count && request->words.count <= 7 ? PX_INTENT_LIST_EVENTS : PX_INTENT_COUNT;
	return PX_INTENT_COUNT;
}

/* "when is it?" about what was just touched */
static bool about_last(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_match match;
	struct px_args args = { 0 };

	if (!d->touched_count || !px_match(PX_PATTERN_ASKS_OF_LAST,
					   request->full.at, request->full.count, &match))
		return false;
	px_args_set(&args, "query", d->touched[0].title);
	px_parse_emit(request, proposal, d->touched[0].kind == PX_NLU_EVENT ? PX_INTENT_LIST_EVENTS :
		      PX_INTENT_LIST_TASKS, &args,
		      0.9F, "rule: about the last one");
	px_list_note_asked(request, proposal);
	return true;
}

/* "today?", "free thu 3pm?", "next flight" */
static bool list_terse(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal)
{
	const struct px_words *full = &request->full;
	size_t timed = 0;
	bool asks = px_words_ask(request->text, &request->words);

	if (full->count > 4 || session->dialogue.pending_tool || session->fresh)
		return false;
	for (size_t i = 0; i < full->count; i++)
		timed += full->at[i].time >= 0;
	bool free = full->count > timed && timed + 1 == full->count && px_word_in(&full->at[0], PX_WORDS_FREE_OR_BUSY);
	if ((timed && timed == full->count && asks && !session->dialogue.tool) || (free && timed)) {
		px_parse_list_as(request, session, proposal, PX_INTENT_LIST_EVENTS, 0.8F, "rule: question");
		return true;
	}
	struct px_target target;
	if (full->count < 2 || full->count > 3 || !px_word_in(&full->at[0], PX_WORDS_NEXT_ONE) || timed)
		return false;
	px_target_find(request, full->at + 1, full->count - 1, PX_TARGET_EVENT, &target);
	if (!target.item && target.candidate_count < 2)
		return false;
	struct px_args args = { 0 };
	px_args_set(&args, "query", px_parse_surface(request, full->at, 1, full->count));
	px_parse_emit(request, proposal, PX_INTENT_LIST_EVENTS, &args, 0.8F, "rule: question");
	return true;
}

/* "what did the supplier quote us for the grinder": what somebody said. */
static bool is_hearsay(const struct px_words *w)
{
	return px_cue_begins(w, PX_PATTERN_HEARSAY) &&
	       !px_word_in(&w->at[2], PX_WORDS_SPEAKER_OR_YOU);
}

/* "which book are we doing?" */
static bool asks_what_was_told(const struct px_words *w)
{
	struct px_match match;
	size_t length;

	if (!px_match_prefix(PX_PATTERN_ASKS_IDENTITY, w->at, w->count, &match, &length))
		return false;
	const struct px_capture *n = px_match_get(&match, 'x', 0);
	return n->to == n->from + 1 && w->at[n->from].time < 0 &&
	       !px_word_in(&w->at[n->from], PX_WORDS_IDENTITY_OF_TIME);
}

static bool names_event(const struct px_request *request)
{
	struct px_target target;

	px_target_spot(request, request->bare.at, request->bare.count, PX_TARGET_EVENT, &target);
	return target.item && target.score > 0.6F;
}

static bool is_event(const struct px_nlu_item *item)
{
	return item && item->kind == PX_NLU_EVENT;
}

bool px_parse_list(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal)
{
	const struct px_words *w = &request->words;
	bool lead = px_cue_begins(w, PX_PATTERN_LIST_LEAD) || px_cue_phrase(w, PX_PATTERN_ASKS_WITH_WHOM);
	bool headline = !lead && is_headline(request);

	if (w->count && list_terse(request, session, proposal))
		return true;
	if (!w->count || (!lead && !headline) || (lead && w->count > 2 && is_errand(w)))
		return false;
	if (about_last(request, session, proposal))
		return true;
	if (asks_what_was_told(w)) {
		struct px_args args = { 0 };
		px_args_set(&args, "query", px_parse_surface(request, w->at, 0, w->count));
		px_parse_emit(request, proposal, PX_INTENT_SEARCH_MEMORY, &args, 0.9F, "rule: what was told");
		return true;
	}
	if (px_parse_asks_world(request) || is_hearsay(w) ||
	    (px_cue_phrase(w, PX_PATTERN_OWN_NOTES) && !px_cue_word(w, PX_WORDS_TASK_OR_TODO)))
		return false;
	enum px_intent intent = decide(request, session);
	const struct px_intent_result *c = px_parse_classify(request);
	if (intent == PX_INTENT_COUNT && px_cue_begins(w, PX_PATTERN_LIST_LIST) && px_query_asked_item(request))
		intent = PX_INTENT_LIST_EVENTS;
	/* "on which days is my English course?" */
	bool days = w->count < 10 && px_cue_phrase(w, PX_PATTERN_LIST_NOTE_ASKED_3) && names_event(request);
	bool named, who = px_cue_begins(w, PX_PATTERN_ASKS_WHO) && asks_who(request, &named);
	bool day = request->time_count && (px_cue_phrase(w, PX_PATTERN_ASKS_PLACE_TOO) ||
					   px_cue_begins(w, PX_PATTERN_ASKS_AFTER_THING));
	bool about = (px_cue_phrase(w, PX_PATTERN_ASKS_WITH_WHOM) || px_cue_begins(w, PX_PATTERN_LIST_NOTE_ASKED)) &&
		     is_event(px_query_asked_item(request));
	if (intent == PX_INTENT_COUNT && (days || who || day || about))
		intent = PX_INTENT_LIST_EVENTS;
	if (intent == PX_INTENT_COUNT) {
		if (c->best != PX_INTENT_LIST_TASKS && c->best != PX_INTENT_LIST_EVENTS)
			return false;
		intent = c->best;
	}
	enum px_intent other = intent == PX_INTENT_LIST_TASKS ? PX_INTENT_LIST_EVENTS : PX_INTENT_LIST_TASKS;
	bool plain = ((px_cue_phrase(w, PX_PATTERN_IN_PROGRESS) || px_cue_word(w, PX_WORDS_LEFT_TO_DO) ||
		       px_cue_phrase(w, PX_PATTERN_THE_PROJECT)) &&
		      c->best != PX_INTENT_NONE) ||
		     (request->slots.project_known && intent == PX_INTENT_LIST_TASKS &&
		      c->best != PX_INTENT_CREATE_TASK);
	plain |= request->time_count && px_cue_begins(w, PX_PATTERN_WHAT_WAS_CLOSED);
	plain |= about && intent == PX_INTENT_LIST_EVENTS;
	plain |= intent == PX_INTENT_LIST_EVENTS && request->time_count && px_cue_word(w, PX_WORDS_ASKS_BUSY);
	plain |= (days || who || day) && intent == PX_INTENT_LIST_EVENTS;
	plain |= px_cue_begins(w, PX_PATTERN_WHEN_OR_WHERE) && px_query_asked_item(request);
	plain |= intent == PX_INTENT_LIST_TASKS && lead &&
		 (request->slots.priority || (w->count <= 3 && known_project(request)) ||
		  px_query_done_already(request));
	plain |= intent == PX_INTENT_LIST_TASKS && px_cue_begins(w, PX_PATTERN_WHAT_OR_ANYTHING) &&
		 c->scores[PX_INTENT_NONE] < 0.97F && (says_due(request) ||
						       px_cue_phrase(w, PX_PATTERN_HAS_TO_BE_DONE));
	plain |= intent == PX_INTENT_LIST_TASKS && px_cue_phrase(w, PX_PATTERN_PUTTING_OFF);
	plain |= intent == PX_INTENT_LIST_EVENTS && request->time_count && px_cue_word(w, PX_WORDS_BUSIEST) &&
		 c->scores[PX_INTENT_NONE] < 0.99F;
	plain |= intent == PX_INTENT_LIST_EVENTS && request->time_count && c->scores[PX_INTENT_NONE] < 0.99F &&
		 px_cue_phrase(w, PX_PATTERN_PLAN_IDIOM);
	plain |= intent == PX_INTENT_LIST_TASKS && says_due(request) && px_cue_begins(w, PX_PATTERN_WHEN_OR_IS) &&
		 c->scores[PX_INTENT_NONE] < 0.97F;
	plain |= intent == PX_INTENT_LIST_TASKS && c->scores[PX_INTENT_NONE] < 0.97F &&
		 (asks_of_project(request) || (px_cue_begins(w, PX_PATTERN_WHICH_TASKS) &&
					     !px_cue_phrase(w, PX_PATTERN_SAID_BEFORE)));
	plain |= intent == PX_INTENT_LIST_EVENTS && c->scores[PX_INTENT_NONE] < 0.97F && request->time_count &&
		 request->words.count <= 10 && px_cue_phrase(w, PX_PATTERN_HAS_GAP);
	plain |= intent == PX_INTENT_LIST_TASKS && (px_cue_phrase(w, PX_PATTERN_WHAT_NEXT) ||
						    (px_cue_phrase(w, PX_PATTERN_ASKS_FIRST) && w->count <= 10));
	plain |= px_cue_phrase(w, PX_PATTERN_RUNNING_LATE) ||
		 (px_cue_word(w, PX_WORDS_THINGS) && known_project(request));
	plain |= intent == PX_INTENT_LIST_EVENTS && px_cue_begins(w, PX_PATTERN_LIST_LIST) &&
		 px_query_asked_item(request);
	if (!plain && !px_proposal_allows(request, proposal, intent)) {
		if (c->best == other)
			intent = other;
		else if (!px_query_asked_item(request) || c->best != PX_INTENT_NONE)
			return false;
	}
	px_parse_list_as(request, session, proposal, intent, 0.9F, headline ? "rule: headline" : "rule: question");
	return true;
}
