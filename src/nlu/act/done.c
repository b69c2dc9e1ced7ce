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
#include "nlu/read/slots.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/titles.h"
#include "nlu/text/likeness.h"

/* A title is meant by words of its own that come to so much (refer/target.c). */
static const float NAMED_WELL = 0.7F;

/*
 * The word is a past form of the title's own first word; `over`: what it says is past whatever its
 * form ("I've read").
 */
static bool says_verb(const char *title, const struct px_word *word, bool over)
{
	size_t n = strcspn(title, " ");
	char verb[24];

	if (n >= sizeof(verb) || word->size <= 2)
		return false;
	for (size_t i = 0; i < n; i++)
		verb[i] = (char)(title[i] | 32);
	bool same = n == word->size && memcmp(verb, word->text, n) == 0;
	bool past = over || px_word_ends(word, PX_PHRASE_PAST_ENDING) || !same;
	return past && px_word_likeness_of_forms(word->text, word->size, verb, n) >= 0.75F;
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
		for (size_t n = 0; n < w.count && !is_there; n++) {
			const struct px_word *own = &w.at[n];
			is_there = px_word_likeness_of_forms(words[k].text, words[k].size, own->text,
							     own->size) >= 0.85F;
		}
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
	if (!target.item || target.score < 0.7F || !(own || bare || says_verb(target.item->title, &words[0], true)))
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
	if (!target.item || target.score < 0.7F)
		return false;
	bool over = request->words.count > 2 && px_word_in(&request->words.at[0], PX_WORDS_DONE_LEAD);
	if (!general && !says_verb(target.item->title, &words[0], over))
		return false;
	return px_parse_change_target(request, session, proposal, PX_VERB_COMPLETE, &target, &args, 0.9F,
				      "rule: said in the past");
}

/* "the tax is paid", "the requests are in": done, whatever the title calls it. */
static bool says_over(const char *title, const struct px_word *word)
{
	struct px_word first = { .text = title, .size = (uint32_t)strcspn(title, " "), .time = -1 };
	char verb[16] = "";

	for (size_t i = 0; i < first.size && i + 1 < sizeof(verb); i++)
		verb[i] = (char)(title[i] | 32);
	first.text = verb;
	if (px_word_in(word, PX_WORDS_DONE_PARTICLE))
		return px_word_in(&first, PX_WORDS_DONE_BY_PARTICLE);
	return px_word_in(word, PX_WORDS_DONE_PARTICIPLE);
}

/* "that's the banner copy approved", "council tax paid": the last word is a past form of the title's verb. */
PX_ACT(px_change_ended)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'z', &count);
	struct px_target target;
	struct px_args args = { 0 };

	if (count < 2 || count > 8)
		return false;
	px_target_find(request, words, count - 1, PX_TARGET_TASK, &target);
	if (!target.item || target.score < 0.6F || !says_verb(target.item->title, &words[count - 1], false))
		return false;
	px_proposal_name(proposal, words, count - 1);
	return px_parse_change_target(request, session, proposal, PX_VERB_COMPLETE, &target, &args, 0.9F,
				      "rule: said in the past");
}

bool px_done_asked(const struct px_word *words, size_t count)
{
	for (size_t i = 2; i < count; i++) {
		if (words[i].flags & PX_WORD_BREAK)
			return false; /* "hab ich gekauft, die Milch" */
	}
	return count && (px_word_in(&words[0], PX_WORDS_ASKS_IF_DONE) ||
			 (count > 1 && px_word_in(&words[0], PX_WORDS_AUXILIARY) &&
			  px_word_in(&words[1], PX_WORDS_AUXILIARY_SUBJECT)));
}

bool px_done_not_yet(const struct px_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (px_word_in(&words[i], PX_WORDS_NOT_YET) || px_word_in(&words[i], PX_WORDS_NOT_SURELY))
			return true;
	}
	return false;
}

/* "the tap is replaced" */
PX_ACT(px_change_passive)
{
	size_t count, participle;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);
	const struct px_word *verb = px_change_words(request, frame, match, 'v', &participle);
	struct px_target target;
	struct px_args args = { 0 };

	if (px_done_not_yet(words, count))
		return false;
	const bool shaped = px_parse_is_participle(request->text, verb);
	if (shaped && (px_words_ask(request->text, &request->words) || px_done_asked(words, count) ||
		       px_words_have(&request->words, PX_WORDS_NEGATION)))
		return false;
	px_target_find(request, words, count, PX_TARGET_TASK, &target);
	if (!target.item || participle != 1 ||
	    !((shaped && target.score >= NAMED_WELL) || says_verb(target.item->title, verb, true) ||
	      (target.score >= 0.85F && says_over(target.item->title, verb))))
		return false;
	return px_parse_change_target(request, session, proposal, PX_VERB_COMPLETE, &target, &args, 0.9F,
				      "rule: said in the past");
}

/* Every word of the title but its verb was said: "the car" is not "Get the car serviced". */
static bool says_whole(const char *title, const struct px_word *words, size_t count)
{
	const char *p = title + strcspn(title, " ");

	while (*p) {
		size_t n = strcspn(++p, " "), i = 0;
		bool said = px_word_listed(p, n, PX_WORDS_WHOLE_TITLE_FILLER);
		for (; i < count && !said && n < 40; i++) {
			char lower[40];
			for (size_t k = 0; k < n; k++)
				lower[k] = (char)(p[k] >= 'A' && p[k] <= 'Z' ? p[k] + 32 : p[k]);
			said = px_word_likeness_of_forms(words[i].text, words[i].size, lower, n) >= 0.75F;
		}
		if (!said)
			return false;
		p += n;
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
			  (target.item && says_verb(target.item->title, &words[count - 1], false))))
		px_target_find(request, words, count - 1, PX_TARGET_TASK, &target);
	return target.item && target.score >= 0.7F && says_whole(target.item->title, words, count) &&
	       px_change_move(request, session, proposal, frame, match);
}
