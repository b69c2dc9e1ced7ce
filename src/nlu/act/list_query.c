/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a question about tasks and events is narrowed to: the words that are left
 * once its cues are gone, a list that it names, a state, one thing.
 */
#include "nlu/act/list_query.h"

#include "nlu/act/cues.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/refer/target.h"

/* A title of the user's has this very word. */
static bool is_titled(const struct px_request *request, const struct px_word *word)
{
	for (size_t i = 0; i < request->context->item_count; i++) {
		const char *title = request->context->items[i].title;
		for (const char *p = title; p && (p = strcasestr(p, word->text)); p += word->size) {
			if ((p == title || p[-1] == ' ') && strchr(" ,:", p[word->size]))
				return true;
		}
	}
	return false;
}

/* What is asked about, in the person's words: the run of words that mean something. */
const char *px_query_query_of(const struct px_request *request, struct px_proposal *proposal, const struct px_words *w)
{
	struct px_match match;
	size_t from = 0, to = 0, length;

	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].time >= 0)
			continue;
		if (i > 0 && px_match_prefix(PX_PATTERN_QUERY_ASIDE, w->at + i, w->count - i, &match, &length))
			break;
		bool weak = (px_word_in(&w->at[i], PX_WORDS_QUERY_STOP) ||
			     (px_word_in(&w->at[i], PX_WORDS_QUERY_DESCRIBING) && !is_titled(request, &w->at[i]))) &&
			    !(w->at[i].flags & PX_WORD_QUOTED);
		if (weak)
			continue;
		if (to == 0)
			from = i;
		to = i + 1;
	}
	if (!to)
		return NULL;
	/* "stump grinder due back": its state is no part of its name */
	for (size_t i = from + 1; i < to && w->at[i - 1].time < 0 && is_titled(request, &w->at[i - 1]); i++) {
		if (px_word_in(&w->at[i], PX_WORDS_QUERY_STATE) && !is_titled(request, &w->at[i]))
			to = i;
	}
	/* "design review", "sam's party": keep what stands right before or between. */
	for (size_t i = from; i < to; i++) {
		if (w->at[i].time >= 0)
			return NULL;
	}
	if (to < w->count && px_word_in(&w->at[to], PX_WORDS_QUERY_EVENT_TAIL) &&
	    w->at[to].begin <= w->at[to - 1].end + 1 && !px_word_in(&w->at[to - 1], PX_WORDS_WITH))
		to++;
	px_proposal_name(proposal, w->at + from, to - from);
	const char *text = px_parse_surface(request, w->at, from, to);
	return text[0] && strlen(text) < 80 ? text : NULL;
}

/* A known project said as a plain word: "Avenue tasks", "what's left on Avenue". */
void px_query_find_plain_project(struct px_request *own)
{
	const struct px_words *w = &own->full;

	for (size_t i = 0; i < w->count && !own->slots.project; i++) {
		for (size_t n = w->count - i < 3 ? w->count - i : 3; n > 0 && !own->slots.project; n--) {
			bool timed = false;
			for (size_t k = i; k < i + n; k++)
				timed |= w->at[k].time >= 0;
			if (timed || (n == 1 && px_word_in(&w->at[i], PX_WORDS_PROJECT_QUERY_FILLER)))
				continue;
			const struct px_nlu_item *known = px_slots_find_project(
				own,
				px_str_n(own->text.data + w->at[i].begin, w->at[i + n - 1].end - w->at[i].begin));
			bool verb = px_word_in(&w->at[i], PX_WORDS_WORK) && i > 0 &&
				    px_word_in(&w->at[i - 1], PX_WORDS_I_OR_TO);
			if (!known || verb)
				continue;
			own->slots.project = known->title;
			own->slots.project_known = true;
			px_parse_cut(own, w->at[i].begin, w->at[i + n - 1].end);
		}
	}
	if (own->slots.project)
		px_parse_streams(own);
}

/* "what do I still need to buy?": what is on the shopping list, if there is one. */
void px_query_find_shopping(struct px_request *own)
{
	const struct px_words *w = &own->full;

	if (own->slots.project || !px_cue_phrase(w, PX_PATTERN_LIST_FIND_SHOPPING_3))
		return;
	for (size_t i = 0; i < own->context->item_count && !own->slots.project; i++) {
		const struct px_nlu_item *item = &own->context->items[i];
		struct px_words title = px_words_in(item->title, own->arena);
		if (item->kind != PX_NLU_PROJECT || !title.count ||
		    !px_word_in(&title.at[0], PX_WORDS_LIST_FIND_SHOPPING))
			continue;
		own->slots.project = item->title;
		own->slots.project_known = true;
	}
	for (size_t i = 0; i < w->count && own->slots.project; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_LIST_FIND_SHOPPING_2))
			px_parse_cut(own, w->at[i].begin, w->at[i].end);
	}
	if (own->slots.project)
		px_parse_streams(own);
}

/* "my shopping list": a list that isn't known yet is still what was asked for. */
void px_query_find_named_list(struct px_request *own)
{
	const struct px_words *w = &own->full;

	for (size_t i = 1; i < w->count && !own->slots.project; i++) {
		const struct px_word *name = &w->at[i - 1];
		if (!px_word_in(&w->at[i], PX_WORDS_LIST_OR_PROJECT) || name->time >= 0 ||
		    px_word_in(name, PX_WORDS_QUERY_STOP) || px_word_in(name, PX_WORDS_NO_LIST_NAME))
			continue;
		char *text = px_arena_str(own->arena, px_parse_said(own, name->begin, name->end));
		const struct px_nlu_item *known = px_slots_find_project(own, px_str(text));
		if (text[0] >= 'a' && text[0] <= 'z')
			text[0] = (char)(text[0] - 32);
		own->slots.project = known ? known->title : text;
		px_request_span(own, "list_name", name->begin, name->end);
		px_parse_cut(own, name->begin, w->at[i].end);
	}
	if (own->slots.project)
		px_parse_streams(own);
}

/* "what's on that list?" */
void px_query_find_that_list(struct px_request *own, const struct px_nlu_session *session)
{
	const struct px_nlu_item *last = &session->dialogue.touched[0];

	if (!own->slots.project && session->dialogue.touched_count && last->project &&
	    px_cue_phrase(&own->words, PX_PATTERN_THAT_LIST))
		own->slots.project = last->project;
}

const char *px_query_status_of(const struct px_words *w)
{
	if (px_cue_phrase(w, PX_PATTERN_IN_PROGRESS_NOW))
		return "in_progress";
	if (px_cue_word(w, PX_WORDS_CANCELLED))
		return "cancelled";
	if (px_cue_phrase(w, PX_PATTERN_NOT_YET_DONE) ||
	    px_cue_phrase(w, PX_PATTERN_NOT_DONE))
		return "pending";
	if (px_cue_word(w, PX_WORDS_FINISHED) ||
	    px_cue_phrase(w, PX_PATTERN_DID_I_FINISH))
		return "completed";
	if (px_cue_word(w, PX_WORDS_PENDING))
		return "pending";
	return NULL;
}

/* "is the cake ordered", "have I paid the rent": what is asked about without what was done to it. */
const char *px_query_without_verb(const struct px_request *request, const char *query)
{
	if (!query || !px_cue_begins(&request->words, PX_PATTERN_DONE_QUESTION_LEAD))
		return query;
	size_t n = strlen(query), first = strcspn(query, " "), last = n;
	while (last > 0 && query[last - 1] != ' ')
		last--;
	if (last && px_word_listed(query + last, n - last, PX_WORDS_DONE_VERB))
		return px_arena_strn(request->arena, query, last - 1);
	if (query[first] && px_word_listed(query, first, PX_WORDS_DONE_VERB)) {
		const char *article = px_phrase(PX_PHRASE_ARTICLE_LEAD);
		query += first + 1;
		return strncmp(query, article, strlen(article)) == 0 ? query + strlen(article) : query;
	}
	return query;
}

/* "when's my next long day", "is the council tax still open": a thing most of whose title was said. */
const struct px_nlu_item *px_query_named_item(const struct px_request *request)
{
	struct px_target target;

	if (!request->bare.count ||
	    !px_cue_begins(&request->words, PX_PATTERN_ITEM_QUESTION_LEAD))
		return NULL;
	px_target_spot(request, request->bare.at, request->bare.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score > 0.6F ? target.item : NULL;
}

/* What the named thing is, if the question is about one: a task has a due date, an event a start. */
const struct px_nlu_item *px_query_asked_item(const struct px_request *request)
{
	struct px_target target;

	const struct px_words *w = &request->bare;
	size_t from = 0;
	while (from + 1 < w->count && px_word_in(&w->at[from], PX_WORDS_ITEM_QUESTION_FILLER))
		from++;
	size_t to = w->count;
	while (to > from + 1 && px_word_in(&w->at[to - 1], PX_WORDS_ITEM_QUESTION_TAIL))
		to--;
	px_target_find(request, w->at + from, to - from, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score > 0.6F ? target.item : px_query_named_item(request);
}

/* "did I finish the postmortem": about an open task. */
bool px_query_done_already(const struct px_request *request)
{
	if (!px_cue_begins(&request->words, PX_PATTERN_DONE_ALREADY))
		return false;
	const struct px_nlu_item *item = px_query_asked_item(request);
	return item && item->kind == PX_NLU_TASK;
}
