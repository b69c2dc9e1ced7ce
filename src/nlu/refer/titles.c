/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words live in one growing array and are found by open addressing; outgrown
 * arrays stay behind in the arena, together less than the last one.
 */
#include "nlu/refer/titles.h"

#include <ctype.h>

enum { FIRST_SLOTS = 64, WORD_MAX = 48, TITLE_WORDS = 64 };

struct px_nlu_titles *px_nlu_titles_new(struct px_arena *arena)
{
	struct px_nlu_titles *titles = PX_ARENA_NEW(arena, struct px_nlu_titles);

	titles->arena = arena;
	titles->slot_count = FIRST_SLOTS;
	titles->slots = PX_ARENA_ARRAY(arena, uint32_t, FIRST_SLOTS);
	titles->words = PX_ARENA_ARRAY(arena, struct px_title_word, FIRST_SLOTS / 2);
	return titles;
}

bool px_title_filler(const struct px_word *word)
{
	return px_word_in(word, PX_WORDS_TITLE_FILLER);
}

/* The next word of a title, folded into `room`; 0 at the end. */
static size_t next_word(const char **p, char *room, size_t size)
{
	size_t n = 0;

	while (**p && !isalnum((unsigned char)**p) && (unsigned char)**p < 0x80)
		(*p)++;
	while (**p && (isalnum((unsigned char)**p) || (unsigned char)**p >= 0x80 ||
		       (**p == '\'' && n) || (strchr("-:.", **p) && isalnum((unsigned char)(*p)[1])))) {
		char c = **p;
		if (n < size)
			room[n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
		(*p)++;
	}
	return n;
}

/* The slot of a word, or the free one where it belongs.  Slots hold a word's number plus one. */
static uint32_t *find_slot(const struct px_nlu_titles *titles, struct px_str word)
{
	for (size_t i = px_str_hash(word);; i++) {
		uint32_t *slot = &titles->slots[i & (titles->slot_count - 1)];
		if (!*slot)
			return slot;
		const struct px_title_word *known = &titles->words[*slot - 1];
		if (known->size == word.size && memcmp(known->text, word.data, word.size) == 0)
			return slot;
	}
}

/* Twice as many slots, at most half of them taken. */
static void grow(struct px_nlu_titles *titles)
{
	size_t slots = titles->slot_count * 2;
	struct px_title_word *words = PX_ARENA_ARRAY(titles->arena, struct px_title_word, slots / 2);

	memcpy(words, titles->words, titles->count * sizeof(*words));
	titles->words = words;
	titles->slot_count = slots;
	titles->slots = PX_ARENA_ARRAY(titles->arena, uint32_t, slots);
	for (uint32_t i = 0; i < titles->count; i++)
		*find_slot(titles, px_str_n(words[i].text, words[i].size)) = i + 1;
}

static uint32_t number_of(struct px_nlu_titles *titles, struct px_str word)
{
	uint32_t *slot = find_slot(titles, word);

	if (*slot)
		return *slot - 1;
	if (titles->count == titles->slot_count / 2) {
		grow(titles);
		slot = find_slot(titles, word);
	}
	titles->words[titles->count] = (struct px_title_word){
		.text = px_arena_str(titles->arena, word), .size = word.size,
	};
	*slot = ++titles->count;
	return titles->count - 1;
}

int64_t px_title_number(const struct px_nlu_titles *titles, struct px_str word)
{
	return (int64_t)*find_slot(titles, word) - 1;
}

const struct px_nlu_title *px_nlu_titles_add(struct px_nlu_titles *titles, const char *text)
{
	uint32_t words[TITLE_WORDS];
	char room[WORD_MAX];
	uint32_t count = 0;
	size_t n;

	for (const char *p = text; count < TITLE_WORDS && (n = next_word(&p, room, sizeof(room))) > 0; ) {
		if (!px_word_listed(room, n, PX_WORDS_TITLE_FILLER))
			words[count++] = number_of(titles, px_str_n(room, n));
	}
	struct px_nlu_title *title = px_arena_alloc(titles->arena, sizeof(*title) + count * sizeof(*words));
	title->count = count;
	memcpy(title->words, words, count * sizeof(*words));
	return title;
}
