/* SPDX-License-Identifier: Apache-2.0 */
/*
 * References into the dialogue, and continuations; answers are in act/answer.c.
 */
#include "nlu/act/continue.h"

#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/act/copy.h"
#include "nlu/act/emit.h"
#include "nlu/act/new_times.h"
#include "nlu/read/items.h"
#include "nlu/read/people.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/find.h"

static bool only_fillers(const struct px_words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (words->at[i].time < 0 && !px_word_in(&words->at[i], PX_WORDS_CORRECTION_FILLER))
			return false;
	}
	return true;
}

static bool correctable(const struct px_dialogue *d)
{
	return d->tool && d->touched_count &&
	       (strncmp(d->tool, "create_", 7) == 0 || strncmp(d->tool, "update_", 7) == 0 ||
		strcmp(d->tool, "undo") == 0);
}

static const struct px_nlu_item *last_item(const struct px_request *request, const struct px_nlu_session *session)
{
	return px_dialogue_current(request, &session->dialogue.touched[0]);
}

static void emit_correction(const struct px_request *request, const struct px_nlu_session *session,
			    struct px_proposal *proposal, struct px_args *args, const char *why)
{
	struct px_target target = { .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };

	px_dialogue_take(request, &target, &session->dialogue.touched[0]);
	(void)px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, args, 0.93F, why);
}

static bool has_mover(const struct px_words *words)
{
	return px_words_have(words, PX_WORDS_SHIFT_VERB);
}

/* "move them to Monday" means more than the last thing, "the Moores are late, push that to 9" another. */
static bool means_others(const struct px_request *request, const struct px_nlu_session *session)
{
	struct px_target target;

	for (size_t i = 0; i < request->full.count; i++) {
		const struct px_word *word = &request->full.at[i];
		if (px_word_in(word, PX_WORDS_THEM_OR_BOTH) &&
		    px_dialogue_refer(request, session, word, 1, ~0, &target) &&
		    target.candidate_count > 1)
			return true;
		if (px_word_in(word, PX_WORDS_ANY_PRONOUN) &&
		    px_target_before(request, session, word, 1, ~0, &target) && !target.pronoun)
			return true;
	}
	return false;
}

/* "tomorrow?": what is on then; "how about tomorrow?" is an offer. */
static bool asks_of_then(const struct px_request *request)
{
	for (size_t i = 0; i < request->full.count; i++) {
		if (request->full.at[i].time < 0)
			return false;
	}
	return request->full.count && px_words_ask(request->text, &request->full);
}

/* "no, Wednesday is better", "at 4pm", "actually high priority", "in the Avenue project" */
static bool continue_correction(const struct px_request *request, const struct px_nlu_session *session,
				struct px_proposal *proposal)
{
	const struct px_slots *slots = &request->slots;
	const struct px_nlu_item *item;
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 };

	if (!correctable(&session->dialogue) || !only_fillers(&request->full) || asks_of_then(request) ||
	    means_others(request, session) || px_dialogue_lists_anew(&request->full))
		return false;
	if (!when.any && !slots->priority && !slots->project && !slots->tag_count)
		return false;
	if (when.duration && has_mover(&request->words))
		return false; /* "push it half an hour" is a shift */
	item = last_item(request, session);
	px_change_following(request, item, &when);
	int length = px_parse_length_sign(request);
	if (length && (when.shift || when.duration) && item->kind == PX_NLU_EVENT)
		px_parse_set_length(request, item, &when, length, &args);
	else if (when.shift)
		px_args_set(&args, "shift", px_parse_span(request, when.months, when.seconds));
	else if (when.duration && item->kind == PX_NLU_EVENT)
		px_parse_set_length(request, item, &when, 0, &args);
	else if (when.any)
		px_parse_set_move(request, item, 0, &when, &args);
	if (item->kind == PX_NLU_TASK) {
		px_args_set(&args, "priority", slots->priority);
		px_args_set(&args, "project", slots->project);
		px_args_list(&args, "tags", slots->tags, slots->tag_count, request->arena);
	}
	if (!args.count)
		return false;
	emit_correction(request, session, proposal, &args, "rule: correction");
	return true;
}

static bool is_fact_tail(const struct px_match *match, const struct px_word *words, char name, size_t most)
{
	const struct px_capture *c = px_match_get(match, name, 0);

	if (!c || (size_t)(c->to - c->from) > most)
		return false;
	for (size_t i = c->from; i < c->to; i++) {
		if (words[i].time >= 0 || words[i].flags & PX_WORD_STOP)
			return i > c->from ? false : words[i].time < 0;
	}
	return true;
}

/* "at Café Central", "with Nina and Paul", "weekdays only" after an event */
static bool continue_event(const struct px_request *request, const struct px_nlu_session *session,
			   struct px_proposal *proposal)
{
	const struct px_words *w = &request->bare;
	struct px_args args = { 0 };
	struct px_match match;

	if (!correctable(&session->dialogue) || last_item(request, session)->kind != PX_NLU_EVENT || w->count < 2 ||
	    w->count > 7)
		return false;
	if (px_match(PX_PATTERN_PLACE_ADDED, w->at, w->count, &match) &&
	    is_fact_tail(&match, w->at, 'l', 5)) {
		struct px_request *own = px_proposal_read_on(request, proposal);
		px_slots_place(own, w->at, w->count);
		if (!own->slots.location)
			return false;
		px_args_set(&args, "location", own->slots.location);
	} else if (px_match(PX_PATTERN_GUEST_ADDED, w->at, w->count, &match) &&
		   is_fact_tail(&match, w->at, 'w', 3)) {
		const struct px_capture *c = px_match_get(&match, 'w', 0);
		const char *names[PX_SLOT_LIST];
		size_t found = px_people_named(request, w->at + c->from, (size_t)(c->to - c->from)) ?
			px_parse_people(request, w->at + c->from, (size_t)(c->to - c->from), names) : 0;
		px_args_list(&args, "attendees", names, found, request->arena);
		if (!found || request->slots.project)
			return false;
	} else if (!px_words_ask(request->text, &request->words) && /* "with whom is the deposition?" names nobody */
		   px_match(PX_PATTERN_GUEST_NAMED, w->at, w->count, &match)) {
		struct px_request *own = px_proposal_read_on(request, proposal);
		px_slots_people(own, w->at, w->count);
		px_args_list(&args, "attendees", own->slots.people, own->slots.people_count, request->arena);
	}
	if (!args.count)
		return false;
	struct px_when when = px_parse_when(request, NULL, 0);
	if (when.any && !when.duration)
		px_parse_set_move(request, last_item(request, session), 0, &when, &args);
	else if (when.duration)
		px_parse_set_length(request, last_item(request, session), &when, 0, &args);
	emit_correction(request, session, proposal, &args, "rule: correction");
	return true;
}

static const char *with_last_verb(const struct px_request *request, const struct px_nlu_session *session,
				  const char *title, bool article)
{
	const char *before = session->dialogue.touched[0].title;
	size_t n = before ? strcspn(before, " ") : 0;
	char verb[12];

	if (!n || n >= sizeof(verb) || !before[n])
		return article ? px_arena_str(request->arena, px_str(title)) : title;
	for (size_t i = 0; i < n; i++)
		verb[i] = (char)(before[i] | 32);
	if (!px_word_listed(verb, n, PX_WORDS_SHOPPING_VERB))
		return title;
	return px_arena_printf(request->arena, "%.*s %s", (int)n, before, title);
}

/* One more of what was last added: in the same project, for the same day if none is said. */
static void add_more(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const char *title)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_args args = { 0 }, before;

	px_args_read(&before, session->dialogue.arguments, request->arena);
	px_args_set(&args, "title", title);
	px_args_set(&args, "project", request->slots.project ? request->slots.project :
		    px_args_get(&before, "project"));
	if (when.any)
		px_parse_set_due(request, &args, &when);
	px_args_set(&args, "priority", request->slots.priority);
	px_parse_emit(request, proposal, PX_INTENT_CREATE_TASK, &args, 0.9F, "rule: one more");
}

/* "add beer" right after something was put on a list: a thing like those there, no errand of its own. */
static bool adds_to_list(const struct px_request *request, const struct px_nlu_session *session,
			 const struct px_match *match)
{
	const struct px_words *w = &request->bare;
	const struct px_capture *c = px_match_get(match, 't', 0);
	struct px_args before;

	if (!px_word_in(&w->at[0], PX_WORDS_ADD) || px_word_in(&w->at[w->count - 1], PX_WORDS_CONTINUE_ADDS_TO_LIST))
		return true; /* says itself that it is one more */
	px_args_read(&before, session->dialogue.arguments, request->arena);
	return px_args_get(&before, "project") && !request->time_count && c->to - c->from <= 6 &&
	       !px_parse_task_verb(&w->at[c->from]) && !px_word_in(&w->at[c->from], PX_WORDS_CONTINUE_ADDS_TO_LIST_2);
}

/* "a stapler as well", "and eggs", "also bread" after something was added */
static bool continue_addition(const struct px_request *request, const struct px_nlu_session *session,
			      struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->bare;
	struct px_item_words items[PX_ITEMS_MAX];
	struct px_match match;

	if (!d->tool || w->count > 16 || w->count < 2 || request->slots.project)
		return false;
	/* "what's on the shopping list?", "add beer" */
	bool shown = strcmp(d->tool, "list_tasks") == 0 && px_word_in(&w->at[0], PX_WORDS_ADD);
	if (!shown && (strcmp(d->tool, "create_task") != 0 || !d->touched_count))
		return false;
	if (!px_match(PX_PATTERN_ONE_MORE_TASK, w->at, w->count, &match) || !adds_to_list(request, session, &match))
		return false;
	const struct px_capture *c = px_match_get(&match, 't', 0);
	for (size_t i = c->from; i < c->to; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_NO_ADDITION))
			return false;
	}
	size_t from = c->from, count = px_items_part(request, w->at, from, c->to, true, items);
	if (count == 1 && w->count > 8)
		return false;
	for (size_t i = 0; i < count && count > 1; i++) {
		size_t first = items[i].from;
		while (first + 1 < items[i].to && px_word_in(&w->at[first], PX_WORDS_CONTINUE_CONTINUE_ADDITION))
			first++;
		add_more(request, session, proposal, px_parse_title(request, w->at, first, items[i].to, true));
	}
	if (count > 1)
		return true;
	while (from + 1 < c->to && px_word_in(&w->at[from], PX_WORDS_ANOTHER_ARTICLE))
		from++;
	const char *bare = px_parse_title(request, w->at, from, c->to, true);
	/* "and pump up the balls": says what to do itself */
	bool own = c->to - c->from > 2 && px_word_in(&w->at[c->from + 1], PX_WORDS_VERB_HAS_OBJECT) &&
		   !px_word_in(&w->at[c->from], PX_WORDS_NO_VERB);
	const char *said = px_parse_surface(request, w->at, c->from, c->to);
	const char *verbal = own ? said : with_last_verb(request, session, said, false);
	bool verb = verbal != NULL && strlen(verbal) > strlen(said);
	add_more(request, session, proposal, verb ? verbal : bare);
	return true;
}

/* The due date of a task is the start of an event, whose time of day stays. */
static void for_other_kind(const struct px_request *request, const struct px_nlu_item *item, struct px_args *args)
{
	bool event = item->kind == PX_NLU_EVENT;
	const char *value = px_args_get(args, event ? "due" : "start");

	if (!value)
		return;
	px_args_drop(args, event ? "due" : "start");
	if (event && strlen(value) == 10 && item->start != PX_TIME_NONE && item->start % PX_MS_DAY) {
		int32_t day = px_civil_ms_day(item->start);
		struct px_time_point point = { px_civil_ms_day(px_dialogue_ms(value)),
					       (int32_t)((item->start - (int64_t)day * PX_MS_DAY) / 1000) };
		value = px_parse_point(request, point);
	}
	px_args_set(args, event ? "start" : "due", value);
}

/* "and the other one too", "same for the plumber", "the passport too" */
static bool continue_same(const struct px_request *request, const struct px_nlu_session *session,
			  struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->full;
	struct px_match match;
	struct px_target target;
	struct px_args args;

	if (!d->tool || !px_match(PX_PATTERN_SAME_AGAIN,
				  w->at, w->count, &match))
		return false;
	bool update = strncmp(d->tool, "update_", 7) == 0;
	if (!update && strncmp(d->tool, "complete_", 9) != 0 && strncmp(d->tool, "delete_", 7) != 0)
		return false;
	const struct px_capture *c = px_match_get(&match, 'x', 0);
	px_parse_target(request, session, w->at + c->from, (size_t)(c->to - c->from), PX_TARGET_EVENT |
			PX_TARGET_TASK, &target);
	if (!target.item && !target.many)
		return false;
	px_args_read(&args, d->arguments, request->arena);
	px_args_drop(&args, "target");
	px_args_drop(&args, "occurrence");
	if (update && target.item)
		for_other_kind(request, target.item, &args);
	return px_parse_change_target(request, session, proposal, update ? PX_VERB_UPDATE : d->tool[0] == 'c' ?
				      PX_VERB_COMPLETE :
				      PX_VERB_DELETE, &target, &args, 0.9F, "rule: the same again");
}

/* "Order coal" and "compost" -> "Order compost"; what has a verb of its own stands alone. */
static const char *with_same_verb(const struct px_request *request, const char *before, const struct px_word *words,
				  size_t count)
{
	const char *text = px_parse_surface(request, words, 0, count);
	size_t n = before ? strcspn(before, " ") : 0;
	char verb[24];

	if (!n || n >= sizeof(verb) || !before[n] || (count > 1 && px_parse_task_verb(&words[0])))
		return px_parse_title_case(request, text);
	for (size_t i = 0; i < n; i++)
		verb[i] = (char)(before[i] >= 'A' && before[i] <= 'Z' ? before[i] + 32 : before[i]);
	struct px_word first = { .text = px_arena_strn(request->arena, verb, n), .size = (uint32_t)n, .time = -1 };
	if (!px_parse_task_verb(&first))
		return px_parse_title_case(request, text);
	return px_arena_printf(request->arena, "%.*s %s", (int)n, before, text);
}

/* The last change once more, on what was meant: undone first. */
static bool change_other(const struct px_request *request, const struct px_nlu_session *session,
			 struct px_proposal *proposal, const struct px_target *target)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *item = target->item, *old = last_item(request, session);
	const struct px_args none = { 0 };
	struct px_args args;
	bool update = strncmp(d->tool, "update_", 7) == 0;
	bool event = item->kind == PX_NLU_EVENT;

	if ((!update && strncmp(d->tool, "complete_", 9) != 0 && strncmp(d->tool, "delete_", 7) != 0) ||
	    item == old || (item->kind != PX_NLU_TASK && item->kind != PX_NLU_EVENT))
		return false;
	px_args_read(&args, d->arguments, request->arena);
	px_args_drop(&args, "target");
	const char *start = px_args_get(&args, event ? "start" : "due");
	if (update && start && strlen(start) >= 16 && old->start != PX_TIME_NONE && item->start != PX_TIME_NONE &&
	    px_civil_ms_day(px_dialogue_ms(start)) == px_civil_ms_day(old->start)) {
		int64_t ms = px_dialogue_ms(start);
		struct px_time_point point = { px_civil_ms_day(item->start),
					       (int32_t)((ms - (int64_t)px_civil_ms_day(ms) * PX_MS_DAY) / 1000) };
		px_args_set(&args, "start", px_parse_point(request, point));
	}
	px_parse_emit(request, proposal, PX_INTENT_UNDO, &none, 0.9F, "rule: another one was meant");
	return px_parse_change_target(request, session, proposal,
				      update		  ? PX_VERB_UPDATE
				      : d->tool[0] == 'c' ? PX_VERB_COMPLETE
							  : PX_VERB_DELETE,
				      target, &args, 0.9F, "rule: another one was meant");
}

/* "no, I meant compost", "no the study group I meant" */
static bool continue_meant(const struct px_request *request, const struct px_nlu_session *session,
			   struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->full;
	struct px_match match;
	struct px_target target;
	struct px_args args = { 0 };

	if (!d->touched_count || !d->tool || w->count > 9 ||
	    !px_match(PX_PATTERN_MEANT, w->at, w->count, &match))
		return false;
	const struct px_capture *c = px_match_get(&match, 'x', 0);
	size_t from = c->from, count = c->to - c->from;
	for (size_t i = from; i < c->to; i++) {
		if (w->at[i].time >= 0 || px_word_in(&w->at[i], PX_WORDS_NO_NAME_MEANT))
			return false;
	}
	px_target_find(request, w->at + from, count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	if (target.item && target.score >= 0.75F && change_other(request, session, proposal, &target))
		return true;
	if (strncmp(d->tool, "create_", 7) != 0 || count > 5)
		return false;
	while (count > 1 && px_word_in(&w->at[from], PX_WORDS_ARTICLE_OR_SOME))
		from++, count--;
	px_args_set(&args, "title", with_same_verb(request, last_item(request, session)->title, w->at + from, count));
	emit_correction(request, session, proposal, &args, "rule: meant otherwise");
	return true;
}

/* "and one for Ben's teacher too", "another one for Emma on Sunday" after something was created */
static bool continue_one(const struct px_request *request, const struct px_nlu_session *session,
			 struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->bare;
	struct px_match match;
	struct px_args args, fresh = { 0 };

	bool created = d->tool && (strncmp(d->tool, "create_", 7) == 0 || strncmp(d->tool, "update_", 7) == 0);
	if (!created || !d->touched_count ||
	    !px_match(PX_PATTERN_ONE_MORE_FOR, w->at,
		      w->count, &match))
		return false;
	const struct px_capture *c = px_match_get(&match, 'x', 0);
	const char *old = last_item(request, session)->title, *who = px_parse_surface(request, w->at, c->from, c->to);
	struct px_when when = px_parse_when(request, NULL, 0);
	bool event = last_item(request, session)->kind == PX_NLU_EVENT, update = d->tool[0] == 'u';
	if (!old || c->to - c->from > 5)
		return false;
	if (update)
		args = px_copy_arguments(request, last_item(request, session));
	else
		px_args_read(&args, d->arguments, request->arena);
	const struct px_texts *links = px_texts(PX_TEXTS_PERSON_LINKS);
	const char *cut = NULL;
	for (const char *p = old; *p && !cut; p++) {
		for (size_t i = 0; i < links->count && !cut; i++)
			cut = strncmp(p, links->at[i], strlen(links->at[i])) == 0 ? p : NULL;
	}
	bool with = px_word_in(&w->at[c->from - 1], PX_WORDS_WITH);
	const char *title = event || cut ?
		px_arena_printf(request->arena, "%.*s %s %s", (int)(cut ? (size_t)(cut - old) : strlen(old)), old,
				px_phrase(with ? PX_PHRASE_WITH : PX_PHRASE_FOR), who) :
		with_same_verb(request, old, w->at + c->from, c->to - c->from);
	px_args_drop(&args, "attendees");
	px_args_set(&args, "title", title);
	if (event && !px_word_in(&w->at[c->from], PX_WORDS_ARTICLE))
		px_args_list(&args, "attendees", &who, with, request->arena);
	if (when.any) {
		px_args_drop(&args, event ? "start" : "due");
		px_args_drop(&args, "end");
		px_args_drop(&args, "recurrence");
		px_parse_set_move(request, last_item(request, session), event ? PX_TARGET_EVENT : PX_TARGET_TASK,
				  &when, &fresh);
		for (size_t i = 0; i < fresh.count && args.count < PX_ARGS_MAX; i++)
			args.at[args.count++] = fresh.at[i];
	}
	px_parse_emit(request, proposal, event ? PX_INTENT_CREATE_EVENT : PX_INTENT_CREATE_TASK, &args, 0.9F,
		      "rule: one more of these");
	return true;
}

/* The title with other words in place of these, or NULL if it doesn't have them. */
static const char *with_other_words(const struct px_request *request, const char *title, const struct px_word *old,
				    size_t count, const char *words)
{
	const struct px_words w = px_words_in(title, request->arena);

	for (size_t at = 0; at + count <= w.count; at++) {
		size_t same = 0;
		while (same < count && strcmp(w.at[at + same].text, old[same].text) == 0)
			same++;
		if (same == count)
			return px_arena_printf(request->arena, "%.*s%s%s", (int)w.at[at].begin, title, words,
					       title + w.at[at + count - 1].end);
	}
	return NULL;
}

/* "not Screwfix, Toolstation": what is denied stands in the name of something spoken of lately. */
static bool continue_instead(const struct px_request *request, const struct px_nlu_session *session,
			     struct px_proposal *proposal)
{
	enum { WORDS_MOST = 4 };
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->full;
	struct px_args args = { 0 };
	size_t from = 0;

	while (from < w->count && !px_word_in(&w->at[from], PX_WORDS_NOT) &&
	       px_word_in(&w->at[from], PX_WORDS_CORRECTION_FILLER))
		from++;
	if (from == w->count || !px_word_in(&w->at[from++], PX_WORDS_NOT))
		return false;
	size_t old = from;
	while (old < w->count && (old == from || !(w->at[old].flags & PX_WORD_BREAK)))
		old++;
	size_t to = old;
	while (to < w->count && px_word_in(&w->at[to], PX_WORDS_INSTEAD_LEAD))
		to++;
	if (to == w->count || old - from > WORDS_MOST || w->count - to > WORDS_MOST || request->time_count)
		return false;
	const char *words = px_parse_surface(request, w->at, to, w->count);
	for (size_t i = 0; i < d->touched_count + d->recent_count; i++) {
		const bool last = i < d->touched_count;
		const struct px_nlu_item *said = last ? &d->touched[i] : &d->recent[i - d->touched_count];
		const struct px_nlu_item *item = px_dialogue_current(request, said);
		const char *title = item->title ? item->title : "";
		title = with_other_words(request, title, &w->at[from], old - from, words);
		if (!title)
			continue;
		struct px_target target = { .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
		px_dialogue_take(request, &target, item);
		px_args_set(&args, "title", px_parse_title_case(request, title));
		return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
					      "rule: another name");
	}
	return false;
}

bool px_dialogue_continue(const struct px_request *request, const struct px_nlu_session *session,
			  struct px_proposal *proposal)
{
	if (!session->dialogue.tool || !request->words.count || request->words.count > 16)
		return false;
	return px_dialogue_turn(request, session, proposal) || continue_instead(request, session, proposal) ||
	       px_dialogue_next_window(request, session, proposal) ||
	       continue_one(request, session, proposal) || px_copy_again(request, session, proposal) ||
	       continue_correction(request, session, proposal) ||
	       px_dialogue_continue_list(request, session, proposal) ||
	       continue_event(request, session, proposal) || continue_meant(request, session, proposal);
}

bool px_dialogue_more(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal)
{
	if (!session->dialogue.tool || !request->words.count || request->words.count > 16)
		return false;
	return continue_same(request, session, proposal) || continue_addition(request, session, proposal);
}
