/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marked questions about what is there.  What is asked after comes from the
 * marks; how it is asked (place, people, the next one) from the words.
 */
#include "nlu/act/marked.h"

#include "nlu/act/cues.h"
#include "nlu/act/emit.h"
#include "nlu/act/list_query.h"
#include "nlu/act/marked_target.h"
#include "nlu/read/title.h"
#include "nlu/read/when.h"
#include "nlu/refer/marked.h"
#include "nlu/refer/target.h"

enum { EITHER = PX_TARGET_TASK | PX_TARGET_EVENT };
/* The words asked for are all in the title of the task. */
static const float WHOLE_SURE = 0.9F;

/* What a span asks after, in the person's words; NULL without one. */
static const char *query_of(const struct px_request *request, const struct px_mark *mark)
{
	if (!mark)
		return NULL;
	struct px_words w = px_marked_words(request, mark);
	if (w.count > 1 && px_word_in(&w.at[0], PX_WORDS_MARKED_ARTICLE))
		w.at++, w.count--;
	return px_parse_surface(request, w.at, 0, w.count);
}

/* What is meant, or the first of those that may be; NULL: none. */
static const struct px_nlu_item *first_of(const struct px_target *target)
{
	return target->item ? target->item : target->candidate_count ? target->candidates[0] : NULL;
}

/* "what's between Bella and Rex": from where the first ends to where the second begins. */
static struct px_when between_things(const struct px_request *request)
{
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	const struct px_words *w = &request->full;
	const struct px_nlu_item *item[2];
	struct px_target target;
	struct px_match match;

	if (!px_match(PX_PATTERN_ASKS_BETWEEN, w->at, w->count, &match))
		return when;
	for (int i = 0; i < 2; i++) {
		const struct px_capture *c = px_match_get(&match, i ? 'y' : 'x', 0);
		px_target_find(request, w->at + c->from, c->to - c->from, PX_TARGET_EVENT, &target);
		item[i] = first_of(&target);
		if (!item[i] || item[i]->start == PX_TIME_NONE || item[i]->end == PX_TIME_NONE)
			return when;
	}
	const int64_t at[] = { item[0]->end, item[1]->start };
	when.any = when.range = at[0] < at[1];
	when.start = (struct px_time_point){ px_civil_ms_day(at[0]), (int32_t)(at[0] % PX_MS_DAY / 1000) };
	when.end = (struct px_time_point){ px_civil_ms_day(at[1]), (int32_t)(at[1] % PX_MS_DAY / 1000) };
	return when;
}

static void ask_events(const struct px_request *request, struct px_proposal *proposal, const struct px_marked *marked,
		       const char *query)
{
	const struct px_when between = between_things(request);
	const struct px_when when = between.any ? between : px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	if (between.any)
		query = NULL;
	px_parse_set_window(request, &args, &when, "start", "end");
	px_args_set(&args, "query", query);
	px_parse_emit(request, proposal, PX_INTENT_LIST_EVENTS, &args, marked->confidence, "model: question");
	px_list_note_asked(request, proposal);
	if (marked->intent == PX_MARK_ASK_FREE && proposal->result.call_count)
		proposal->result.calls[proposal->result.call_count - 1].asks = "free";
}

/* False: it asks after a list or place that the person has no tasks in ("what is in the fridge?"). */
/* "what is in the fridge?": somewhere that is no list of the person's, marked as a place or not. */
static bool asks_of_place(const struct px_request *request, const struct px_marked *marked)
{
	const struct px_words *w = &request->words;

	if (px_marked_span(marked, PX_MARK_LIST, 0) || px_marked_span(marked, PX_MARK_PLACE, 0))
		return true;
	return w->count > 3 && px_word_in(&w->at[w->count - 3], PX_WORDS_PLACE_LINK) &&
	       px_word_in(&w->at[w->count - 2], PX_WORDS_DETERMINER) && w->at[w->count - 1].time < 0 &&
	       !px_word_in(&w->at[w->count - 1], PX_WORDS_LIST);
}

static bool ask_tasks(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked, const char *query)
{
	const struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	struct px_request *own = px_proposal_read_on(request, proposal);
	if (!query) {
		px_query_find_plain_project(own);
		px_query_find_shopping(own);
		px_query_find_named_list(own);
		px_query_find_that_list(own, session);
	}
	if (!own->slots.project && !query && asks_of_place(own, marked))
		return false;
	struct px_target whole = { 0 }; /* "what's open under gala prep?": the steps of a task */
	if (own->slots.project && !own->slots.project_known && !query) {
		const struct px_words name = px_words_in(own->slots.project, own->arena);
		px_target_find(own, name.at, name.count, PX_TARGET_TASK, &whole);
		whole.item = whole.score >= WHOLE_SURE ? whole.item : NULL;
	}
	if (whole.item)
		query = whole.item->title, own->slots.project = NULL;
	px_args_set(&args, "project", own->slots.project);
	px_args_set(&args, "status", px_query_done_already(own) ? NULL : px_query_status_of(&own->words));
	px_args_set(&args, "priority", own->slots.priority);
	px_parse_set_window(own, &args, &when, "due_after", "due_before");
	if (px_words_have(&own->words, PX_WORDS_OVERDUE_ALONE))
		px_args_flag(&args, "overdue");
	px_args_set(&args, "query", query);
	px_parse_emit(own, proposal, PX_INTENT_LIST_TASKS, &args, marked->confidence, "model: question");
	if (!whole.item)
		px_list_note_asked(own, proposal);
	return true;
}

static bool is_pronoun(const struct px_request *request, const struct px_mark *mark)
{
	const struct px_words w = px_marked_words(request, mark);

	return px_matches(PX_PATTERN_PRONOUN, w.at, w.count);
}

/* Where the spans name nothing that is known: another of them, or any words of the question do. */
static void find_named(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal, const struct px_marked *marked, struct px_target *target)
{
	const struct px_mark *mark;
	struct px_target found;

	for (size_t n = 1; (mark = px_marked_span(marked, PX_MARK_TARGET, n)) != NULL; n++) {
		if (px_marked_target(request, session, proposal, marked, mark, EITHER, &found) && found.item) {
			*target = found;
			return;
		}
	}
	const struct px_nlu_item *item = px_query_named_item(request);
	if (item)
		target->item = item;
}

/* "how many exams are left": of what kind, if there are things of it. */
static const char *counted(const struct px_request *request, int *kinds)
{
	const struct px_words *w = &request->full;
	struct px_target target;
	struct px_match match;
	size_t length;

	if (!px_match_prefix(PX_PATTERN_HOW_MANY_OF, w->at, w->count, &match, &length))
		return NULL;
	const struct px_capture *c = px_match_get(&match, 'x', 0);
	px_target_find(request, w->at + c->from, c->to - c->from, *kinds, &target);
	const struct px_nlu_item *item = first_of(&target);
	if (!item)
		return NULL;
	*kinds = px_target_kind(item);
	return px_parse_surface(request, w->at, c->from, c->to);
}

/* About one thing, known or not. */
static bool ask_item(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);
	struct px_target target;

	(void)px_marked_target(request, session, proposal, marked, named, EITHER, &target);
	if (!px_language()->classifies && (!target.item || target.pronoun))
		find_named(request, session, proposal, marked, &target);
	const struct px_nlu_item *item = first_of(&target);
	const char *query = target.item ? item->title : query_of(request, named);
	if (!query || (!item && is_pronoun(request, named)))
		return false;
	const struct px_words *w = &request->words; /* "who is the steward at the club?": no guest of its evening */
	if (item && px_cue_begins(w, PX_PATTERN_ASKS_ROLE) && !px_word_in(&w->at[w->count - 1], PX_WORDS_WITH)) {
		struct px_args args = { 0 };
		px_args_set(&args, "query", px_parse_surface(request, w->at, 0, w->count));
		px_parse_emit(request, proposal, PX_INTENT_SEARCH_MEMORY, &args, marked->confidence, "model: question");
		return true;
	}
	/* what is over or closed is known to the caller alone */
	bool event = item ? item->kind == PX_NLU_EVENT : !px_cue_begins(&request->words, PX_PATTERN_DONE_QUESTION_LEAD);
	if (!event)
		return ask_tasks(request, session, proposal, marked, query);
	ask_events(request, proposal, marked, query);
	return true;
}

/* "what's next?" asks after the calendar, "what is most urgent?" after tasks. */
static enum px_mark_intent means(const struct px_request *request, const struct px_marked *marked)
{
	if (px_language()->classifies)
		return marked->intent;
	if (marked->intent == PX_MARK_ASK_FREE && !px_words_have(&request->words, PX_WORDS_FREE_SIGN))
		return PX_MARK_ASK_AGENDA; /* "wann muss ich morgen arbeiten" */
	if (px_marked_span(marked, PX_MARK_TARGET, 0))
		return marked->intent;
	if (px_cue_phrase(&request->words, PX_PATTERN_ASKS_FIRST))
		return PX_MARK_ASK_TASKS;
	if (marked->intent == PX_MARK_ASK_TASKS && px_cue_begins(&request->words, PX_PATTERN_ASKS_AGENDA))
		return PX_MARK_ASK_AGENDA; /* "was steht noch an?" */
	return px_cue_phrase(&request->words, PX_PATTERN_WHAT_NEXT) && marked->intent == PX_MARK_ASK_TASKS
		       ? PX_MARK_ASK_AGENDA : marked->intent;
}

bool px_marked_ask(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_marked *marked)
{
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);
	struct px_marked meant = *marked;

	if (request->impossible)
		return false;
	meant.intent = means(request, marked);
	int kinds = EITHER;
	const char *kind = named ? NULL : counted(request, &kinds);
	if (kind && kinds == PX_TARGET_EVENT) {
		ask_events(request, proposal, &meant, kind);
		return true;
	}
	switch (meant.intent) {
	case PX_MARK_ASK_ITEM:
		return ask_item(request, session, proposal, &meant);
	case PX_MARK_ASK_TASKS:
		return ask_tasks(request, session, proposal, &meant, query_of(request, named));
	default:
		ask_events(request, proposal, &meant, query_of(request, named));
		return true;
	}
}
