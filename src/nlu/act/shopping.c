/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is bought goes on the shopping list; what is packed keeps its verb.
 * Two things are parted only if both are known to be bought ("flowers and a
 * card for Ruth" stays one errand); three or more are a list in any words.
 */
#include "nlu/act/shopping.h"

#include "nlu/read/people.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/text/phrase.h"

const char *px_shopping_list(const struct px_request *request)
{
	const struct px_texts *names = px_texts(PX_TEXTS_SHOPPING_NAMES);

	for (size_t i = 0; i < names->count; i++) {
		const struct px_nlu_item *known = px_slots_find_project(request, px_str(names->at[i]));
		if (known)
			return known->title;
	}
	return px_parse_title_case(request, names->at[0]);
}

/* "… for it", where something was spoken of: what the things are for. */
static const char *take_tail(const struct px_request *request, const struct px_proposal *proposal,
			     const struct px_word *words, size_t from, size_t *to)
{
	const struct px_dialogue *d = &proposal->next.dialogue;

	if (*to < from + 4 || !px_word_in(&words[*to - 2], PX_WORDS_SHOPPING_FOR) ||
	    !px_word_in(&words[*to - 1], PX_WORDS_SHOPPING_FOR_IT) || !d->touched_count || !d->touched[0].title)
		return NULL;
	*to -= 2;
	return px_phrase_with(request->arena, PX_PHRASE_SHOPPING_FOR, d->touched[0].title);
}

static bool is_known_thing(const struct px_word *words, const struct px_item_words *item)
{
	const struct px_word *last = &words[item->to - 1];

	return px_word_in(last, PX_WORDS_GOODS) ||
	       (item->to - item->from > 1 && px_word_in(last, PX_WORDS_GOODS_HEAD));
}

/* No "car washed" of "get the car washed, waxed and vacuumed", and nobody who is fetched. */
static bool is_plain_thing(const struct px_request *request, const struct px_word *words,
			   const struct px_item_words *item)
{
	size_t count = item->to - item->from;

	if (px_word_ends(&words[item->to - 1], PX_PHRASE_PAST_ENDING) ||
	    px_people_named(request, words + item->from, count))
		return false;
	for (size_t i = item->from; i < item->to; i++) {
		if (words[i].time >= 0 || px_word_in(&words[i], PX_WORDS_SHOPPING_NO_THING))
			return false;
	}
	return true;
}

static bool are_things(const struct px_request *request, const struct px_word *words,
		       const struct px_shopping *shopping)
{
	size_t known = 0;

	for (size_t i = 0; i < shopping->count; i++) {
		if (is_known_thing(words, &shopping->items[i]))
			known++;
		else if (!is_plain_thing(request, words, &shopping->items[i]))
			return false;
	}
	return shopping->count > 2 || known == shopping->count;
}

bool px_shopping_read(const struct px_request *request, const struct px_proposal *proposal, const struct px_word *words,
		      size_t from, size_t to, struct px_shopping *shopping)
{
	struct px_match match;
	size_t lead = 0;
	bool bare = from == 0 && px_shopping_bare(request);
	bool needs = from > 0 && px_word_in(&words[from - 1], PX_WORDS_SHOPPING_NEED);

	*shopping = (struct px_shopping){ .count = 0 };
	if (to < from + 2 || request->cut_short)
		return false;
	bool buys = px_match_prefix(PX_PATTERN_SHOPPING_LEAD, words + from, to - from, &match, &lead);
	bool packs = !buys && px_match_prefix(PX_PATTERN_PACKING_LEAD, words + from, to - from, &match, &lead);
	if ((!buys && !packs && !needs && !bare) || (!buys && !packs && px_parse_task_verb(&words[from]) &&
					    !px_word_in(&words[from], PX_WORDS_GOODS)))
		return false;
	if (words[from].flags & PX_WORD_QUOTED || from + lead >= to)
		return false;
	shopping->notes = take_tail(request, proposal, words, from + lead, &to);
	shopping->count = px_items_part(request, words, from + lead, to, true, shopping->items);
	if (shopping->count < 2 || !are_things(request, words, shopping))
		return false;
	if (packs)
		shopping->verb = px_parse_title_case(request, px_parse_surface(request, words, from, from + lead));
	else if (!request->slots.project)
		shopping->project = px_shopping_list(request);
	return true;
}

bool px_shopping_bare(const struct px_request *request)
{
	struct px_item_words items[PX_ITEMS_MAX];
	const struct px_words *w = &request->bare;

	if (request->time_count || w->count < 2 || w->count != request->words.count ||
	    !px_items_all_goods(w->at, 0, w->count))
		return false;
	size_t count = px_items_part(request, w->at, 0, w->count, true, items);
	for (size_t i = 0; i < count; i++) {
		if (!is_known_thing(w->at, &items[i]))
			return false;
	}
	return count > 1;
}

bool px_shopping_is_to_get(const struct px_request *request, const struct px_nlu_item *item)
{
	const struct px_words title = px_words_in(item->title, request->arena);

	return title.count && (px_word_in(&title.at[0], PX_WORDS_GETTING) ||
			       (item->project && (title.count == 1 || !px_parse_task_verb(&title.at[0]))));
}
