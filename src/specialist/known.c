/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Titles are rows of numbered words (nlu/refer/titles.h).  Each of those words
 * is compared with the message once; then each title counts how many of its
 * words are there.
 */
#include "specialist/known.h"

#include "nlu/refer/titles.h"
#include "nlu/text/likeness.h"
#include "specialist/input.h"

/* Two forms of one word, or one with a slip: the shares of px_word_likeness begin there. */
static const float alike = 0.8F;

enum { KINDS = 4 }; /* event, task, item of a list, list */

/* A word of the message that can tell titles apart. */
struct telling {
	size_t at;
	const char *text, *regular; /* regular: the verb that an irregular form belongs to, or NULL */
	size_t size, regular_size;
};

struct known {
	const struct px_nlu_titles *titles;
	const struct px_nlu_title **title; /* of each item */
	bool *here;                        /* of each word of the titles */
	uint32_t *bits;                    /* the same */
	struct telling *telling;
	size_t telling_count;
};

static void read_titles(const struct px_nlu_context *context, struct px_arena *arena, struct known *known)
{
	struct px_nlu_titles *own = context->titles ? NULL : px_nlu_titles_new(arena);

	known->title = PX_ARENA_ARRAY(arena, const struct px_nlu_title *, context->item_count + 1);
	for (size_t i = 0; i < context->item_count; i++)
		known->title[i] = own ? px_nlu_titles_add(own, context->items[i].title) : context->items[i].words;
	known->titles = own ? own : context->titles;
	known->here = PX_ARENA_ARRAY(arena, bool, known->titles->count + 1);
	known->bits = PX_ARENA_ARRAY(arena, uint32_t, known->titles->count + 1);
}

/* Fillers tell no titles apart. */
static void find_telling(const struct px_words *words, struct px_arena *arena, struct known *known)
{
	known->telling = PX_ARENA_ARRAY(arena, struct telling, words->count + 1);
	for (size_t i = 0; i < words->count; i++) {
		const struct px_word *word = &words->at[i];
		if (!word->size || px_title_filler(word))
			continue;
		const char *regular = px_word_regular(word->text, word->size);
		known->telling[known->telling_count++] = (struct telling){
			.at = i, .text = word->text, .size = word->size, .regular = regular,
			.regular_size = regular ? strlen(regular) : 0,
		};
	}
}

/* As px_word_likeness_of_forms, with the regular form looked up before. */
static bool same_word(const struct telling *word, const struct px_title_word *title)
{
	float likeness = px_word_likeness(word->text, word->size, title->text, title->size);

	if (likeness == 0 && word->regular)
		likeness = px_word_likeness(word->regular, word->regular_size, title->text, title->size) * 0.95F;
	return likeness >= alike;
}

static void find_words(struct known *known)
{
	for (uint32_t w = 0; w < known->titles->count; w++) {
		for (size_t i = 0; i < known->telling_count && !known->here[w]; i++)
			known->here[w] = same_word(&known->telling[i], &known->titles->words[w]);
	}
}

static int kind_of(const struct px_nlu_item *item)
{
	if (item->kind == PX_NLU_TASK)
		return item->project ? 2 : 1;
	return item->kind == PX_NLU_EVENT ? 0 : 3;
}

static void give_title(const struct px_nlu_title *title, int kind, struct known *known)
{
	uint32_t here = 0, bit = UINT32_C(1) << (PX_FEATURE_EVENT + 2 * kind);

	for (uint32_t i = 0; i < title->count; i++)
		here += known->here[title->words[i]];
	for (uint32_t i = 0; i < title->count; i++)
		known->bits[title->words[i]] |= 2 * here >= title->count ? bit | bit << 1 : bit;
}

void px_specialist_known(const struct px_nlu_context *context, const struct px_words *words, struct px_arena *arena,
			 uint32_t *bits)
{
	struct known known = { 0 };

	_Static_assert(PX_FEATURE_EVENT + 2 * KINDS == PX_FEATURES, "two bits for each kind, the last ones");
	if (context->item_count == 0)
		return;
	read_titles(context, arena, &known);
	find_telling(words, arena, &known);
	find_words(&known);
	for (size_t i = 0; i < context->item_count; i++) {
		if (known.title[i])
			give_title(known.title[i], kind_of(&context->items[i]), &known);
	}
	for (uint32_t w = 0; w < known.titles->count; w++) {
		for (size_t i = 0; i < known.telling_count && known.here[w]; i++) {
			if (same_word(&known.telling[i], &known.titles->words[w]))
				bits[known.telling[i].at] |= known.bits[w];
		}
	}
}
