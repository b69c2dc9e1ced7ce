/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is over: said in the past ("paid the rent"), as a state ("the tap is
 * replaced"), several at once.
 */
#include "nlu/act/done.h"

#include "nlu/act/all.h"
#include "nlu/act/apply.h"
#include "nlu/act/change.h"
#include "nlu/act/emit.h"
#include "nlu/act/shopping.h"
#include "nlu/act/withheld.h"
#include "nlu/read/slots.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/titles.h"
#include "nlu/text/likeness.h"

/* A title is meant by words of its own that come to so much (refer/target.c). */
static const float NAMED_WELL = 0.7F;

static bool is_like(const struct px_word *word, const struct px_word *own, float least)
{
	return px_word_likeness_of_forms(word->text, word->size, own->text, own->size) >= least;
}

/*
 * The word is a past form of the title's own first word; `over`: what it says is past whatever its
 * form ("I've read").
 */
static bool says_verb(const struct px_request *request, const char *title, const struct px_word *word, bool over)
{
	const struct px_words w = px_words_in(title, request->arena);

	if (!w.count || word->size <= 2)
		return false;
	bool past = over || px_word_ends(word, PX_PHRASE_PAST_ENDING) || !px_word_is(word, w.at[0].text);
	return past && is_like(word, &w.at[0], 0.75F);
}

/* "HR rung", of "Ring HR" and "Forms for HR": of several that the words name the one whose verb it is. */
static void pick_by_verb(const struct px_request *request, struct px_target *target, const struct px_word *verb)
{
	const struct px_nlu_item *own = NULL;

	for (size_t i = 0; i < target->candidate_count && !target->item && !target->many; i++) {
		if (!says_verb(request, target->candidates[i]->title, verb, true))
			continue;
		if (own)
			return;
		own = target->candidates[i];
		target->score = 1;
	}
	target->item = own ? own : target->item;
}

/* "everything on the list": that of what was just spoken of. */
static const struct px_request *take_spoken_list(const struct px_request *request, const struct px_nlu_session *session,
						 struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_request *own = NULL;
	struct px_args args;

	for (size_t i = 0; i < request->words.count && !request->slots.project && !own; i++) {
		if (!px_word_in(&request->words.at[i], PX_WORDS_CHANGE_TAKE_SPOKEN_LIST))
			continue;
		px_args_read(&args, d->list_arguments, request->arena);
		own = px_proposal_read_on(request, proposal);
		own->slots.project = d->touched_count && d->touched[0].project ? d->touched[0].project
									       : px_args_get(&args, "project");
		own->slots.project_known = own->slots.project != NULL;
	}
	return own ? own : request;
}

/* "alles gekauft": of what is to be bought. */
static const struct px_request *take_shopping(const struct px_request *request, struct px_proposal *proposal)
{
	if (request->slots.project || !px_words_have(&request->words, PX_WORDS_BOUGHT))
		return request;
	const struct px_nlu_item *list = px_slots_find_project(request, px_str(px_shopping_list(request)));
	if (!list)
		return request;
	struct px_request *own = px_proposal_read_on(request, proposal);
	own->slots.project = list->title;
	own->slots.project_known = true;
	return own;
}

bool px_done_all(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		 const struct px_word *words, size_t count)
{
	struct px_target target;

	/* "all of it bar the hose": of what the hose was named with, and not all that there is */
	if (!px_language_is_other() && request->except.count && !request->slots.project && !request->time_count &&
	    px_dialogue_refer(request, session, words, count, PX_TARGET_TASK, &target) && target.many)
		return px_parse_change_target(request, session, proposal, PX_VERB_COMPLETE, &target,
					      &(struct px_args){ 0 }, 0.9F, "rule: all but those");
	request = take_spoken_list(request, session, proposal);
	if (px_language_is_other())
		request = take_shopping(request, proposal);
	proposal->sure = true;
	return px_change_take_all(request, proposal, words, count, PX_TARGET_TASK, PX_VERB_COMPLETE);
}

/* "finish everything due today" */
PX_ACT(px_change_complete_all)
{
	size_t count;
	const struct px_word everything = px_word_of(PX_PHRASE_ALL_SAID);
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);

	if (px_language_is_other() && !words)
		words = &everything, count = 1; /* the frame itself says so */
	if (frame->value[0] == 'd')
		return px_done_all(request, session, proposal, words, count);
	return px_change_take_all(request, proposal, words, count, px_change_kinds(frame), PX_VERB_COMPLETE);
}

/* How many of these words are in the title, whatever their form. */
static size_t shared_words(const struct px_request *request, const char *title, const struct px_word *words,
			size_t count)
{
	struct px_words w = px_words_in(title, request->arena);
	size_t shared = 0;

	for (size_t k = 0; k < count; k++) {
		bool is_there = false;
		if (px_title_filler(&words[k]))
			continue;
		for (size_t n = 0; n < w.count && !is_there; n++)
			is_there = is_like(&words[k], &w.at[n], 0.85F);
		shared += is_there;
	}
	return shared;
}

/* The tasks of these that share the most words, as candidates; `most` is what those found before share. */
static void find_shared(const struct px_request *request, const struct px_nlu_item *items, size_t item_count,
			const struct px_word *words, size_t count, size_t *most, struct px_target *target)
{
	size_t before = *most;

	for (size_t i = 0; i < item_count; i++) {
		size_t shared = items[i].kind == PX_NLU_TASK && items[i].title
					? shared_words(request, items[i].title, words, count) : 0;
		if (shared <= before || shared < *most || target->candidate_count == PX_TARGET_MANY)
			continue;
		if (shared > *most)
			target->candidate_count = 0;
		*most = shared;
		target->candidates[target->candidate_count++] = &items[i];
	}
}

bool px_done_take_back(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal, const struct px_word *words, size_t count)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_target target = { .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	struct px_args args = { 0 };
	size_t most = 0;

	if (!words || !d->tool || strcmp(d->tool, "complete_task") != 0)
		return false;
	find_shared(request, d->touched, d->touched_count, words, count, &most, &target);
	find_shared(request, d->recent, d->recent_count, words, count, &most, &target);
	if (!most)
		return false;
	px_args_set(&args, "status", "pending");
	if (target.candidate_count > 1)
		return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.92F,
					      "rule: which is not done");
	px_change_emit(request, proposal, PX_VERB_UPDATE, false, target.candidates[0], NULL, &args, 0.92F,
		       "rule: not done after all");
	return true;
}

/* "oh wait, I didn't get the flour", right after it was said to be bought: it is open again. */
PX_ACT(px_change_not_done)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);

	return px_done_take_back(request, session, proposal, words, count);
}

/* "the boards are ordered and so is the quote": both. */
PX_ACT(px_change_complete_two)
{
	static const char names[] = { 'x', 'y' };
	struct px_target target[2];
	const struct px_args none = { 0 };

	(void)session;
	for (int i = 0; i < 2; i++) {
		size_t count;
		const struct px_word *words = px_change_words(request, frame, match, names[i], &count);
		px_target_find(request, words, count, PX_TARGET_TASK, &target[i]);
		if (!target[i].item)
			return false;
	}
	for (int i = 0; i < 2; i++)
		px_change_emit(request, proposal, PX_VERB_COMPLETE, false, target[i].item, NULL, &none, 0.92F,
			       "rule: complete");
	return true;
}

/*
 * The task that words [0, count) say was done: behind a general verb ("got the pasta") or by its
 * own ("called the bank").
 */
static const struct px_nlu_item *done_item(const struct px_request *request, const struct px_word *words,
					   size_t count, bool *general)
{
	struct px_target target;
	bool own = count && px_word_in(&words[0], PX_WORDS_DONE_WITH);

	if (count < 1 + (size_t)own || (!own && !*general && count < 2))
		return NULL;
	bool bare = !own && *general; /* "got the pasta and the tomatoes": the verb of the first holds for all */
	px_target_find(request, words + own, count - own, PX_TARGET_TASK, &target);
	if (!target.item || target.score < 0.7F ||
	    !(own || bare || says_verb(request, target.item->title, &words[0], true)))
		return NULL;
	*general |= own;
	return target.item;
}

/* "got the pasta and the tomatoes", "I've called the bank and watered the plants": each of them is done. */
static bool past_several(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
			 size_t count)
{
	const struct px_nlu_item *done[PX_STATE_ITEMS];
	size_t found = 0, from = 0;
	bool general = false;

	for (size_t i = 1; i <= count; i++) {
		bool joint = i < count && (px_word_in(&words[i], PX_WORDS_CHANGE_PAST_SEVERAL) ||
					   (words[i].flags & PX_WORD_BREAK && !(words[i].flags & PX_WORD_STOP)));
		if (i < count && !joint)
			continue;
		while (from < i && px_word_in(&words[from], PX_WORDS_CHANGE_PAST_SEVERAL_2))
			from++;
		if (from == i)
			continue;
		const struct px_nlu_item *item = found < PX_STATE_ITEMS
							 ? done_item(request, words + from, i - from, &general)
							 : NULL;
		for (size_t k = 0; item && k < found; k++)
			item = done[k] == item ? NULL : item;
		if (!item)
			return false;
		done[found++] = item;
		from = i;
	}
	const struct px_args none = { 0 };
	for (size_t i = 0; i < found && found > 1; i++)
		px_change_emit(request, proposal, PX_VERB_COMPLETE, false, done[i], NULL, &none, 0.9F,
			       "rule: said in the past");
	return found > 1;
}

/* "booked the flights", "I paid the rent": a past form of the task's own verb. */
PX_ACT(px_change_past)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);
	struct px_target target;
	struct px_args args = { 0 };

	if (count < 2)
		return false;
	if (past_several(request, proposal, words, count))
		return true;
	bool general = px_word_in(&words[0], PX_WORDS_DONE_WITH);
	px_target_find(request, words + general, count - general, PX_TARGET_TASK, &target);
	if (!general)
		pick_by_verb(request, &target, &words[0]);
	if (!target.item || target.score < 0.7F)
		return false;
	bool over = request->words.count > 2 && px_word_in(&request->words.at[0], PX_WORDS_DONE_LEAD);
	if (!general && !says_verb(request, target.item->title, &words[0], over))
		return false;
	return px_parse_change_target(request, session, proposal, PX_VERB_COMPLETE, &target, &args, 0.9F,
				      "rule: said in the past");
}

/* "the tax is paid", "the requests are in": done, whatever the title calls it. */
static bool says_over(const struct px_request *request, const char *title, const struct px_word *word)
{
	const struct px_words w = px_words_in(title, request->arena);

	if (px_word_in(word, PX_WORDS_DONE_PARTICLE))
		return w.count && px_word_in(&w.at[0], PX_WORDS_DONE_BY_PARTICLE);
	return px_word_in(word, PX_WORDS_DONE_PARTICIPLE);
}

/* "that's the banner copy approved", "council tax paid": the last word is a past form of the title's verb. */
PX_ACT(px_change_ended)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'z', &count);
	struct px_target target;
	struct px_args args = { 0 };

	if (count < 2 || count > 8 || px_words_ask(request->text, &request->words))
		return false;
	px_target_find(request, words, count - 1, PX_TARGET_TASK, &target);
	pick_by_verb(request, &target, &words[count - 1]);
	if (!target.item || target.score < 0.6F || !says_verb(request, target.item->title, &words[count - 1], false))
		return false;
	px_proposal_name(proposal, words, count - 1);
	return px_parse_change_target(request, session, proposal, PX_VERB_COMPLETE, &target, &args, 0.9F,
				      "rule: said in the past");
}

/* What was got: "foam I have in the van", "gloves arrived". */
static bool told_to_be_had(const struct px_request *request, struct px_target *target)
{
	const struct px_words *w = &request->full;
	struct px_match match;

	if (request->time_count || !px_match(PX_PATTERN_IS_HAD, w->at, w->count, &match))
		return false;
	if (px_words_ask(request->text, w) || px_words_have(w, PX_WORDS_NEGATION) ||
	    px_words_have(w, PX_WORDS_NONE_OF_IT) || px_done_asked(w->at, w->count) ||
	    px_word_in(&w->at[0], PX_WORDS_AUXILIARY) || px_word_in(&w->at[0], PX_WORDS_ASKS_IF_HAD))
		return false;
	const struct px_capture *c = px_match_get(&match, 'x', 0);
	px_target_find(request, w->at + c->from, c->to - c->from, PX_TARGET_TASK, target);
	return target->item && target->score >= NAMED_WELL && px_shopping_is_to_get(request, target->item);
}

/* The one word is all that the title says, or the task's own verb is said: "food for the puppy" vaccinates none. */
static bool means_by_word(const struct px_request *request, const char *title, const struct px_word *words,
			  size_t count)
{
	const struct px_words w = px_words_in(title, request->arena);
	size_t own = 0;
	bool verb = false;

	const bool to_get = w.count && px_word_in(&w.at[0], PX_WORDS_GETTING); /* "order gloves": they are here */
	for (size_t i = to_get; i < w.count; i++)
		own += !px_title_filler(&w.at[i]);
	for (size_t i = 0; i < count && own > 1 && !verb; i++)
		verb = says_verb(request, title, &words[i], true);
	return own == 1 || verb;
}

/* The task that some of the words name; several are candidates if different words name them. */
static void spot_named(const struct px_request *request, const struct px_word *words, size_t count,
		       struct px_target *target)
{
	struct px_target one;

	px_target_spot(request, words, count, PX_TARGET_TASK, target);
	for (size_t i = 0; i < count && !target->item && target->candidate_count < PX_TARGET_MANY; i++) {
		if (words[i].time >= 0 || px_title_filler(&words[i]) || px_word_in(&words[i], PX_WORDS_QUERY_STOP))
			continue;
		px_target_find(request, &words[i], 1, PX_TARGET_TASK, &one);
		bool again = !one.item || one.score < NAMED_WELL ||
			     !means_by_word(request, one.item->title, words, count);
		for (size_t k = 0; k < target->candidate_count; k++)
			again |= target->candidates[k] == one.item;
		if (!again)
			target->candidates[target->candidate_count++] = one.item;
	}
	if (target->candidate_count == 1)
		target->item = target->candidates[0];
}

/* "ring the gas man when it's done", "I'll fix the latch so that's sorted": an order, or what is to come. */
static bool is_to_come(const struct px_words *w, size_t remark)
{
	const struct px_words front = { w->at, remark };

	return px_word_in(&w->at[remark - 1], PX_WORDS_DONE_LATER) || px_words_have(&front, PX_WORDS_DONE_TO_COME) ||
	       px_parse_task_verb(&w->at[0]);
}

/* "found a torch in the shed so that's sorted", "been to the library, that may be crossed off" */
static bool told_by_remark(const struct px_request *request, struct px_target *target)
{
	const struct px_words *w = &request->full;

	for (size_t i = 2; i < w->count && i < 40; i++) {
		if (!px_matches(PX_PATTERN_DONE_REMARK, w->at + i, w->count - i))
			continue;
		if (is_to_come(w, i))
			return false;
		spot_named(request, w->at, i, target);
		return target->item || target->candidate_count > 1;
	}
	return false;
}

bool px_done_told(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal)
{
	struct px_args args = { 0 };
	struct px_target target;

	if (!told_by_remark(request, &target) && !told_to_be_had(request, &target))
		return false;
	proposal->sure = true;
	return px_parse_change_target(request, session, proposal, PX_VERB_COMPLETE, &target, &args, 0.9F,
				      "rule: told to be done");
}

bool px_done_not_yet(const struct px_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (px_word_in(&words[i], PX_WORDS_NOT_YET) || px_word_in(&words[i], PX_WORDS_NOT_SURELY))
			return true;
	}
	return count && px_word_in(&words[count - 1], PX_WORDS_CALLS_OFF); /* "Oma hat | angerufen": she did it */
}

/* "the tap is replaced" */
PX_ACT(px_change_passive)
{
	size_t count, participle;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);
	const struct px_word *verb = px_change_words(request, frame, match, 'v', &participle);
	struct px_target target;
	struct px_args args = { 0 };

	if (px_language_is_other() && px_done_not_yet(words, count))
		return false;
	const bool shaped = px_parse_is_participle(request->text, verb);
	if (shaped && (px_words_ask(request->text, &request->words) || px_done_asked(words, count) ||
		       px_words_have(&request->words, PX_WORDS_NEGATION)))
		return false;
	px_target_find(request, words, count, PX_TARGET_TASK, &target);
	if (!target.item || participle != 1 ||
	    !((shaped && target.score >= NAMED_WELL) || says_verb(request, target.item->title, verb, true) ||
	      (target.score >= 0.85F && says_over(request, target.item->title, verb))))
		return false;
	return px_parse_change_target(request, session, proposal, PX_VERB_COMPLETE, &target, &args, 0.9F,
				      "rule: said in the past");
}

/* Every word of the title but its verb was said: "the car" is not "Get the car serviced". */
static bool says_whole(const struct px_request *request, const char *title, const struct px_word *words, size_t count)
{
	const struct px_words w = px_words_in(title, request->arena);

	for (size_t k = 1; k < w.count; k++) {
		bool said = px_word_in(&w.at[k], PX_WORDS_WHOLE_TITLE_FILLER);
		for (size_t i = 0; i < count && !said; i++)
			said = is_like(&words[i], &w.at[k], 0.75F);
		if (!said)
			return false;
	}
	return true;
}

/*
 * "Sister wants the rota by Friday", "I want the batteries replaced by Wednesday": the last word
 * may be a past form of the title's verb.
 */
PX_ACT(px_change_wanted)
{
	size_t count, who;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);
	const struct px_word *wanting = px_change_words(request, frame, match, 'w', &who);
	struct px_target target;

	if (who > 3 || px_parse_task_verb(&wanting[0]))
		return false;
	px_target_find(request, words, count, PX_TARGET_TASK, &target);
	if (count > 1 && (px_word_in(&words[count - 1], PX_WORDS_WANTED_STATE) ||
			  (target.item && says_verb(request, target.item->title, &words[count - 1], false))))
		px_target_find(request, words, count - 1, PX_TARGET_TASK, &target);
	return target.item && target.score >= 0.7F && says_whole(request, target.item->title, words, count) &&
	       px_change_move(request, session, proposal, frame, match);
}
