/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions about tasks and events.  How they are worded varies too much for
 * patterns, so cues decide: how the request begins, which nouns it has, and
 * what is left once those are gone (the query).
 */
#include "nlu/act/acts.h"
#include "nlu/act/emit.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/when.h"
#include "nlu/refer/opinion.h"
#include "nlu/refer/target.h"

static bool has_word(const struct px_words *words, enum px_word_set list)
{
	for (size_t i = 0; i < words->count; i++) {
		if (words->at[i].time < 0 && px_word_in(&words->at[i], list))
			return true;
	}
	return false;
}

static bool has_phrase(const struct px_words *words, enum px_pattern pattern)
{
	struct px_match match;
	size_t length;

	for (size_t i = 0; i < words->count && i < 40; i++) {
		if (px_match_prefix(pattern, words->at + i, words->count - i, &match, &length))
			return true;
	}
	return false;
}

static bool begins(const struct px_words *words, enum px_pattern pattern)
{
	struct px_match match;
	size_t length;

	return px_match_prefix(pattern, words->at, words->count, &match, &length);
}

/* "get hold of a plumber", "check the boiler": what to do, not what to show. */
static bool is_errand(const struct px_words *w)
{
	return begins(w, PX_PATTERN_ERRAND) &&
	       !begins(w, PX_PATTERN_ERRAND_OF_LIST) &&
	       !has_word(w, PX_WORDS_ERRAND_LIST_NOUN);
}

/* Nothing but nouns of lists, filters and times: "overdue tasks", "agenda for tomorrow". */
/* "meeting tomorrow after lunch": when it is to be, and nothing asked. */
static bool part_after_meal(const struct px_parse *parse)
{
	size_t last = parse->words.at[parse->words.count - 1].end;

	if (last < parse->text.size && parse->text.data[last] == '?')
		return false;
	for (size_t i = 0; i < parse->time_count; i++) {
		if (parse->times[i].value.day_part && parse->times[i].value.start.day != PX_DAY_NONE)
			return true;
	}
	return false;
}

static bool is_headline(const struct px_parse *parse)
{
	const struct px_words *w = &parse->full;
	bool noun = false, single = false, clock = false;

	if (w->count > 7)
		return false;
	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].time >= 0) {
			clock |= parse->times[w->at[i].time].value.start.second >= 0 &&
				 !parse->times[w->at[i].time].value.day_part;
			continue;
		}
		single |= px_word_in(&w->at[i], PX_WORDS_HEADLINE_EVENT);
		bool is_noun = px_word_in(&w->at[i], PX_WORDS_HEADLINE_NOUN);
		bool filter = i > 0 && px_word_in(&w->at[i], PX_WORDS_HEADLINE_TIME_LINK);
		if (filter)
			continue;
		bool known = i + 1 < w->count && px_word_in(&w->at[i + 1], PX_WORDS_HEADLINE_TASKS) &&
			     parse->words.count <= 4;
		noun |= is_noun;
		if (!is_noun && !known && !px_word_in(&w->at[i], PX_WORDS_HEADLINE_FILLER))
			return false;
	}
	if (single && (clock || part_after_meal(parse) || px_word_in(&w->at[0], PX_WORDS_SCHEDULE)))
		return false;
	return noun && !(w->count == 1 && px_word_in(&w->at[0], PX_WORDS_KIND_EVENT));
}

/* A title of the user's has this very word. */
static bool is_titled(const struct px_parse *parse, const struct px_word *word)
{
	for (size_t i = 0; i < parse->context->item_count; i++) {
		const char *title = parse->context->items[i].title;
		for (const char *p = title; p && (p = strcasestr(p, word->text)); p += word->size) {
			if ((p == title || p[-1] == ' ') && strchr(" ,:", p[word->size]))
				return true;
		}
	}
	return false;
}

/* What is asked about, in the person's words: the run of words that mean something. */
static const char *query_of(struct px_parse *parse, const struct px_words *w)
{
	struct px_match match;
	size_t from = 0, to = 0, length;

	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].time >= 0)
			continue;
		if (i > 0 && px_match_prefix(PX_PATTERN_QUERY_ASIDE, w->at + i, w->count - i, &match, &length))
			break;
		bool weak = (px_word_in(&w->at[i], PX_WORDS_QUERY_STOP) || (px_word_in(&w->at[i], PX_WORDS_QUERY_DESCRIBING) && !is_titled(parse, &w->at[i]))) &&
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
	for (size_t i = from + 1; i < to && w->at[i - 1].time < 0 && is_titled(parse, &w->at[i - 1]); i++) {
		if (px_word_in(&w->at[i], PX_WORDS_QUERY_STATE) && !is_titled(parse, &w->at[i]))
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
	px_parse_name(parse, w->at + from, to - from);
	const char *text = px_parse_surface(parse, w->at, from, to);
	return text[0] && strlen(text) < 80 ? text : NULL;
}

/* A known project said as a plain word: "Avenue tasks", "what's left on Avenue". */
static void find_plain_project(struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	for (size_t i = 0; i < w->count && !parse->slots.project; i++) {
		for (size_t n = w->count - i < 3 ? w->count - i : 3; n > 0 && !parse->slots.project; n--) {
			bool timed = false;
			for (size_t k = i; k < i + n; k++)
				timed |= w->at[k].time >= 0;
			if (timed || (n == 1 && px_word_in(&w->at[i], PX_WORDS_PROJECT_QUERY_FILLER)))
				continue;
			const struct px_nlu_item *known = px_slots_find_project(
				parse, px_str_n(parse->text.data + w->at[i].begin, w->at[i + n - 1].end - w->at[i].begin));
			bool verb = px_word_in(&w->at[i], PX_WORDS_WORK) && i > 0 && px_word_in(&w->at[i - 1], PX_WORDS_I_OR_TO);
			if (!known || verb)
				continue;
			parse->slots.project = known->title;
			parse->slots.project_known = true;
			px_parse_cut(parse, w->at[i].begin, w->at[i + n - 1].end);
		}
	}
	if (parse->slots.project)
		px_parse_streams(parse);
}

/* "what do I still need to buy?": what is on the shopping list, if there is one. */
static void find_shopping(struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	if (parse->slots.project || !has_phrase(w, PX_PATTERN_LIST_FIND_SHOPPING_3))
		return;
	for (size_t i = 0; i < parse->context->item_count && !parse->slots.project; i++) {
		const struct px_nlu_item *item = &parse->context->items[i];
		struct px_words title = px_words_of(px_str(item->title), 0, strlen(item->title), parse->arena);
		if (item->kind != PX_NLU_PROJECT || !title.count || !px_word_in(&title.at[0], PX_WORDS_LIST_FIND_SHOPPING))
			continue;
		parse->slots.project = item->title;
		parse->slots.project_known = true;
	}
	for (size_t i = 0; i < w->count && parse->slots.project; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_LIST_FIND_SHOPPING_2))
			px_parse_cut(parse, w->at[i].begin, w->at[i].end);
	}
	if (parse->slots.project)
		px_parse_streams(parse);
}

/* "my shopping list": a list that isn't known yet is still what was asked for. */
static void find_named_list(struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	for (size_t i = 1; i < w->count && !parse->slots.project; i++) {
		const struct px_word *name = &w->at[i - 1];
		if (!px_word_in(&w->at[i], PX_WORDS_LIST_OR_PROJECT) || name->time >= 0 || px_word_in(name, PX_WORDS_QUERY_STOP) ||
		    px_word_in(name, PX_WORDS_NO_LIST_NAME))
			continue;
		char *text = px_arena_str(parse->arena, px_parse_said(parse, name->begin, name->end));
		const struct px_nlu_item *known = px_slots_find_project(parse, px_str(text));
		if (text[0] >= 'a' && text[0] <= 'z')
			text[0] = (char)(text[0] - 32);
		parse->slots.project = known ? known->title : text;
		px_parse_span_add(parse, "list_name", name->begin, name->end);
		px_parse_cut(parse, name->begin, w->at[i].end);
	}
	if (parse->slots.project)
		px_parse_streams(parse);
}

/* "what's on that list?" */
static void find_that_list(struct px_parse *parse)
{
	const struct px_nlu_item *last = &parse->dialogue.touched[0];

	if (!parse->slots.project && parse->dialogue.touched_count && last->project &&
	    has_phrase(&parse->words, PX_PATTERN_THAT_LIST))
		parse->slots.project = last->project;
}

static const char *status_of(const struct px_words *w)
{
	if (has_phrase(w, PX_PATTERN_IN_PROGRESS_NOW))
		return "in_progress";
	if (has_word(w, PX_WORDS_CANCELLED))
		return "cancelled";
	if (has_phrase(w, PX_PATTERN_NOT_YET_DONE) ||
	    has_phrase(w, PX_PATTERN_NOT_DONE))
		return "pending";
	if (has_word(w, PX_WORDS_FINISHED) ||
	    has_phrase(w, PX_PATTERN_DID_I_FINISH))
		return "completed";
	if (has_word(w, PX_WORDS_PENDING))
		return "pending";
	return NULL;
}

/* "is the cake ordered", "have I paid the rent": what is asked about without what was done to it. */
static const char *without_verb(struct px_parse *parse, const char *query)
{
	if (!query || !begins(&parse->words, PX_PATTERN_DONE_QUESTION_LEAD))
		return query;
	size_t n = strlen(query), first = strcspn(query, " "), last = n;
	while (last > 0 && query[last - 1] != ' ')
		last--;
	if (last && px_word_listed(query + last, n - last, PX_WORDS_DONE_VERB))
		return px_arena_strn(parse->arena, query, last - 1);
	if (query[first] && px_word_listed(query, first, PX_WORDS_DONE_VERB)) {
		const char *article = px_phrase(PX_PHRASE_ARTICLE_LEAD);
		query += first + 1;
		return strncmp(query, article, strlen(article)) == 0 ? query + strlen(article) : query;
	}
	return query;
}

/* "when's my next long day", "is the council tax still open": a thing most of whose title was said. */
static const struct px_nlu_item *named_item(const struct px_parse *parse)
{
	struct px_target target;

	if (!parse->bare.count ||
	    !begins(&parse->words, PX_PATTERN_ITEM_QUESTION_LEAD))
		return NULL;
	px_target_spot(parse, parse->bare.at, parse->bare.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score > 0.6F ? target.item : NULL;
}

/* What the named thing is, if the question is about one: a task has a due date, an event a start. */
static const struct px_nlu_item *asked_item(const struct px_parse *parse)
{
	struct px_target target;

	const struct px_words *w = &parse->bare;
	size_t from = 0;
	while (from + 1 < w->count && px_word_in(&w->at[from], PX_WORDS_ITEM_QUESTION_FILLER))
		from++;
	size_t to = w->count;
	while (to > from + 1 && px_word_in(&w->at[to - 1], PX_WORDS_ITEM_QUESTION_TAIL))
		to--;
	px_target_find(parse, w->at + from, to - from, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score > 0.6F ? target.item : named_item(parse);
}

/* "did I finish the postmortem": about an open task. */
static bool done_already(const struct px_parse *parse)
{
	if (!begins(&parse->words, PX_PATTERN_DONE_ALREADY))
		return false;
	const struct px_nlu_item *item = asked_item(parse);
	return item && item->kind == PX_NLU_TASK;
}

static void list_tasks(struct px_parse *parse, float confidence, const char *why)
{
	struct px_args args = { 0 };
	struct px_when when;

	find_plain_project(parse);
	find_shopping(parse);
	find_named_list(parse);
	find_that_list(parse);
	const struct px_words *w = &parse->full;
	when = px_parse_when(parse, NULL, 0);
	px_args_set(&args, "project", parse->slots.project);
	px_args_set(&args, "status", done_already(parse) ? NULL : status_of(w));
	px_args_set(&args, "priority", parse->slots.priority ? parse->slots.priority :
		    has_word(w, PX_WORDS_URGENT) ? "urgent" :
		    has_word(w, PX_WORDS_IMPORTANT) || has_phrase(w, PX_PATTERN_MARKED_HIGH) ? "high" : NULL);
	if (parse->slots.tag_count)
		px_args_set(&args, "tag", parse->slots.tags[0]);
	px_parse_set_window(parse, &args, &when, "due_after", "due_before");
	if (has_word(w, PX_WORDS_OVERDUE) || has_phrase(w, PX_PATTERN_OVERDUE_PHRASE))
		px_args_flag(&args, "overdue");
	const char *query = without_verb(parse, query_of(parse, &parse->bare));
	const struct px_nlu_item *project = query && !parse->slots.project ? px_slots_project_part(parse, px_str(query)) : NULL;
	px_args_set(&args, "project", project ? project->title : NULL);
	px_args_set(&args, "query", project ? NULL : query);
	px_parse_emit(parse, PX_INTENT_LIST_TASKS, &args, confidence, why);
}

/* "does anything clash with the flu shot": the day of what it would clash with. */
static struct px_when time_of_clash(const struct px_parse *parse)
{
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	const struct px_words *w = &parse->bare;
	struct px_target target;
	struct px_match match;
	size_t length;

	for (size_t i = 1; i + 1 < w->count && i < 20; i++) {
		if (!px_match_prefix(PX_PATTERN_QUERY_ASIDE, w->at + i, w->count - i, &match, &length) || i + length >= w->count)
			continue;
		px_target_find(parse, w->at + i + length, w->count - i - length, PX_TARGET_EVENT, &target);
		if (target.item && target.score > 0.6F && target.item->start != PX_TIME_NONE) {
			when.start.day = px_civil_ms_day(target.item->start);
			when.any = true;
		}
		break;
	}
	return when;
}

/* "what else is on that day": of what was just touched. */
static struct px_when day_of_last(const struct px_parse *parse)
{
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	const struct px_dialogue *d = &parse->dialogue;

	if (!d->touched_count)
		return when;
	const struct px_nlu_item *last = &d->touched[0];
	when.start.day = last->start != PX_TIME_NONE ? px_civil_ms_day(last->start) : last->due_day;
	when.any = when.start.day != PX_DAY_NONE;
	return when;
}

/* What the answer is to say of the events, if more than that they are there. */
static void note_asked(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	struct px_nlu_result *result = parse->result;

	if (!result->call_count || strcmp(result->calls[result->call_count - 1].tool, "list_events") != 0)
		return;
	bool where = begins(w, PX_PATTERN_LIST_NOTE_ASKED);
	bool who = begins(w, PX_PATTERN_LIST_NOTE_ASKED_2);
	bool days = has_phrase(w, PX_PATTERN_LIST_NOTE_ASKED_3) && !parse->time_count;
	bool next = has_phrase(w, PX_PATTERN_LIST_NOTE_ASKED_4) && begins(w, PX_PATTERN_LIST_NOTE_ASKED_5);
	bool free = has_word(w, PX_WORDS_ASKS_FREE) || has_phrase(w, PX_PATTERN_LIST_NOTE_ASKED_6);
	result->calls[result->call_count - 1].asks = where ? "place" : who ? "people" : days ? "days" : next && !parse->time_count ? "next" : free ? "free" : NULL;
}

static void list_events(struct px_parse *parse, float confidence, const char *why)
{
	struct px_args args = { 0 };
	struct px_when when = px_parse_when(parse, NULL, 0);
	const char *query = query_of(parse, &parse->bare);

	if (!query && parse->slots.project)
		query = parse->slots.project;
	const struct px_nlu_item *named = query ? NULL : named_item(parse);
	if (named && named->kind == PX_NLU_EVENT && !when.any)
		query = named->title;
	if (!when.any && has_phrase(&parse->words, PX_PATTERN_SAME_DAY))
		when = day_of_last(parse);
	if (!when.any && !query)
		when = time_of_clash(parse);
	px_parse_set_window(parse, &args, &when, "start", "end");
	px_args_set(&args, "query", query);
	px_parse_emit(parse, PX_INTENT_LIST_EVENTS, &args, confidence, why);
	note_asked(parse);
}

void px_parse_list_as(struct px_parse *parse, enum px_intent intent, float confidence, const char *why)
{
	if (intent == PX_INTENT_LIST_TASKS)
		list_tasks(parse, confidence, why);
	else
		list_events(parse, confidence, why);
}

/* A word that is the name of a project: "my house stuff". */
static bool known_project(const struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	for (size_t i = 0; i < w->count && i < 40; i++) {
		if (w->at[i].time >= 0 || px_word_in(&w->at[i], PX_WORDS_QUERY_STOP))
			continue;
		for (size_t n = 1; n <= 3 && i + n <= w->count && w->at[i + n - 1].time < 0; n++) {
			if (px_slots_find_project(parse, px_str_n(parse->text.data + w->at[i].begin, w->at[i + n - 1].end - w->at[i].begin)))
				return true;
		}
	}
	return false;
}

/* "on Mobile app", "in the House": a preposition and a known project after it. */
static bool project_follows(const struct px_parse *parse)
{
	const struct px_words *w = &parse->full;

	for (size_t i = 1; i < w->count; i++) {
		size_t from = i + (px_word_in(&w->at[i], PX_WORDS_POSSESSIVE_OWN) && i + 1 < w->count);
		if (!px_word_in(&w->at[i - 1], PX_WORDS_PROJECT_PREPOSITION))
			continue;
		for (size_t n = 1; n <= 3 && from + n <= w->count && w->at[from + n - 1].time < 0; n++) {
			if (px_slots_find_project(parse, px_str_n(parse->text.data + w->at[from].begin,
								  w->at[from + n - 1].end - w->at[from].begin)))
				return true;
		}
	}
	return false;
}

/* "what's open on Mobile app", "anything in Ute" */
static bool asks_of_project(const struct px_parse *parse)
{
	return begins(&parse->words, PX_PATTERN_PROJECT_QUESTION_LEAD) && parse->words.count <= 9 &&
	       (parse->slots.project_known ||
		project_follows(parse));
}

bool px_parse_asks_world(const struct px_parse *parse)
{
	return begins(&parse->words, PX_PATTERN_WORLD_QUESTION) &&
	       !asked_item(parse);
}

/* "due between now and new year": the word stands inside the time. */
static bool says_due(const struct px_parse *parse)
{
	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], PX_WORDS_DUE))
			return true;
	}
	return false;
}

static enum px_intent decide(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	bool things = parse->slots.project || known_project(parse);
	bool tasks = has_word(w, PX_WORDS_LIST_TASK_NOUN) || says_due(parse) || parse->slots.priority || (things && has_word(w, PX_WORDS_THINGS)) ||
		     has_phrase(w, PX_PATTERN_TO_DO_PHRASE);
	bool events = has_word(w, PX_WORDS_LIST_EVENT_NOUN) ||
		      has_phrase(w, PX_PATTERN_ANOTHER);

	if (begins(w, PX_PATTERN_DONE_QUESTION)) {
		const struct px_nlu_item *item = asked_item(parse);
		if (item && item->kind == PX_NLU_TASK)
			return PX_INTENT_LIST_TASKS;
	}
	if (begins(w, PX_PATTERN_EVENT_QUESTION)) {
		const struct px_nlu_item *item = asked_item(parse);
		if (item && item->kind == PX_NLU_TASK && px_word_in(&w->at[0], PX_WORDS_WHO))
			return PX_INTENT_COUNT;
		if (item && !(tasks && has_word(w, PX_WORDS_DUE_NOUN)))
			return item->kind == PX_NLU_TASK ? PX_INTENT_LIST_TASKS : PX_INTENT_LIST_EVENTS;
	}
	if (done_already(parse) || (w->count <= 3 && begins(w, PX_PATTERN_SHOWS_LIST) && known_project(parse) && !events))
		return PX_INTENT_LIST_TASKS;
	if (begins(w, PX_PATTERN_WHAT_WAS_CLOSED) &&
	    has_phrase(w, PX_PATTERN_CLOSED))
		return PX_INTENT_LIST_TASKS;
	if (events && !has_word(w, PX_WORDS_TASK_LIST_NOUN))
		return PX_INTENT_LIST_EVENTS;
	bool after_done = parse->dialogue.tool && strcmp(parse->dialogue.tool, "complete_task") == 0;
	if (after_done && has_phrase(w, PX_PATTERN_WHAT_NEXT_OR_ELSE))
		return PX_INTENT_LIST_TASKS;
	if (tasks || parse->slots.project_known || (!events && asks_of_project(parse)) || has_phrase(w, PX_PATTERN_MISSED))
		return PX_INTENT_LIST_TASKS;
	if (events)
		return PX_INTENT_LIST_EVENTS;
	if (begins(w, PX_PATTERN_WHAT_HAVE_I))
		return parse->slots.project ? PX_INTENT_LIST_TASKS :
		       parse->time_count && parse->words.count <= 7 ? PX_INTENT_LIST_EVENTS : PX_INTENT_COUNT;
	return PX_INTENT_COUNT;
}

/* "when is it?" about what was just touched */
static bool about_last(struct px_parse *parse)
{
	const struct px_dialogue *d = &parse->dialogue;
	struct px_match match;
	struct px_args args = { 0 };

	if (!d->touched_count || !px_match(PX_PATTERN_ASKS_OF_LAST,
					   parse->full.at, parse->full.count, &match))
		return false;
	px_args_set(&args, "query", d->touched[0].title);
	px_parse_emit(parse, d->touched[0].kind == PX_NLU_EVENT ? PX_INTENT_LIST_EVENTS : PX_INTENT_LIST_TASKS, &args,
		      0.9F, "rule: about the last one");
	note_asked(parse);
	return true;
}

/* "today?", "free thu 3pm?", "next flight" */
static bool list_terse(struct px_parse *parse)
{
	const struct px_words *full = &parse->full;
	size_t timed = 0, last = parse->words.at[parse->words.count - 1].end;
	bool asks = last < parse->text.size && parse->text.data[last] == '?';

	if (full->count > 4 || parse->dialogue.pending_tool || parse->fresh)
		return false;
	for (size_t i = 0; i < full->count; i++)
		timed += full->at[i].time >= 0;
	bool free = full->count > timed && timed + 1 == full->count && px_word_in(&full->at[0], PX_WORDS_FREE_OR_BUSY);
	if ((timed && timed == full->count && asks && !parse->dialogue.tool) || (free && timed)) {
		px_parse_list_as(parse, PX_INTENT_LIST_EVENTS, 0.8F, "rule: question");
		return true;
	}
	struct px_target target;
	if (full->count < 2 || full->count > 3 || !px_word_in(&full->at[0], PX_WORDS_WORD_NEXT) || timed)
		return false;
	px_target_find(parse, full->at + 1, full->count - 1, PX_TARGET_EVENT, &target);
	if (!target.item && target.candidate_count < 2)
		return false;
	struct px_args args = { 0 };
	px_args_set(&args, "query", px_parse_surface(parse, full->at, 1, full->count));
	px_parse_emit(parse, PX_INTENT_LIST_EVENTS, &args, 0.8F, "rule: question");
	return true;
}

/* "what did the supplier quote us for the grinder": what somebody said. */
static bool is_hearsay(const struct px_words *w)
{
	return begins(w, PX_PATTERN_HEARSAY) &&
	       !px_word_in(&w->at[2], PX_WORDS_SPEAKER_OR_YOU);
}

bool px_parse_list(struct px_parse *parse)
{
	const struct px_words *w = &parse->words;
	bool lead = begins(w, PX_PATTERN_LIST_LEAD), headline = !lead && is_headline(parse);

	if (w->count && list_terse(parse))
		return true;
	if (!w->count || (!lead && !headline) || (lead && w->count > 2 && is_errand(w)))
		return false;
	if (about_last(parse))
		return true;
	if (px_parse_asks_world(parse) || is_hearsay(w) || (has_phrase(w, PX_PATTERN_OWN_NOTES) && !has_word(w, PX_WORDS_TASK_OR_TODO)))
		return false;
	enum px_intent intent = decide(parse);
	const struct px_intent_result *c = px_parse_classify(parse);
	if (intent == PX_INTENT_COUNT && begins(w, PX_PATTERN_LIST_LIST) && asked_item(parse))
		intent = PX_INTENT_LIST_EVENTS;
	if (intent == PX_INTENT_COUNT) {
		if (c->best != PX_INTENT_LIST_TASKS && c->best != PX_INTENT_LIST_EVENTS)
			return false;
		intent = c->best;
	}
	enum px_intent other = intent == PX_INTENT_LIST_TASKS ? PX_INTENT_LIST_EVENTS : PX_INTENT_LIST_TASKS;
	bool plain = ((has_phrase(w, PX_PATTERN_IN_PROGRESS) || has_word(w, PX_WORDS_LEFT_TO_DO) || has_phrase(w, PX_PATTERN_THE_PROJECT)) && c->best != PX_INTENT_NONE) ||
		     (parse->slots.project_known && intent == PX_INTENT_LIST_TASKS && c->best != PX_INTENT_CREATE_TASK);
	plain |= begins(w, PX_PATTERN_WHEN_OR_WHERE) && asked_item(parse);
	plain |= intent == PX_INTENT_LIST_TASKS && lead && (parse->slots.priority || (w->count <= 3 && known_project(parse)) || done_already(parse));
	plain |= intent == PX_INTENT_LIST_TASKS && begins(w, PX_PATTERN_WHAT_OR_ANYTHING) && c->scores[PX_INTENT_NONE] < 0.97F &&
		 (says_due(parse) || has_phrase(w, PX_PATTERN_HAS_TO_BE_DONE));
	plain |= intent == PX_INTENT_LIST_TASKS && has_phrase(w, PX_PATTERN_PUTTING_OFF);
	plain |= intent == PX_INTENT_LIST_EVENTS && parse->time_count && has_word(w, PX_WORDS_BUSIEST) && c->scores[PX_INTENT_NONE] < 0.99F;
	plain |= intent == PX_INTENT_LIST_EVENTS && parse->time_count && c->scores[PX_INTENT_NONE] < 0.99F &&
		 has_phrase(w, PX_PATTERN_PLAN_IDIOM);
	plain |= intent == PX_INTENT_LIST_TASKS && says_due(parse) && begins(w, PX_PATTERN_WHEN_OR_IS) && c->scores[PX_INTENT_NONE] < 0.97F;
	plain |= intent == PX_INTENT_LIST_TASKS && c->scores[PX_INTENT_NONE] < 0.97F &&
		 (asks_of_project(parse) || (begins(w, PX_PATTERN_WHICH_TASKS) &&
					     !has_phrase(w, PX_PATTERN_SAID_BEFORE)));
	plain |= intent == PX_INTENT_LIST_EVENTS && c->scores[PX_INTENT_NONE] < 0.97F && parse->time_count && parse->words.count <= 10 &&
		 has_phrase(w, PX_PATTERN_HAS_GAP);
	plain |= intent == PX_INTENT_LIST_TASKS && has_phrase(w, PX_PATTERN_WHAT_NEXT);
	plain |= has_phrase(w, PX_PATTERN_RUNNING_LATE) ||
		 (has_word(w, PX_WORDS_THINGS) && known_project(parse));
	plain |= intent == PX_INTENT_LIST_EVENTS && begins(w, PX_PATTERN_LIST_LIST) && asked_item(parse);
	if (!plain && !px_parse_allows(parse, intent)) {
		if (c->best == other)
			intent = other;
		else if (!asked_item(parse) || c->best != PX_INTENT_NONE)
			return false;
	}
	px_parse_list_as(parse, intent, 0.9F, headline ? "rule: headline" : "rule: question");
	return true;
}
