/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/marked_group.h"

#include "nlu/act/shopping.h"
#include "nlu/read/vocabulary.h"
#include "nlu/refer/dialogue.h"

/* Whether a thing can be over in the way that is said: "paid" is what was to be paid. */
enum fit { UNFIT, PERHAPS, SURELY };

struct items {
	const struct px_nlu_item *at[PX_TARGET_MANY];
	size_t count;
};

static void add(struct items *items, const struct px_nlu_item *item)
{
	for (size_t i = 0; i < items->count; i++) {
		if (px_dialogue_same(items->at[i], item))
			return;
	}
	if (items->count < PX_TARGET_MANY)
		items->at[items->count++] = item;
}

/* The verbs of tasks that are done by what the words say ("pay settle"); NULL: nothing certain is said. */
static const char *deed_of(const struct px_words *words)
{
	const struct px_pairs *deeds = px_pairs(PX_PAIRS_DEEDS_DONE);

	for (size_t i = 0; i < words->count; i++) {
		if (px_word_in(&words->at[i], PX_WORDS_DONE_ANYHOW))
			return NULL; /* "got them done" */
	}
	for (size_t i = 0; i < words->count; i++) {
		for (size_t k = 0; k < deeds->count; k++) {
			if (words->at[i].time < 0 && px_word_is(&words->at[i], deeds->at[k].from))
				return deeds->at[k].to;
		}
	}
	return NULL;
}

static enum fit fit_of(const struct px_request *request, const struct px_nlu_item *item, const char *deed)
{
	const struct px_words title = px_words_in(item->title, request->arena);
	const struct px_words verbs = px_words_in(deed, request->arena);

	if (!title.count || item->kind != PX_NLU_TASK)
		return UNFIT;
	if (px_word_in_list(&title.at[0], deed) ||
	    (px_words_have(&verbs, PX_WORDS_GETTING) && px_shopping_is_to_get(request, item)))
		return SURELY;
	return title.count > 1 && px_parse_task_verb(&title.at[0]) ? UNFIT : PERHAPS;
}

/* "the other two", "both": 0 if no number is said. */
static size_t number_of(const struct px_words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		if (px_word_in(&words->at[i], PX_WORDS_BOTH))
			return 2;
		const struct px_word *word = &words->at[i];
		if (i && word->time < 0 && px_word_in(&word[-1], PX_WORDS_BEFORE_SO_MANY) && px_word_number(word) > 1)
			return (size_t)px_word_number(word);
	}
	return 0;
}

/* What is surely done by that, of what was spoken of before; of all that there is if nothing was. */
static void find_sure(const struct px_request *request, const struct px_dialogue *d, const char *deed,
		      struct items *found)
{
	for (size_t i = 0; i < d->recent_count; i++) {
		const struct px_nlu_item *now = px_dialogue_current(request, &d->recent[i]);
		const bool gone = !px_id_is_none(d->recent[i].id) && now == &d->recent[i];
		if (!gone && fit_of(request, now, deed) == SURELY)
			add(found, now);
	}
	for (size_t i = 0; i < request->context->item_count && !d->recent_count; i++) {
		if (request->context->items[i].title && fit_of(request, &request->context->items[i], deed) == SURELY)
			add(found, &request->context->items[i]);
	}
}

/* "the other two", "them both": so many are surely meant, or so many are left on the list of the one that is known. */
static void fill_up(const struct px_request *request, const struct px_dialogue *d, const char *deed, size_t number,
		    struct items *kept)
{
	const char *list = kept->at[0]->project;
	struct items all = { .count = 0 };

	find_sure(request, d, deed, &all);
	if (all.count != number)
		all.count = 0;
	for (size_t i = 0; list && i < request->context->item_count && all.count != number; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->title && item->project && strcmp(item->project, list) == 0 && fit_of(request, item, deed) &&
		    !px_dialogue_among(item, d->touched, d->touched_count))
			add(&all, item);
	}
	if (all.count == number)
		*kept = all;
}

/* All of them, or of several one that is asked for. */
static void take(struct px_target *target, const struct items *items, bool clear)
{
	memcpy(target->candidates, items->at, items->count * sizeof(items->at[0]));
	target->candidate_count = items->count;
	target->words = px_phrase(PX_PHRASE_SOME_OF_THEM);
	target->many = clear;
	target->item = NULL;
}

static bool take_group(const struct px_request *request, const struct px_dialogue *d, const char *deed, bool sure,
		       struct items *kept, struct px_target *target)
{
	const size_t number = number_of(&request->words), count = target->item ? 1 : target->candidate_count;
	struct items other = { .count = 0 };

	if (kept->count && kept->count == count && (sure || target->item))
		return true;
	if (kept->count && number && kept->count != number)
		fill_up(request, d, deed, number, kept);
	else if (!sure)
		find_sure(request, d, deed, &other);
	if (!sure && !other.count && kept->count == count)
		return true;
	const bool plural = target->many || px_words_have(&request->words, PX_WORDS_THEM_OR_BOTH);
	const bool clear = !other.count	  ? !number || kept->count == number
			   : kept->count ? false
			   : number	  ? other.count == number
					 : plural || other.count == 1;
	for (size_t i = 0; i < other.count; i++)
		add(kept, other.at[i]);
	if (!kept->count || (kept->count == 1 && !clear))
		return false;
	take(target, kept, clear);
	return true;
}

bool px_marked_group(const struct px_request *request, const struct px_nlu_session *session, struct px_target *target)
{
	const char *deed = deed_of(&request->words);
	struct items kept = { .count = 0 };
	size_t sure = 0;

	for (size_t i = 0; deed && i < (target->item ? 1 : target->candidate_count); i++) {
		const struct px_nlu_item *item = target->item ? target->item : target->candidates[i];
		const enum fit fit = fit_of(request, item, deed);
		sure += fit == SURELY;
		if (fit == SURELY || (fit == PERHAPS && (target->item || target->many)))
			add(&kept, item);
	}
	if (!deed)
		return true;
	if (target->item || target->many)
		return take_group(request, &session->dialogue, deed, sure > 0, &kept, target);
	if (sure == 1) /* of those that would be asked for */
		take(target, &kept, true);
	return true;
}

size_t px_marked_group_all(const struct px_request *request, struct px_target *target)
{
	const char *deed = deed_of(&request->words);
	struct items found = { .count = 0 };

	for (size_t i = 0; deed && i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->title && fit_of(request, item, deed) == SURELY)
			add(&found, item);
	}
	bool one_list = true;
	for (size_t i = 1; i < found.count; i++) {
		const char *a = found.at[0]->project, *b = found.at[i]->project;
		one_list &= a && b && strcmp(a, b) == 0;
	}
	take(target, &found, one_list);
	return found.count == PX_TARGET_MANY ? 0 : found.count; /* there may be more of them */
}
