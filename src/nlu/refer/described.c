/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/refer/described.h"

#include "nlu/read/vocabulary.h"
#include "nlu/refer/titles.h"
#include "nlu/text/likeness.h"

/* A name that was only spotted among other words has as many letters: "at", "St" say nothing. */
enum { SPOT_LETTERS = 3 };
/* Less than any title that has all the words: frames that ask for a sure title don't act on this. */
static const float described = 0.75F, alike = 0.9F;

static bool stands_in(const struct px_word *word, const struct px_words *in)
{
	for (size_t i = 0; i < in->count; i++) {
		if (px_word_likeness(word->text, word->size, in->at[i].text, in->at[i].size) >= alike)
			return true;
	}
	return false;
}

/* "the Tulsa one", "the meeting with Priya": words that tell nothing apart. */
static bool says_nothing(const struct px_word *word)
{
	return word->time >= 0 || word->flags & PX_WORD_MARK || px_title_filler(word) ||
	       px_word_in(word, PX_WORDS_ONE_OR_THING) || px_word_in(word, PX_WORDS_WEAK_EVENT_NOUN) ||
	       px_word_in(word, PX_WORDS_NEXT);
}

/* How many of the words stand beside the title; 0 where a word stands nowhere and all must. */
static size_t beside(const struct px_request *request, const struct px_nlu_item *item, const struct px_word *words,
		     size_t count, bool all)
{
	const struct px_words near = px_words_in(item->beside, request->arena);
	const struct px_words title = px_words_in(item->title, request->arena);
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (says_nothing(&words[i]))
			continue;
		bool here = (all || words[i].size >= SPOT_LETTERS) && stands_in(&words[i], &near);
		found += here;
		if (all && !here && !stands_in(&words[i], &title))
			return 0;
	}
	return found;
}

static void look(const struct px_request *request, const struct px_word *words, size_t count, int kinds, bool all,
		 const struct px_when *when, struct px_target *target)
{
	size_t most = 0;

	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		int kind = item->kind == PX_NLU_TASK ? PX_TARGET_TASK : PX_TARGET_EVENT;
		if (!item->beside || !item->title || !(kind & kinds) ||
		    (!(when && when->any) && px_target_over(request, item)) || (when && !px_target_stands(when, item)))
			continue;
		size_t found = beside(request, item, words, count, all);
		if (found > most)
			target->candidate_count = 0;
		most = found > most ? found : most;
		if (found && found == most && target->candidate_count < PX_STATE_ITEMS)
			target->candidates[target->candidate_count++] = item;
	}
	target->score = most ? described : target->score;
}

void px_described_find(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		       const struct px_when *when, struct px_target *target)
{
	look(request, words, count, kinds, true, when, target);
}

void px_described_spot(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		       struct px_target *target)
{
	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	look(request, words, count, kinds, false, NULL, target);
	if (target->candidate_count == 1)
		target->item = target->candidates[0];
}

/* A word of the clause that tells the thing from others: what is done with it ("call") and how it is ("late") don't. */
static bool tells_apart(const struct px_word *word)
{
	return word->size >= SPOT_LETTERS && !says_nothing(word) && !px_word_in(word, PX_WORDS_MOVER) &&
	       !px_word_in(word, PX_WORDS_CLAUSE_LIGHT) && !px_parse_task_verb(word);
}

static bool names_one(const struct px_word *word, const struct px_words *in)
{
	for (size_t i = 0; i < in->count && tells_apart(word); i++) {
		const struct px_word *own = &in->at[i];
		if (tells_apart(own) && px_word_likeness(word->text, word->size, own->text, own->size) >= alike)
			return true;
	}
	return false;
}

/* The words of the clause that the thing is called by, as bits. */
static uint32_t called_by(const struct px_request *request, const struct px_nlu_item *item, const struct px_word *words,
			  size_t count)
{
	const struct px_words title = px_words_in(item->title, request->arena);
	const struct px_words near = px_words_in(item->beside ? item->beside : "", request->arena);
	uint32_t bits = 0;

	for (size_t i = 0; i < count && i < 32; i++) {
		if (names_one(&words[i], &title) || names_one(&words[i], &near))
			bits |= UINT32_C(1) << i;
	}
	return bits;
}

/* "toothpaste and nappies": one after the other, and not just words of several titles. */
static bool is_row(const struct px_word *words, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (px_word_in(&words[i], PX_WORDS_AND) || words[i].flags & PX_WORD_BREAK)
			return true;
	}
	return false;
}

/* "the night shifts": the same words name each of them. */
static bool are_called_alike(const uint32_t *called, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (called[i] != called[0])
			return false;
	}
	return true;
}

void px_described_clause(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
			 bool several, struct px_target *target)
{
	uint32_t called[PX_STATE_ITEMS];
	int most = 0;

	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE, .score = described };
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (!item->title || px_target_over(request, item) ||
		    !(px_target_kind(item) & kinds & (PX_TARGET_TASK | PX_TARGET_EVENT)))
			continue;
		const uint32_t bits = called_by(request, item, words, count);
		const int named = __builtin_popcount(bits);
		bool less = !bits || (!several && named < most);
		size_t kept = 0;
		for (size_t k = 0; k < target->candidate_count && !less; k++) /* "vegan sausages" are no "sausages" */
			less = (called[k] & bits) == bits && called[k] != bits;
		for (size_t k = 0; k < target->candidate_count && !less; k++) {
			if (several ? (called[k] & bits) == called[k] && called[k] != bits : named > most)
				continue;
			called[kept] = called[k];
			target->candidates[kept++] = target->candidates[k];
		}
		if (less || kept == PX_STATE_ITEMS)
			continue;
		called[kept] = bits;
		target->candidates[kept++] = item;
		target->candidate_count = kept;
		most = named > most ? named : most;
	}
	if (target->candidate_count == 1)
		target->item = target->candidates[0];
	else if (several && target->candidate_count)
		target->many = is_row(words, count) || are_called_alike(called, target->candidate_count);
}
